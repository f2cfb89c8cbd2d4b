/// dev_*: blocks, storage, time and head by the wish of a developer. Observed: the methods of Chopsticks
#include "rpc/methods/access.hpp"
#include "rpc/methods/dev_dry_run.hpp"
#include "rpc/methods/dev_head.hpp"
#include "rpc/methods/dev_params.hpp"
#include "rpc/methods/seal_now.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using authorship::DevelopmentBlock;
using authorship::Sealing;
using authorship::SealRequest;

Result<chain::BlockId, RpcError> seal(Sealing& sealing, DevelopmentBlock block,
                                      std::optional<Hash256> parent = std::nullopt) {
    const auto sealed = seal_now(
        sealing,
        SealRequest{.parent = parent, .development = std::make_shared<const DevelopmentBlock>(std::move(block))});
    if (!sealed) return Err(RpcError{sealed.error().code, sealed.error().reason});
    return *sealed;
}

/// Several blocks, the transactions in the first one; answers the hash of the last one.
RpcResult new_block(chain::Client& client, Sealing& sealing, const Call& call) {
    TRY_ASSIGN(NewBlockParams params, read_new_block(call.params.find(0)));
    DevelopmentBlock first;
    if (params.transactions) {
        first.transactions.emplace();
        for (const Bytes& encoded : *params.transactions) {
            auto extrinsic = decode_extrinsic(encoded);
            if (!extrinsic) return Err(invalid_params("`transactions`: " + extrinsic.error()));
            first.transactions->push_back(*std::move(extrinsic));
        }
    }
    uint64_t count = params.count;
    if (params.to) {
        const uint64_t best = client.best().number;
        if (*params.to <= best) return Err(invalid_params("`to` is not above the best block"));
        count = *params.to - best;
        if (count > NewBlockParams::kMaxCount) return Err(invalid_params("`to` is too far above the best block"));
    }
    Hash256 last = client.best().hash;
    for (uint64_t i = 0; i < count; ++i) {
        if (call.connection->stop_token().stop_requested()) return Err(internal_error("the connection is closed"));
        TRY_ASSIGN(const auto block, seal(sealing, std::exchange(first, {})));
        last = block.hash;
    }
    return hex(last);
}

/// Answers the hash of the block with the changed state, which is the best one.
RpcResult set_storage(Sealing& sealing, const Params& params) {
    DevelopmentBlock block;
    block.transactions.emplace();
    TRY_ASSIGN(block.changes, read_storage_pairs(params.find(0)));
    TRY_ASSIGN(const auto parent, params.optional_hash(1, "blockHash"));
    TRY_ASSIGN(const auto sealed, seal(sealing, std::move(block), parent));
    return hex(sealed.hash);
}

RpcResult time_travel(Sealing& sealing, const Params& params) {
    DevelopmentBlock block;
    block.transactions.emplace();
    TRY_ASSIGN(block.timestamp_ms, read_date(params.find(0)));
    const uint64_t wanted = *block.timestamp_ms;
    TRY(seal(sealing, std::move(block)));
    return Json(wanted);
}

RpcResult set_build_mode(Sealing& sealing, const Params& params) {
    using Kind = authorship::SealingMode::Kind;
    TRY_ASSIGN(const std::string mode, params.string(0, "mode"));
    const bool is_known = mode == "Instant" || mode == "Batch" || mode == "Manual";
    if (!is_known) return Err(invalid_params("the mode is \"Instant\", \"Batch\" or \"Manual\""));
    const auto done = sealing.set_mode(mode == "Manual" ? Kind::kManual : Kind::kInstant);
    if (!done) return Err(RpcError{done.error().code, done.error().reason});
    return Json(nullptr);
}

RpcResult set_runtime_log_level(SystemServices& system, const Params& params) {
    static constexpr std::array<const char*, 6> kLevels = {"off", "error", "warn", "info", "debug", "trace"};
    TRY_ASSIGN(const uint64_t level, params.number(0, "level", kLevels.size() - 1));
    (void)system.set_log_filter(std::string("runtime=") + kLevels[level]);
    return Json(nullptr);
}

}  // namespace

void add_dev_blocks(Registry& registry, Services& services) {
    Sealing* sealing = services.sealing;
    if (sealing == nullptr || sealing->mode().kind == authorship::SealingMode::Kind::kSlots) return;
    chain::Client* client = &services.client;
    const auto add = [&registry](const char* name, std::vector<std::string> parameters, Method method) {
        registry.method(name, {.safety = Safety::kUnsafe, .parameters = std::move(parameters)}, std::move(method));
    };
    add("dev_newBlock", {"params"}, [client, sealing](const Call& call) { return new_block(*client, *sealing, call); });
    add("dev_setStorage", {"values", "blockHash"},
        [sealing](const Call& call) { return set_storage(*sealing, call.params); });
    add("dev_timeTravel", {"date"}, [sealing](const Call& call) { return time_travel(*sealing, call.params); });
    add("dev_setBlockBuildMode", {"mode"},
        [sealing](const Call& call) { return set_build_mode(*sealing, call.params); });
    add("dev_setRuntimeLogLevel", {"level"},
        [system = &services.system](const Call& call) { return set_runtime_log_level(*system, call.params); });
    add("dev_dryRun", {"params"}, [client](const Call& call) { return dry_run(*client, call); });
    add("dev_setHead", {"block"}, [setter = std::make_shared<HeadSetter>(*client)](const Call& call) -> RpcResult {
        TRY_ASSIGN(const auto head, setter->set(call.params.find(0)));
        return hex(head.hash);
    });
}

}  // namespace serinus::rpc

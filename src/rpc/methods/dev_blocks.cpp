/// dev_*: blocks, storage, time and head by the wish of a developer. Observed: the methods of Chopsticks 1.5.1
#include "base/hex.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/block_metadata.hpp"
#include "rpc/methods/dev_dry_run.hpp"
#include "rpc/methods/dev_head.hpp"
#include "rpc/methods/dev_params.hpp"
#include "rpc/methods/dev_storage.hpp"
#include "rpc/methods/seal_now.hpp"
#include "rpc/methods/values.hpp"
#include "state/forked_states.hpp"

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

struct DevServices {
    DevServices(const Services& services, Sealing& author)
        : client(services.client),
          sealing(author),
          metadata(services.client),
          states(services.fork_states),
          accepts_mock_signatures(services.accepts_mock_signatures) {}

    chain::Client& client;
    Sealing& sealing;
    BlockMetadata metadata;
    std::shared_ptr<state::ForkedStates> states;  ///< nullptr: no fork
    bool accepts_mock_signatures;
};

/// Whether this code is a runtime: a chain with another one makes no block any more, not even one that mends it.
Result<void, RpcError> check_code(DevServices& dev, const std::optional<Bytes>& code) {
    if (!code) return Err(invalid_params("`:code` cannot be removed: no block could follow"));
    const auto bad = [](const std::string& reason) {
        return Err(invalid_params("`:code` is no runtime, so that no block could follow: " + reason));
    };
    auto& executor = dev.client.executor();
    const auto runtime = executor.runtime_of_code(*code, std::nullopt);
    if (!runtime) return bad(runtime.error().reason);
    const auto answer = executor.raw_version(**runtime);
    if (!answer) return bad("Core_version: " + answer.error().reason);
    const auto version = executor.version(**runtime);
    if (!version) return bad("Core_version: " + version.error().reason);
    return {};
}

/// Changes the state of a block of a fork, the best one if none is asked for: between two blocks, as one that is being
/// built on this state at the moment would not have the changes.
Result<Hash256, RpcError> amend(DevServices& dev, std::optional<Hash256> asked, state::StateChanges changes) {
    const auto not_found = std::make_shared<bool>(false);
    const auto done = wait_for_seal([&](auto callback) {
        dev.sealing.between_blocks(
            [&client = dev.client, states = dev.states, asked, changes = std::move(changes),
             not_found]() mutable -> Result<chain::BlockId, authorship::SealError> {
                const chain::BlockId block = asked ? chain::BlockId{*asked, 0} : client.best();
                const auto amended = states->amend(block.hash, changes);
                if (amended) return block;
                *not_found = amended.error().kind == state::StateError::Kind::kMissing;
                return Err(authorship::SealError{0, amended.error().reason});
            },
            std::move(callback));
    });
    if (done) return done->hash;
    if (*not_found && asked) return Err(RpcError{1, "Cannot find block " + to_hex_prefixed(asked->bytes)});
    return Err(internal_error(done.error().reason));
}

/// Changes the state of a block, the best one if none is asked for: on a fork where it is, otherwise in a block above
/// it. A runtime is replaced by a block, so that everybody hears of it.
Result<Hash256, RpcError> change_state(DevServices& dev, std::optional<Hash256> asked, state::StateChanges changes) {
    const auto code = changes.top.find(to_bytes(as_bytes(":code")));
    if (code != changes.top.end()) TRY(check_code(dev, code->second));
    const bool has_runtime = code != changes.top.end() || changes.top.contains(to_bytes(as_bytes(":heappages")));
    if (dev.states != nullptr && !has_runtime) return amend(dev, asked, std::move(changes));
    DevelopmentBlock with_changes;
    with_changes.transactions.emplace();
    with_changes.changes = std::move(changes);
    TRY_ASSIGN(const auto sealed, seal(dev.sealing, std::move(with_changes), block_or_best(dev.client, asked)));
    return sealed.hash;
}

/// That the chain is one that such messages go to.
Result<void, RpcError> check_messages(DevServices& dev, const Call& call, const chain::GivenMessages& messages) {
    const bool has_upward = messages.upward && !messages.upward->empty();
    const bool has_downward = messages.downward && !messages.downward->empty();
    const bool has_horizontal = messages.horizontal && !messages.horizontal->empty();
    if (!has_upward && !has_downward && !has_horizontal) return {};
    const std::string name = has_upward ? "`ump`" : has_downward ? "`dmp`" : "`hrmp`";
    if (dev.states == nullptr) return Err(invalid_params(name + ": messages can be put into the blocks of forks only"));
    TRY_ASSIGN(const auto metadata, dev.metadata.of(call, dev.client.best().hash));
    const bool is_parachain = metadata->find_pallet("ParachainSystem") != nullptr;
    if (has_upward && metadata->find_pallet("MessageQueue") == nullptr) {
        return Err(invalid_params("`ump`: the chain has no pallet MessageQueue, which upward messages go to"));
    }
    if (has_upward && is_parachain) {
        return Err(invalid_params("`ump`: the chain is a parachain; such messages go to its relay chain"));
    }
    if (!has_upward && !is_parachain) {
        return Err(invalid_params(name + ": the chain is no parachain, which such messages go to"));
    }
    return {};
}

/// Empty blocks until the next one has this number: the numbers of a chain are consecutive.
Result<void, RpcError> make_blocks_below(DevServices& dev, const Call& call, uint64_t number) {
    const uint64_t best = dev.client.best().number;
    // Observed: Chopsticks 1.5.1: its code and words, which suites look for
    if (number <= best) return Err(RpcError{1, "Error: unsafeBlockHeight must be greater than current block height"});
    if (number - best > NewBlockParams::kMaxCount) {
        return Err(invalid_params("`unsafeBlockHeight` is more than 100000 above the best block"));
    }
    DevelopmentBlock empty;
    empty.transactions.emplace();
    for (uint64_t next = best + 1; next < number; ++next) {
        if (call.connection->stop_token().stop_requested()) return Err(internal_error("the connection is closed"));
        TRY(seal(dev.sealing, empty));
    }
    return {};
}

/// Several blocks, the transactions and messages in the first one; answers the hash of the last one.
RpcResult new_block(DevServices& dev, const Call& call) {
    TRY_ASSIGN(const NewBlockParams params, read_new_block(call.params.find(0)));
    DevelopmentBlock first;
    if (params.transactions) {
        first.transactions.emplace();
        for (const Bytes& encoded : *params.transactions) {
            auto extrinsic = decode_extrinsic(encoded);
            if (!extrinsic) return Err(invalid_params("`transactions`: " + extrinsic.error()));
            first.transactions->push_back(*std::move(extrinsic));
        }
    }
    TRY(check_messages(dev, call, params.messages));
    if (params.first_number) TRY(make_blocks_below(dev, call, *params.first_number));
    uint64_t count = params.count;
    if (params.to) {
        const uint64_t best = dev.client.best().number;
        count = *params.to > best ? *params.to - best : 1;
        if (count > NewBlockParams::kMaxCount) return Err(invalid_params("`to` is too far above the best block"));
    }
    first.messages = params.messages;
    Hash256 last = dev.client.best().hash;
    for (uint64_t i = 0; i < count; ++i) {
        if (call.connection->stop_token().stop_requested()) return Err(internal_error("the connection is closed"));
        TRY_ASSIGN(const auto block, seal(dev.sealing, std::exchange(first, {})));
        last = block.hash;
    }
    return hex(last);
}

/// Answers the hash of the block whose state is the changed one.
RpcResult set_storage(DevServices& dev, const Call& call) {
    TRY_ASSIGN(const auto asked, call.params.optional_hash(1, "blockHash"));
    const Hash256 block = block_or_best(dev.client, asked);
    const Json* values = call.params.find(0);
    if (values == nullptr || !values->is_object()) {
        TRY_ASSIGN(auto changes, read_storage_pairs(values));
        TRY_ASSIGN(const Hash256 changed, change_state(dev, asked, std::move(changes)));
        return hex(changed);
    }
    auto state = open_state(dev.client, block);
    if (!state) return Err(RpcError{1, "Cannot find block " + to_hex_prefixed(block.bytes)});
    TRY_ASSIGN(const auto metadata, dev.metadata.of(call, block));
    TRY_ASSIGN(auto changes, read_storage_object(*values, *metadata, **state));
    TRY_ASSIGN(const Hash256 changed, change_state(dev, asked, std::move(changes)));
    return hex(changed);
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
    const Json* given = params.find(0);
    const std::string mode = given != nullptr && given->is_string() ? std::string(given->get_string()) : std::string();
    const bool is_known = mode == "Instant" || mode == "Batch" || mode == "Manual";
    if (!is_known) {
        return Err(RpcError{1, "Invalid mode " + (given == nullptr ? std::string("null") : json::serialize(*given)) +
                                   ": it is \"Instant\", \"Batch\" or \"Manual\""});
    }
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
    const auto dev = std::make_shared<DevServices>(services, *sealing);
    const auto add = [&registry](const char* name, std::vector<std::string> parameters, Method method) {
        registry.method(name, {.safety = Safety::kUnsafe, .parameters = std::move(parameters)}, std::move(method));
    };
    add("dev_newBlock", {"params"}, [dev](const Call& call) { return new_block(*dev, call); });
    add("dev_setStorage", {"values", "blockHash"}, [dev](const Call& call) { return set_storage(*dev, call); });
    add("dev_timeTravel", {"date"}, [sealing](const Call& call) { return time_travel(*sealing, call.params); });
    add("dev_setBlockBuildMode", {"mode"},
        [sealing](const Call& call) { return set_build_mode(*sealing, call.params); });
    add("dev_setRuntimeLogLevel", {"level"},
        [system = &services.system](const Call& call) { return set_runtime_log_level(*system, call.params); });
    add("dev_dryRun", {"params"},
        [dev](const Call& call) { return dry_run({dev->client, dev->metadata, dev->accepts_mock_signatures}, call); });
    add("dev_setHead", {"block"},
        [setter = std::make_shared<HeadSetter>(services.client, *sealing)](const Call& call) -> RpcResult {
            TRY_ASSIGN(const auto head, setter->set(call.params.find(0)));
            return hex(head.hash);
        });
}

}  // namespace serinus::rpc

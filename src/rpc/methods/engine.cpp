/// engine_*: blocks on demand, where the node does not author by the clock. Observed: polkadot-stable2407:
/// sc-consensus-manual-seal
#include "rpc/methods/access.hpp"
#include "rpc/methods/seal_now.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using authorship::Sealing;

/// Names justifications of blocks that no gadget finalized. Observed: polkadot-stable2407: MANUAL_SEAL_ENGINE_ID
constexpr primitives::EngineId kManualSeal{{'m', 'a', 'n', 'l'}};

RpcError seal_error(const authorship::SealError& error) { return {error.code, error.reason}; }

RpcResult create_block(Sealing& sealing, const Params& params) {
    authorship::SealRequest request;
    TRY_ASSIGN(request.create_empty, params.boolean(0, "create_empty"));
    TRY_ASSIGN(request.finalize, params.boolean(1, "finalize"));
    TRY_ASSIGN(request.parent, params.optional_hash(2, "parent_hash"));
    const auto block = seal_now(sealing, request);
    if (!block) return Err(seal_error(block.error()));
    return json::object{{"hash", hex(block->hash)},
                        {"aux", json::object{{"header_only", false},
                                             {"clear_justification_requests", false},
                                             {"needs_justification", false},
                                             {"bad_justification", false},
                                             {"is_new_best", true}}},
                        {"proof_size", 0}};
}

/// A list of numbers, as the reference takes it, or hex digits.
Result<std::optional<primitives::Justification>, RpcError> read_justification(const Params& params, size_t index) {
    const Json* value = params.find(index);
    if (value == nullptr) return std::optional<primitives::Justification>();
    primitives::Justification justification{kManualSeal, {}};
    const auto* list = value->if_array();
    if (list == nullptr) {
        TRY_ASSIGN(justification.data, params.bytes(index, "justification"));
    } else {
        const Params numbers(*list);
        for (size_t i = 0; i < numbers.size(); ++i) {
            const auto byte = TRY(numbers.number(i, "justification", UINT8_MAX));
            justification.data.push_back(static_cast<uint8_t>(byte));
        }
    }
    return std::optional(std::move(justification));
}

RpcResult finalize_block(Sealing& sealing, const Params& params) {
    TRY_ASSIGN(const Hash256 hash, params.hash(0, "hash"));
    TRY_ASSIGN(auto justification, read_justification(params, 1));
    const auto done = sealing.finalize_now(hash, std::move(justification));
    if (!done) return Err(seal_error(done.error()));
    return Json(*done);
}

}  // namespace

void add_engine(Registry& registry, Services& services) {
    Sealing* sealing = services.sealing;
    if (sealing == nullptr || sealing->mode().kind == authorship::SealingMode::Kind::kSlots) return;
    registry.method("engine_createBlock", {.parameters = {"create_empty", "finalize", "parent_hash"}},
                    [sealing](const Call& call) { return create_block(*sealing, call.params); });
    registry.method("engine_finalizeBlock", {.parameters = {"hash", "justification"}},
                    [sealing](const Call& call) { return finalize_block(*sealing, call.params); });
}

}  // namespace serinus::rpc

#include "rpc/methods/dev_dry_run.hpp"

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using primitives::Header;

/// The header that a block on top of this one begins with. The engine's item is that of the parent: the runtime only
/// reads the slot from it, and nobody checks the claim.
Header next_header(const Hash256& parent_hash, const Header& parent) {
    Header out;
    out.parent_hash = parent_hash;
    out.number = {parent.number.value + 1};
    for (const auto& item : parent.digest) {
        if (std::holds_alternative<primitives::digest::PreRuntime>(item)) out.digest.push_back(item);
    }
    return out;
}

struct Applied {
    Bytes outcome;
    state::StateChanges changes;
};

/// Begins a block, and applies the extrinsic if there is one.
Result<Applied, RpcError> run(chain::Client& client, const Call& call, const Hash256& block, const Header& header,
                              const std::optional<Bytes>& extrinsic) {
    auto state = open_state(client, block);
    if (!state) return Err(internal_error(state.error()));
    const auto runtime = open_runtime(client, block);
    if (!runtime) return Err(internal_error(runtime.error()));
    state::Overlay overlay(**state);
    Applied out;
    const auto begun = client.executor().call(*runtime->runtime, "Core_initialize_block", scale::encode(header),
                                              overlay, limits_of(call));
    if (!begun) return Err(internal_error(begun.error().reason));
    if (extrinsic) {
        const auto applied = client.executor().call(*runtime->runtime, "BlockBuilder_apply_extrinsic", *extrinsic,
                                                    overlay, limits_of(call));
        if (!applied) return Err(internal_error(applied.error().reason));
        out.outcome = *applied;
    }
    out.changes = overlay.take_changes();
    return out;
}

}  // namespace

RpcResult dry_run(chain::Client& client, const Call& call) {
    const Json* argument = call.params.find(0);
    const auto* object = argument == nullptr ? nullptr : argument->if_object();
    const Json* extrinsic = object == nullptr ? nullptr : object->if_contains("extrinsic");
    const auto* text = extrinsic == nullptr ? nullptr : extrinsic->if_string();
    if (text == nullptr) {
        return Err(invalid_params("the argument is an object with an extrinsic in hex: {\"extrinsic\": \"0x…\"}"));
    }
    const auto bytes = from_hex_prefixed(*text);
    if (!bytes) return Err(invalid_params("`extrinsic` is no hex text"));
    const Json* at = object->if_contains("at");
    const Params params(json::array{at == nullptr ? Json(nullptr) : *at});
    const Hash256 block = block_or_best(client, TRY(params.optional_hash(0, "at")));
    const auto parent = client.find_header(block);
    if (!parent) return Err(internal_error(parent.error().reason));
    if (*parent == nullptr) return Err(RpcError{1, "Cannot find block " + to_hex_prefixed(block.bytes)});

    const Header header = next_header(block, **parent);
    TRY_ASSIGN(const Applied before, run(client, call, block, header, std::nullopt));
    TRY_ASSIGN(const Applied after, run(client, call, block, header, *bytes));
    json::array diff;
    for (const auto& [key, value] : after.changes.top) {
        const auto old = before.changes.top.find(key);
        if (old != before.changes.top.end() && old->second == value) continue;
        diff.push_back(json::array{hex(key), hex_or_null(value)});
    }
    return json::object{{"outcome", hex(after.outcome)}, {"storageDiff", std::move(diff)}};
}

}  // namespace serinus::rpc

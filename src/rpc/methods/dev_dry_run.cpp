#include "rpc/methods/dev_dry_run.hpp"

#include "authorship/apply_result.hpp"
#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "consensus/next_header.hpp"
#include "crypto/ss58.hpp"
#include "rpc/methods/access.hpp"
#include "rpc/methods/fake_extrinsic.hpp"
#include "rpc/methods/json_delta.hpp"
#include "rpc/methods/storage_diff.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/account_nonce.hpp"
#include "runtime_api/block_builder.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/on_state.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using primitives::Header;

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
    const executor::CallContext limits = limits_of(call);
    const runtime_api::OnState on{client.executor(), *runtime->runtime, overlay, limits};
    const auto begun = runtime_api::call(on, runtime_api::core::kInitializeAnyBlock, header);
    if (!begun) return Err(internal_error(begun.error().reason));
    if (extrinsic) {
        auto applied = runtime_api::call_encoded(on, runtime_api::block_builder::kApplyExtrinsic, *extrinsic);
        if (!applied) return Err(internal_error(applied.error().reason));
        out.outcome = std::move(applied->bytes);
    }
    out.changes = overlay.take_changes();
    return out;
}

/// What the block alone does not change likewise.
state::ChangeSet without(const state::ChangeSet& changes, const state::ChangeSet& of_block) {
    state::ChangeSet out;
    for (const auto& [key, value] : changes) {
        const auto old = of_block.find(key);
        if (old == of_block.end() || old->second != value) out[key] = value;
    }
    return out;
}

struct DryRunParams {
    std::optional<Bytes> extrinsic;
    Bytes call;     ///< without an extrinsic
    Bytes account;  ///< its origin
    bool is_raw = false;
    std::optional<Hash256> at;
};

Result<Bytes, RpcError> account_of(const Json& value) {
    constexpr size_t kAccountBytes = 32;
    const auto* text = value.if_string();
    if (text != nullptr && text->starts_with("0x")) {
        auto bytes = from_hex_prefixed(*text);
        if (bytes && bytes->size() == kAccountBytes) return *std::move(bytes);
    } else if (text != nullptr) {
        auto address = crypto::ss58::decode(*text);
        if (address && address->account.size() == kAccountBytes) return std::move(address->account);
    }
    return Err(invalid_params("`address` is neither an address nor the 32 bytes of an account in hex"));
}

Result<Bytes, RpcError> hex_param(const Json* value, const char* name) {
    const auto* text = value == nullptr ? nullptr : value->if_string();
    auto bytes = text == nullptr ? Result<Bytes, HexError>(Err(HexError{})) : from_hex_prefixed(*text);
    if (!bytes) return Err(invalid_params("`" + std::string(name) + "` is no hex text"));
    return *std::move(bytes);
}

Result<DryRunParams, RpcError> read_params(const Json* argument) {
    const auto* object = argument == nullptr ? nullptr : argument->if_object();
    if (object == nullptr) {
        return Err(invalid_params("the argument is an object with an extrinsic: {\"extrinsic\": \"0x…\"}"));
    }
    DryRunParams out;
    const Json* extrinsic = nullptr;
    for (const auto& [name, value] : *object) {
        if (value.is_null()) continue;
        if (name == "extrinsic") {
            extrinsic = &value;
        } else if (name == "at") {
            TRY_ASSIGN(out.at, Params(json::array{value}).optional_hash(0, "at"));
        } else if (name == "raw" && value.is_bool()) {
            out.is_raw = value.get_bool();
        } else if (name == "html" && value.is_bool()) {
            if (value.get_bool())
                return Err(invalid_params("`html` is not offered; the answer without it has the same"));
        } else if (name == "hrmp" || name == "dmp" || name == "ump") {
            return Err(
                invalid_params("`" + std::string(name) + "`: messages cannot be tried; dev_newBlock takes `ump`"));
        } else {
            return Err(invalid_params("there is no parameter `" + std::string(name) + "` of this kind"));
        }
    }
    if (extrinsic == nullptr) return Err(RpcError{1, "No extrinsic to run"});
    if (const auto* parts = extrinsic->if_object()) {
        const Json* address = parts->if_contains("address");
        TRY_ASSIGN(out.call, hex_param(parts->if_contains("call"), "call"));
        TRY_ASSIGN(out.account, account_of(address == nullptr ? Json() : *address));
        return out;
    }
    TRY_ASSIGN(out.extrinsic, hex_param(extrinsic, "extrinsic"));
    return out;
}

/// The call as an extrinsic of the account.
Result<Bytes, RpcError> extrinsic_of(const DryRunServices& services, const Call& call, const Hash256& block,
                                     const DryRunParams& params) {
    if (!services.accepts_mock_signatures) {
        return Err(RpcError{1,
                            "a call can be tried with an origin of its own where signatures are mocked: start the "
                            "fork with --mock-signature-host"});
    }
    TRY_ASSIGN(const auto metadata, services.metadata.of(call, block));
    // Of any width.
    const auto nonce =
        call_runtime(services.client, call, block, runtime_api::account_nonce::kAccountNonce.name, params.account);
    if (!nonce) return Err(internal_error(nonce.error()));
    uint64_t number = 0;
    for (size_t i = std::min<size_t>(nonce->size(), 8); i-- > 0;) number = number << 8 | (*nonce)[i];
    auto extrinsic = fake_extrinsic(*metadata, params.account, params.call, number);
    if (!extrinsic) return Err(invalid_params(extrinsic.error()));
    return scale::encode(*extrinsic);
}

}  // namespace

RpcResult dry_run(const DryRunServices& services, const Call& call) {
    chain::Client& client = services.client;
    TRY_ASSIGN(const DryRunParams params, read_params(call.params.find(0)));
    const Hash256 block = block_or_best(client, params.at);
    const auto parent = client.look_up_header(block);
    if (!parent) return Err(internal_error(parent.error().reason));
    if (*parent == nullptr) return Err(RpcError{1, "Cannot find block " + to_hex_prefixed(block.bytes)});
    const Bytes extrinsic = params.extrinsic ? *params.extrinsic : TRY(extrinsic_of(services, call, block, params));

    const Header header = consensus::next_header(**parent);
    TRY_ASSIGN(const Applied before, run(client, call, block, header, std::nullopt));
    TRY_ASSIGN(const Applied after, run(client, call, block, header, extrinsic));
    const auto outcome = authorship::decode_apply_result(after.outcome);
    if (!outcome) return Err(internal_error("the runtime's answer is no ApplyExtrinsicResult"));
    if (!outcome->applied()) return Err(RpcError{1, authorship::to_string(*outcome)});
    const state::ChangeSet changes = without(after.changes.top, before.changes.top);
    if (params.is_raw) {
        json::array pairs;
        for (const auto& [key, value] : changes) pairs.push_back(json::array{hex(key), hex_or_null(value)});
        // As dev_setStorage takes them: the name of the child trie first.
        for (const auto& [child, set] : after.changes.children) {
            const auto old = before.changes.children.find(child);
            const auto own = old == before.changes.children.end() ? set : without(set, old->second);
            for (const auto& [key, value] : own) pairs.push_back({hex(child), hex(key), hex_or_null(value)});
        }
        return pairs;
    }
    TRY_ASSIGN(const auto metadata, services.metadata.of(call, block));
    auto state = open_state(client, block);
    if (!state) return Err(internal_error(state.error()));
    metadata::Shower shower(*metadata, {.address_prefix = address_prefix(client.spec())});
    StorageTree old_tree(shower), new_tree(shower);
    for (const auto& [key, value] : changes) {
        const auto old = (*state)->get(state::Area::top(), key);
        if (!old) return Err(internal_error(old.error().reason));
        old_tree.add(key, *old ? std::optional(to_bytes(**old)) : std::nullopt);
        new_tree.add(key, value);
    }
    auto delta = json_delta(old_tree.json(), new_tree.json());
    return json::object{{"old", old_tree.json()},
                        {"new", new_tree.json()},
                        {"delta", delta ? *std::move(delta) : Json(json::object())},
                        {"outcome", hex(after.outcome)}};
}

}  // namespace serinus::rpc

#include "rpc/methods/author_keys.hpp"

#include "rpc/methods/access.hpp"
#include "rpc/methods/author_errors.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/session_keys.hpp"

namespace serinus::rpc {
namespace {

using crypto::KeyType;
using crypto::NodeKeys;

namespace session_keys = runtime_api::session_keys;

Result<KeyType, RpcError> key_type(const Params& params, size_t index) {
    TRY_ASSIGN(const std::string text, params.string(index, "key_type"));
    const auto type = crypto::parse_key_type(text);
    ENSURE(type, author_error("Invalid key type ID format (should be of length four)"));
    return *type;
}

/// The secret is stored as it is given: whether it belongs to the public key is not checked, as in the reference.
RpcResult insert_key(NodeKeys& keys, const Params& params) {
    TRY_ASSIGN(const KeyType type, key_type(params, 0));
    TRY_ASSIGN(const std::string uri, params.string(1, "suri"));
    TRY_ASSIGN(const Bytes public_key, params.bytes(2, "public"));
    ENSURE(keys.insert(type, uri, public_key), author_error("The key store is unavailable"));
    return Json(nullptr);
}

RpcResult has_key(NodeKeys& keys, const Params& params) {
    TRY_ASSIGN(const Bytes public_key, params.bytes(0, "public_key"));
    TRY_ASSIGN(const KeyType type, key_type(params, 1));
    return Json(keys.has(type, public_key));
}

template <class Value, class... Arguments>
OrReason<Value> ask_with_keys(Services& services, const Call& call, const runtime_api::Call<Value(Arguments...)>& api,
                              const std::type_identity_t<Arguments>&... arguments) {
    return ask_runtime(services.client, call, services.client.best().hash, api, {.keys = &services.keys}, arguments...);
}

RpcError keys_error(const std::string& reason) { return author_error("Client error: " + reason); }

struct NewKeys {
    Bytes keys;
    std::optional<Bytes> proof;
};

/// The runtime makes new keys of all kinds that it needs, in our keystore, and since version 2 of the API proves to
/// `owner` that they are ours. Observed: rotate_keys_impl of sc_rpc::author 56.0.0
Result<NewKeys, RpcError> generate(Services& services, const Call& call, const Bytes& owner) {
    const auto version = services.client.calls().find_api(services.client.best().hash, session_keys::kGenerate);
    if (!version) return Err(keys_error(version.error().reason));
    ENSURE(*version, author_error("`SessionKeys` runtime api not present in the runtime"));
    if (session_keys::kGenerateV1.versions.contains(**version)) {
        auto keys = ask_with_keys(services, call, session_keys::kGenerateV1, std::nullopt);
        if (!keys) return Err(keys_error(keys.error()));
        return NewKeys{*std::move(keys), std::nullopt};
    }
    auto generated = ask_with_keys(services, call, session_keys::kGenerate, owner, std::nullopt);
    if (!generated) return Err(keys_error(generated.error()));
    return NewKeys{std::move(generated->keys), std::move(generated->proof)};
}

RpcResult rotate_keys(Services& services, const Call& call) {
    TRY_ASSIGN(const auto generated, generate(services, call, {}));
    return hex(BytesView(generated.keys));
}

/// Observed: polkadot 1.25.1: `proof` is missing of a runtime that proves nothing.
RpcResult rotate_keys_with_owner(Services& services, const Call& call) {
    TRY_ASSIGN(const Bytes owner, call.params.bytes(0, "owner"));
    TRY_ASSIGN(const auto generated, generate(services, call, owner));
    boost::json::object out{{"keys", hex(BytesView(generated.keys))}};
    if (generated.proof) out["proof"] = hex(BytesView(*generated.proof));
    return out;
}

RpcResult has_session_keys(Services& services, const Call& call) {
    TRY_ASSIGN(const Bytes encoded, call.params.bytes(0, "session_keys"));
    const auto keys = ask_with_keys(services, call, session_keys::kDecode, encoded);
    if (!keys) return Err(keys_error(keys.error()));
    ENSURE(*keys, author_error("Session keys are not encoded correctly"));
    return Json(std::ranges::all_of(**keys, [&](const auto& each) { return services.keys.has(each.type, each.key); }));
}

}  // namespace

void add_author_keys(Registry& registry, Services& services) {
    const auto unsafe = [](std::vector<std::string> parameters) {
        return Registry::MethodOptions{.safety = Safety::kUnsafe, .parameters = std::move(parameters)};
    };
    registry.method("author_insertKey", unsafe({"key_type", "suri", "public"}),
                    [&services](const Call& call) { return insert_key(services.keys, call.params); });
    registry.method("author_hasKey", unsafe({"public_key", "key_type"}),
                    [&services](const Call& call) { return has_key(services.keys, call.params); });
    registry.method("author_hasSessionKeys", unsafe({"session_keys"}),
                    [&services](const Call& call) { return has_session_keys(services, call); });
    registry.method("author_rotateKeys", unsafe({}),
                    [&services](const Call& call) { return rotate_keys(services, call); });
    registry.method("author_rotateKeysWithOwner", unsafe({"owner"}),
                    [&services](const Call& call) { return rotate_keys_with_owner(services, call); });
}

}  // namespace serinus::rpc

/// offchain_*: the database of offchain workers. Observed: polkadot-stable2407: sc_rpc_api::offchain
#include "rpc/methods/access.hpp"
#include "rpc/methods/values.hpp"

namespace serinus::rpc {
namespace {

using executor::LocalStorage;

constexpr int kUnavailableKind = 5001;

/// "PERSISTENT" or "LOCAL"; of the latter, which would be aware of forks, no node has any.
Result<void, RpcError> check_kind(const Params& params) {
    TRY_ASSIGN(const std::string kind, params.string(0, "kind"));
    if (kind == "PERSISTENT") return {};
    ENSURE(kind == "LOCAL", invalid_params("kind: expected \"PERSISTENT\" or \"LOCAL\""));
    return Err(RpcError{kUnavailableKind, "This storage kind is not available yet."});
}

RpcResult set(LocalStorage& storage, const Params& params) {
    TRY(check_kind(params));
    TRY_ASSIGN(const Bytes key, params.bytes(1, "key"));
    TRY_ASSIGN(const Bytes value, params.bytes(2, "value"));
    ENSURE(storage.set(key, value), internal_error("the offchain database cannot be written"));
    return Json(nullptr);
}

RpcResult clear(LocalStorage& storage, const Params& params) {
    TRY(check_kind(params));
    TRY_ASSIGN(const Bytes key, params.bytes(1, "key"));
    ENSURE(storage.remove(key), internal_error("the offchain database cannot be written"));
    return Json(nullptr);
}

RpcResult get(LocalStorage& storage, const Params& params) {
    TRY(check_kind(params));
    TRY_ASSIGN(const Bytes key, params.bytes(1, "key"));
    const auto value = storage.get(key);
    ENSURE(value, internal_error("the offchain database cannot be read"));
    return hex_or_null(*value);
}

}  // namespace

void add_offchain(Registry& registry, Services& services) {
    LocalStorage& storage = services.client.offchain_storage();
    const auto add = [&](const char* name, std::vector<std::string> parameters,
                         RpcResult (*method)(LocalStorage&, const Params&)) {
        registry.method(name, {.safety = Safety::kUnsafe, .parameters = std::move(parameters)},
                        [&storage, method](const Call& call) { return method(storage, call.params); });
    };
    add("offchain_localStorageSet", {"kind", "key", "value"}, set);
    add("offchain_localStorageClear", {"kind", "key"}, clear);
    add("offchain_localStorageGet", {"kind", "key"}, get);
}

}  // namespace serinus::rpc

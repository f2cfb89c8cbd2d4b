/// `ext_offchain_*` but for HTTP.
/// Spec: sect-offchain-api
#include "executor/offchain.hpp"

#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

/// Spec: defn-offchain-persistent-storage, defn-offchain-local-storage
/// Observed: sp-core 43.0.0: runtimes pass the position of the kind, 0 and 1, not the number that the specification
/// gives it.
enum class StorageKind : uint32_t { kPersistent = 0, kLocal = 1 };

template <class Service>
HostResult<std::remove_pointer_t<Service>*> available(Service* service, const char* what) {
    ENSURE(service != nullptr && *service, std::string(what) + " is not available in this context");
    return service;
}

OffchainServices* services(const HostCall& call) { return call.context.offchain; }

/// A service of the context, or the reason why the function traps.
template <auto kMember>
auto service(const HostCall& call, const char* what) {
    OffchainServices* all = call.context.offchain;
    return available(all == nullptr ? nullptr : &(all->*kMember), what);
}

/// Spec: id-ext_offchain_is_validator
HostResult<bool> is_validator(HostCall& call) {
    return TRY(service<&OffchainServices::is_validator>(call, "the role of the node"))->value();
}

/// Spec: sect-ext-offchain-submit-transaction
HostResult<Scale<Result<void, scale::Unit>>> submit_transaction(HostCall& call, BytesView transaction) {
    const auto* submit = TRY(service<&OffchainServices::submit_transaction>(call, "the transaction pool"));
    using Answer = Result<void, scale::Unit>;
    return Scale<Answer>((*submit)(transaction) ? Answer() : Answer(scale::Unit()));
}

/// The peer id and the addresses are encoded once more inside of their byte strings.
/// Spec: defn-opaque-network-state. Observed: OpaqueNetworkState of sc-offchain 36.0.0
struct OpaqueNetworkState {
    Bytes peer_id;
    std::vector<Bytes> external_addresses;
};

/// Spec: id-ext_offchain_network_state
HostResult<Scale<Result<OpaqueNetworkState, scale::Unit>>> network_state(HostCall& call) {
    using Answer = Result<OpaqueNetworkState, scale::Unit>;
    const auto state = (*TRY(service<&OffchainServices::network_state>(call, "the network")))();
    if (!state) return Scale<Answer>(Answer(scale::Unit()));
    OpaqueNetworkState opaque{scale::encode(state->peer_id), {}};
    for (const auto& address : state->external_addresses) opaque.external_addresses.push_back(scale::encode(address));
    return Scale<Answer>(Answer(std::move(opaque)));
}

/// Spec: id-ext_offchain_timestamp
HostResult<uint64_t> timestamp(HostCall& call) {
    return (*TRY(service<&OffchainServices::now_ms>(call, "the clock")))();
}

/// Spec: id-ext_offchain_sleep_until
HostResult<> wait_for_time(HostCall& call, uint64_t deadline_ms) {
    const auto* sleep = TRY(service<&OffchainServices::sleep_until_ms>(call, "the clock"));
    ENSURE((*sleep)(deadline_ms, call.stop), HostError::interrupted());
    return {};
}

/// Spec: id-ext_offchain_random_seed
HostResult<ByteArray<32>> random_seed(HostCall& call) {
    return (*TRY(service<&OffchainServices::random_seed>(call, "randomness")))();
}

/// nullptr: a fork-aware storage that is not there, which is no error.
HostResult<LocalStorage*> storage_of(const HostCall& call, uint32_t kind) {
    OffchainServices* all = services(call);
    ENSURE(all != nullptr && all->persistent_storage != nullptr,
           "the offchain database is not available in this context");
    switch (static_cast<StorageKind>(kind)) {
        case StorageKind::kPersistent:
            return all->persistent_storage;
        case StorageKind::kLocal:
            return all->local_storage;
    }
    return Err("no such kind of offchain storage: " + std::to_string(kind));
}

HostError storage_failed(const storage::StoreError& error) {
    HostError out("offchain database: " + error.reason);
    out.is_state = true;
    return out;
}

/// Spec: id-ext_offchain_local_storage_set
HostResult<> local_storage_set(HostCall& call, uint32_t kind, BytesView key, BytesView value) {
    LocalStorage* storage = TRY(storage_of(call, kind));
    if (storage == nullptr) return {};
    const auto done = storage->set(key, value);
    ENSURE(done.has_value(), storage_failed(done.error()));
    return {};
}

/// Spec: id-ext_offchain_local_storage_clear
HostResult<> local_storage_clear(HostCall& call, uint32_t kind, BytesView key) {
    LocalStorage* storage = TRY(storage_of(call, kind));
    if (storage == nullptr) return {};
    const auto done = storage->remove(key);
    ENSURE(done.has_value(), storage_failed(done.error()));
    return {};
}

/// Spec: id-ext_offchain_local_storage_compare_and_set
HostResult<bool> local_storage_compare_and_set(HostCall& call, uint32_t kind, BytesView key,
                                               const Scale<std::optional<BytesView>>& old_value, BytesView new_value) {
    LocalStorage* storage = TRY(storage_of(call, kind));
    if (storage == nullptr) return false;
    const auto done = storage->compare_and_set(key, old_value.value, new_value);
    ENSURE(done.has_value(), storage_failed(done.error()));
    return *done;
}

/// Spec: id-ext_offchain_local_storage_get
HostResult<Scale<std::optional<Bytes>>> local_storage_get(HostCall& call, uint32_t kind, BytesView key) {
    LocalStorage* storage = TRY(storage_of(call, kind));
    if (storage == nullptr) return Scale<std::optional<Bytes>>();
    auto found = storage->get(key);
    ENSURE(found.has_value(), storage_failed(found.error()));
    return Scale<std::optional<Bytes>>(*std::move(found));
}

/// Observed: sp_io::offchain::set_authorized_nodes, sp-io 49.0.0
HostResult<> set_authorized_nodes(HostCall& call, const Scale<std::vector<Bytes>>& nodes, bool authorized_only) {
    (*TRY(service<&OffchainServices::set_authorized_nodes>(call, "the network")))(nodes.value, authorized_only);
    return {};
}

constexpr HostFunctionEntry kOffchainFunctions[] = {
    {"ext_offchain_is_validator_version_1", wrap<&is_validator>},
    {"ext_offchain_submit_transaction_version_1", wrap<&submit_transaction>},
    {"ext_offchain_network_state_version_1", wrap<&network_state>},
    {"ext_offchain_timestamp_version_1", wrap<&timestamp>},
    {"ext_offchain_sleep_until_version_1", wrap<&wait_for_time>},
    {"ext_offchain_random_seed_version_1", wrap<&random_seed>},
    {"ext_offchain_local_storage_set_version_1", wrap<&local_storage_set>},
    {"ext_offchain_local_storage_clear_version_1", wrap<&local_storage_clear>},
    {"ext_offchain_local_storage_compare_and_set_version_1", wrap<&local_storage_compare_and_set>},
    {"ext_offchain_local_storage_get_version_1", wrap<&local_storage_get>},
    {"ext_offchain_set_authorized_nodes_version_1", wrap<&set_authorized_nodes>},
};

}  // namespace

std::span<const HostFunctionEntry> offchain_functions() { return kOffchainFunctions; }

}  // namespace serinus::executor::host

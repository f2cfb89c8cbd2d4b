#pragma once

#include "runtime/arithmetic/wrapping.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/pallets/system/upgrade.ipp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/traits/listeners.hpp"

namespace serinus::frame_system {

namespace detail {

inline void log_error(std::string_view message) { host::log(host::LogLevel::kError, "runtime::system", message); }

}  // namespace detail

template <class T>
DispatchResult Pallet<T>::remark::operator()(const RuntimeOrigin&) const {
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_heap_pages::operator()(Root) const {
    detail::put_raw(well_known_keys::kHeapPages, scale::encode(pages));
    deposit_log(primitives::digest::RuntimeEnvironmentUpdated{});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_storage::operator()(Root) const {
    for (const auto& [key, value] : items) host::set(key, value);
    return {};
}

template <class T>
DispatchResult Pallet<T>::kill_storage::operator()(Root) const {
    for (const Bytes& key : keys) host::clear(key);
    return {};
}

template <class T>
DispatchResult Pallet<T>::kill_prefix::operator()(Root) const {
    host::clear_prefix(prefix, subkeys);
    return {};
}

template <class T>
DispatchResult Pallet<T>::remark_with_event::operator()(Signed who) const {
    deposit_event(typename Event::Remarked{who, host::blake2_256(remark_)});
    return {};
}

template <class T>
void Pallet<T>::reset_events() {
    storage.Events.remove();
    storage.EventCount.remove();
    storage.EventTopics.clear(std::nullopt);
}

template <class T>
void Pallet<T>::initialize(BlockNumber number, const Hash256& parent_hash, const primitives::Digest& digest) {
    storage.ExecutionPhase.put({Phase::Initialization{}});
    detail::put_raw(well_known_keys::kExtrinsicIndex, scale::encode(uint32_t{0}));
    // Host functions that mix randomness per block read this.
    const Bytes entropy =
        concat(scale::encode(ByteArray<24>{'f', 'r', 'a', 'm', 'e', '_', 's', 'y', 's', 't', 'e', 'm',
                                           ':', ':', 'i', 'n', 'i', 't', 'i', 'a', 'l', 'i', 'z', 'e'}),
               parent_hash);
    detail::put_raw(well_known_keys::kIntrablockEntropy, host::blake2_256(entropy).bytes);

    storage.Number.put(number);
    storage.Digest.put({digest});
    storage.ParentHash.put(parent_hash);
    storage.BlockHash.put(number - 1, parent_hash);
    storage.InherentsApplied.remove();
    storage.BlockWeight.remove();
}

template <class T>
void Pallet<T>::note_finished_initialize() {
    storage.ExecutionPhase.put({Phase::ApplyExtrinsic{0}});
}

template <class T>
void Pallet<T>::note_extrinsic(BytesView encoded) {
    storage.ExtrinsicData.put(extrinsic_index().value_or(0), to_bytes(encoded));
}

template <class T>
void Pallet<T>::note_applied_extrinsic(const DispatchResultWithPostInfo& result, DispatchInfo info) {
    const PostDispatchInfo post = post_info_of(result);
    info.pays_fee = post.pays(info);
    info.weight = post.calc_actual_weight(info).saturating_add(T::kBlockWeights.get(info.class_).base_extrinsic);
    const DispatchEventInfo told{info.weight, info.class_, info.pays_fee};
    if (result) {
        deposit_event(typename Event::ExtrinsicSuccess{told});
    } else {
        deposit_event(typename Event::ExtrinsicFailed{result.error().error, told});
    }
    const uint32_t next = saturating_add(extrinsic_index().value_or(0), 1u);
    detail::put_raw(well_known_keys::kExtrinsicIndex, scale::encode(next));
    storage.ExecutionPhase.put({Phase::ApplyExtrinsic{next}});
    storage.ExtrinsicWeightReclaimed.remove();
}

template <class T>
void Pallet<T>::note_finished_extrinsics() {
    storage.ExtrinsicCount.put(extrinsic_index().value_or(0));
    host::clear(as_bytes(well_known_keys::kExtrinsicIndex));
    storage.ExecutionPhase.put({Phase::Finalization{}});
}

template <class T>
primitives::Header Pallet<T>::finalize() {
    storage.ExecutionPhase.remove();
    storage.AllExtrinsicsLen.remove();
    host::clear(as_bytes(well_known_keys::kIntrablockEntropy));
    storage.InherentsApplied.remove();

    // Number, parent hash, digest and events stay, for whoever looks at the state of this block.
    primitives::Header header;
    header.parent_hash = parent_hash();
    header.number = block_number();
    header.digest = digest();
    const uint32_t count = storage.ExtrinsicCount.take().value_or(0);
    std::vector<Bytes> extrinsics;
    extrinsics.reserve(count);
    for (uint32_t i = 0; i < count; ++i) extrinsics.push_back(storage.ExtrinsicData.take(i));
    header.extrinsics_root = host::ordered_root(extrinsics, 0);

    // The genesis hash is kept for ever.
    const BlockNumber forgotten = saturating_sub(saturating_sub(header.number.value, T::kBlockHashCount), 1u);
    if (forgotten != 0) storage.BlockHash.remove(forgotten);

    header.state_root = host::storage_root(T::kStateVersion);
    return header;
}

template <class T>
void Pallet<T>::deposit_log(const primitives::DigestItem& item) {
    host::append(storage.Digest.key(), scale::encode(item));
}

template <class T>
std::optional<uint32_t> Pallet<T>::extrinsic_index() {
    ByteArray<4> index{};
    if (!host::read(as_bytes(well_known_keys::kExtrinsicIndex), index, 0)) return std::nullopt;
    return load_le<uint32_t>(index.data());
}

template <class T>
void Pallet<T>::deposit_event_indexed(std::span<const Hash256> topics, Bytes event) {
    const uint32_t index = storage.EventCount.get();
    if (index == 0 && block_number() == 0) return;  // genesis has no events
    const auto count = checked_add(index, 1u);
    if (!count) return;
    storage.EventCount.put(*count);

    Bytes record;
    record.reserve(event.size() + 8);
    if (const auto phase = host::view(storage.ExecutionPhase.key())) {
        append(record, *phase);
    } else {
        append(record, scale::encode(Phase{}));
    }
    append(record, event);
    if (topics.empty()) {
        record.push_back(0);
    } else {
        append(record, scale::encode(topics));
    }
    host::append(storage.Events.key(), record);
    for (const Hash256& topic : topics) storage.EventTopics.append(topic, std::pair(block_number(), index));
}

template <class T>
Weight Pallet<T>::remaining_block_weight() {
    return T::kBlockWeights.max_block.saturating_sub(total(block_weight()));
}

template <class T>
void Pallet<T>::register_extra_weight_unchecked(Weight weight, DispatchClass dispatch_class) {
    storage.BlockWeight.mutate([&](ConsumedWeight& used) { used.get(dispatch_class).saturating_accrue(weight); });
}

template <class T>
void Pallet<T>::inc_account_nonce(const AccountId& who) {
    AccountInfo info = account(who);
    info.nonce = wrapping_add<sdk::Nonce>(info.nonce, 1);
    put_account(who, info);
}

template <class T>
uint32_t Pallet<T>::reference_count(const AccountId& who) {
    const AccountInfo info = account(who);
    return wrapping_add(info.providers, info.sufficients);
}

template <class T>
IncRefStatus Pallet<T>::inc_providers(const AccountId& who) {
    AccountInfo info = account(who);
    const bool is_new = info.providers == 0 && info.sufficients == 0;
    info.providers = is_new ? 1 : saturating_add(info.providers, 1u);
    // In this order: the event comes before the write, and hooks see the account as it was.
    if (is_new) on_created_account(who);
    put_account(who, info);
    return is_new ? IncRefStatus::Created : IncRefStatus::Existed;
}

template <class T>
ResultOf<DecRefStatus> Pallet<T>::dec_providers(const AccountId& who) {
    auto info = storage.Account.find(who);
    if (!info) {
        detail::log_error("A provider of an account that does not exist was taken away.");
        return DecRefStatus::Reaped;
    }
    if (info->providers == 0) {
        detail::log_error("A provider of an account that has none was taken away.");
        info->providers = 1;
    }
    if (info->providers == 1 && info->consumers == 0 && info->sufficients == 0) {
        remove_account(who);
        on_killed_account(who);
        return DecRefStatus::Reaped;
    }
    ENSURE(info->providers != 1 || info->consumers == 0, DispatchError::ConsumerRemaining{});
    --info->providers;
    put_account(who, *info);
    return DecRefStatus::Exists;
}

template <class T>
IncRefStatus Pallet<T>::inc_sufficients(const AccountId& who) {
    AccountInfo info = account(who);
    const bool is_new = info.providers == 0 && info.sufficients == 0;
    info.sufficients = is_new ? 1 : saturating_add(info.sufficients, 1u);
    if (is_new) on_created_account(who);
    put_account(who, info);
    return is_new ? IncRefStatus::Created : IncRefStatus::Existed;
}

template <class T>
DecRefStatus Pallet<T>::dec_sufficients(const AccountId& who) {
    auto info = storage.Account.find(who);
    if (!info) {
        detail::log_error("An account that does not exist lost what sufficed for it.");
        return DecRefStatus::Reaped;
    }
    if (info->sufficients == 0) {
        detail::log_error("An account lost what sufficed for it, but had nothing such.");
    }
    if (info->sufficients <= 1 && info->providers == 0) {
        remove_account(who);
        on_killed_account(who);
        return DecRefStatus::Reaped;
    }
    info->sufficients = saturating_sub(info->sufficients, 1u);
    put_account(who, *info);
    return DecRefStatus::Exists;
}

template <class T>
DispatchResult Pallet<T>::inc_consumers(const AccountId& who) {
    AccountInfo info = account(who);
    ENSURE(info.providers > 0, DispatchError::NoProviders{});
    ENSURE(info.consumers < T::kMaxConsumers, DispatchError::TooManyConsumers{});
    ++info.consumers;
    put_account(who, info);
    return {};
}

template <class T>
DispatchResult Pallet<T>::inc_consumers_without_limit(const AccountId& who) {
    AccountInfo info = account(who);
    ENSURE(info.providers > 0, DispatchError::NoProviders{});
    info.consumers = saturating_add(info.consumers, 1u);
    put_account(who, info);
    return {};
}

template <class T>
void Pallet<T>::dec_consumers(const AccountId& who) {
    AccountInfo info = account(who);
    if (info.consumers > 0) {
        --info.consumers;
    } else {
        detail::log_error("A consumer of an account that has none was taken away.");
    }
    put_account(who, info);
}

template <class T>
bool Pallet<T>::can_dec_provider(const AccountId& who) {
    const AccountInfo info = account(who);
    return info.consumers == 0 || info.providers > 1;
}

template <class T>
bool Pallet<T>::can_accrue_consumers(const AccountId& who, uint32_t amount) {
    const AccountInfo info = account(who);
    return info.providers > 0 && saturating_add(info.consumers, amount) <= T::kMaxConsumers;
}

template <class T>
void Pallet<T>::on_created_account(const AccountId& who) {
    for_each_handler(typename T::OnNewAccount{}, [&]<class Handler>() { Handler::on_new_account(who); });
    deposit_event(typename Event::NewAccount{who});
}

template <class T>
void Pallet<T>::on_killed_account(const AccountId& who) {
    for_each_handler(typename T::OnKilledAccount{}, [&]<class Handler>() { Handler::on_killed_account(who); });
    deposit_event(typename Event::KilledAccount{who});
}

template <class T>
ResultOf<AccountId> Pallet<T>::lookup(const LookupSource& address) {
    if constexpr (requires { typename T::Lookup; }) {
        if (const std::optional<AccountId> who = T::Lookup::lookup(address)) return *who;
    } else {
        if (const auto* const id = std::get_if<LookupSource::Id>(&address.v)) return id->_0;
    }
    return Err(DispatchError(DispatchError::CannotLookup{}));
}

template <class T>
void Pallet<T>::build(const GenesisConfig&) {
    Hash256 before;
    before.bytes.fill(kHashBeforeGenesis);
    storage.BlockHash.put(0, before);
    storage.ParentHash.put(before);
    const sdk::RuntimeVersion version = T::constants().Version;
    storage.LastRuntimeUpgrade.put({version.spec_version, version.spec_name});
    storage.UpgradedToU32RefCount.put(true);
    storage.UpgradedToTripleRefCount.put(true);
    host::set(as_bytes(well_known_keys::kExtrinsicIndex), scale::encode(uint32_t{0}));
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    auto accounts = storage.Account.iter();
    while (const auto entry = accounts.next()) {
        const AccountInfo& info = entry->second;
        ENSURE(info.providers > 0 || info.sufficients > 0, std::string("an account exists for no reason"));
        ENSURE(info.consumers == 0 || info.providers > 0, std::string("an account has consumers without a provider"));
    }
    const auto events = stored_sequence_length(storage.Events.key()).value_or(0);
    ENSURE(storage.EventCount.get() == events, std::string("EventCount is not the number of events"));
    return {};
}

}  // namespace serinus::frame_system

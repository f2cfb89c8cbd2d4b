#pragma once

#include "runtime/pallets/aura/aura.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_aura {

using sp_consensus_aura::ConsensusLog;

namespace detail {

/// The slot of the first item of Aura that a block brings; nullopt if there is none, or it cannot be decoded.
inline std::optional<Slot> slot_of(const primitives::Digest& digest) {
    for (const auto& item : digest) {
        const auto* const pre = std::get_if<primitives::digest::PreRuntime>(&item);
        if (pre == nullptr || pre->engine != primitives::kAuraEngine) continue;
        BytesView data = pre->data;
        const auto slot = scale::take<Slot>(data);
        return slot ? std::optional(*slot) : std::nullopt;
    }
    return std::nullopt;
}

inline std::vector<AuthorityId> keys_of(std::span<const std::pair<AccountId, AuthorityId>> validators) {
    std::vector<AuthorityId> out;
    out.reserve(validators.size());
    for (const auto& [_, key] : validators) out.push_back(key);
    return out;
}

}  // namespace detail

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    initialize(config.authorities);
}

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    const auto slot = detail::slot_of(T::System::digest());
    if (!slot) return T::kDbWeight.reads_writes(1, 0);
    const Slot before = storage.CurrentSlot.get();
    if (T::kAllowMultipleBlocksPerSlot) {
        if (*slot < before) panic("the slots of blocks descend");
    } else {
        if (*slot <= before) panic("the slots of blocks do not ascend");
    }
    storage.CurrentSlot.put(*slot);
    if (const auto count = storage.Authorities.decode_len(); count && *count > 0) {
        if (T::DisabledValidators::is_disabled(static_cast<uint32_t>(slot->_0 % *count))) {
            panic("the author of the block is disabled");
        }
    }
    return T::kDbWeight.reads_writes(2, 1);
}

template <class T>
void Pallet<T>::on_genesis_session(std::span<const std::pair<AccountId, Key>> validators) {
    initialize(detail::keys_of(validators));
}

template <class T>
void Pallet<T>::on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>>) {
    if (!changed) return;
    std::vector<AuthorityId> next = detail::keys_of(validators);
    if (next == storage.Authorities.get().inner()) return;
    if (next.size() > T::kConstants.MaxAuthorities) {
        host::log(host::LogLevel::kWarn, "runtime::aura", "There are more authorities than the bound.");
    }
    change_authorities(BoundedAuthorities::truncate_from(std::move(next)));
}

template <class T>
void Pallet<T>::on_disabled(uint32_t validator_index) {
    deposit_consensus({ConsensusLog::OnDisabled{validator_index}});
}

template <class T>
void Pallet<T>::initialize(std::vector<AuthorityId> authorities) {
    if (authorities.empty()) return;
    if (storage.Authorities.exists()) panic("the authorities of the genesis are given twice");
    auto bounded = BoundedAuthorities::from(std::move(authorities));
    if (!bounded) panic("the genesis has more authorities than the bound");
    storage.Authorities.put(*std::move(bounded));
}

/// Without authorities nobody could author: an empty list changes nothing.
template <class T>
void Pallet<T>::change_authorities(const BoundedAuthorities& authorities) {
    if (authorities.empty()) {
        host::log(host::LogLevel::kWarn, "runtime::aura", "A session without authorities is ignored.");
        return;
    }
    storage.Authorities.put(authorities);
    deposit_consensus({ConsensusLog::AuthoritiesChange{authorities.inner()}});
}

template <class T>
void Pallet<T>::deposit_consensus(const ConsensusLog& log) {
    T::System::deposit_log(primitives::digest::Consensus{primitives::kAuraEngine, scale::encode(log)});
}

template <class T>
std::optional<uint32_t> Pallet<T>::find_author(const primitives::Digest& digest) {
    const auto slot = detail::slot_of(digest);
    const uint32_t count = storage.Authorities.decode_len().value_or(0);
    if (!slot || count == 0) return std::nullopt;
    return static_cast<uint32_t>(slot->_0 % count);
}

template <class T>
void Pallet<T>::on_timestamp_set(Moment now) {
    if (storage.CurrentSlot.get()._0 != now / slot_duration()) panic("the time does not lie in the slot of the block");
}

template <class T>
Moment Pallet<T>::slot_duration() {
    return saturating_mul(T::Timestamp::minimum_period(), Moment{2});
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const uint32_t count = storage.Authorities.decode_len().value_or(0);
    const Slot slot = storage.CurrentSlot.get();
    if (slot._0 == 0) return {};
    ENSURE(count > 0, std::string("there are no authorities"));
    ENSURE(!T::DisabledValidators::is_disabled(static_cast<uint32_t>(slot._0 % count)),
           std::string("the author of the current slot is disabled"));
    return {};
}

}  // namespace serinus::pallet_aura

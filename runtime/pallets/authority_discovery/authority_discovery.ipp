#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/authority_discovery/authority_discovery.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_authority_discovery {

namespace detail {

inline std::vector<AuthorityId> keys_of(std::span<const std::pair<AccountId, AuthorityId>> validators) {
    std::vector<AuthorityId> keys;
    keys.reserve(validators.size());
    for (const auto& [_, key] : validators) keys.push_back(key);
    return keys;
}

}  // namespace detail

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    initialize_keys(config.keys);
}

template <class T>
void Pallet<T>::initialize_keys(std::vector<AuthorityId> keys) {
    if (keys.empty()) return;
    if (!storage.Keys.get().empty()) panic("the keys of the genesis are given twice");
    if (keys.size() > T::kMaxAuthorities) panic("the genesis has too many keys");
    const auto bounded = BoundedKeys::force_from(std::move(keys));
    storage.Keys.put(bounded);
    storage.NextKeys.put(bounded);
}

template <class T>
void Pallet<T>::on_genesis_session(std::span<const std::pair<AccountId, Key>> validators) {
    initialize_keys(detail::keys_of(validators));
}

template <class T>
void Pallet<T>::on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued) {
    if (std::max(validators.size(), queued.size()) > T::kMaxAuthorities) {
        host::log(host::LogLevel::kWarn, "runtime::authority_discovery",
                  "A session has more validators than the bound.");
    }
    // `changed` is about the validators of this session alone. Observed: pallet-authority-discovery 42
    if (changed) storage.Keys.put(BoundedKeys::force_from(detail::keys_of(validators)));
    storage.NextKeys.put(BoundedKeys::force_from(detail::keys_of(queued)));
}

template <class T>
std::vector<AuthorityId> Pallet<T>::authorities() {
    std::vector<AuthorityId> keys = current_authorities();
    const std::vector<AuthorityId> next = next_authorities();
    keys.insert(keys.end(), next.begin(), next.end());
    sdk::sort(keys);
    const auto rest = std::ranges::unique(keys);
    keys.erase(rest.begin(), rest.end());
    return keys;
}

}  // namespace serinus::pallet_authority_discovery

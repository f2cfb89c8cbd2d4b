/// The bodies of identification.hpp.
#pragma once

#include "runtime/pallets/staking/staking.hpp"
#include "runtime/runtimes/common/relay/identification.hpp"

namespace serinus::relay {

/// An era that was elected has a total stake.
template <class Staking>
bool somebody_is_elected() {
    const auto era = Staking::storage.CurrentEra.get();
    return era && Staking::storage.ErasTotalStake.exists(*era);
}

template <class Staking>
std::optional<sdk::AccountId> StashOf<Staking>::convert(const sdk::AccountId& account) {
    auto stash = pallet_staking::StashOf<Staking>::convert(account);
    return stash || somebody_is_elected<Staking>() ? stash : account;
}

template <class Staking>
auto ElectedOrConfigured<Staking>::new_session(uint32_t session) -> std::optional<Validators> {
    return Staking::new_session(session);
}

template <class Staking>
auto ElectedOrConfigured<Staking>::new_session_genesis(uint32_t session, std::span<const sdk::AccountId> configured)
    -> std::optional<Validators> {
    auto elected = Staking::new_session_genesis(session, configured);
    if (elected || somebody_is_elected<Staking>()) return elected;
    Validators validators;
    for (const sdk::AccountId& validator : configured) validators.emplace_back(validator, Exposure{});
    return validators;
}

template <class Staking>
void ElectedOrConfigured<Staking>::start_session(uint32_t session) {
    Staking::start_session(session);
}

template <class Staking>
void ElectedOrConfigured<Staking>::end_session(uint32_t session) {
    Staking::end_session(session);
}

}  // namespace serinus::relay

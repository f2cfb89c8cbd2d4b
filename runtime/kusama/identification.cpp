#include "runtime/kusama/identification.hpp"

#include "runtime/kusama/config/session.hpp"
#include "runtime/kusama/config/staking.hpp"
#include "runtime/kusama/config/timestamp.hpp"

namespace serinus::kusama {
namespace {

/// An era that was elected has a total stake.
bool somebody_is_elected() {
    const auto era = Staking::storage.CurrentEra.get();
    return era && Staking::storage.ErasTotalStake.exists(*era);
}

}  // namespace

std::optional<sdk::AccountId> StashOf::convert(const sdk::AccountId& account) {
    auto stash = pallet_staking::StashOf<Staking>::convert(account);
    return stash || somebody_is_elected() ? stash : account;
}

auto ElectedOrConfigured::new_session(uint32_t session) -> std::optional<Validators> {
    return Staking::new_session(session);
}

auto ElectedOrConfigured::new_session_genesis(uint32_t session, std::span<const sdk::AccountId> configured)
    -> std::optional<Validators> {
    auto elected = Staking::new_session_genesis(session, configured);
    if (elected || somebody_is_elected()) return elected;
    Validators validators;
    for (const sdk::AccountId& validator : configured) validators.emplace_back(validator, Exposure{});
    return validators;
}

void ElectedOrConfigured::start_session(uint32_t session) { Staking::start_session(session); }
void ElectedOrConfigured::end_session(uint32_t session) { Staking::end_session(session); }

}  // namespace serinus::kusama

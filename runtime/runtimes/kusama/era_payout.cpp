#include "runtime/runtimes/kusama/era_payout.hpp"

#include "runtime/runtimes/common/relay/era_payout.hpp"
#include "runtime/runtimes/common/relay/time.hpp"
#include "runtime/runtimes/kusama/config/nis.hpp"
#include "runtime/runtimes/kusama/inflation_api.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"

namespace serinus::kusama {
namespace {

using namespace staging_kusama_runtime::dynamic_params::inflation;

template <class P>
typename P::Value inflation_parameter() {
    return Parameters::parameter<P>().value_or(P::kDefault);
}

pallet_staking::Inflation inflation_of_a_year() {
    constexpr uint64_t kParachainShare = 200;
    pallet_staking::Inflation year{.least = inflation_parameter<MinInflation>(),
                                   .most = inflation_parameter<MaxInflation>(),
                                   .ideal_stake = inflation_parameter<IdealStake>(),
                                   .falloff = inflation_parameter<Falloff>()};
    if (inflation_parameter<UseAuctionSlots>()) year.reserve(relay::public_parachains(), kParachainShare);
    return year;
}

}  // namespace

std::pair<sdk::Balance, sdk::Balance> EraPayout::era_payout(sdk::Balance staked, sdk::Balance, uint64_t duration_ms) {
    return pallet_staking::era_payout(staked, Nis::issuance().other, relay::part_of_year(duration_ms),
                                      inflation_of_a_year());
}

}  // namespace serinus::kusama

namespace serinus::relay_common::apis {

InflationInfo Inflation::experimental_inflation_prediction_info::operator()() const {
    using kusama::Staking;
    constexpr uint64_t kEraMs = 6 * relay::kHours * relay::kMillisecondsPerBlock;
    const auto era = Staking::storage.ActiveEra.get();
    const sdk::Balance staked = era ? Staking::storage.ErasTotalStake.get(era->index) : 0;
    return {.inflation = kusama::inflation_of_a_year().ideal_stake,
            .next_mint = kusama::EraPayout::era_payout(staked, 0, kEraMs)};
}

}  // namespace serinus::relay_common::apis

#include "runtime/runtimes/kusama_later/era_payout.hpp"

#include "runtime/runtimes/common/relay/era_payout.hpp"
#include "runtime/runtimes/kusama_later/config/nis.hpp"
#include "runtime/runtimes/kusama_later/runtime.hpp"

namespace serinus::kusama_later {
namespace {

using namespace staging_kusama_runtime::dynamic_params::inflation;

template <class P>
typename P::Value inflation_parameter() {
    return Parameters::parameter<P>().value_or(P::kDefault);
}

}  // namespace

std::pair<sdk::Balance, sdk::Balance> EraPayout::era_payout(sdk::Balance staked, sdk::Balance, uint64_t duration_ms) {
    constexpr uint64_t kParachainShare = 200;
    pallet_staking::Inflation inflation{.least = inflation_parameter<MinInflation>(),
                                        .most = inflation_parameter<MaxInflation>(),
                                        .ideal_stake = inflation_parameter<IdealStake>(),
                                        .falloff = inflation_parameter<Falloff>()};
    if (inflation_parameter<UseAuctionSlots>()) inflation.reserve(relay::public_parachains(), kParachainShare);
    return pallet_staking::era_payout(staked, Nis::issuance().other, relay::part_of_year(duration_ms), inflation);
}

}  // namespace serinus::kusama_later

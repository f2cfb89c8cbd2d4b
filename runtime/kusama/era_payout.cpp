#include "runtime/kusama/era_payout.hpp"

#include "runtime/kusama/config/balances.hpp"
#include "runtime/kusama/config/nis.hpp"
#include "runtime/kusama/config/system.hpp"
#include "runtime/pallets/staking/inflation.hpp"

namespace serinus::kusama {
namespace era_payout_state {

using namespace sdk;

/// The item of Paras that matters.
struct ParasItems {
    Value<std::vector<uint32_t>, OrDefault> Parachains;
};
constexpr ParasItems kParas = bind_storage<ParasItems>("Paras");

constexpr uint32_t kLowestPublicId = 2'000;
constexpr auto kMaxAnnualInflation = Perquintill::from_percent(10);
constexpr uint64_t kMillisecondsPerYear = uint64_t{1'000} * 3'600 * 24 * 36'525 / 100;

}  // namespace era_payout_state

std::pair<sdk::Balance, sdk::Balance> EraPayout::era_payout(sdk::Balance staked, sdk::Balance, uint64_t duration_ms) {
    using namespace era_payout_state;
    const auto parachains = kParas.Parachains.get();
    const auto is_public = [](uint32_t id) { return id >= kLowestPublicId; };
    const auto count = static_cast<uint64_t>(std::ranges::count_if(parachains, is_public));

    const Balance stakable = Nis::issuance().other;
    return pallet_staking::era_payout(staked, stakable, kMaxAnnualInflation,
                                      Perquintill::from_rational(duration_ms, kMillisecondsPerYear), count);
}

}  // namespace serinus::kusama

#include "runtime/kusama/era_payout.hpp"

#include "runtime/kusama/config/accounts.hpp"
#include "runtime/kusama/config/treasury.hpp"
#include "runtime/relay/era_payout.hpp"

namespace serinus::kusama {

std::pair<sdk::Balance, sdk::Balance> EraPayout::era_payout(sdk::Balance staked, sdk::Balance, uint64_t duration_ms) {
    constexpr uint64_t kParachainShare = 200;
    return relay::era_payout(staked, Nis::issuance().other, duration_ms, kParachainShare);
}

}  // namespace serinus::kusama

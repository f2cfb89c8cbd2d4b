#include "runtime/runtimes/kusama/era_payout.hpp"

#include "runtime/runtimes/common/relay/era_payout.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/treasury.hpp"

namespace serinus::kusama {

std::pair<sdk::Balance, sdk::Balance> EraPayout::era_payout(sdk::Balance staked, sdk::Balance, uint64_t duration_ms) {
    constexpr uint64_t kParachainShare = 200;
    return relay::era_payout(staked, Nis::issuance().other, duration_ms, kParachainShare);
}

}  // namespace serinus::kusama

#include "runtime/runtimes/common/relay/era_payout.hpp"
#include "runtime/runtimes/polkadot/runtime.hpp"

namespace serinus::polkadot {

std::pair<sdk::Balance, sdk::Balance> EraPayout::era_payout(sdk::Balance staked, sdk::Balance total_issuance,
                                                            uint64_t duration_ms) {
    constexpr uint64_t kParachainShare = 300;
    return relay::era_payout(staked, total_issuance, duration_ms, kParachainShare);
}

}  // namespace serinus::polkadot

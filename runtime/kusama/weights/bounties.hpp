/// Weights of Bounties. `d`: bytes of the description; `b`: bounties that wait for money.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_bounties.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Bounties {
    static constexpr Weight propose_bounty(uint32_t d) noexcept {
        return measured(27'588'647, 3593).per(d, 685, 0).reads(2).writes(4);
    }
    static constexpr Weight approve_bounty() noexcept { return measured(9'849'000, 3642).reads(2).writes(2); }
    static constexpr Weight propose_curator() noexcept { return measured(8'804'000, 3642).reads(1).writes(1); }
    static constexpr Weight unassign_curator() noexcept { return measured(41'726'000, 3642).reads(2).writes(2); }
    static constexpr Weight accept_curator() noexcept { return measured(28'358'000, 3642).reads(2).writes(2); }
    static constexpr Weight award_bounty() noexcept { return measured(20'634'000, 3642).reads(2).writes(1); }
    static constexpr Weight claim_bounty() noexcept { return measured(115'980'000, 8799).reads(5).writes(6); }
    static constexpr Weight close_bounty_proposed() noexcept { return measured(46'404'000, 3642).reads(3).writes(3); }
    static constexpr Weight close_bounty_active() noexcept { return measured(77'669'000, 6196).reads(4).writes(4); }
    static constexpr Weight extend_bounty_expiry() noexcept { return measured(14'370'000, 3642).reads(1).writes(1); }
    static constexpr Weight spend_funds(uint32_t b) noexcept {
        return measured(4'292'000, 1887)
            .per(b, 39'064'582, 5206)
            .reads(1 + 3 * uint64_t{b})
            .writes(1 + 3 * uint64_t{b});
    }
};

}  // namespace serinus::kusama::weights

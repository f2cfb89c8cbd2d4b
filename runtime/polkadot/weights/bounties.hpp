/// Weights of Bounties. `d`: bytes of the description; `b`: bounties that wait for money.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_bounties.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Bounties {
    static constexpr Weight propose_bounty(uint32_t d) noexcept {
        return measured(27'275'253, 3593).per(d, 677, 0).reads(2).writes(4);
    }
    static constexpr Weight approve_bounty() noexcept { return measured(9'908'000, 3642).reads(2).writes(2); }
    static constexpr Weight propose_curator() noexcept { return measured(8'681'000, 3642).reads(1).writes(1); }
    static constexpr Weight unassign_curator() noexcept { return measured(39'066'000, 3642).reads(2).writes(2); }
    static constexpr Weight accept_curator() noexcept { return measured(25'456'000, 3642).reads(2).writes(2); }
    static constexpr Weight award_bounty() noexcept { return measured(17'241'000, 3642).reads(2).writes(1); }
    static constexpr Weight claim_bounty() noexcept { return measured(113'353'000, 8799).reads(5).writes(6); }
    static constexpr Weight close_bounty_proposed() noexcept { return measured(42'374'000, 3642).reads(3).writes(3); }
    static constexpr Weight close_bounty_active() noexcept { return measured(75'817'000, 6196).reads(4).writes(4); }
    static constexpr Weight extend_bounty_expiry() noexcept { return measured(14'415'000, 3642).reads(1).writes(1); }
    static constexpr Weight spend_funds(uint32_t b) noexcept {
        return measured(4'286'000, 1887)
            .per(b, 38'409'980, 5206)
            .reads(1 + 3 * uint64_t{b})
            .writes(1 + 3 * uint64_t{b});
    }
};

}  // namespace serinus::polkadot::weights

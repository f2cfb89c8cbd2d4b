/// Weights of Bounties for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Bounties {
    static constexpr Weight propose_bounty(uint32_t d) noexcept {
        return measured(28'000'000, 3600).per(d, 690, 0).reads(2).writes(4);
    }
    static constexpr Weight approve_bounty() noexcept { return measured(9'900'000, 3700).reads(2).writes(2); }
    static constexpr Weight propose_curator() noexcept { return measured(8'900'000, 3700).reads(1).writes(1); }
    static constexpr Weight unassign_curator() noexcept { return measured(42'000'000, 3700).reads(2).writes(2); }
    static constexpr Weight accept_curator() noexcept { return measured(29'000'000, 3700).reads(2).writes(2); }
    static constexpr Weight award_bounty() noexcept { return measured(21'000'000, 3700).reads(2).writes(1); }
    static constexpr Weight claim_bounty() noexcept { return measured(120'000'000, 8800).reads(5).writes(6); }
    static constexpr Weight close_bounty_proposed() noexcept { return measured(47'000'000, 3700).reads(3).writes(3); }
    static constexpr Weight close_bounty_active() noexcept { return measured(78'000'000, 6200).reads(4).writes(4); }
    static constexpr Weight extend_bounty_expiry() noexcept { return measured(15'000'000, 3700).reads(1).writes(1); }
    static constexpr Weight spend_funds(uint32_t b) noexcept {
        return measured(4'300'000, 1900)
            .per(b, 40'000'000, 5300)
            .reads(1 + 3 * uint64_t{b})
            .writes(1 + 3 * uint64_t{b});
    }
};

}  // namespace serinus::development_weights

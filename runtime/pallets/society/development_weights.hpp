/// Weights of Society for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct Society {
    static constexpr Weight bid() noexcept { return measured(35'000'000, 3900).reads(5).writes(1); }
    static constexpr Weight unbid() noexcept { return measured(30'000'000, 2000).reads(1).writes(1); }
    static constexpr Weight vouch() noexcept { return measured(26'000'000, 6400).reads(5).writes(2); }
    static constexpr Weight unvouch() noexcept { return measured(20'000'000, 4000).reads(2).writes(2); }
    static constexpr Weight vote() noexcept { return measured(25'000'000, 4100).reads(3).writes(2); }
    static constexpr Weight defender_vote() noexcept { return measured(24'000'000, 4000).reads(4).writes(2); }
    static constexpr Weight payout() noexcept { return measured(51'000'000, 4100).reads(3).writes(2); }
    static constexpr Weight waive_repay() noexcept { return measured(23'000'000, 4000).reads(2).writes(2); }
    static constexpr Weight found_society() noexcept { return measured(19'000'000, 1600).reads(2).writes(7); }
    static constexpr Weight dissolve() noexcept { return measured(64'000'000, 15'000).reads(20).writes(30); }
    static constexpr Weight judge_suspended_member() noexcept { return measured(24'000'000, 4000).reads(4).writes(2); }
    static constexpr Weight set_parameters() noexcept { return measured(14'000'000, 1900).reads(2).writes(1); }
    static constexpr Weight punish_skeptic() noexcept { return measured(27'000'000, 4100).reads(6).writes(2); }
    static constexpr Weight claim_membership() noexcept { return measured(42'000'000, 4100).reads(6).writes(6); }
    static constexpr Weight bestow_membership() noexcept { return measured(44'000'000, 4100).reads(7).writes(6); }
    static constexpr Weight kick_candidate() noexcept { return measured(41'000'000, 6200).reads(5).writes(3); }
    static constexpr Weight resign_candidacy() noexcept { return measured(38'000'000, 6200).reads(4).writes(3); }
    static constexpr Weight drop_candidate() noexcept { return measured(38'000'000, 6200).reads(4).writes(3); }
    static constexpr Weight cleanup_candidacy() noexcept { return measured(18'000'000, 6500).reads(4).writes(2); }
    static constexpr Weight cleanup_challenge() noexcept { return measured(13'000'000, 4000).reads(2).writes(1); }
};

}  // namespace serinus::development_weights

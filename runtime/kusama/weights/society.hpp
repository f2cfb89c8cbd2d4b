/// Weights of Society.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_society.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Society {
    static constexpr Weight bid() noexcept { return measured(34'886'000, 3881).reads(5).writes(1); }
    static constexpr Weight unbid() noexcept { return measured(29'116'000, 1918).reads(1).writes(1); }
    static constexpr Weight vouch() noexcept { return measured(25'463'000, 6393).reads(5).writes(2); }
    static constexpr Weight unvouch() noexcept { return measured(19'850'000, 3972).reads(2).writes(2); }
    static constexpr Weight vote() noexcept { return measured(24'823'000, 4006).reads(3).writes(2); }
    static constexpr Weight defender_vote() noexcept { return measured(23'891'000, 3998).reads(4).writes(2); }
    static constexpr Weight payout() noexcept { return measured(50'771'000, 4087).reads(3).writes(2); }
    static constexpr Weight waive_repay() noexcept { return measured(22'565'000, 3984).reads(2).writes(2); }
    static constexpr Weight found_society() noexcept { return measured(18'760'000, 1599).reads(2).writes(7); }
    static constexpr Weight dissolve() noexcept { return measured(63'743'000, 14991).reads(20).writes(30); }
    static constexpr Weight judge_suspended_member() noexcept { return measured(23'432'000, 3921).reads(4).writes(2); }
    static constexpr Weight set_parameters() noexcept { return measured(13'898'000, 1844).reads(2).writes(1); }
    static constexpr Weight punish_skeptic() noexcept { return measured(26'279'000, 4073).reads(6).writes(2); }
    static constexpr Weight claim_membership() noexcept { return measured(41'904'000, 4069).reads(6).writes(6); }
    static constexpr Weight bestow_membership() noexcept { return measured(43'387'000, 4087).reads(7).writes(6); }
    static constexpr Weight kick_candidate() noexcept { return measured(40'839'000, 6196).reads(5).writes(3); }
    static constexpr Weight resign_candidacy() noexcept { return measured(37'762'000, 6196).reads(4).writes(3); }
    static constexpr Weight drop_candidate() noexcept { return measured(37'917'000, 6196).reads(4).writes(3); }
    static constexpr Weight cleanup_candidacy() noexcept { return measured(17'185'000, 6464).reads(4).writes(2); }
    static constexpr Weight cleanup_challenge() noexcept { return measured(12'421'000, 3947).reads(2).writes(1); }
};

}  // namespace serinus::kusama::weights

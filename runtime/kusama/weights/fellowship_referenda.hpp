/// Weights of FellowshipReferenda.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_referenda_fellowship_referenda.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct FellowshipReferenda {
    static constexpr Weight submit() noexcept { return measured(29'945'000, 42'428).reads(3).writes(3); }
    static constexpr Weight place_decision_deposit_preparing() noexcept {
        return measured(50'641'000, 83'866).reads(3).writes(3);
    }
    static constexpr Weight place_decision_deposit_queued() noexcept {
        return measured(102'623'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight place_decision_deposit_not_queued() noexcept {
        return measured(101'498'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight place_decision_deposit_passing() noexcept {
        return measured(183'164'000, 83'866).reads(5).writes(4);
    }
    static constexpr Weight place_decision_deposit_failing() noexcept {
        return measured(62'845'000, 83'866).reads(5).writes(4);
    }
    static constexpr Weight refund_decision_deposit() noexcept { return measured(30'608'000, 4365).reads(1).writes(1); }
    static constexpr Weight refund_submission_deposit() noexcept {
        return measured(13'761'000, 4365).reads(1).writes(1);
    }
    static constexpr Weight cancel() noexcept { return measured(37'204'000, 83'866).reads(3).writes(3); }
    static constexpr Weight kill() noexcept { return measured(73'272'000, 83'866).reads(4).writes(3); }
    static constexpr Weight one_fewer_deciding_queue_empty() noexcept {
        return measured(11'795'000, 4277).reads(2).writes(1);
    }
    static constexpr Weight one_fewer_deciding_failing() noexcept {
        return measured(91'634'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight one_fewer_deciding_passing() noexcept {
        return measured(93'460'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight nudge_referendum_requeued_insertion() noexcept {
        return measured(48'311'000, 4365).reads(2).writes(1);
    }
    static constexpr Weight nudge_referendum_requeued_slide() noexcept {
        return measured(47'690'000, 4365).reads(2).writes(1);
    }
    static constexpr Weight nudge_referendum_queued() noexcept { return measured(54'210'000, 4365).reads(3).writes(2); }
    static constexpr Weight nudge_referendum_not_queued() noexcept {
        return measured(53'824'000, 4365).reads(3).writes(2);
    }
    static constexpr Weight nudge_referendum_no_deposit() noexcept {
        return measured(25'643'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_preparing() noexcept {
        return measured(25'959'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_timed_out() noexcept {
        return measured(15'454'000, 4365).reads(1).writes(1);
    }
    static constexpr Weight nudge_referendum_begin_deciding_failing() noexcept {
        return measured(37'947'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight nudge_referendum_begin_deciding_passing() noexcept {
        return measured(84'502'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight nudge_referendum_begin_confirming() noexcept {
        return measured(143'116'000, 42'428).reads(3).writes(2);
    }
    static constexpr Weight nudge_referendum_end_confirming() noexcept {
        return measured(142'418'000, 42'428).reads(3).writes(2);
    }
    static constexpr Weight nudge_referendum_continue_not_confirming() noexcept {
        return measured(138'776'000, 42'428).reads(3).writes(2);
    }
    static constexpr Weight nudge_referendum_continue_confirming() noexcept {
        return measured(77'847'000, 42'428).reads(3).writes(2);
    }
    static constexpr Weight nudge_referendum_approved() noexcept {
        return measured(160'984'000, 83'866).reads(5).writes(4);
    }
    static constexpr Weight nudge_referendum_rejected() noexcept {
        return measured(146'616'000, 42'428).reads(3).writes(2);
    }
    static constexpr Weight set_some_metadata() noexcept { return measured(21'987'000, 4365).reads(2).writes(1); }
    static constexpr Weight clear_metadata() noexcept { return measured(19'376'000, 4365).reads(2).writes(1); }
};

}  // namespace serinus::kusama::weights

/// Weights of Referenda.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_referenda.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct Referenda {
    static constexpr Weight submit() noexcept { return measured(36'517'000, 42'428).reads(2).writes(3); }
    static constexpr Weight place_decision_deposit_preparing() noexcept {
        return measured(50'686'000, 83'866).reads(3).writes(3);
    }
    static constexpr Weight place_decision_deposit_queued() noexcept {
        return measured(63'483'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight place_decision_deposit_not_queued() noexcept {
        return measured(62'223'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight place_decision_deposit_passing() noexcept {
        return measured(62'890'000, 83'866).reads(4).writes(4);
    }
    static constexpr Weight place_decision_deposit_failing() noexcept {
        return measured(59'953'000, 83'866).reads(4).writes(4);
    }
    static constexpr Weight refund_decision_deposit() noexcept { return measured(28'055'000, 4401).reads(1).writes(1); }
    static constexpr Weight refund_submission_deposit() noexcept {
        return measured(28'373'000, 4401).reads(1).writes(1);
    }
    static constexpr Weight cancel() noexcept { return measured(35'107'000, 83'866).reads(3).writes(3); }
    static constexpr Weight kill() noexcept { return measured(99'296'000, 83'866).reads(4).writes(3); }
    static constexpr Weight one_fewer_deciding_queue_empty() noexcept {
        return measured(8'776'000, 5477).reads(2).writes(1);
    }
    static constexpr Weight one_fewer_deciding_failing() noexcept {
        return measured(48'988'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight one_fewer_deciding_passing() noexcept {
        return measured(51'929'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight nudge_referendum_requeued_insertion() noexcept {
        return measured(23'508'000, 5477).reads(2).writes(1);
    }
    static constexpr Weight nudge_referendum_requeued_slide() noexcept {
        return measured(23'359'000, 5477).reads(2).writes(1);
    }
    static constexpr Weight nudge_referendum_queued() noexcept { return measured(27'446'000, 5477).reads(3).writes(2); }
    static constexpr Weight nudge_referendum_not_queued() noexcept {
        return measured(26'662'000, 5477).reads(3).writes(2);
    }
    static constexpr Weight nudge_referendum_no_deposit() noexcept {
        return measured(23'129'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_preparing() noexcept {
        return measured(23'071'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_timed_out() noexcept {
        return measured(15'039'000, 4401).reads(1).writes(1);
    }
    static constexpr Weight nudge_referendum_begin_deciding_failing() noexcept {
        return measured(32'446'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight nudge_referendum_begin_deciding_passing() noexcept {
        return measured(34'575'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight nudge_referendum_begin_confirming() noexcept {
        return measured(31'267'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_end_confirming() noexcept {
        return measured(32'258'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_continue_not_confirming() noexcept {
        return measured(29'450'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_continue_confirming() noexcept {
        return measured(28'253'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_approved() noexcept {
        return measured(42'989'000, 83'866).reads(4).writes(4);
    }
    static constexpr Weight nudge_referendum_rejected() noexcept {
        return measured(31'556'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight set_some_metadata() noexcept { return measured(19'181'000, 4401).reads(2).writes(1); }
    static constexpr Weight clear_metadata() noexcept { return measured(16'480'000, 4401).reads(2).writes(1); }
};

}  // namespace serinus::polkadot::weights

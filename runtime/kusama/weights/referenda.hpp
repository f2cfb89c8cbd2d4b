/// Weights of Referenda.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_referenda_referenda.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct Referenda {
    static constexpr Weight submit() noexcept { return measured(38'355'000, 42'428).reads(2).writes(3); }
    static constexpr Weight place_decision_deposit_preparing() noexcept {
        return measured(49'518'000, 83'866).reads(3).writes(3);
    }
    static constexpr Weight place_decision_deposit_queued() noexcept {
        return measured(62'681'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight place_decision_deposit_not_queued() noexcept {
        return measured(62'701'000, 42'428).reads(4).writes(3);
    }
    static constexpr Weight place_decision_deposit_passing() noexcept {
        return measured(60'768'000, 83'866).reads(4).writes(4);
    }
    static constexpr Weight place_decision_deposit_failing() noexcept {
        return measured(58'503'000, 83'866).reads(4).writes(4);
    }
    static constexpr Weight refund_decision_deposit() noexcept { return measured(27'097'000, 4401).reads(1).writes(1); }
    static constexpr Weight refund_submission_deposit() noexcept {
        return measured(30'186'000, 4401).reads(1).writes(1);
    }
    static constexpr Weight cancel() noexcept { return measured(36'518'000, 83'866).reads(3).writes(3); }
    static constexpr Weight kill() noexcept { return measured(95'403'000, 83'866).reads(4).writes(3); }
    static constexpr Weight one_fewer_deciding_queue_empty() noexcept {
        return measured(8'697'000, 5477).reads(2).writes(1);
    }
    static constexpr Weight one_fewer_deciding_failing() noexcept {
        return measured(48'482'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight one_fewer_deciding_passing() noexcept {
        return measured(51'096'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight nudge_referendum_requeued_insertion() noexcept {
        return measured(24'018'000, 5477).reads(2).writes(1);
    }
    static constexpr Weight nudge_referendum_requeued_slide() noexcept {
        return measured(23'480'000, 5477).reads(2).writes(1);
    }
    static constexpr Weight nudge_referendum_queued() noexcept { return measured(27'875'000, 5477).reads(3).writes(2); }
    static constexpr Weight nudge_referendum_not_queued() noexcept {
        return measured(27'357'000, 5477).reads(3).writes(2);
    }
    static constexpr Weight nudge_referendum_no_deposit() noexcept {
        return measured(24'648'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_preparing() noexcept {
        return measured(24'816'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_timed_out() noexcept {
        return measured(14'710'000, 4401).reads(1).writes(1);
    }
    static constexpr Weight nudge_referendum_begin_deciding_failing() noexcept {
        return measured(33'774'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight nudge_referendum_begin_deciding_passing() noexcept {
        return measured(36'187'000, 42'428).reads(3).writes(3);
    }
    static constexpr Weight nudge_referendum_begin_confirming() noexcept {
        return measured(30'348'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_end_confirming() noexcept {
        return measured(31'283'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_continue_not_confirming() noexcept {
        return measured(29'060'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_continue_confirming() noexcept {
        return measured(27'410'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight nudge_referendum_approved() noexcept {
        return measured(42'013'000, 83'866).reads(4).writes(4);
    }
    static constexpr Weight nudge_referendum_rejected() noexcept {
        return measured(30'492'000, 42'428).reads(2).writes(2);
    }
    static constexpr Weight set_some_metadata() noexcept { return measured(21'195'000, 4401).reads(2).writes(1); }
    static constexpr Weight clear_metadata() noexcept { return measured(16'220'000, 4401).reads(2).writes(1); }
};

}  // namespace serinus::kusama::weights

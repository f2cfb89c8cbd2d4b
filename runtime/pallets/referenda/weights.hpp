/// What Referenda weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_referenda {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> submit = sdk::estimate(30'000'000, 43'000, 3, 3);
    Figures<0> place_decision_deposit_preparing = sdk::estimate(51'000'000, 84'000, 3, 3);
    Figures<0> place_decision_deposit_queued = sdk::estimate(110'000'000, 43'000, 4, 3);
    Figures<0> place_decision_deposit_not_queued = sdk::estimate(110'000'000, 43'000, 4, 3);
    Figures<0> place_decision_deposit_passing = sdk::estimate(190'000'000, 84'000, 5, 4);
    Figures<0> place_decision_deposit_failing = sdk::estimate(63'000'000, 84'000, 5, 4);
    Figures<0> refund_decision_deposit = sdk::estimate(31'000'000, 4400, 1, 1);
    Figures<0> refund_submission_deposit = sdk::estimate(14'000'000, 4400, 1, 1);
    Figures<0> cancel = sdk::estimate(38'000'000, 84'000, 3, 3);
    Figures<0> kill = sdk::estimate(74'000'000, 84'000, 4, 3);
    Figures<0> one_fewer_deciding_queue_empty = sdk::estimate(12'000'000, 4300, 2, 1);
    Figures<0> one_fewer_deciding_failing = sdk::estimate(92'000'000, 43'000, 4, 3);
    Figures<0> one_fewer_deciding_passing = sdk::estimate(94'000'000, 43'000, 4, 3);
    Figures<0> nudge_referendum_requeued_insertion = sdk::estimate(49'000'000, 4400, 2, 1);
    Figures<0> nudge_referendum_requeued_slide = sdk::estimate(48'000'000, 4400, 2, 1);
    Figures<0> nudge_referendum_queued = sdk::estimate(55'000'000, 4400, 3, 2);
    Figures<0> nudge_referendum_not_queued = sdk::estimate(54'000'000, 4400, 3, 2);
    Figures<0> nudge_referendum_no_deposit = sdk::estimate(26'000'000, 43'000, 2, 2);
    Figures<0> nudge_referendum_preparing = sdk::estimate(26'000'000, 43'000, 2, 2);
    Figures<0> nudge_referendum_timed_out = sdk::estimate(16'000'000, 4400, 1, 1);
    Figures<0> nudge_referendum_begin_deciding_failing = sdk::estimate(38'000'000, 43'000, 4, 3);
    Figures<0> nudge_referendum_begin_deciding_passing = sdk::estimate(85'000'000, 43'000, 4, 3);
    Figures<0> nudge_referendum_begin_confirming = sdk::estimate(150'000'000, 43'000, 3, 2);
    Figures<0> nudge_referendum_end_confirming = sdk::estimate(150'000'000, 43'000, 3, 2);
    Figures<0> nudge_referendum_continue_not_confirming = sdk::estimate(140'000'000, 43'000, 3, 2);
    Figures<0> nudge_referendum_continue_confirming = sdk::estimate(78'000'000, 43'000, 3, 2);
    Figures<0> nudge_referendum_approved = sdk::estimate(170'000'000, 84'000, 5, 4);
    Figures<0> nudge_referendum_rejected = sdk::estimate(150'000'000, 43'000, 3, 2);
    Figures<0> set_some_metadata = sdk::estimate(22'000'000, 4400, 2, 1);
    Figures<0> clear_metadata = sdk::estimate(20'000'000, 4400, 2, 1);
};

}  // namespace serinus::pallet_referenda

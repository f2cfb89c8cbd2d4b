/// Weights of FellowshipReferenda.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_referenda_fellowship_referenda.rs
#pragma once

#include "runtime/pallets/referenda/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_referenda::Weights<Measured> kFellowshipReferenda{
    .submit = {29'945'000, 42'428, 3, 3},
    .place_decision_deposit_preparing = {50'641'000, 83'866, 3, 3},
    .place_decision_deposit_queued = {102'623'000, 42'428, 4, 3},
    .place_decision_deposit_not_queued = {101'498'000, 42'428, 4, 3},
    .place_decision_deposit_passing = {183'164'000, 83'866, 5, 4},
    .place_decision_deposit_failing = {62'845'000, 83'866, 5, 4},
    .refund_decision_deposit = {30'608'000, 4365, 1, 1},
    .refund_submission_deposit = {13'761'000, 4365, 1, 1},
    .cancel = {37'204'000, 83'866, 3, 3},
    .kill = {73'272'000, 83'866, 4, 3},
    .one_fewer_deciding_queue_empty = {11'795'000, 4277, 2, 1},
    .one_fewer_deciding_failing = {91'634'000, 42'428, 4, 3},
    .one_fewer_deciding_passing = {93'460'000, 42'428, 4, 3},
    .nudge_referendum_requeued_insertion = {48'311'000, 4365, 2, 1},
    .nudge_referendum_requeued_slide = {47'690'000, 4365, 2, 1},
    .nudge_referendum_queued = {54'210'000, 4365, 3, 2},
    .nudge_referendum_not_queued = {53'824'000, 4365, 3, 2},
    .nudge_referendum_no_deposit = {25'643'000, 42'428, 2, 2},
    .nudge_referendum_preparing = {25'959'000, 42'428, 2, 2},
    .nudge_referendum_timed_out = {15'454'000, 4365, 1, 1},
    .nudge_referendum_begin_deciding_failing = {37'947'000, 42'428, 4, 3},
    .nudge_referendum_begin_deciding_passing = {84'502'000, 42'428, 4, 3},
    .nudge_referendum_begin_confirming = {143'116'000, 42'428, 3, 2},
    .nudge_referendum_end_confirming = {142'418'000, 42'428, 3, 2},
    .nudge_referendum_continue_not_confirming = {138'776'000, 42'428, 3, 2},
    .nudge_referendum_continue_confirming = {77'847'000, 42'428, 3, 2},
    .nudge_referendum_approved = {160'984'000, 83'866, 5, 4},
    .nudge_referendum_rejected = {146'616'000, 42'428, 3, 2},
    .set_some_metadata = {21'987'000, 4365, 2, 1},
    .clear_metadata = {19'376'000, 4365, 2, 1},
};

}  // namespace serinus::kusama::weights

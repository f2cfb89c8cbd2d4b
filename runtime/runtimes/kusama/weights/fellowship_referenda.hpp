/// Weights of FellowshipReferenda.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_referenda_fellowship_referenda.rs
#pragma once

#include "runtime/pallets/referenda/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_referenda::Weights<Measured> kFellowshipReferenda{
    .submit = {35'770'000, 42'428, 3, 3},
    .place_decision_deposit_preparing = {68'090'000, 83'866, 3, 4},
    .place_decision_deposit_queued = {126'320'000, 42'428, 4, 4},
    .place_decision_deposit_not_queued = {124'780'000, 42'428, 4, 4},
    .place_decision_deposit_passing = {177'440'000, 83'866, 5, 5},
    .place_decision_deposit_failing = {90'090'000, 83'866, 5, 5},
    .refund_decision_deposit = {41'020'000, 4365, 1, 1},
    .refund_submission_deposit = {19'570'000, 4365, 1, 1},
    .cancel = {46'391'000, 83'866, 3, 4},
    .kill = {91'749'000, 83'866, 4, 4},
    .one_fewer_deciding_queue_empty = {16'009'000, 4277, 2, 1},
    .one_fewer_deciding_failing = {107'790'000, 42'428, 4, 3},
    .one_fewer_deciding_passing = {108'411'000, 42'428, 4, 3},
    .nudge_referendum_requeued_insertion = {56'311'000, 4365, 2, 1},
    .nudge_referendum_requeued_slide = {55'920'000, 4365, 2, 1},
    .nudge_referendum_queued = {65'080'000, 4365, 3, 2},
    .nudge_referendum_not_queued = {64'800'000, 4365, 3, 2},
    .nudge_referendum_no_deposit = {29'390'000, 42'428, 2, 2},
    .nudge_referendum_preparing = {28'970'000, 42'428, 2, 2},
    .nudge_referendum_timed_out = {19'150'000, 4365, 1, 1},
    .nudge_referendum_begin_deciding_failing = {46'910'000, 42'428, 4, 3},
    .nudge_referendum_begin_deciding_passing = {100'181'000, 42'428, 4, 3},
    .nudge_referendum_begin_confirming = {131'300'000, 42'428, 3, 2},
    .nudge_referendum_end_confirming = {127'949'000, 42'428, 3, 2},
    .nudge_referendum_continue_not_confirming = {121'840'000, 42'428, 3, 2},
    .nudge_referendum_continue_confirming = {88'610'000, 42'428, 3, 2},
    .nudge_referendum_approved = {146'320'000, 83'866, 5, 4},
    .nudge_referendum_rejected = {126'990'000, 42'428, 3, 2},
    .set_some_metadata = {28'100'000, 4365, 3, 1},
    .clear_metadata = {23'000'000, 4365, 2, 1},
};

}  // namespace serinus::kusama::weights

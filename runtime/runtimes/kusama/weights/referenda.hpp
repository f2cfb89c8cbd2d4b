/// Weights of Referenda.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_referenda_referenda.rs
#pragma once

#include "runtime/pallets/referenda/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_referenda::Weights<Measured> kReferenda{
    .submit = {47'590'000, 42'428, 2, 3},
    .place_decision_deposit_preparing = {63'930'000, 83'866, 3, 4},
    .place_decision_deposit_queued = {88'150'000, 42'428, 4, 4},
    .place_decision_deposit_not_queued = {86'030'000, 42'428, 4, 4},
    .place_decision_deposit_passing = {77'700'000, 83'866, 4, 5},
    .place_decision_deposit_failing = {73'640'000, 83'866, 4, 5},
    .refund_decision_deposit = {36'961'000, 4401, 1, 1},
    .refund_submission_deposit = {36'310'000, 4401, 1, 1},
    .cancel = {44'560'000, 83'866, 3, 4},
    .kill = {120'560'000, 83'866, 4, 4},
    .one_fewer_deciding_queue_empty = {14'820'000, 5477, 2, 1},
    .one_fewer_deciding_failing = {56'531'000, 42'428, 3, 3},
    .one_fewer_deciding_passing = {59'501'000, 42'428, 3, 3},
    .nudge_referendum_requeued_insertion = {28'720'000, 5477, 2, 1},
    .nudge_referendum_requeued_slide = {28'480'000, 5477, 2, 1},
    .nudge_referendum_queued = {35'750'000, 5477, 3, 2},
    .nudge_referendum_not_queued = {35'200'000, 5477, 3, 2},
    .nudge_referendum_no_deposit = {28'610'000, 42'428, 2, 2},
    .nudge_referendum_preparing = {29'020'000, 42'428, 2, 2},
    .nudge_referendum_timed_out = {18'900'000, 4401, 1, 1},
    .nudge_referendum_begin_deciding_failing = {39'990'000, 42'428, 3, 3},
    .nudge_referendum_begin_deciding_passing = {42'440'000, 42'428, 3, 3},
    .nudge_referendum_begin_confirming = {34'320'000, 42'428, 2, 2},
    .nudge_referendum_end_confirming = {37'400'000, 42'428, 2, 2},
    .nudge_referendum_continue_not_confirming = {34'620'000, 42'428, 2, 2},
    .nudge_referendum_continue_confirming = {33'030'000, 42'428, 2, 2},
    .nudge_referendum_approved = {50'480'000, 83'866, 4, 4},
    .nudge_referendum_rejected = {36'720'000, 42'428, 2, 2},
    .set_some_metadata = {27'880'000, 4401, 3, 1},
    .clear_metadata = {21'830'000, 4401, 2, 1},
};

}  // namespace serinus::kusama::weights

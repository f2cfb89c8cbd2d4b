/// Weights of Referenda.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_referenda_referenda.rs
#pragma once

#include "runtime/pallets/referenda/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_referenda::Weights<Measured> kReferenda{
    .submit = {38'355'000, 42'428, 2, 3},
    .place_decision_deposit_preparing = {49'518'000, 83'866, 3, 3},
    .place_decision_deposit_queued = {62'681'000, 42'428, 4, 3},
    .place_decision_deposit_not_queued = {62'701'000, 42'428, 4, 3},
    .place_decision_deposit_passing = {60'768'000, 83'866, 4, 4},
    .place_decision_deposit_failing = {58'503'000, 83'866, 4, 4},
    .refund_decision_deposit = {27'097'000, 4401, 1, 1},
    .refund_submission_deposit = {30'186'000, 4401, 1, 1},
    .cancel = {36'518'000, 83'866, 3, 3},
    .kill = {95'403'000, 83'866, 4, 3},
    .one_fewer_deciding_queue_empty = {8'697'000, 5477, 2, 1},
    .one_fewer_deciding_failing = {48'482'000, 42'428, 3, 3},
    .one_fewer_deciding_passing = {51'096'000, 42'428, 3, 3},
    .nudge_referendum_requeued_insertion = {24'018'000, 5477, 2, 1},
    .nudge_referendum_requeued_slide = {23'480'000, 5477, 2, 1},
    .nudge_referendum_queued = {27'875'000, 5477, 3, 2},
    .nudge_referendum_not_queued = {27'357'000, 5477, 3, 2},
    .nudge_referendum_no_deposit = {24'648'000, 42'428, 2, 2},
    .nudge_referendum_preparing = {24'816'000, 42'428, 2, 2},
    .nudge_referendum_timed_out = {14'710'000, 4401, 1, 1},
    .nudge_referendum_begin_deciding_failing = {33'774'000, 42'428, 3, 3},
    .nudge_referendum_begin_deciding_passing = {36'187'000, 42'428, 3, 3},
    .nudge_referendum_begin_confirming = {30'348'000, 42'428, 2, 2},
    .nudge_referendum_end_confirming = {31'283'000, 42'428, 2, 2},
    .nudge_referendum_continue_not_confirming = {29'060'000, 42'428, 2, 2},
    .nudge_referendum_continue_confirming = {27'410'000, 42'428, 2, 2},
    .nudge_referendum_approved = {42'013'000, 83'866, 4, 4},
    .nudge_referendum_rejected = {30'492'000, 42'428, 2, 2},
    .set_some_metadata = {21'195'000, 4401, 2, 1},
    .clear_metadata = {16'220'000, 4401, 2, 1},
};

}  // namespace serinus::kusama::weights

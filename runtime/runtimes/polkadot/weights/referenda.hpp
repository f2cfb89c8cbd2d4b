/// Weights of Referenda.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_referenda.rs
#pragma once

#include "runtime/pallets/referenda/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_referenda::Weights<Measured> kReferenda{
    .submit = {36'517'000, 42'428, 2, 3},
    .place_decision_deposit_preparing = {50'686'000, 83'866, 3, 3},
    .place_decision_deposit_queued = {63'483'000, 42'428, 4, 3},
    .place_decision_deposit_not_queued = {62'223'000, 42'428, 4, 3},
    .place_decision_deposit_passing = {62'890'000, 83'866, 4, 4},
    .place_decision_deposit_failing = {59'953'000, 83'866, 4, 4},
    .refund_decision_deposit = {28'055'000, 4401, 1, 1},
    .refund_submission_deposit = {28'373'000, 4401, 1, 1},
    .cancel = {35'107'000, 83'866, 3, 3},
    .kill = {99'296'000, 83'866, 4, 3},
    .one_fewer_deciding_queue_empty = {8'776'000, 5477, 2, 1},
    .one_fewer_deciding_failing = {48'988'000, 42'428, 3, 3},
    .one_fewer_deciding_passing = {51'929'000, 42'428, 3, 3},
    .nudge_referendum_requeued_insertion = {23'508'000, 5477, 2, 1},
    .nudge_referendum_requeued_slide = {23'359'000, 5477, 2, 1},
    .nudge_referendum_queued = {27'446'000, 5477, 3, 2},
    .nudge_referendum_not_queued = {26'662'000, 5477, 3, 2},
    .nudge_referendum_no_deposit = {23'129'000, 42'428, 2, 2},
    .nudge_referendum_preparing = {23'071'000, 42'428, 2, 2},
    .nudge_referendum_timed_out = {15'039'000, 4401, 1, 1},
    .nudge_referendum_begin_deciding_failing = {32'446'000, 42'428, 3, 3},
    .nudge_referendum_begin_deciding_passing = {34'575'000, 42'428, 3, 3},
    .nudge_referendum_begin_confirming = {31'267'000, 42'428, 2, 2},
    .nudge_referendum_end_confirming = {32'258'000, 42'428, 2, 2},
    .nudge_referendum_continue_not_confirming = {29'450'000, 42'428, 2, 2},
    .nudge_referendum_continue_confirming = {28'253'000, 42'428, 2, 2},
    .nudge_referendum_approved = {42'989'000, 83'866, 4, 4},
    .nudge_referendum_rejected = {31'556'000, 42'428, 2, 2},
    .set_some_metadata = {19'181'000, 4401, 2, 1},
    .clear_metadata = {16'480'000, 4401, 2, 1},
};

}  // namespace serinus::polkadot::weights

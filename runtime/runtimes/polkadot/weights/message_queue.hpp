/// Weights of MessageQueue.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_message_queue.rs
#pragma once

#include "runtime/pallets/message_queue/weights.hpp"
#include "runtime/runtimes/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

inline constexpr pallet_message_queue::Weights<Measured> kMessageQueue{
    .ready_ring_knit = {13'959'000, 6050, 3, 2},
    .ready_ring_unknit = {13'250'000, 6050, 3, 3},
    .service_queue_base = {4'016'000, 3520, 1, 1},
    .service_page_base_completion = {5'720'000, 69'051, 1, 1},
    .service_page_base_no_completion = {5'876'000, 69'051, 1, 1},
    .service_page_item = {94'578'000, 0},
    .bump_service_head = {7'393'000, 3520, 2, 1},
    .reap_page = {59'627'000, 69'051, 2, 4},
    .execute_overweight_page_removed = {74'898'000, 69'051, 2, 4},
    .execute_overweight_page_updated = {117'052'000, 69'051, 2, 4},
};

}  // namespace serinus::polkadot::weights

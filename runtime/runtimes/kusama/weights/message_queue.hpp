/// Weights of MessageQueue.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_message_queue.rs
#pragma once

#include "runtime/pallets/message_queue/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_message_queue::Weights<Measured> kMessageQueue{
    .ready_ring_knit = {13'378'000, 6050, 3, 2},
    .ready_ring_unknit = {12'575'000, 6050, 3, 3},
    .service_queue_base = {3'829'000, 3520, 1, 1},
    .service_page_base_completion = {5'646'000, 69'051, 1, 1},
    .service_page_base_no_completion = {5'663'000, 69'051, 1, 1},
    .service_page_item = {93'426'000, 0},
    .bump_service_head = {9'579'000, 3520, 2, 1},
    .reap_page = {58'243'000, 69'051, 2, 4},
    .execute_overweight_page_removed = {73'146'000, 69'051, 2, 4},
    .execute_overweight_page_updated = {114'022'000, 69'051, 2, 4},
};

}  // namespace serinus::kusama::weights

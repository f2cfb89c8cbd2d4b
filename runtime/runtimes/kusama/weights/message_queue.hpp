/// Weights of MessageQueue.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/weights/pallet_message_queue.rs
#pragma once

#include "runtime/pallets/message_queue/weights.hpp"
#include "runtime/runtimes/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

inline constexpr pallet_message_queue::Weights<Measured> kMessageQueue{
    .ready_ring_knit = {17'731'000, 6050, 3, 2},
    .ready_ring_unknit = {15'699'000, 6050, 3, 3},
    .service_queue_base = {7'391'000, 3520, 1, 1},
    .service_page_base_completion = {9'770'000, 69'051, 1, 1},
    .service_page_base_no_completion = {10'111'000, 69'051, 1, 1},
    .service_page_item = {148'228'000, 0, 0, 2},
    .bump_service_head = {11'090'000, 3520, 2, 1},
    .reap_page = {78'920'000, 69'051, 2, 4},
    .execute_overweight_page_removed = {101'451'000, 69'051, 2, 4},
    .execute_overweight_page_updated = {118'520'000, 69'051, 2, 4},
};

}  // namespace serinus::kusama::weights

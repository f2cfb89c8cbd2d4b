/// What MessageQueue weighs.
#pragma once

#include "runtime/sdk/weights.hpp"

namespace serinus::pallet_message_queue {

template <template <size_t> class Figures>
struct Weights {
    Figures<0> ready_ring_knit = sdk::estimate(14'000'000, 6100, 3, 2);
    Figures<0> ready_ring_unknit = sdk::estimate(13'000'000, 6100, 3, 3);
    Figures<0> service_queue_base = sdk::estimate(3'900'000, 3600, 1, 1);
    Figures<0> service_page_base_completion = sdk::estimate(5'700'000, 70'000, 1, 1);
    Figures<0> service_page_base_no_completion = sdk::estimate(5'700'000, 70'000, 1, 1);
    Figures<0> service_page_item = sdk::estimate(94'000'000, 0);
    Figures<0> bump_service_head = sdk::estimate(9'600'000, 3600, 2, 1);
    Figures<0> reap_page = sdk::estimate(59'000'000, 70'000, 2, 4);
    Figures<0> execute_overweight_page_removed = sdk::estimate(74'000'000, 70'000, 2, 4);
    Figures<0> execute_overweight_page_updated = sdk::estimate(120'000'000, 70'000, 2, 4);
};

}  // namespace serinus::pallet_message_queue

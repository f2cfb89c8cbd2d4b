/// Weights of MessageQueue for chains that are being developed: the order of magnitude that Kusama measured.
#pragma once

#include "runtime/pallets/development_weights.hpp"

namespace serinus::development_weights {

struct MessageQueue {
    static constexpr Weight ready_ring_knit() noexcept { return measured(14'000'000, 6100).reads(3).writes(2); }
    static constexpr Weight ready_ring_unknit() noexcept { return measured(13'000'000, 6100).reads(3).writes(3); }
    static constexpr Weight service_queue_base() noexcept { return measured(3'900'000, 3600).reads(1).writes(1); }
    static constexpr Weight service_page_base_completion() noexcept {
        return measured(5'700'000, 70'000).reads(1).writes(1);
    }
    static constexpr Weight service_page_base_no_completion() noexcept {
        return measured(5'700'000, 70'000).reads(1).writes(1);
    }
    static constexpr Weight service_page_item() noexcept { return measured(94'000'000, 0); }
    static constexpr Weight bump_service_head() noexcept { return measured(9'600'000, 3600).reads(2).writes(1); }
    static constexpr Weight reap_page() noexcept { return measured(59'000'000, 70'000).reads(2).writes(4); }
    static constexpr Weight execute_overweight_page_removed() noexcept {
        return measured(74'000'000, 70'000).reads(2).writes(4);
    }
    static constexpr Weight execute_overweight_page_updated() noexcept {
        return measured(120'000'000, 70'000).reads(2).writes(4);
    }
};

}  // namespace serinus::development_weights

/// Weights of MessageQueue.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/weights/pallet_message_queue.rs
#pragma once

#include "runtime/kusama/weights/measured.hpp"

namespace serinus::kusama::weights {

struct MessageQueue {
    static constexpr Weight ready_ring_knit() noexcept { return measured(13'378'000, 6'050).reads(3).writes(2); }
    static constexpr Weight ready_ring_unknit() noexcept { return measured(12'575'000, 6'050).reads(3).writes(3); }
    static constexpr Weight service_queue_base() noexcept { return measured(3'829'000, 3'520).reads(1).writes(1); }
    static constexpr Weight service_page_base_completion() noexcept {
        return measured(5'646'000, 69'051).reads(1).writes(1);
    }
    static constexpr Weight service_page_base_no_completion() noexcept {
        return measured(5'663'000, 69'051).reads(1).writes(1);
    }
    static constexpr Weight service_page_item() noexcept { return measured(93'426'000, 0); }
    static constexpr Weight bump_service_head() noexcept { return measured(9'579'000, 3'520).reads(2).writes(1); }
    static constexpr Weight reap_page() noexcept { return measured(58'243'000, 69'051).reads(2).writes(4); }
    static constexpr Weight execute_overweight_page_removed() noexcept {
        return measured(73'146'000, 69'051).reads(2).writes(4);
    }
    static constexpr Weight execute_overweight_page_updated() noexcept {
        return measured(114'022'000, 69'051).reads(2).writes(4);
    }
};

}  // namespace serinus::kusama::weights

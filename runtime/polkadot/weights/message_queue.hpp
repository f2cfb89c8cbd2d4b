/// Weights of MessageQueue.
/// Source: fellowship runtimes v1.0.0, relay/polkadot/src/weights/pallet_message_queue.rs
#pragma once

#include "runtime/polkadot/weights/measured.hpp"

namespace serinus::polkadot::weights {

struct MessageQueue {
    static constexpr Weight ready_ring_knit() noexcept { return measured(13'959'000, 6050).reads(3).writes(2); }
    static constexpr Weight ready_ring_unknit() noexcept { return measured(13'250'000, 6050).reads(3).writes(3); }
    static constexpr Weight service_queue_base() noexcept { return measured(4'016'000, 3520).reads(1).writes(1); }
    static constexpr Weight service_page_base_completion() noexcept {
        return measured(5'720'000, 69'051).reads(1).writes(1);
    }
    static constexpr Weight service_page_base_no_completion() noexcept {
        return measured(5'876'000, 69'051).reads(1).writes(1);
    }
    static constexpr Weight service_page_item() noexcept { return measured(94'578'000, 0); }
    static constexpr Weight bump_service_head() noexcept { return measured(7'393'000, 3520).reads(2).writes(1); }
    static constexpr Weight reap_page() noexcept { return measured(59'627'000, 69'051).reads(2).writes(4); }
    static constexpr Weight execute_overweight_page_removed() noexcept {
        return measured(74'898'000, 69'051).reads(2).writes(4);
    }
    static constexpr Weight execute_overweight_page_updated() noexcept {
        return measured(117'052'000, 69'051).reads(2).writes(4);
    }
};

}  // namespace serinus::polkadot::weights

/// Orders and their queue. Observed: polkadot-runtime-parachains 21.0.1, on_demand/types.rs
#pragma once

#include "runtime/arithmetic/fixed_point.hpp"
#include "runtime/arithmetic/wrapping.hpp"
#include "runtime/pallets/parachains/configuration/host_configuration.hpp"
#include "runtime/pallets/parachains/on_demand/binary_heap.hpp"

namespace serinus::polkadot_runtime_parachains::on_demand::types {

using polkadot_primitives::ParaId;
using polkadot_primitives::v5::CoreIndex;

/// The place of an order. Places go round: one is behind another if it is so by no more than the longest queue.
struct QueueIndex {
    uint32_t _0{};

    friend bool operator==(QueueIndex, QueueIndex) = default;
    friend std::strong_ordering operator<=>(QueueIndex a, QueueIndex b) {
        const uint32_t distance = serinus::wrapping_sub(a._0, b._0);
        if (distance == 0) return std::strong_ordering::equal;
        return distance <= configuration::kOnDemandMaxQueueMaxSize ? std::strong_ordering::greater
                                                                   : std::strong_ordering::less;
    }
};

/// The same, the first one the greatest.
struct ReverseQueueIndex {
    uint32_t _0{};

    friend bool operator==(ReverseQueueIndex, ReverseQueueIndex) = default;
    friend std::strong_ordering operator<=>(ReverseQueueIndex a, ReverseQueueIndex b) {
        return QueueIndex{b._0} <=> QueueIndex{a._0};
    }
};

/// An order in the queue; the greater one is served first.
struct EnqueuedOrder {
    ParaId para_id;
    QueueIndex idx;

    friend bool operator==(const EnqueuedOrder&, const EnqueuedOrder&) = default;
    friend std::strong_ordering operator<=>(const EnqueuedOrder& a, const EnqueuedOrder& b) {
        const auto by_place = b.idx <=> a.idx;
        return by_place != 0 ? by_place : b.para_id <=> a.para_id;
    }
};

/// The queue as a whole, whichever cores its orders are bound to.
struct QueueStatusType {
    sdk::FixedU128 traffic;
    QueueIndex next_index;
    QueueIndex smallest_index;                    ///< the first place in use
    BinaryHeap<ReverseQueueIndex> freed_indices;  ///< places behind it that are not in use any more

    uint32_t size() const {
        return serinus::saturating_sub(serinus::wrapping_sub(next_index._0, smallest_index._0),
                                       static_cast<uint32_t>(freed_indices.size()));
    }
    QueueIndex push_back() {
        const QueueIndex place = next_index;
        next_index._0 = serinus::wrapping_add(place._0, 1u);
        return place;
    }
    QueueIndex push_front() {
        smallest_index._0 = serinus::wrapping_sub(smallest_index._0, 1u);
        return smallest_index;
    }
    /// The place is not in use any more.
    void consume_index(QueueIndex place) {
        if (place != smallest_index) return freed_indices.push({place._0});
        uint32_t next = serinus::wrapping_add(place._0, 1u);
        while (!freed_indices.empty() && freed_indices.peek()->_0 == next) {
            next = serinus::wrapping_add(next, 1u);
            freed_indices.pop();
        }
        smallest_index = {next};
    }
};

/// The core that a para's orders are bound to, by so many claims.
struct CoreAffinityCount {
    CoreIndex core_index;
    uint32_t count{};
    friend bool operator==(const CoreAffinityCount&, const CoreAffinityCount&) = default;
};

}  // namespace serinus::polkadot_runtime_parachains::on_demand::types

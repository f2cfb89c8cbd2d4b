/// The queues of messages that parachains send up to the relay chain: their names, and what the paras read of them in
/// the relay chain's state.
/// Source: polkadot_runtime_parachains::inclusion 1.0.0 (polkadot-sdk v1.1.0), polkadot_primitives::well_known_keys
#pragma once

#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/storage.hpp"
#include "runtime/sdk/traits/messages.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

using polkadot_primitives::ParaId;

struct UmpQueueId {
    struct Para {
        ParaId _0;
        friend auto operator<=>(const Para&, const Para&) = default;
    };
    std::variant<Para> v;
    friend auto operator<=>(const UmpQueueId&, const UmpQueueId&) = default;
};

/// Where a message comes from that MessageQueue keeps.
struct AggregateMessageOrigin {
    struct Ump {
        UmpQueueId _0;
        friend auto operator<=>(const Ump&, const Ump&) = default;
    };
    std::variant<Ump> v;
    friend auto operator<=>(const AggregateMessageOrigin&, const AggregateMessageOrigin&) = default;
};

/// The queue of a para.
inline AggregateMessageOrigin upward_queue(ParaId para) {
    return {AggregateMessageOrigin::Ump{{UmpQueueId::Para{para}}}};
}
inline ParaId para_of(const AggregateMessageOrigin& queue) {
    return std::get<UmpQueueId::Para>(std::get<AggregateMessageOrigin::Ump>(queue.v)._0.v)._0;
}

namespace well_known_keys {

/// Messages and bytes that wait in a para's queue. It has the form of a map of a pallet that Kusama had: Ump.
inline Bytes relay_dispatch_queue_size(ParaId para) {
    const auto prefix = sdk::detail::item_prefix(sdk::twox_128("Ump"), "", "RelayDispatchQueueSize");
    return sdk::Map<sdk::Twox64Concat<ParaId>, std::pair<uint32_t, uint32_t>>{prefix}.key_for(para);
}
/// How many more may, and how many bytes.
inline Bytes relay_dispatch_queue_remaining_capacity(ParaId para) {
    return concat(as_bytes(":relay_dispatch_queue_remaining_capacity"), scale::encode(para));
}

}  // namespace well_known_keys

/// Told by MessageQueue when a queue has changed: writes what the para reads. `Configuration`: the pallet.
template <class Configuration>
struct UpwardQueueSizes {
    static void on_queue_changed(const AggregateMessageOrigin& queue, uint64_t count, uint64_t size) {
        const auto bounded = [](uint64_t value) {
            return static_cast<uint32_t>(std::min<uint64_t>(value, max_value<uint32_t>()));
        };
        const ParaId para = para_of(queue);
        sdk::host::set(well_known_keys::relay_dispatch_queue_size(para),
                       scale::encode(std::pair(bounded(count), bounded(size))));
        const auto config = Configuration::config();
        sdk::host::set(well_known_keys::relay_dispatch_queue_remaining_capacity(para),
                       scale::encode(std::pair(saturating_sub(config.max_upward_queue_count, bounded(count)),
                                               saturating_sub(config.max_upward_queue_size, bounded(size)))));
    }
};

/// Asked by Paras before a para goes: how many of its messages wait. `Queues`: EnqueueMessage.
template <class Queues>
struct UpwardQueueFootprint {
    static uint64_t message_count(ParaId para) { return Queues::footprint(upward_queue(para)).count; }
};

}  // namespace serinus::polkadot_runtime_parachains::inclusion

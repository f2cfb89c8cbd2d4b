/// Messages that wait in queues until there is weight to process them, as those who send and those who process see it.
/// Source: frame_support::traits::messages of August 2023
#pragma once

#include "runtime/arithmetic/weight.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::frame_support::traits::messages {

/// Why a message was not processed. The first three are for good, the message is dropped.
struct ProcessMessageError {
    struct BadFormat {
        friend bool operator==(BadFormat, BadFormat) = default;
    };
    struct Corrupt {
        friend bool operator==(Corrupt, Corrupt) = default;
    };
    struct Unsupported {
        friend bool operator==(Unsupported, Unsupported) = default;
    };
    /// The weight that the message may need; processing was not tried.
    struct Overweight {
        sp_weights::weight_v2::Weight _0;
        friend bool operator==(const Overweight&, const Overweight&) = default;
    };
    /// Another queue should come first.
    struct Yield {
        friend bool operator==(Yield, Yield) = default;
    };
    /// Processing needs a deeper stack. No processor here says so.
    struct StackLimitReached {
        friend bool operator==(StackLimitReached, StackLimitReached) = default;
    };
    std::variant<BadFormat, Corrupt, Unsupported, Overweight, Yield, StackLimitReached> v;
    friend bool operator==(const ProcessMessageError&, const ProcessMessageError&) = default;
};

}  // namespace serinus::frame_support::traits::messages

namespace serinus::sdk {

using frame_support::traits::messages::ProcessMessageError;

/// What waits in a queue.
struct QueueFootprint {
    uint64_t count = 0;
    uint64_t size = 0;  ///< bytes
    friend bool operator==(const QueueFootprint&, const QueueFootprint&) = default;
};

/// Processes messages of an `Origin`. `id`: the hash of the message, which processing may replace by another name.
/// Success: whether the message has done what it was sent for. What is processed is taken from the meter.
template <class P>
concept ProcessMessage =
    requires(BytesView message, const typename P::Origin& origin, WeightMeter& meter, ByteArray<32>& id) {
        { P::process_message(message, origin, meter, id) } -> std::same_as<Result<bool, ProcessMessageError>>;
    };

/// Keeps messages for later. A message has at most kMaxMessageLength bytes.
template <class Q, class Origin>
concept EnqueueMessage = requires(Bytes message, std::vector<Bytes> messages, const Origin& origin) {
    { Q::kMaxMessageLength } -> std::convertible_to<uint32_t>;
    Q::enqueue_message(message, origin);
    Q::enqueue_messages(messages, origin);
    Q::sweep_queue(origin);
    { Q::footprint(origin) } -> std::same_as<QueueFootprint>;
};

}  // namespace serinus::sdk

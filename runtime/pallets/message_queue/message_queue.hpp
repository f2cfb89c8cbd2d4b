/// MessageQueue: messages of many senders, each with a queue of its own, processed within a limit of weight per block.
///
/// Messages lie in pages, which are read and written as a whole. Queues with messages stand in a ring; each block goes
/// on with the queue behind the one that came first in the block before. A message that could never be processed within
/// the limit is *overweight*: it is passed over, and anybody may have it executed and pay for it. A page that has
/// nothing but such messages may be removed by anybody once there are too many of them.
///
/// Invariants (checked by try_state()): the queues of the ring are those with pages to process, and know each other;
/// such a page has as many messages that are not processed as it says.
///
/// Messages are processed at the begin of a block, and at its end with the weight that is left. What a message that
/// failed has changed is undone.
///
/// Source: pallet_message_queue 7.0.0-dev of August 2023 (polkadot-sdk v1.1.0). Observed: pallet-message-queue 45
#pragma once

#include <utility>

#include "runtime/pallets/message_queue/types.hpp"
#include "runtime/pallets/message_queue/weights.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/messages.hpp"

namespace serinus::pallet_message_queue {

struct Constants {
    uint32_t HeapSize;                           ///< bytes of a page
    uint32_t MaxStale;                           ///< pages with overweight messages that nobody may remove
    std::optional<Weight> ServiceWeight;         ///< of a block, at its begin
    std::optional<Weight> IdleMaxServiceWeight;  ///< the most at its end
};

/// Held while messages are processed, or a page is removed: a message that dispatches a call of this pallet must not
/// change the pages and books that are in use. Source: pallet-message-queue 45, with_service_mutex
class ServiceLock {
  public:
    ServiceLock() : is_first_(!std::exchange(is_held, true)) {}
    ServiceLock(const ServiceLock&) = delete;
    ServiceLock& operator=(const ServiceLock&) = delete;
    ~ServiceLock() {
        if (is_first_) is_held = false;
    }
    /// Nobody else holds it.
    bool is_first() const noexcept { return is_first_; }

  private:
    static inline bool is_held = false;  // an instance of a module executes one call at a time
    bool is_first_;
};

/// `T`: MessageProcessor (ProcessMessage), QueueChangeHandler (a List of types with `on_queue_changed(origin, count,
/// size)`), kConstants, kWeights; if there is one, QueuePausedQuery (`is_paused(origin)`): messages of a paused queue
/// wait.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && sdk::ProcessMessage<typename T::MessageProcessor> && requires {
    typename T::QueueChangeHandler;
    T::kWeights;
    { T::kConstants } -> std::convertible_to<Constants>;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(pallet_message_queue::Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;
    using MessageOrigin = typename T::MessageProcessor::Origin;
    using Book = BookState<MessageOrigin>;
    using Ring = Neighbours<MessageOrigin>;
    static constexpr uint32_t kHeapSize = T::kConstants.HeapSize;
    using PageOf = Page<uint32_t, kHeapSize>;
    static constexpr uint32_t kMaxMessageLength = kHeapSize - ItemHeader::kSize;

    struct Storage {
        /// The book of each queue.
        Map<Twox64Concat<MessageOrigin>, Book, OrDefault> BookStateFor;
        /// The queue that the next block begins with.
        Value<MessageOrigin> ServiceHead;
        /// The pages of each queue.
        DoubleMap<Twox64Concat<MessageOrigin>, Twox64Concat<PageIndex>, PageOf> Pages;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A message was dropped: it means nothing that could be processed.
        struct ProcessingFailed {
            Hash256 id;
            MessageOrigin origin;
            ProcessMessageError error;
        };
        /// A message was processed; whether it has done what it was sent for.
        struct Processed {
            Hash256 id;
            MessageOrigin origin;
            Weight weight_used;
            bool success{};
        };
        /// A message needs more weight than a block has for messages; it waits for somebody to execute it.
        struct OverweightEnqueued {
            ByteArray<32> id{};
            MessageOrigin origin;
            PageIndex page_index{};
            uint32_t message_index{};
        };
        /// A page was removed.
        struct PageReaped {
            MessageOrigin origin;
            PageIndex index{};
        };
        using list = List<ProcessingFailed, Processed, OverweightEnqueued, PageReaped>;
    };

    enum class Error : uint8_t {
        /// The page has messages, and is not old enough to go with them.
        NotReapable,
        /// There is no such page.
        NoPage,
        /// There is no such message.
        NoMessage,
        /// The message is processed.
        AlreadyProcessed,
        /// The message waits for its turn.
        Queued,
        /// The message needs more weight than was given.
        InsufficientWeight,
        /// The message cannot be processed now; later it may be.
        TemporarilyUnprocessable,
        /// The queue is stopped.
        QueuePaused,
        /// A message may not have messages processed.
        RecursiveDisallowed,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Removes a page whose messages are processed, or too many of whose kind there are. Origin: signed.
    /// Errors: NotReapable, NoPage.
    struct reap_page {
        MessageOrigin message_origin;
        PageIndex page_index{};
        Weight weight() const { return T::kWeights.reap_page(); }
        DispatchResult operator()(Signed) const;
    };
    /// Executes an overweight message with the weight that the caller gives. Origin: signed.
    /// Errors: QueuePaused, NoPage, NoMessage, Queued, AlreadyProcessed, InsufficientWeight, TemporarilyUnprocessable.
    struct execute_overweight {
        MessageOrigin message_origin;
        PageIndex page{};
        uint32_t index{};
        Weight weight_limit;
        Weight weight() const;
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    using Calls = List<At<0, reap_page>, At<1, execute_overweight>>;

    static Weight on_initialize(BlockNumber now);
    static Weight on_idle(BlockNumber now, Weight remaining);
    static TryStateResult try_state();

    /// Processes messages of the queues in turn; the weight that this took, at most `limit`.
    static Weight service_queues(Weight limit);

    // EnqueueMessage
    static void enqueue_message(BytesView message, const MessageOrigin& origin);
    static void enqueue_messages(const std::vector<Bytes>& messages, const MessageOrigin& origin);
    /// What waits will not be processed; the pages stay until somebody removes them.
    static void sweep_queue(const MessageOrigin& origin);
    static QueueFootprint footprint(const MessageOrigin& origin);

  private:
    static bool is_paused(const MessageOrigin& origin) {
        if constexpr (requires { typename T::QueuePausedQuery; }) {
            return T::QueuePausedQuery::is_paused(origin);
        } else {
            return false;
        }
    }
    /// What became of an attempt to process a message.
    enum class Attempt : uint8_t { NotEnoughWeight, Overweight, Done, Later };
    /// How the work at a page ended.
    enum class PageEnd : uint8_t { Stopped, End };

    /// More than that no message may need, or it is overweight. `limit`: of servicing queues now.
    static Weight overweight_limit(Weight limit);
    static std::optional<Ring> ready_ring_knit(const MessageOrigin& origin);
    static void ready_ring_unknit(const MessageOrigin& origin, const Ring& neighbours);
    static std::optional<MessageOrigin> bump_service_head(WeightMeter& meter);
    static void do_enqueue_message(const MessageOrigin& origin, BytesView message);
    static ResultOf<Weight> do_execute_overweight(const MessageOrigin& origin, PageIndex page_index, uint32_t index,
                                                  Weight limit);
    static bool is_cullable(const Book& book, PageIndex page);
    static std::pair<bool, std::optional<MessageOrigin>> service_queue(const MessageOrigin& origin, WeightMeter& meter,
                                                                       Weight overweight_limit);
    static std::pair<uint32_t, PageEnd> service_page(const MessageOrigin& origin, Book& book, WeightMeter& meter,
                                                     Weight overweight_limit);
    static Attempt process_message(const MessageOrigin& origin, PageIndex page_index, uint32_t message_index,
                                   BytesView message, WeightMeter& meter, Weight overweight_limit);
    static void note_change(const MessageOrigin& origin, const Book& book);
    static TryStateResult check_queue(const MessageOrigin& origin, const Book& book);
};

}  // namespace serinus::pallet_message_queue

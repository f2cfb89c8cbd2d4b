// Queues of messages of parachains, read as a specification. Pallet: message_queue
#include "runtime/pallets/message_queue/message_queue.ipp"
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/message_queue/weights.hpp"

namespace serinus::pallet_message_queue::chain {

using MessageQueue = Pallet<struct MessageQueueConfig>;

/// Processes messages that begin with 3: such a message weighs a tenth of a millisecond as often as its second byte
/// says. A message that begins with 4 should wait.
struct Processor {
    using Origin = uint32_t;
    static Result<bool, ProcessMessageError> process_message(BytesView message, const Origin&, WeightMeter& meter,
                                                             ByteArray<32>&) {
        if (message[0] == 4) return Err(ProcessMessageError{ProcessMessageError::Yield{}});
        if (message[0] != 3) return Err(ProcessMessageError{ProcessMessageError::Corrupt{}});
        const Weight needed = Weight::from_parts(uint64_t{message[1]} * 100 * kRefTimePerMicro, 0);
        if (!meter.try_consume(needed)) return Err(ProcessMessageError{ProcessMessageError::Overweight{needed}});
        return true;
    }
};
/// How many messages wait in the queue that has changed last.
struct Listener {
    static inline uint64_t count = 0;
    static void on_queue_changed(uint32_t, uint64_t messages, uint64_t) { count = messages; }
};
/// One queue, as the test says.
struct Paused {
    static inline std::optional<uint32_t> queue;
    static bool is_paused(uint32_t origin) { return queue == origin; }
};
struct MessageQueueConfig {
    static constexpr PalletInfo kInfo{3, "MessageQueue"};
    static constexpr Constants kConstants{.HeapSize = 65'536,
                                          .MaxStale = 16,
                                          .ServiceWeight = Weight::from_parts(10'000 * kRefTimePerMicro, ~uint64_t{0}),
                                          .IdleMaxServiceWeight = std::nullopt};
    using MessageProcessor = Processor;
    using QueueChangeHandler = List<Listener>;
    using QueuePausedQuery = Paused;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_message_queue::Weights>;
};
struct Runtime : mock::RuntimeOf<MessageQueue> {};

}  // namespace serinus::pallet_message_queue::chain

SERINUS_PALLET(serinus::pallet_message_queue::Pallet<serinus::pallet_message_queue::chain::MessageQueueConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_message_queue::chain::Runtime)

namespace serinus::pallet_message_queue {
namespace {

using namespace mock;
using namespace chain;
using Error = MessageQueue::Error;
using Event = MessageQueue::Event;

constexpr uint32_t kA = 2000, kB = 2001, kC = 2002;
const Bytes kEmptyProgram = {3, 0}, kGarbage = {0xff, 1};
constexpr Weight kLimit = Weight::from_parts(2'000'000'000'000, ~uint64_t{0});

class MessageQueueTest : public World<Runtime> {
  protected:
    void TearDown() override {
        EXPECT_TRUE(MessageQueue::try_state());
        Paused::queue.reset();
        World::TearDown();
    }
    static Weight serve(Weight limit = kLimit) {
        System::reset_events();
        return MessageQueue::service_queues(limit);
    }
    static uint64_t waiting(const MessageQueue::MessageOrigin& queue) { return MessageQueue::footprint(queue).count; }
    static Hash256 id_of(const Bytes& message) { return host::blake2_256(message); }
    static Bytes failed(const Bytes& message, const MessageQueue::MessageOrigin& queue) {
        return event<MessageQueue>(Event::ProcessingFailed{id_of(message), queue, {ProcessMessageError::Corrupt{}}});
    }
};

TEST_F(MessageQueueTest, AMessageIsProcessedOrDropped) {
    MessageQueue::enqueue_message(kGarbage, kA);
    MessageQueue::enqueue_message(kEmptyProgram, kA);
    EXPECT_EQ(waiting(kA), 2u);
    EXPECT_EQ(Listener::count, 2u);
    EXPECT_EQ(MessageQueue::footprint(kA).size, 4u);
    EXPECT_FALSE(serve() == Weight::zero());
    expect_events(
        {failed(kGarbage, kA), event<MessageQueue>(Event::Processed{id_of(kEmptyProgram), kA, Weight::zero(), true})});
    EXPECT_EQ(waiting(kA), 0u);
    EXPECT_FALSE(MessageQueue::storage.ServiceHead.exists());
    EXPECT_FALSE(MessageQueue::storage.Pages.exists(kA, 0)) << "a page of which all is processed goes";
}

TEST_F(MessageQueueTest, WithoutWeightAllWaits) {
    MessageQueue::enqueue_message(kGarbage, kA);
    EXPECT_EQ(serve(Weight::zero()), Weight::zero());
    expect_events({});
    EXPECT_EQ(waiting(kA), 1u);
}

TEST_F(MessageQueueTest, EachBlockBeginsWithTheNextQueue) {
    for (int i = 0; i < 2; ++i) {
        for (const auto& queue : {kA, kB, kC}) MessageQueue::enqueue_message(Bytes(40'000, 0xff), queue);
    }
    EXPECT_EQ(MessageQueue::storage.ServiceHead.get(), kA);
    const auto book = MessageQueue::storage.BookStateFor.get(kB);
    EXPECT_EQ(book.ready_neighbours, (MessageQueue::Ring{kA, kC}));
    EXPECT_EQ(book.count, 2u) << "the second message has not got room in the first page";
    serve(Weight::from_parts(1, 1));
    EXPECT_EQ(MessageQueue::storage.ServiceHead.get(), kA) << "not even the head was moved";
    serve();
    for (const auto& queue : {kA, kB, kC}) EXPECT_EQ(waiting(queue), 0u);
}

TEST_F(MessageQueueTest, ASweptQueueIsLeftToWhoRemovesItsPages) {
    MessageQueue::enqueue_message(kGarbage, kA);
    MessageQueue::sweep_queue(kA);
    serve();
    expect_events({});
    EXPECT_TRUE(MessageQueue::storage.Pages.exists(kA, 0));
    for (const uint32_t page : {0u, 1u}) {
        make_error(signed_by(kAlice), MessageQueue::reap_page{kA, page}, Error::NotReapable);
    }
}

TEST_F(MessageQueueTest, WhatWasPassedOverIsExecutedByWhoPays) {
    const auto execute = [](uint32_t index) { return MessageQueue::execute_overweight{kA, 0, index, kLimit}; };
    make_error(signed_by(kAlice), execute(0), Error::NoPage);
    MessageQueue::enqueue_message(kEmptyProgram, kA);
    MessageQueue::enqueue_message(kGarbage, kA);
    make_error(signed_by(kAlice), execute(0), Error::Queued);
    // As if both had been too heavy for a block.
    MessageQueue::storage.Pages.mutate(kA, 0, [](auto& page) {
        page->skip_first(false);
        page->skip_first(false);
    });
    MessageQueue::sweep_queue(kA);
    make_error(signed_by(kAlice), execute(2), Error::NoMessage);
    make_ok(signed_by(kAlice), execute(0));
    EXPECT_TRUE(saw(event<MessageQueue>(Event::Processed{id_of(kEmptyProgram), kA, Weight::zero(), true})));
    make_error(signed_by(kAlice), execute(0), Error::AlreadyProcessed);
    make_ok(signed_by(kAlice), execute(1));
    EXPECT_TRUE(saw(failed(kGarbage, kA)));
    EXPECT_FALSE(MessageQueue::storage.Pages.exists(kA, 0));
}

// Source: pallet_message_queue 7.0.0-dev of August 2023 (QueuePausedQuery)
TEST_F(MessageQueueTest, MessagesOfAPausedQueueWait) {
    for (const auto& queue : {kA, kB}) MessageQueue::enqueue_message(kEmptyProgram, queue);
    Paused::queue = kA;
    serve();
    EXPECT_EQ(waiting(kA), 1u);
    EXPECT_EQ(waiting(kB), 0u);
    expect_events({event<MessageQueue>(Event::Processed{id_of(kEmptyProgram), kB, Weight::zero(), true})});
    make_error(signed_by(kAlice), MessageQueue::execute_overweight{kA, 0, 0, kLimit}, Error::QueuePaused);
    EXPECT_EQ(MessageQueue::storage.ServiceHead.get(), kA) << "it stays in the ring";
    Paused::queue.reset();
    serve();
    EXPECT_EQ(waiting(kA), 0u);
}

TEST_F(MessageQueueTest, AMessageThatNoBlockHasRoomForIsPassedOver) {
    const Bytes heavy{3, 200}, light{3, 60}, waits{4};
    for (const Bytes& message : {heavy, light, light, waits}) MessageQueue::enqueue_message(message, kA);
    MessageQueue::on_initialize(1);
    EXPECT_TRUE(saw(event<MessageQueue>(Event::OverweightEnqueued{id_of(heavy).bytes, kA, 0, 0})));
    EXPECT_EQ(waiting(kA), 3u) << "what is left of the block was not enough for the third";
    serve();
    EXPECT_EQ(waiting(kA), 2u) << "the third was processed, the fourth wants to wait";
    const auto execute = [](Weight limit) { return MessageQueue::execute_overweight{kA, 0, 0, limit}; };
    make_error(signed_by(kAlice), execute(Weight::from_parts(19'900 * kRefTimePerMicro, 0)), Error::InsufficientWeight);
    make_ok(signed_by(kAlice), execute(Weight::from_parts(20'000 * kRefTimePerMicro, 0)));
    EXPECT_EQ(waiting(kA), 1u);
}

TEST(MessageQueuePage, TakesMessagesUntilItIsFull) {
    using Page = pallet_message_queue::Page<uint32_t, 64>;
    Page page = Page::from_message(Bytes(20, 1));
    EXPECT_TRUE(page.try_append_message(Bytes(30, 2)));
    EXPECT_FALSE(page.try_append_message(Bytes(1, 3))) << "5 bytes of a header, and none left";
    EXPECT_EQ(page.remaining, 2u);
    EXPECT_EQ(page.remaining_size, 50u);
    ASSERT_TRUE(page.peek_first());
    EXPECT_EQ(page.peek_first()->size(), 20u);
    page.skip_first(true);
    EXPECT_EQ(page.peek_first()->size(), 30u);
    page.skip_first(true);
    EXPECT_FALSE(page.peek_first());
    EXPECT_TRUE(page.is_complete());
    EXPECT_TRUE(page.peek_index(0)->is_processed);
    EXPECT_FALSE(page.peek_index(2));
}

}  // namespace
}  // namespace serinus::pallet_message_queue

// Queues of messages at the begin and the end of blocks. Pallet: message_queue
#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/message_queue/message_queue.ipp"
#include "runtime/pallets/message_queue/weights.hpp"

namespace serinus::pallet_message_queue::service_chain {

using MessageQueue = Pallet<struct MessageQueueConfig>;

constexpr Weight milliseconds(uint64_t count) {
    return Weight::from_parts(count * 1'000 * kRefTimePerMicro, ~uint64_t{0} >> 1);
}

/// A message weighs as many milliseconds as its first byte says, and leaves its second byte in storage. One of 255
/// fails after that; one of 0 does besides what a test says.
struct Writer {
    using Origin = uint32_t;
    static inline void (*besides)() = nullptr;
    static Result<bool, ProcessMessageError> process_message(BytesView message, const Origin&, WeightMeter& meter,
                                                             ByteArray<32>&) {
        host::set(key(), scale::encode(message[1]));
        if (message[0] == 0) besides();
        if (message[0] == 255) return Err(ProcessMessageError{ProcessMessageError::Unsupported{}});
        const Weight needed = Weight::from_parts(uint64_t{message[0]} * 1'000 * kRefTimePerMicro, 0);
        if (!meter.try_consume(needed)) return Err(ProcessMessageError{ProcessMessageError::Overweight{needed}});
        return true;
    }
    static Bytes key() { return to_bytes(as_bytes("written")); }
};
struct MessageQueueConfig {
    static constexpr PalletInfo kInfo{3, "MessageQueue"};
    static constexpr Constants kConstants{.HeapSize = 65'536,
                                          .MaxStale = 16,
                                          .ServiceWeight = milliseconds(10),
                                          .IdleMaxServiceWeight = milliseconds(20)};
    using MessageProcessor = Writer;
    using QueueChangeHandler = List<>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_message_queue::Weights>;
};
struct Runtime : mock::RuntimeOf<MessageQueue> {};

}  // namespace serinus::pallet_message_queue::service_chain

SERINUS_PALLET(serinus::pallet_message_queue::Pallet<serinus::pallet_message_queue::service_chain::MessageQueueConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_message_queue::service_chain::Runtime)

namespace serinus::pallet_message_queue {
namespace {

using namespace mock;
using service_chain::milliseconds;
using Queues = service_chain::MessageQueue;

constexpr uint32_t kQueue = 2000;

class MessageServiceTest : public World<service_chain::Runtime> {
  protected:
    void TearDown() override {
        EXPECT_TRUE(Queues::try_state());
        World::TearDown();
    }
    static uint64_t left() { return Queues::footprint(kQueue).count; }
    static std::optional<Bytes> written() { return host::get(service_chain::Writer::key()); }
    static Hash256 id_of(const Bytes& message) { return host::blake2_256(message); }
};

TEST_F(MessageServiceTest, WhatDoesNotFitAtTheBeginIsProcessedAtTheEnd) {
    const Bytes message = {15, 7};
    Queues::enqueue_message(message, kQueue);
    Queues::on_initialize(1);
    expect_events({});
    EXPECT_EQ(left(), 1u) << "it is not overweight: the end of a block has room for it";
    Queues::on_idle(1, milliseconds(5));
    EXPECT_EQ(left(), 1u) << "this block has less left";
    EXPECT_TRUE(milliseconds(20).any_gt(Queues::on_idle(1, milliseconds(1'000))));
    EXPECT_EQ(left(), 0u);
    expect_events({event<Queues>(
        Queues::Event::Processed{id_of(message), kQueue, Weight::from_parts(15'000 * kRefTimePerMicro, 0), true})});
}

TEST_F(MessageServiceTest, WhatNeedsMoreThanEitherIsOverweight) {
    const Bytes message = {20, 7};
    Queues::enqueue_message(message, kQueue);
    Queues::on_initialize(1);
    expect_events({event<Queues>(Queues::Event::OverweightEnqueued{id_of(message).bytes, kQueue, 0, 0})});
    EXPECT_EQ(written(), std::nullopt);
    make_ok(signed_by(kAlice), Queues::execute_overweight{kQueue, 0, 0, milliseconds(25)});
    EXPECT_EQ(written(), Bytes{7});
}

// Source: pallet-message-queue 45, with_service_mutex
TEST_F(MessageServiceTest, NoMessageHasOthersProcessedOrRemoved) {
    static std::vector<DispatchResultWithPostInfo> results;
    results.clear();
    service_chain::Writer::besides = [] {
        for (const RuntimeCall& call : {RuntimeCall(Queues::execute_overweight{kQueue, 0, 0, milliseconds(25)}),
                                        RuntimeCall(Queues::reap_page{kQueue, 0})}) {
            results.push_back(call.dispatch(signed_by(kAlice)));
        }
    };
    Queues::enqueue_message(Bytes{20, 7}, kQueue);
    Queues::on_initialize(1);  // overweight from here on
    Queues::enqueue_message(Bytes{0, 8}, kQueue);
    Queues::on_initialize(2);
    EXPECT_EQ(written(), Bytes{8}) << "the overweight message has not been processed";
    ASSERT_EQ(results.size(), 2u);
    for (const auto& result : results) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().error, DispatchError(Queues::Error::RecursiveDisallowed));
    }
    // Afterwards it can be.
    make_ok(signed_by(kAlice), Queues::execute_overweight{kQueue, 0, 0, milliseconds(25)});
    EXPECT_EQ(written(), Bytes{7});
}

TEST_F(MessageServiceTest, AFailureLeavesNoTrace) {
    const Bytes good = {1, 7}, bad = {255, 8};
    Queues::enqueue_messages({good, bad}, kQueue);
    Queues::on_initialize(1);
    EXPECT_EQ(left(), 0u);
    EXPECT_EQ(written(), Bytes{7});
    expect_events(
        {event<Queues>(
             Queues::Event::Processed{id_of(good), kQueue, Weight::from_parts(1'000 * kRefTimePerMicro, 0), true}),
         event<Queues>(Queues::Event::ProcessingFailed{id_of(bad), kQueue, {ProcessMessageError::Unsupported{}}})});
}

}  // namespace
}  // namespace serinus::pallet_message_queue

#include "rpc/methods/recent_state.hpp"

#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"
#include "state/database.hpp"

namespace serinus::rpc {
namespace {

struct RecentStates : testing::Test {
    RecentStates() {
        store = storage::make_memory_store();
        database = state::StateDatabase::open(*store, {}).value();
        auto batch = store->batch();
        SERINUS_ASSERT(database->set_genesis(*batch, block, 0, {}, trie::StateVersion::kV1));
        SERINUS_ASSERT(store->commit(std::move(batch), storage::Durability::kBuffered));
    }
    RecentState::Lent opened() const { return {database->at(block).value()}; }

    const Hash256 block{ByteArray<32>{1}}, other{ByteArray<32>{2}};
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<state::StateDatabase> database;
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    RecentState recent{*scheduler};
};

TEST_F(RecentStates, TheStateOfABlockIsReadOnByOneAtATime) {
    EXPECT_EQ(recent.take(block).state, nullptr);
    auto first = opened();
    const auto* state = first.state.get();
    recent.give_back(block, std::move(first));
    EXPECT_EQ(recent.take(other).state, nullptr);
    auto taken = recent.take(block);
    EXPECT_EQ(taken.state.get(), state);
    EXPECT_EQ(recent.take(block).state, nullptr) << "somebody reads it";
    recent.give_back(block, std::move(taken));
    EXPECT_EQ(recent.take(block).state.get(), state);
}

TEST_F(RecentStates, OneOfABlockStays) {
    auto first = opened();
    const auto* state = first.state.get();
    recent.give_back(block, std::move(first));
    auto taken = recent.take(block);
    recent.give_back(block, opened());
    EXPECT_EQ(recent.take(block).state, nullptr) << "the first one is still read";
    recent.give_back(block, std::move(taken));
    EXPECT_EQ(recent.take(block).state.get(), state);
}

TEST_F(RecentStates, ALaterBlockTakesThePlace) {
    recent.give_back(other, opened());
    auto earlier = recent.take(other);
    recent.give_back(block, opened());
    recent.give_back(other, std::move(earlier));
    EXPECT_EQ(recent.take(other).state, nullptr);
    EXPECT_NE(recent.take(block).state, nullptr);
}

TEST_F(RecentStates, NoStateStaysOpenForLong) {
    recent.give_back(block, opened());
    time.run_until_ms(time.now_ms() + RecentState::kHoldMs + 1);
    EXPECT_EQ(recent.take(block).state, nullptr);

    recent.give_back(block, opened());
    auto taken = recent.take(block);
    time.run_until_ms(time.now_ms() + RecentState::kHoldMs + 1);
    recent.give_back(block, std::move(taken));
    EXPECT_EQ(recent.take(block).state, nullptr) << "also if it was read just then";

    recent.give_back(other, opened());
    time.run_until_ms(time.now_ms() + RecentState::kHoldMs / 2 + 1);
    recent.give_back(block, opened());
    time.run_until_ms(time.now_ms() + RecentState::kHoldMs / 2 + 1);
    EXPECT_NE(recent.take(block).state, nullptr) << "the time of the one before has ended, not that of this one";
}

}  // namespace
}  // namespace serinus::rpc

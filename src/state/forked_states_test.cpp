#include "state/forked_states.hpp"

#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "state/overlay.hpp"

namespace serinus::state {
namespace {

/// Entries in memory, in the place of another node.
class FakeOrigin final : public Origin {
  public:
    Hash256 root() const override { return Hash256{{1}}; }
    Hash256 block() const override { return Hash256{{2}}; }
    Result<std::optional<Bytes>, StateError> get(Area area, BytesView key) override {
        const auto& map = area.is_top() ? top : child;
        const auto found = map.find(to_bytes(key));
        return found == map.end() ? std::optional<Bytes>() : std::optional(found->second);
    }
    Result<std::optional<Bytes>, StateError> next_key(Area area, BytesView key) override {
        const auto& map = area.is_top() ? top : child;
        const auto found = map.upper_bound(to_bytes(key));
        return found == map.end() ? std::optional<Bytes>() : std::optional(found->first);
    }

    std::map<Bytes, Bytes> top, child;
};

class ForkedStatesTest : public testing::Test {
  protected:
    ForkedStatesTest() { states.begin(block(0), 0); }
    static Hash256 block(uint8_t number) { return Hash256{{0xff, number}}; }

    std::map<Bytes, Bytes> entries(const Hash256& of, Area area = Area::top()) {
        std::map<Bytes, Bytes> out;
        const auto state = *states.at(of);
        const auto done = state->visit(area, {}, [&](BytesView key, BytesView value) {
            out[to_bytes(key)] = to_bytes(value);
            return true;
        });
        EXPECT_TRUE(done);
        return out;
    }

    std::shared_ptr<FakeOrigin> origin = std::make_shared<FakeOrigin>();
    ForkedStates states{origin};
};

TEST_F(ForkedStatesTest, TheStateOfABlockCanBeAmendedWhileThoseAboveKeepTheirs) {
    origin->top = {{{1}, {10}}};
    ASSERT_TRUE(states.commit(block(1), block(0), 1, {.top = {{{2}, Bytes{20}}}, .children = {}}));
    const auto before = *states.at(block(0));
    ASSERT_TRUE(
        states.amend(block(0), {.top = {{{1}, Bytes{11}}, {{3}, Bytes{30}}}, .children = {{{7}, {{{8}, Bytes{9}}}}}}));
    auto amended = entries(block(0));
    EXPECT_EQ(amended.erase(concat(as_bytes(":child_storage:default:"), Bytes{7})), 1u) << "the root of the child trie";
    EXPECT_EQ(amended, (std::map<Bytes, Bytes>{{{1}, {11}}, {{3}, {30}}}));
    EXPECT_EQ(entries(block(0), Area::child(Bytes{7})), (std::map<Bytes, Bytes>{{{8}, {9}}}));
    EXPECT_EQ(entries(block(1)), (std::map<Bytes, Bytes>{{{1}, {10}}, {{2}, {20}}}));
    EXPECT_FALSE(*before->get(Area::top(), Bytes{3}));
    ASSERT_TRUE(states.commit(block(2), block(0), 1, {.top = {{{1}, std::nullopt}}, .children = {}}));
    EXPECT_EQ(entries(block(2)).contains(Bytes{1}), false);
    EXPECT_EQ(entries(block(2)).at(Bytes{3}), Bytes{30});
    EXPECT_FALSE(states.amend(block(9), {}));
}

TEST_F(ForkedStatesTest, CommitsAndAmendmentsAreNumberedInTheOrderInWhichTheyCount) {
    std::vector<std::pair<Hash256, uint64_t>> heard;
    states.set_on_amended([&](const Hash256& amended, const StateChanges& changes, uint64_t sequence) {
        EXPECT_EQ(changes.top.size(), 1u);
        heard.emplace_back(amended, sequence);
        return Result<void, StateError>();
    });
    const StateChanges changes{.top = {{{1}, Bytes{2}}}, .children = {}};
    ASSERT_TRUE(states.commit(block(1), block(0), 1, changes));
    ASSERT_TRUE(states.amend(block(0), changes));
    ASSERT_TRUE(states.commit(block(2), block(0), 1, changes));
    ASSERT_EQ(heard.size(), 1u);
    EXPECT_EQ(heard.front().first, block(0));
    EXPECT_LT(states.sequence_of(block(1)), heard.front().second);
    EXPECT_GT(states.sequence_of(block(2)), heard.front().second);
    EXPECT_EQ(states.sequence_of(block(9)), 0u);
}

TEST_F(ForkedStatesTest, NumbersContinueAfterThoseOfAnotherProcess) {
    const StateChanges changes{.top = {{{1}, Bytes{2}}}, .children = {}};
    ASSERT_TRUE(states.commit(block(1), block(0), 1, changes));
    states.continue_after(100);
    states.continue_after(3);
    ASSERT_TRUE(states.commit(block(2), block(1), 2, changes));
    EXPECT_EQ(states.sequence_of(block(1)), 1u);
    EXPECT_EQ(states.sequence_of(block(2)), 101u);
}

TEST_F(ForkedStatesTest, OfABlockWithAnotherRootThanWantedNothingIsKept) {
    const StateChanges one{.top = {{{1}, Bytes{1}}}, .children = {}}, two{.top = {{{1}, Bytes{2}}}, .children = {}};
    const auto root = states.commit(block(1), block(0), 1, one);
    ASSERT_TRUE(root);
    ASSERT_TRUE(states.commit(block(1), block(0), 1, two, *root));
    EXPECT_EQ(entries(block(1)), (std::map<Bytes, Bytes>{{{1}, {1}}}));
    EXPECT_NE(*states.commit(block(2), block(0), 1, two, *root), *root);
    EXPECT_FALSE(states.has(block(2)));
    EXPECT_TRUE(states.commit(block(2), block(0), 1, one, *root));
    EXPECT_TRUE(states.has(block(2)));
}

TEST_F(ForkedStatesTest, WhoHearsOfAnAmendmentDecidesWhatItsCallerIsTold) {
    states.set_on_amended([](const Hash256&, const StateChanges&, uint64_t) -> Result<void, StateError> {
        return Err(StateError{StateError::Kind::kIo, "the disk is full"});
    });
    const auto done = states.amend(block(0), {.top = {{{1}, Bytes{2}}}, .children = {}});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().reason, "the disk is full");
}

TEST_F(ForkedStatesTest, BlocksChangeWhatTheOriginHas) {
    origin->top = {{{1}, {10}}, {{2}, {20}}, {{3}, {30}}};
    ASSERT_TRUE(states.commit(block(1), block(0), 1, {.top = {{{1}, std::nullopt}, {{4}, Bytes{40}}}, .children = {}}));
    ASSERT_TRUE(states.commit(block(2), block(1), 2, {.top = {{{1}, Bytes{11}}, {{2}, std::nullopt}}, .children = {}}));
    EXPECT_EQ(entries(block(0)), origin->top);
    EXPECT_EQ(entries(block(1)), (std::map<Bytes, Bytes>{{{2}, {20}}, {{3}, {30}}, {{4}, {40}}}));
    EXPECT_EQ(entries(block(2)), (std::map<Bytes, Bytes>{{{1}, {11}}, {{3}, {30}}, {{4}, {40}}}));
    EXPECT_FALSE(states.at(block(3)));
    EXPECT_FALSE(states.commit(block(4), block(3), 4, {}));
}

TEST_F(ForkedStatesTest, TheRootIsThatOfTheChanges) {
    const StateChanges one{.top = {{{1}, Bytes{1}}}, .children = {}}, two{.top = {{{1}, Bytes{2}}}, .children = {}};
    const auto first = states.commit(block(1), block(0), 1, one);
    ASSERT_TRUE(first);
    EXPECT_EQ(*states.commit(block(2), block(0), 1, one), *first);
    EXPECT_NE(*states.commit(block(3), block(0), 1, two), *first);
    EXPECT_NE(*states.commit(block(4), block(1), 2, one), *first);
    EXPECT_EQ((*states.at(block(1)))->root(), *first);
    EXPECT_EQ((*states.at(block(0)))->root(), origin->root());
    // What a runtime is told before the block is kept.
    const auto state = *states.at(block(0));
    Overlay overlay(*state);
    overlay.put(Area::top(), Bytes{1}, Bytes{1});
    EXPECT_EQ(*overlay.root(trie::StateVersion::kV1), *first);
}

TEST_F(ForkedStatesTest, ChildTriesHaveTheirOwnEntriesAndRoots) {
    const Bytes name{7};
    const Bytes root_key = concat(as_bytes(":child_storage:default:"), name);
    origin->child = {{{1}, {10}}};
    origin->top = {{root_key, Bytes(32, 5)}};
    EXPECT_EQ(to_bytes(**(*states.at(block(0)))->get(Area::top(), root_key)), Bytes(32, 5));
    ASSERT_TRUE(states.commit(block(1), block(0), 1, {.top = {}, .children = {{name, {{{2}, Bytes{20}}}}}}));
    ASSERT_TRUE(states.commit(block(2), block(1), 2, {.top = {{{9}, Bytes{9}}}, .children = {}}));
    EXPECT_EQ(entries(block(2), Area::child(name)), (std::map<Bytes, Bytes>{{{1}, {10}}, {{2}, {20}}}));
    const Bytes root = to_bytes(**(*states.at(block(2)))->get(Area::top(), root_key));
    EXPECT_NE(root, Bytes(32, 5));
    EXPECT_EQ(root, to_bytes((*states.at(block(1)))->child_root_with(name, {}, trie::StateVersion::kV1)->bytes));
    const auto state = *states.at(block(0));
    Overlay overlay(*state);
    overlay.put(Area::child(name), Bytes{2}, Bytes{20});
    EXPECT_EQ(overlay.child_root(name, trie::StateVersion::kV1)->bytes.size(), root.size());
    EXPECT_EQ(to_bytes(overlay.child_root(name, trie::StateVersion::kV1)->bytes), root);
}

TEST_F(ForkedStatesTest, RootsOfChildTriesAreEntriesAsLongAsTheseHaveSome) {
    const auto root_key = [](uint8_t name) { return concat(as_bytes(":child_storage:default:"), Bytes{name}); };
    origin->child = {{{1}, {10}}};
    origin->top = {{root_key(7), Bytes(32, 5)}};
    ASSERT_TRUE(states.commit(block(1), block(0), 1, {.top = {}, .children = {{{8}, {{{2}, Bytes{20}}}}}}));
    EXPECT_EQ(*(*states.at(block(1)))->next_key(Area::top(), root_key(7)), root_key(8)) << "a new one is listed";
    const ChangeSet all_removed{{{1}, std::nullopt}, {{2}, std::nullopt}};
    ASSERT_TRUE(states.commit(block(2), block(1), 2, {.top = {}, .children = {{{7}, all_removed}}}));
    EXPECT_FALSE(*(*states.at(block(2)))->get(Area::top(), root_key(7)));
    EXPECT_EQ(entries(block(2)).size(), 1u);
    ASSERT_TRUE(states.commit(block(3), block(2), 3, {.top = {}, .children = {{{7}, {{{3}, Bytes{1}}}}}}));
    EXPECT_TRUE(*(*states.at(block(3)))->get(Area::top(), root_key(7)));
    EXPECT_TRUE(*(*states.at(block(1)))->get(Area::top(), root_key(7))) << "blocks below keep it";
}

TEST_F(ForkedStatesTest, NothingIsLostWhenSeveralThreadsAmend) {
    constexpr uint8_t kThreads = 4, kEach = 50;
    std::vector<std::thread> threads;
    for (uint8_t thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([this, thread] {
            for (uint8_t i = 0; i < kEach; ++i) {
                EXPECT_TRUE(states.amend(block(0), {.top = {{{thread, i}, Bytes{i}}}, .children = {}}));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(entries(block(0)).size(), size_t{kThreads} * kEach);
}

// A model of maps beside it: many blocks, so that layers are put together.
TEST_F(ForkedStatesTest, ManyBlocksGiveWhatAModelGives) {
    std::mt19937 random(1);
    const auto byte = [&](unsigned most) { return static_cast<uint8_t>(random() % most); };
    for (int i = 0; i < 40; ++i) origin->top[{byte(64)}] = {byte(255)};
    std::map<uint8_t, std::map<Bytes, Bytes>> models{{0, origin->top}};
    for (uint8_t number = 1; number < 120; ++number) {
        const auto parent = static_cast<uint8_t>(number - 1 - (number % 7 == 0 ? 1 : 0));
        StateChanges changes;
        auto model = models[parent];
        for (int i = byte(6); i >= 0; --i) {
            const Bytes key{byte(64)};
            if (byte(3) == 0) {
                changes.top[key] = std::nullopt;
                model.erase(key);
            } else {
                changes.top[key] = model[key] = {byte(255)};
            }
        }
        ASSERT_TRUE(states.commit(block(number), block(parent), number, changes));
        models[number] = model;
    }
    for (const auto& [number, model] : models) EXPECT_EQ(entries(block(number)), model) << int{number};
}

}  // namespace
}  // namespace serinus::state

#include "protocols/sync/state_plan.hpp"

#include <gtest/gtest.h>

namespace serinus::network::sync {
namespace {

using state::OpenPart;

constexpr size_t kAnswer = 1 << 20;

/// Below the prefix of a map.
StatePosition in_map(Bytes nibbles, uint8_t map = 1) {
    Bytes out(kMapPrefixNibbles, map);
    append(out, nibbles);
    return {std::move(out)};
}

OpenPart part_at(const StatePosition& position) { return {std::nullopt, position.top, Hash256(), false}; }

class StatePlan : public testing::Test {
  protected:
    StatePlan() {
        // The first sixteenth of a map came with an answer: fifteen answers are left.
        sizes.note_answer(kAnswer);
        sizes.note(in_map({0}), in_map({1}), kAnswer);
        for (uint8_t i = 1; i < 16; ++i) open.insert(part_at(in_map({i})));
    }
    std::optional<StatePosition> choose(const std::vector<StateStretch>& stretches) const {
        return choose_start(StateLine(open, sizes), stretches, [](const auto&) { return true; });
    }

    StateSizes sizes;
    std::set<OpenPart> open;
};

TEST_F(StatePlan, PartsOfOneMapThatAreAsDeepAreAsLarge) {
    const StateLine line(open, sizes);
    EXPECT_NEAR(line.length(), 15 * kAnswer, kAnswer / 100.0);
    EXPECT_NEAR(line.at(in_map({3, 8})), 2.5 * kAnswer, kAnswer / 100.0);
    EXPECT_EQ(line.at({}), 0);
    EXPECT_EQ(line.at(in_map({0}, 2)), line.length());
    // A map can be cut anywhere.
    const auto cut = line.start_behind(2.5 * kAnswer);
    ASSERT_TRUE(cut.has_value());
    EXPECT_NEAR(line.at(*cut), 2.5 * kAnswer, kAnswer / 100.0);
}

TEST_F(StatePlan, TheFirstPeerBeginsAtTheBeginning) { EXPECT_EQ(choose({}), in_map({1})); }

// Both have a whole number of answers to ask for, and a little less than these can bring, as sizes are guesses: of what
// is 14 answers large before the first peer it keeps seven of fifteen.
TEST_F(StatePlan, AnotherPeerTakesTheSecondHalfOfTheLongestStretch) {
    const auto second = choose({{.start = in_map({1})}});
    ASSERT_TRUE(second.has_value());
    EXPECT_NEAR(StateLine(open, sizes).at(*second), (1 + 14 * 7 / 15.0) * kAnswer, kAnswer / 100.0);
    const auto third = choose({{.start = in_map({1})}, {.start = *second}});
    ASSERT_TRUE(third.has_value());
    EXPECT_NEAR(StateLine(open, sizes).at(*third), (1 + 6.53 * 3 / 7) * kAnswer, kAnswer / 50.0);
}

TEST_F(StatePlan, WhereNobodyIsComesBeforeAShortStretchOfSomebody) {
    const auto place = choose({{.start = in_map({1})}, {.start = in_map({4}), .is_here = true, .end = in_map({6})}});
    EXPECT_EQ(place, in_map({6}));
}

TEST_F(StatePlan, APeerGoesOnWhereItsAnswerEndedUnlessOthersAreThere) {
    const StateLine line(open, sizes);
    const StateStretch own{.start = in_map({1}), .is_here = true, .end = in_map({2, 3})};
    EXPECT_EQ(continue_at(line, {own}, in_map({2, 3})), in_map({2, 3}));
    EXPECT_EQ(continue_at(line, {own, {.start = in_map({2})}}, in_map({2, 3})), std::nullopt);
    const StateStretch all{.start = in_map({2}), .is_here = true, .end = std::nullopt};
    EXPECT_EQ(continue_at(line, {own, all}, in_map({2, 3})), std::nullopt);
}

// What came is not open any more: the next part is behind it.
TEST_F(StatePlan, WhatIsNotOpenIsPassedOver) {
    open.erase(part_at(in_map({5})));
    const StateLine line(open, sizes);
    EXPECT_EQ(line.start_at(in_map({5, 7})), in_map({6}));
    EXPECT_EQ(line.start_at(in_map({6, 7})), in_map({6, 7}));
    EXPECT_EQ(line.part_at(in_map({6, 7})), in_map({6}));
    EXPECT_EQ(line.start_at(in_map({0}, 2)), std::nullopt);
}

TEST_F(StatePlan, WhatAPeerWasAskedForBeforeIsPassedOver) {
    const auto start =
        choose_start(StateLine(open, sizes), {}, [](const StatePosition& one) { return one > in_map({9}); });
    EXPECT_EQ(start, in_map({10}));
    EXPECT_EQ(choose_start(StateLine(open, sizes), {}, [](const auto&) { return false; }), std::nullopt);
}

TEST_F(StatePlan, WhatIsLikelyToBeOnItsWayIsAskedOfNobodyElse) {
    open = {part_at(in_map({15}))};
    EXPECT_NE(choose({}), std::nullopt);
    EXPECT_EQ(choose({{.start = in_map({15})}}), std::nullopt);
}

// A child trie stands where its root does, behind its own root's key and before the next key of the top trie.
TEST(StatePosition, ChildTriesStandWhereTheirRootsDo) {
    const OpenPart child{to_bytes(as_bytes("c")), {1, 2, 3}, Hash256(), false};
    const StatePosition place = position_of(child);
    const auto start = range_start(place);
    ASSERT_EQ(start.size(), 2u);
    EXPECT_EQ(as_text(start[0]), ":child_storage:default:c");
    EXPECT_EQ(start[1], (Bytes{0x12, 0x30}));
    EXPECT_EQ(start, state::StateDownload::start_of(child));
    EXPECT_LT(StatePosition{place.top}, place);
    EXPECT_LT(place, StatePosition{Bytes(1, 4)});
    EXPECT_TRUE(is_below(place, {}));
    EXPECT_FALSE(is_below(StatePosition{place.top}, place));
    EXPECT_TRUE(range_start({}).empty());
}

}  // namespace
}  // namespace serinus::network::sync

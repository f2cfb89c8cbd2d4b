#include "authorship/slot_core.hpp"

#include <gtest/gtest.h>

namespace serinus::authorship {
namespace {

/// The effects in a few words: "claim", "note", "author 4000", "end not ours", "warn 12, end ahead".
class SlotCoreTest : public testing::Test {
  protected:
    std::string handle(const SlotCore::Input& input, uint64_t now_ms) {
        SlotCore::Effects effects;
        core.handle(input, now_ms, effects);
        std::string out;
        for (const auto& effect : effects) out += (out.empty() ? "" : ", ") + std::visit(*this, effect);
        return out;
    }
    /// At the start of the slot, on a best block of the slot before it.
    std::string begin(Slot slot) {
        return handle({SlotCore::SlotBegun{.slot = slot, .best_slot = slot - 1}}, slot * 6000);
    }
    std::string claim(std::optional<bool> is_ours) { return handle({SlotCore::Claimed{is_ours}}, 0); }
    std::string note(bool succeeded) { return handle({SlotCore::Noted{succeeded}}, 0); }

    SlotCore core{{.slot_duration_ms = 6000, .last_authored = 99}};

  public:
    std::string operator()(const SlotCore::Claim&) const { return "claim"; }
    std::string operator()(const SlotCore::Note&) const { return "note"; }
    std::string operator()(const SlotCore::Author& effect) const {
        return "author " + std::to_string(effect.duration_ms);
    }
    std::string operator()(const SlotCore::WarnAhead& effect) const { return "warn " + std::to_string(effect.seconds); }
    std::string operator()(const SlotCore::End& effect) const {
        static constexpr const char* kNames[] = {"authored", "not ours",   "no time",  "syncing", "ahead",
                                                 "again",    "backed off", "too late", "failed"};
        return std::string("end ") + kNames[static_cast<int>(effect.outcome)];
    }
};

TEST_F(SlotCoreTest, ASlotIsClaimedThenNotedThenAuthored) {
    EXPECT_EQ(begin(100), "claim");
    EXPECT_EQ(claim(true), "note");
    EXPECT_EQ(note(true), "author 4000") << "two thirds of the slot";
    EXPECT_EQ(begin(101), "claim");
    EXPECT_EQ(claim(false), "end not ours");
}

TEST_F(SlotCoreTest, NoSlotIsAuthoredTwiceWhateverBecameOfTheFirstTime) {
    EXPECT_EQ(begin(99), "end again") << "before a restart";
    EXPECT_EQ(begin(100), "claim");
    EXPECT_EQ(claim(true), "note");
    EXPECT_EQ(note(false), "end failed");
    EXPECT_EQ(begin(100), "end again");
    EXPECT_EQ(begin(101), "claim");
    EXPECT_EQ(claim(std::nullopt), "end failed");
    EXPECT_EQ(begin(101), "claim") << "it was not claimed";
}

TEST_F(SlotCoreTest, AChainWhoseTimeIsAheadIsWarnedOfOnce) {
    const auto on = [&](Slot slot, Slot best_slot) {
        return handle({SlotCore::SlotBegun{.slot = slot, .best_slot = best_slot}}, slot * 6000);
    };
    EXPECT_EQ(on(100, 100), "end ahead") << "another author's block came first: nothing to warn of";
    EXPECT_EQ(on(100, 101), "warn 12, end ahead");
    EXPECT_EQ(on(101, 101), "end ahead");
    EXPECT_EQ(on(100, 102), "warn 18, end ahead");
    EXPECT_EQ(on(101, 102), "end ahead");
}

TEST_F(SlotCoreTest, NothingIsAuthoredWhileSyncingOrAtTheEndOfASlot) {
    EXPECT_EQ(handle({SlotCore::SlotBegun{.slot = 100, .is_syncing = true}}, 600'000), "end syncing");
    EXPECT_EQ(handle({SlotCore::SlotBegun{.slot = 100, .best_slot = 99}}, 606'000), "end no time");
    EXPECT_EQ(handle({SlotCore::SlotBegun{.slot = 100, .best_slot = 99}}, 605'000), "claim");
    EXPECT_EQ(claim(true), "note");
    EXPECT_EQ(note(true), "author 1000") << "what is left of the slot";
}

TEST_F(SlotCoreTest, AnAuthorHoldsBackWhileFinalityLags) {
    core = SlotCore({.slot_duration_ms = 6000, .last_authored = 0, .backoff = Backoff{.unfinalized_slack = 0}});
    const auto on = [&](primitives::BlockNumber best) {
        const auto first =
            handle({SlotCore::SlotBegun{.slot = 100, .best = best, .finalized = 10, .best_slot = 99}}, 600'000);
        return first == "claim" ? claim(true) : first;
    };
    EXPECT_EQ(on(12), "end backed off");
    EXPECT_EQ(on(10), "note");
}

}  // namespace
}  // namespace serinus::authorship

#include "authorship/equivocation_core.hpp"

#include <gtest/gtest.h>

namespace serinus::authorship {
namespace {

constexpr uint64_t kNowMs = 1'000'000;  // in slot 1000

/// The effects in a few words: "found 7", "ask 7 at block", "submit 7".
class EquivocationCoreTest : public testing::Test {
  protected:
    std::string handle(EquivocationCore::Input input, uint64_t now_ms = kNowMs) {
        EquivocationCore::Effects effects;
        core.handle(std::move(input), now_ms, effects);
        std::string out;
        for (const auto& effect : effects) out += (out.empty() ? "" : ", ") + std::visit(*this, effect);
        return out;
    }
    /// `salt` tells blocks of one slot apart.
    std::string see(uint64_t slot, uint8_t salt, uint64_t now_ms = kNowMs) {
        EquivocationCore::BlockSeen seen{.slot = slot};
        seen.header.number = salt;
        return handle(std::move(seen), now_ms);
    }
    std::string answer(std::optional<Bytes> proof) { return handle(EquivocationCore::OwnershipAnswered{proof}); }
    std::string end() { return handle(EquivocationCore::ReportEnded{}); }

    static std::string name(const EquivocationCore::Proof& proof) { return std::to_string(proof.slot); }
    EquivocationCore core{{.waiting = 2, .slot_duration_ms = 1000}};

  public:
    std::string operator()(const EquivocationCore::Found& effect) const { return "found " + name(effect.proof); }
    std::string operator()(const EquivocationCore::AskOwnership& effect) const {
        if (effect.at) EXPECT_EQ(*effect.at, primitives::header_hash(effect.proof.second));
        return "ask " + name(effect.proof) + (effect.at ? " at block" : " at best");
    }
    std::string operator()(const EquivocationCore::SubmitReport& effect) const {
        EXPECT_EQ(effect.ownership, Bytes{9});
        return "submit " + name(effect.proof);
    }
    std::string operator()(const EquivocationCore::GiveUp& effect) const { return "give up " + name(effect.proof); }
    std::string operator()(const EquivocationCore::Drop& effect) const { return "drop " + name(effect.proof); }
};

// Spec: defn-producer-equivocation
TEST_F(EquivocationCoreTest, TwoHeadersOfOneSlotAreReportedWithAProofFromTheStateOfTheSecond) {
    EXPECT_EQ(see(1000, 1), "");
    EXPECT_EQ(see(1000, 1), "") << "the same block";
    EXPECT_EQ(see(1000, 2), "found 1000, ask 1000 at block");
    EXPECT_EQ(answer(Bytes{9}), "submit 1000");
    EXPECT_EQ(end(), "");
    EXPECT_EQ(core.found(), 1u);
}

TEST_F(EquivocationCoreTest, TheBestBlockIsAskedNextAndThenNothing) {
    see(1000, 1);
    see(1000, 2);
    EXPECT_EQ(answer(std::nullopt), "ask 1000 at best");
    EXPECT_EQ(answer(Bytes{9}), "submit 1000");
    EXPECT_EQ(end(), "");
    see(999, 1);
    EXPECT_EQ(see(999, 2), "found 999, ask 999 at block");
    EXPECT_EQ(answer(std::nullopt), "ask 999 at best");
    EXPECT_EQ(answer(std::nullopt), "give up 999");
}

TEST_F(EquivocationCoreTest, ReportsAreMadeOneAfterTheOtherAndTooManyAreDropped) {
    for (const uint64_t slot : {997u, 998u, 999u, 1000u}) see(slot, 1);
    EXPECT_EQ(see(997, 2), "found 997, ask 997 at block");
    EXPECT_EQ(see(998, 2), "found 998");
    EXPECT_EQ(see(999, 2), "found 999");
    EXPECT_EQ(see(1000, 2), "found 1000, drop 1000");
    EXPECT_EQ(answer(Bytes{9}), "submit 997");
    EXPECT_EQ(see(1000, 3), "found 1000, drop 1000") << "two still wait";
    EXPECT_EQ(end(), "ask 998 at block");
    EXPECT_EQ(see(1000, 4), "found 1000");
    EXPECT_EQ(core.found(), 6u);
}

TEST_F(EquivocationCoreTest, SlotsTooFarBackAreNotLookedAtAndSlotsAheadOfTheClockAre) {
    see(1000, 1);
    EXPECT_EQ(see(1000, 2, kNowMs + 1'001'000), "") << "a thousand slots later";
    see(5000, 1);
    EXPECT_EQ(see(5000, 2), "found 5000, ask 5000 at block") << "chains that are sealed on demand run ahead";
}

}  // namespace
}  // namespace serinus::authorship

#include "authorship/demand_core.hpp"

#include <gtest/gtest.h>

namespace serinus::authorship {
namespace {

using Kind = SealingMode::Kind;

class DemandCoreTest : public testing::Test {
  protected:
    /// The effects in a few words: "seal 1", "seal", "refuse 2", "wake 100".
    std::string handle(const DemandCore::Input& input, uint64_t now_ms = 0) {
        DemandCore::Effects effects;
        core->handle(input, now_ms, effects);
        std::string out;
        for (const auto& effect : effects) {
            if (!out.empty()) out += ", ";
            if (const auto* seal = std::get_if<DemandCore::Seal>(&effect)) {
                out += seal->ticket ? "seal " + std::to_string(*seal->ticket) : "seal";
                if (!seal->request.create_empty) out += " unless empty";
            } else if (const auto* refuse = std::get_if<DemandCore::Refuse>(&effect)) {
                out += "refuse " + std::to_string(refuse->ticket);
            } else {
                out += "wake " + std::to_string(std::get<DemandCore::WakeAfter>(effect).delay_ms);
            }
        }
        return out;
    }
    void make(SealingMode mode, size_t max_calls = 2) { core.emplace(mode, max_calls); }

    std::optional<DemandCore> core;
    const DemandCore::Sealed good{.succeeded = true, .ready = 0}, good_and_more{.succeeded = true, .ready = 3},
        failed{.succeeded = false, .ready = 3};
};

TEST_F(DemandCoreTest, CallsAreSealedOneAfterTheOther) {
    make({.kind = Kind::kManual});
    EXPECT_EQ(handle(DemandCore::Start{}), "");
    EXPECT_EQ(handle(DemandCore::Call{1}), "seal 1");
    EXPECT_EQ(handle(DemandCore::Call{2}), "");
    EXPECT_EQ(handle(DemandCore::Call{3}), "");
    EXPECT_EQ(handle(DemandCore::Call{4}), "refuse 4") << "two wait";
    EXPECT_EQ(handle(failed), "seal 2");
    EXPECT_EQ(handle(good), "seal 3");
    EXPECT_EQ(handle(good_and_more), "") << "nobody called for more";
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "");
}

TEST_F(DemandCoreTest, TransactionsThatAreReadyAreSealedTogether) {
    make({.kind = Kind::kInstant});
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "seal unless empty");
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "");
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "");
    EXPECT_EQ(handle(good), "seal unless empty") << "for those that became ready meanwhile";
    EXPECT_EQ(handle(good_and_more), "seal unless empty") << "for those that found no room";
    EXPECT_EQ(handle(failed), "") << "a failure is not repeated until something changes";
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "seal unless empty");
    EXPECT_EQ(handle(good), "");
}

TEST_F(DemandCoreTest, CallsComeBeforeTransactions) {
    make({.kind = Kind::kInstant});
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "seal unless empty");
    EXPECT_EQ(handle(DemandCore::Call{1}), "");
    EXPECT_EQ(handle(good_and_more), "seal 1");
    EXPECT_EQ(handle(good), "seal unless empty");
}

TEST_F(DemandCoreTest, ABlockThatIsDueIsSealedInTheInstantModeAlone) {
    make({.kind = Kind::kInstant});
    EXPECT_EQ(handle(DemandCore::BlockDue{}), "seal") << "also if it is empty";
    EXPECT_EQ(handle(DemandCore::BlockDue{}), "");
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "");
    EXPECT_EQ(handle(good), "seal") << "with the transactions";
    EXPECT_EQ(handle(good), "");
    EXPECT_EQ(handle(DemandCore::BlockDue{}), "seal");
    EXPECT_EQ(handle(DemandCore::BlockDue{}), "");
    EXPECT_EQ(handle(DemandCore::Call{1}), "");
    EXPECT_EQ(handle(failed), "seal 1");
    EXPECT_EQ(handle(good), "") << "the call's block was due as well";

    make({.kind = Kind::kManual});
    EXPECT_EQ(handle(DemandCore::BlockDue{}), "");
    EXPECT_EQ(handle(DemandCore::SetMode{.kind = Kind::kInstant, .ready = 0}), "seal");
    EXPECT_EQ(handle(good), "");
    EXPECT_EQ(handle(DemandCore::SetMode{.kind = Kind::kManual, .ready = 0}), "");
    EXPECT_EQ(handle(DemandCore::BlockDue{}), "");
    EXPECT_EQ(handle(DemandCore::Call{1}), "seal 1");
    EXPECT_EQ(handle(good), "");
    EXPECT_EQ(handle(DemandCore::SetMode{.kind = Kind::kInstant, .ready = 0}), "") << "it has been made";

    make({.kind = Kind::kInterval, .interval_ms = 10});
    EXPECT_EQ(handle(DemandCore::BlockDue{}), "");
}

TEST_F(DemandCoreTest, TheModeChangesBetweenBlocks) {
    make({.kind = Kind::kManual});
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "");
    EXPECT_EQ(handle(DemandCore::SetMode{.kind = Kind::kInstant, .ready = 1}), "seal unless empty");
    EXPECT_EQ(handle(DemandCore::SetMode{.kind = Kind::kManual, .ready = 1}), "");
    EXPECT_EQ(handle(good_and_more), "") << "they wait for a request";
    EXPECT_EQ(handle(DemandCore::TransactionReady{}), "");
    EXPECT_EQ(handle(DemandCore::Call{1}), "seal 1");
    EXPECT_EQ(handle(good), "");
}

TEST_F(DemandCoreTest, AnIntervalKeepsItsPace) {
    make({.kind = Kind::kInterval, .interval_ms = 100});
    EXPECT_EQ(handle(DemandCore::Start{}, 1000), "wake 100");
    EXPECT_EQ(handle(DemandCore::IntervalElapsed{}, 1103), "seal");
    EXPECT_EQ(handle(good, 1120), "wake 80");
    EXPECT_EQ(handle(DemandCore::IntervalElapsed{}, 1200), "seal");
    EXPECT_EQ(handle(failed, 1450), "wake 0") << "an interval that was too short for its block is not made up for";
    EXPECT_EQ(handle(DemandCore::IntervalElapsed{}, 1450), "seal");
    EXPECT_EQ(handle(good, 1460), "wake 90");
}

TEST_F(DemandCoreTest, ACallDoesNotShiftTheInterval) {
    make({.kind = Kind::kInterval, .interval_ms = 100});
    handle(DemandCore::Start{}, 0);
    EXPECT_EQ(handle(DemandCore::Call{1}, 50), "seal 1");
    EXPECT_EQ(handle(DemandCore::IntervalElapsed{}, 100), "");
    EXPECT_EQ(handle(good, 130), "seal");
    EXPECT_EQ(handle(good, 140), "wake 60");
}

}  // namespace
}  // namespace serinus::authorship

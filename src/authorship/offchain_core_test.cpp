#include "authorship/offchain_core.hpp"

#include <gtest/gtest.h>

namespace serinus::authorship {
namespace {

using Outcome = OffchainCore::Outcome;

/// The effects in a few words: "run 3 on 0", "skip 3: not best".
class OffchainCoreTest : public testing::Test {
  protected:
    std::string handle(OffchainCore::Input input) {
        OffchainCore::Effects effects;
        core.handle(std::move(input), now_ms, effects);
        std::string out;
        for (const auto& effect : effects) {
            if (!out.empty()) out += ", ";
            if (const auto* run = std::get_if<OffchainCore::Run>(&effect)) {
                EXPECT_EQ(run->max_run_ms, 500u);
                out += "run " + std::to_string(run->block.id.number) + " on " + std::to_string(run->worker);
            } else if (const auto* skip = std::get_if<OffchainCore::Skip>(&effect)) {
                static constexpr const char* kReasons[] = {"not best", "too many wait", "waited too long"};
                out += "skip " + std::to_string(skip->block.number) + ": " + kReasons[static_cast<int>(skip->reason)];
            } else {
                out += "report missing API";
            }
        }
        return out;
    }
    std::string import(uint32_t number, bool is_new_best = true) {
        return handle(OffchainCore::Imported{{{{}, number}, nullptr}, is_new_best});
    }
    std::string end(size_t worker, Outcome outcome = Outcome::kSucceeded) {
        return handle(OffchainCore::Ended{worker, outcome});
    }

    OffchainCore core{{.running = 2, .waiting = 2, .max_wait_ms = 100, .max_run_ms = 500}};
    uint64_t now_ms = 1000;
};

TEST_F(OffchainCoreTest, RunsForBestBlocksOnTheWorkersThatAreFree) {
    EXPECT_EQ(import(1, false), "skip 1: not best");
    EXPECT_EQ(import(1), "run 1 on 0");
    EXPECT_EQ(import(2), "run 2 on 1");
    EXPECT_EQ(import(3), "");
    EXPECT_EQ(end(1), "run 3 on 1");
    EXPECT_EQ(end(1), "");
    EXPECT_EQ(end(0), "");
    EXPECT_EQ(import(4), "run 4 on 0");
    EXPECT_EQ(core.succeeded(), 3u);
}

TEST_F(OffchainCoreTest, BlocksWaitInOrderAndNoMoreThanTheBound) {
    for (uint32_t number = 1; number <= 4; ++number) import(number);
    EXPECT_EQ(core.waiting(), 2u);
    EXPECT_EQ(import(5), "skip 5: too many wait");
    EXPECT_EQ(core.waiting(), 2u);
    EXPECT_EQ(end(0), "run 3 on 0");
    EXPECT_EQ(import(6), "");
    EXPECT_EQ(end(0), "run 4 on 0");
    EXPECT_EQ(end(1), "run 6 on 1");
}

TEST_F(OffchainCoreTest, ABlockThatWaitsTooLongIsSkippedForTheNextOne) {
    for (uint32_t number = 1; number <= 3; ++number) import(number);
    now_ms += 50;
    import(4);
    now_ms += 50;
    EXPECT_EQ(end(0), "run 3 on 0") << "100 ms are allowed";
    now_ms += 50;
    import(5);
    now_ms += 1;
    EXPECT_EQ(end(1), "skip 4: waited too long, run 5 on 1");
}

TEST_F(OffchainCoreTest, AMissingApiIsReportedOnceAndOnlySuccessIsCounted) {
    import(1);
    EXPECT_EQ(end(0, Outcome::kNoApi), "report missing API");
    import(2);
    EXPECT_EQ(end(0, Outcome::kNoApi), "");
    for (const Outcome outcome : {Outcome::kFailed, Outcome::kStopped}) {
        EXPECT_EQ(import(3), "run 3 on 0");
        EXPECT_EQ(end(0, outcome), "");
    }
    EXPECT_EQ(core.succeeded(), 0u);
}

}  // namespace
}  // namespace serinus::authorship

#include "collator/relay_rpc/relay_blocks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collator/relay_rpc/test_relay_headers.hpp"

namespace serinus::collator {
namespace {

using primitives::Header;
using Source = RelayBlocks::Source;
using testing::ElementsAre;
using testing::IsEmpty;

/// Lets the core hear a server that has these headers.
class RelayBlocksTest : public testing::Test {
  protected:
    /// What listeners hear: "+3" a block, "best 3", "final 3". The fault of the server, after "fault: ".
    std::vector<std::string> hear(Source source, const Header& header, uint64_t now = 0) {
        std::vector<std::string> out;
        RelayBlocks::Effects effects;
        auto verdict = core.on_header(source, header, now, effects);
        while (verdict) {
            std::optional<Hash256> wanted;
            for (const auto& effect : effects) {
                if (const auto* block = std::get_if<RelayBlocks::NewBlock>(&effect)) {
                    EXPECT_EQ(block->id.hash, primitives::header_hash(*block->header));
                    out.push_back("+" + std::to_string(block->id.number));
                } else if (const auto* best = std::get_if<RelayBlocks::NewBest>(&effect)) {
                    out.push_back("best " + std::to_string(best->id.number));
                } else if (const auto* last = std::get_if<RelayBlocks::NewFinal>(&effect)) {
                    out.push_back("final " + std::to_string(last->id.number));
                } else {
                    wanted = std::get<RelayBlocks::Fetch>(effect).hash;
                }
            }
            effects.clear();
            if (!wanted) return out;
            ++fetched;
            verdict = core.on_fetched(*wanted, answer(*wanted), effects);
        }
        out.push_back("fault: " + verdict.error());
        return out;
    }
    std::optional<Header> answer(const Hash256& wanted) {
        if (lie) return lie;
        for (const Header& one : server) {
            if (primitives::header_hash(one) == wanted) return one;
        }
        return std::nullopt;
    }

    RelayBlocks core;
    std::vector<Header> server = header_chain(100, 200);  ///< from number 100 on
    std::optional<Header> lie;                            ///< is answered to all questions
    size_t fetched = 0;
};

TEST_F(RelayBlocksTest, ABlockIsToldOfOnceWhicheverSubscriptionBringsIt) {
    EXPECT_THAT(hear(Source::kFinal, server[0]), ElementsAre("+100", "final 100", "best 100"));
    EXPECT_THAT(hear(Source::kAll, server[1]), ElementsAre("+101"));
    EXPECT_THAT(hear(Source::kBest, server[1]), ElementsAre("best 101"));
    EXPECT_THAT(hear(Source::kAll, server[1]), IsEmpty());
    EXPECT_THAT(hear(Source::kBest, server[1]), IsEmpty());
    EXPECT_THAT(hear(Source::kBest, server[2]), ElementsAre("+102", "best 102"));
    EXPECT_THAT(hear(Source::kAll, server[2]), IsEmpty());
    EXPECT_EQ(fetched, 0u);
}

TEST_F(RelayBlocksTest, BlocksThatWereMissedAreFetchedAndComeInTheirOrder) {
    hear(Source::kFinal, server[0]);
    EXPECT_THAT(hear(Source::kBest, server[4]), ElementsAre("+101", "+102", "+103", "+104", "best 104"));
    EXPECT_EQ(fetched, 3u);
}

TEST_F(RelayBlocksTest, OfManyMissedBlocksTheLastAreToldOf) {
    hear(Source::kFinal, server[0]);
    const auto heard = hear(Source::kBest, server[150]);
    EXPECT_EQ(fetched, RelayBlocks::kMaxMissed);
    EXPECT_EQ(heard.size(), RelayBlocks::kMaxMissed + 2);
    EXPECT_EQ(heard.back(), "best 250");
}

// The first server was ahead of the second one.
TEST_F(RelayBlocksTest, AServerThatIsBehindSaysNothingUntilItHasCaughtUp) {
    hear(Source::kFinal, server[10]);
    hear(Source::kBest, server[12]);
    EXPECT_THAT(hear(Source::kFinal, server[8]), IsEmpty());
    EXPECT_THAT(hear(Source::kAll, server[9]), IsEmpty());
    EXPECT_THAT(hear(Source::kBest, server[9]), IsEmpty());
    EXPECT_THAT(hear(Source::kFinal, server[10]), IsEmpty());
    EXPECT_EQ(core.best()->number, 112u);
    EXPECT_EQ(core.finalized()->number, 110u);
    EXPECT_THAT(hear(Source::kFinal, server[11]), ElementsAre("final 111")) << "it was told of before";
}

TEST_F(RelayBlocksTest, NothingBelowTheFinalBlockIsFetched) {
    hear(Source::kFinal, server[10]);
    EXPECT_THAT(hear(Source::kAll, header_on(server[10], 7)), ElementsAre("+111"));
    EXPECT_THAT(hear(Source::kAll, header_on(header_on(server[10], 8), 8)), ElementsAre("+112"))
        << "the server does not have its parent, which no answer of a server makes a fault";
}

TEST_F(RelayBlocksTest, TheBestBlockIsNeverBelowTheFinalOne) {
    hear(Source::kFinal, server[0]);
    hear(Source::kBest, server[1]);
    EXPECT_THAT(hear(Source::kFinal, server[2]), ElementsAre("+102", "final 102", "best 102"));
}

TEST_F(RelayBlocksTest, ABestBlockOfAnotherForkIsTheBestOneThoughItIsNotHigher) {
    hear(Source::kFinal, server[0]);
    hear(Source::kBest, server[1]);
    EXPECT_THAT(hear(Source::kBest, header_on(server[0], 3)), ElementsAre("+101", "best 101"));
}

// --- servers that lie ---

TEST_F(RelayBlocksTest, AnotherFinalBlockOfTheSameNumberIsAFault) {
    hear(Source::kFinal, server[0]);
    hear(Source::kFinal, server[1]);
    EXPECT_THAT(hear(Source::kFinal, header_on(server[0], 9)),
                ElementsAre("fault: it says that another block is final than what was final before"));
    EXPECT_EQ(core.finalized()->hash, primitives::header_hash(server[1]));
}

TEST_F(RelayBlocksTest, AnAnswerOfAnotherBlockIsAFault) {
    hear(Source::kFinal, server[0]);
    lie = server[50];
    EXPECT_THAT(hear(Source::kBest, server[4]),
                ElementsAre("fault: it answers with the header of another block than was asked for"));
    lie.reset();
    EXPECT_THAT(hear(Source::kBest, server[1]), ElementsAre("+101", "best 101")) << "the next server is heard";
}

TEST_F(RelayBlocksTest, ABlockWhoseNumberDoesNotFollowIsAFault) {
    hear(Source::kFinal, server[0]);
    Header wrong = header_on(server[3]);
    wrong.number = {5'000'000};
    EXPECT_THAT(hear(Source::kBest, wrong),
                ElementsAre("fault: it has a block whose number does not follow that of its parent"));
    EXPECT_EQ(core.best()->number, 100u);
}

// Each header has an unknown parent, which the server then does not have.
TEST_F(RelayBlocksTest, AFloodOfHeadersIsAFault) {
    hear(Source::kFinal, server[0]);
    Header one = header_on(server[0]);
    size_t heard = 0;
    const auto flood = [&](uint64_t now) {
        for (;; ++heard) {
            one.parent_hash.bytes[heard % 32] ^= 1;
            one.number = {static_cast<uint32_t>(102 + heard)};
            const auto said = hear(Source::kAll, one, now);
            if (said.back() == "fault: it sends more headers than a chain has") return;
        }
    };
    flood(0);
    EXPECT_EQ(heard, RelayBlocks::kMaxBurst - 1);
    heard = 0;
    flood(10'000);
    EXPECT_EQ(heard, 10 * RelayBlocks::kMaxEachSecond);
}

TEST_F(RelayBlocksTest, OldBlocksAreForgotten) {
    server = header_chain(0, RelayBlocks::kMaxKnown + 50);
    for (const Header& one : server) hear(Source::kAll, one);
    EXPECT_THAT(hear(Source::kAll, server.back()), IsEmpty());
    EXPECT_THAT(hear(Source::kAll, server.front()), ElementsAre("+0")) << "nothing is final";
}

}  // namespace
}  // namespace serinus::collator

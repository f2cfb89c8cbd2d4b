#include "protocols/sync/justifications.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "network/link/test_network.hpp"
#include "primitives/header.hpp"
#include "protocols/sync/costs.hpp"
#include "protocols/sync/waiting_host.hpp"

namespace serinus::network::sync {
namespace {

using chain::BlockId;
using link::test_peer;
using test::WaitingHost;

const primitives::Justifications kProof{{primitives::kGrandpaEngine, {1, 2, 3}}};

class JustificationsTest : public testing::Test, public JustificationChain {
  protected:
    static primitives::Header header_of(BlockNumber number) {
        primitives::Header header;
        header.number = number;
        return header;
    }
    static BlockId block(BlockNumber number) { return {primitives::header_hash(header_of(number)), number}; }
    BlockId finalized_block() override { return {{}, final_number}; }
    void import_justifications(const BlockId& of, primitives::Justifications all) override {
        imported.emplace_back(of, std::move(all));
    }
    void answer(BlockNumber number, std::optional<Bytes> justifications) {
        BlockResponseWriter writer;
        writer.add({.hash = block(number).hash,
                    .header = scale::encode(header_of(number)),
                    .body = {},
                    .justifications = std::move(justifications)});
        module.on_request(link::ResponseReceived{host.asked.size(), host.asked.back().first, std::move(writer).take()},
                          now);
    }
    void pass(Millis ms) {
        for (const Millis end = now + ms; module.next_timer() && *module.next_timer() <= end;) {
            now = std::max(now, *module.next_timer());
            module.on_timer(now);
        }
    }

    BlockNumber final_number = 0;
    std::vector<std::pair<BlockId, primitives::Justifications>> imported;
    Millis now = 1'000;
    WaitingHost host;
    Justifications module{host, *this, {}};
};

TEST_F(JustificationsTest, AreAskedForWhenVotesDidNotComeInTime) {
    module.add_peer(test_peer(1), now);
    module.on_needed(block(7), now);
    module.on_needed(block(7), now);
    EXPECT_EQ(module.needed(), 1u);
    EXPECT_TRUE(host.asked.empty()) << "votes may come";
    pass(10'000);
    ASSERT_EQ(host.asked.size(), 1u);
    EXPECT_EQ(std::get<Hash256>(host.asked[0].second.from), block(7).hash);
    EXPECT_TRUE(host.asked[0].second.fields.justification);
    EXPECT_FALSE(host.asked[0].second.fields.body);
    answer(7, scale::encode(kProof));
    ASSERT_EQ(imported.size(), 1u);
    EXPECT_EQ(imported[0], std::pair(block(7), kProof));
    final_number = 7;
    module.on_verdict(block(7), false, now);
    EXPECT_EQ(module.needed(), 0u);
    EXPECT_EQ(host.reports.back().second, kServed);
}

TEST_F(JustificationsTest, AreNotAskedForWhenTheBlockBecameFinal) {
    module.add_peer(test_peer(1), now);
    module.on_needed(block(7), now);
    final_number = 8;
    pass(60'000);
    EXPECT_TRUE(host.asked.empty());
    EXPECT_EQ(module.needed(), 0u);
}

TEST_F(JustificationsTest, AreAskedOfAnotherPeerAndNeverInTheSameWordsOfOne) {
    module.add_peer(test_peer(1), now);
    module.add_peer(test_peer(2), now);
    module.on_needed(block(7), now);
    for (int i = 0; i < 4; ++i) {
        pass(10'000);
        answer(7, std::nullopt);
    }
    ASSERT_EQ(host.asked.size(), 4u);
    EXPECT_NE(host.asked[0].first, host.asked[1].first);
    EXPECT_NE(host.asked[0].second, host.asked[2].second);
    EXPECT_TRUE(host.reports.empty()) << "who has none is not to blame";
}

TEST_F(JustificationsTest, ABadOneIsALieAndTheBlockStays) {
    module.add_peer(test_peer(1), now);
    module.on_needed(block(7), now);
    pass(10'000);
    answer(7, scale::encode(kProof));
    module.on_verdict(block(7), true, now);
    EXPECT_EQ(host.reports, (std::vector<std::pair<PeerId, Report>>{{test_peer(1), costs::kBadJustification}}));
    EXPECT_EQ(module.needed(), 1u);
    pass(10'000);
    EXPECT_EQ(host.asked.size(), 2u);
}

TEST_F(JustificationsTest, TheLowestBlocksCount) {
    for (BlockNumber number = 100; number > 50; --number) module.on_needed(block(number), now);
    EXPECT_EQ(module.needed(), 16u);
    module.add_peer(test_peer(1), now);
    pass(10'000);
    ASSERT_EQ(host.asked.size(), 1u);
    EXPECT_EQ(std::get<Hash256>(host.asked[0].second.from), block(51).hash);
    module.remove_peer(test_peer(1), now);
    EXPECT_EQ(host.cancelled.size(), 1u);
}

}  // namespace
}  // namespace serinus::network::sync

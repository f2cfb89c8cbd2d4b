#include "protocols/sync/history.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "network/link/test_network.hpp"
#include "primitives/header.hpp"
#include "protocols/sync/costs.hpp"
#include "protocols/sync/waiting_host.hpp"
#include "trie/root_builder.hpp"

namespace serinus::network::sync {
namespace {

using chain::BlockId;
using link::test_peer;

constexpr BlockNumber kBase = 200;

using test::WaitingHost;

class HistoryTest : public testing::Test, public HistoryChain {
  protected:
    HistoryTest() {
        Hash256 parent;
        for (BlockNumber number = 0; number <= kBase; ++number) {
            primitives::Header header;
            header.number = number;
            header.parent_hash = parent;
            header.extrinsics_root = trie::ordered_root(std::array{Bytes{4, 1}}, trie::StateVersion::kV0);
            parent = primitives::header_hash(header);
            blocks.push_back(header);
        }
    }
    std::optional<BlockId> highest_missing() override {
        if (missing == 0) return std::nullopt;
        return BlockId{primitives::header_hash(blocks[missing]), missing};
    }
    bool wants_body(BlockNumber number) override { return number > 150; }
    void store(std::vector<ReceivedBlock> received) override {
        for (const auto& block : received) {
            EXPECT_EQ(block.header.number.value, missing) << "descending without gaps";
            --missing;
        }
        ++stores;
    }
    /// An honest peer's answer to the last request.
    Bytes answer() const {
        const BlockRequest& request = host.asked.back().second;
        EXPECT_EQ(request.direction, Direction::kDescending);
        BlockResponseWriter writer;
        BlockNumber number = missing;
        for (uint32_t i = 0; i < request.max_blocks; ++i, --number) {
            BlockData data{
                .hash = primitives::header_hash(blocks[number]), .header = scale::encode(blocks[number]), .body = {}};
            if (request.fields.body) data.body = {{4, 1}};
            writer.add(data);
        }
        return std::move(writer).take();
    }
    void respond(Bytes content) {
        history.on_request(link::ResponseReceived{host.asked.size(), host.asked.back().first, std::move(content)}, now);
    }

    std::vector<primitives::Header> blocks;
    BlockNumber missing = kBase - 1;
    size_t stores = 0;
    Millis now = 1'000;
    WaitingHost host;
    History history{host, *this, {}};
};

TEST_F(HistoryTest, GoesDownToTheGenesisWithBodiesAsFarAsTheyAreWanted) {
    history.add_peer(test_peer(1), now);
    history.add_peer(test_peer(2), now);
    for (size_t rounds = 0; missing > 0; ++rounds) {
        ASSERT_LT(rounds, 10u);
        const auto asked = host.asked.size();
        EXPECT_EQ(host.asked.back().second.fields.body, missing > 150);
        respond(answer());
        EXPECT_EQ(host.asked.size(), asked) << "not before the last ones are stored";
        history.on_stored(true, now);
        now = *history.next_timer();
        history.on_timer(now);
    }
    EXPECT_EQ(history.stored(), kBase - 1);
    EXPECT_EQ(host.asked.size(), 4u);
    EXPECT_NE(host.asked[0].first, host.asked[1].first) << "peers take turns";
    for (const auto& [who, report] : host.reports) EXPECT_EQ(report, kServed);
}

TEST_F(HistoryTest, WhoHasNothingIsNotBlamedAndWhoSendsOtherBlocksIs) {
    history.add_peer(test_peer(1), now);
    respond({});
    EXPECT_TRUE(host.reports.empty());
    EXPECT_EQ(host.asked.size(), 1u);
    history.add_peer(test_peer(2), now);
    now = *history.next_timer();
    history.on_timer(now);
    ASSERT_EQ(host.asked.size(), 2u);
    EXPECT_EQ(host.asked.back().first, test_peer(2));
    BlockResponseWriter writer;
    writer.add({.hash = primitives::header_hash(blocks[3]), .header = scale::encode(blocks[3]), .body = {{4, 1}}});
    respond(std::move(writer).take());
    ASSERT_EQ(host.reports.size(), 1u);
    EXPECT_EQ(host.reports[0], std::pair(test_peer(2), costs::kBadBlockAnswer));
    EXPECT_EQ(stores, 0u);
}

TEST_F(HistoryTest, AsksAnotherWhenAPeerIsGone) {
    history.add_peer(test_peer(1), now);
    history.add_peer(test_peer(2), now);
    ASSERT_EQ(host.asked.size(), 1u);
    history.remove_peer(test_peer(1), now);
    EXPECT_EQ(host.cancelled, std::vector<link::RequestId>{1});
    ASSERT_EQ(host.asked.size(), 2u);
    EXPECT_EQ(host.asked.back().first, test_peer(2));
}

}  // namespace
}  // namespace serinus::network::sync

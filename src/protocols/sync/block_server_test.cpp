// Spec: defn-msg-block-request
#include "protocols/sync/block_server.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "protocols/serve/test_host.hpp"
#include "protocols/simulation/memory_chain.hpp"

namespace serinus::network::serve {
namespace {

using sync::BlockFields;
using sync::BlockRequest;

constexpr BlockFields kHeaders{.header = true}, kBlocks{.header = true, .body = true};

/// A chain of ten blocks with justifications of two gadgets; counts what is read.
class CountedBlocks final : public BlockSource {
  public:
    CountedBlocks() {
        for (int i = 0; i < 10; ++i) {
            const auto best = chain_.best();
            chain_.add(simulation::make_block(best.hash, best.number + 1, 1));
        }
    }
    std::optional<Hash256> hash_at(primitives::BlockNumber number) override { return chain_.hash_at(number); }
    std::optional<sync::BlockData> find(const Hash256& block, const BlockFields& fields) override {
        ++reads;
        auto out = chain_.find(block, fields);
        if (out && fields.justification) out->justifications = scale::encode(justifications);
        return out;
    }
    std::optional<std::pair<Hash256, primitives::BlockNumber>> parent_of(const Hash256& block) override {
        return chain_.parent_of(block);
    }

    static constexpr primitives::EngineId kOtherEngine{{'o', 't', 'h', 'r'}};
    primitives::Justifications justifications = {{kOtherEngine, {7}}, {primitives::kGrandpaEngine, {1, 2}}};
    size_t reads = 0;

  private:
    simulation::MemoryChain chain_;
};

class BlockServerTest : public testing::Test {
  protected:
    /// The answer; nullopt: refused.
    std::optional<Bytes> ask(const Bytes& content, uint8_t from = 1) {
        const link::InboundRequestId id = next_++;
        server.on_request(link::RequestReceived{id, peer(from), 0, content}, 0);
        while (!jobs.jobs.empty()) jobs.finish_first();
        return host.answers.at(id);
    }
    std::optional<Bytes> ask(primitives::BlockNumber number, BlockFields fields, uint8_t from = 1) {
        return ask(encode(BlockRequest{.fields = fields, .from = number, .max_blocks = 1}), from);
    }

    FakeHost host;
    Jobs jobs;
    CountedBlocks blocks;
    BlockServer server{host, blocks, jobs};

  private:
    link::InboundRequestId next_ = 1;
};

TEST_F(BlockServerTest, BlocksAreReadByJobsAlone) {
    server.on_request(link::RequestReceived{9, peer(1), 0, encode(BlockRequest{.fields = kBlocks})}, 0);
    EXPECT_EQ(blocks.reads, 0u);
    EXPECT_TRUE(host.answers.empty());
    ASSERT_EQ(jobs.jobs.size(), 1u);
    jobs.finish_first();
    EXPECT_EQ(blocks.reads, 11u);
    EXPECT_EQ(sync::check_block_response({.fields = kBlocks}, *host.answers.at(9))->size(), 11u);
    EXPECT_EQ(host.paid_answers, 1u);
}

// Observed: polkadot-stable2407: MAX_NUMBER_OF_SAME_REQUESTS_PER_PEER of the reference
TEST_F(BlockServerTest, TheThirdEqualRequestForBodiesIsRefusedUnread) {
    EXPECT_TRUE(ask(3, kBlocks));
    EXPECT_TRUE(ask(3, kBlocks));
    const size_t reads = blocks.reads;
    EXPECT_FALSE(ask(3, kBlocks));
    EXPECT_EQ(blocks.reads, reads);
    EXPECT_EQ(host.paid_answers, 2u) << "a refusal costs nothing";
    EXPECT_TRUE(ask(4, kBlocks)) << "another request";
    EXPECT_TRUE(ask(3, kBlocks, 2)) << "another peer";
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(ask(3, kHeaders)) << "headers alone cost little";
    EXPECT_TRUE(host.reports.empty());
    for (int i = 0; i < 20 && host.reports.empty(); ++i) EXPECT_FALSE(ask(3, kBlocks));
    EXPECT_EQ(host.reports, (std::vector<std::pair<PeerId, Report>>{{peer(1), kSameBlockRequest}})) << "a flood";
    server.on_peer_gone(peer(1), 0);
    EXPECT_TRUE(ask(3, kBlocks)) << "a peer that comes back begins anew";
}

TEST_F(BlockServerTest, EqualRequestsAtOnceCountToo) {
    for (link::InboundRequestId id = 100; id < 106; ++id) {
        server.on_request(link::RequestReceived{id, peer(1), 0, encode(BlockRequest{.fields = kBlocks})}, 0);
    }
    EXPECT_EQ(host.answers.size(), 4u) << "refused";
    while (!jobs.jobs.empty()) jobs.finish_first();
    EXPECT_EQ(server.jobs().started(), 2u);
}

// A block may come later; the reference counts the requests alone that it answered.
TEST_F(BlockServerTest, ABlockThatIsNotThereMayBeAskedForAgain) {
    for (int i = 0; i < 20; ++i) EXPECT_EQ(ask(1000, kBlocks), Bytes());
    EXPECT_TRUE(host.reports.empty());
}

// Observed: polkadot-stable2512: the reference logs them
TEST_F(BlockServerTest, AMalformedRequestIsRefusedWithoutBlame) {
    EXPECT_FALSE(ask(Bytes{0xff}));
    EXPECT_FALSE(ask(Bytes()));
    EXPECT_TRUE(host.reports.empty());
    EXPECT_EQ(blocks.reads, 0u);
}

// Observed: polkadot-stable2512: api.v1, fields 6 to 8 of BlockData
TEST_F(BlockServerTest, APeerThatKnowsOneJustificationIsGivenThatOfGrandpa) {
    const auto field_of = [](BytesView answer, uint32_t number) -> std::optional<Bytes> {
        wire::ProtobufReader response(answer);
        wire::ProtobufReader block((*response.next())->bytes);
        for (auto field = *block.next(); field; field = *block.next()) {
            if (field->number == number)
                return field->type == wire::WireType::kBytes ? to_bytes(field->bytes) : Bytes();
        }
        return std::nullopt;
    };
    constexpr BlockFields kProof{.justification = true};
    const auto all = ask(3, kProof);
    EXPECT_EQ(field_of(*all, 8), scale::encode(blocks.justifications));
    EXPECT_FALSE(field_of(*all, 6));

    const Bytes request =
        encode(BlockRequest{.fields = kProof, .from = 3u, .max_blocks = 1, .knows_several_justifications = false});
    auto one = ask(request);
    EXPECT_EQ(field_of(*one, 6), (Bytes{1, 2}));
    EXPECT_FALSE(field_of(*one, 7) || field_of(*one, 8));
    blocks.justifications.back().data.clear();
    one = ask(request);
    EXPECT_TRUE(field_of(*one, 7)) << "there is one, and it is empty";
    blocks.justifications.pop_back();
    one = ask(request);
    EXPECT_FALSE(field_of(*one, 6) || field_of(*one, 7) || field_of(*one, 8));
}

}  // namespace
}  // namespace serinus::network::serve

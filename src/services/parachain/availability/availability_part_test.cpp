#include <gtest/gtest.h>

#include "services/parachain/availability/availability.hpp"
#include "services/parachain/availability/recoveries.hpp"
#include "services/parachain/test_parts.hpp"

namespace serinus::services::paras {
namespace {

using parachain::ChunkRequest;
using parachain::ChunkResponseV1;
using parachain::ChunkResponseV2;
using runtime_api::parachain_host::CandidateEvent;
using test::KnownPeers;

/// The line of blocks is final as far as it is asked for.
class FinalLine final : public FinalChain {
  public:
    explicit FinalLine(const test::RelayChain& chain) : chain_(chain) {}
    std::optional<Hash256> find_final(parachain::BlockNumber number) override {
        return number < chain_.hashes.size() ? std::optional(chain_.hashes[number]) : std::nullopt;
    }

  private:
    const test::RelayChain& chain_;
};

class AvailabilityPartTest : public testing::Test, public test::PartTest {
  protected:
    /// A leaf in which the candidate was backed, and waits on a core.
    std::shared_ptr<const RelayState> leaf_with_candidate() {
        receipt = put_on_core({1, 2, 3});
        chain.events = {{CandidateEvent::Backed{receipt, {}, {0}, {1}}}};
        const auto leaf = new_leaf();
        part.on_leaf(*leaf);
        return leaf;
    }

    FinalLine final_line{chain};
    Availability part{{*scheduler, *lane, states, chain, final_line, peers, network, *store, timelines}};
    parachain::CandidateReceipt receipt;
};

TEST_F(AvailabilityPartTest, TheOwnChunkIsAskedOfABackerAndStored) {
    (void)leaf_with_candidate();
    ASSERT_EQ(network.requests.size(), 1u);
    auto request = network.take();
    EXPECT_TRUE(request.peer == KnownPeers::peer_of(2) || request.peer == KnownPeers::peer_of(3));
    EXPECT_EQ(request.kind, RequestKind::kChunkV2);
    EXPECT_EQ(request.fallback, RequestKind::kChunkV1);
    EXPECT_EQ(scale::decode<ChunkRequest>(request.content).value(), (ChunkRequest{receipt.hash(), {1}}));
    request.on_answer(RequestKind::kChunkV2, scale::encode(ChunkResponseV2(chunks[1])));
    EXPECT_EQ(store->find_chunk(receipt.hash(), {1}), chunks[1]);
    EXPECT_EQ(part.figures().fetched, 1u);
    part.on_leaf(*new_leaf());
    EXPECT_TRUE(network.requests.empty()) << "it is there";
}

TEST_F(AvailabilityPartTest, OverTheOlderProtocolAChunkHasTheIndexOfTheValidator) {
    (void)leaf_with_candidate();
    auto request = network.take();
    request.on_answer(RequestKind::kChunkV1,
                      scale::encode(ChunkResponseV1(parachain::ChunkWithoutIndex{chunks[1].chunk, chunks[1].proof})));
    EXPECT_EQ(store->find_chunk(receipt.hash(), {1}), chunks[1]);
}

TEST_F(AvailabilityPartTest, TheNextBackerIsAskedIfOneHasAnotherChunkOrNone) {
    (void)leaf_with_candidate();
    auto first = network.take();
    first.on_answer(RequestKind::kChunkV2, scale::encode(ChunkResponseV2(chunks[0])));
    ASSERT_EQ(network.requests.size(), 1u);
    auto second = network.take();
    EXPECT_NE(second.peer, first.peer);
    second.on_answer(RequestKind::kChunkV2, std::nullopt);
    EXPECT_TRUE(network.requests.empty());
    EXPECT_EQ(part.figures().failed, 2u);
    part.on_leaf(*new_leaf());
    EXPECT_EQ(network.requests.size(), 1u) << "the next leaf begins anew";
}

TEST_F(AvailabilityPartTest, ABackerThatIsNotKnownIsPassedOver) {
    peers.peers.clear();
    (void)leaf_with_candidate();
    advance(10);
    EXPECT_TRUE(network.requests.empty());
    EXPECT_EQ(part.figures().failed, 2u);
}

TEST_F(AvailabilityPartTest, EventsOfBlocksThatWereNoLeavesAreNotedToo) {
    receipt = put_on_core({1, 2, 3});
    chain.events = {{CandidateEvent::Backed{receipt, {}, {0}, {1}}}, {CandidateEvent::Included{receipt, {}, {0}, {1}}}};
    for (int i = 0; i < 4; ++i) chain.add_block();
    part.on_leaf(*new_leaf());
    EXPECT_EQ(part.figures().backed, 5u);
    EXPECT_EQ(part.figures().included, 5u);
    EXPECT_EQ(store->size(), 1u);
}

TEST_F(AvailabilityPartTest, EventsThatCouldNotBeReadAreReadAgainInTheirOrder) {
    receipt = put_on_core({1, 2, 3});
    chain.events = {{CandidateEvent::Backed{receipt, {}, {0}, {1}}}};
    chain.answers["ParachainHost_candidate_events"] = Bytes{1, 2, 3};
    part.on_leaf(*new_leaf());
    part.on_leaf(*new_leaf());
    EXPECT_EQ(part.figures().backed, 0u);
    chain.answers.clear();
    part.on_leaf(*new_leaf());
    EXPECT_EQ(part.figures().backed, 3u);
}

TEST_F(AvailabilityPartTest, WhatIsNotIncludedGoesAfterAnHour) {
    (void)leaf_with_candidate();
    network.take().on_answer(RequestKind::kChunkV2, scale::encode(ChunkResponseV2(chunks[1])));
    advance(59 * 60 * 1000);
    EXPECT_TRUE(store->has_chunk(receipt.hash(), {1}));
    advance(10 * 60 * 1000);
    EXPECT_FALSE(store->has_chunk(receipt.hash(), {1}));
}

class RecoveriesTest : public testing::Test, public test::PartTest {
  protected:
    void recover(const std::vector<ValidatorIndex>& backers) {
        receipt = put_on_core(Bytes(100, 5));
        session = new_leaf()->session;
        recoveries.recover({.receipt = receipt, .session = session, .backers = backers, .core = CoreIndex{0}},
                           [this](Recoveries::Result result) { results.push_back(std::move(result)); });
    }

    /// This node's own chunk says that the data is small: a backer is asked for all of it first.
    void recover_of_backer() {
        receipt = put_on_core(Bytes(100, 5));
        ASSERT_TRUE(store->on_backed(receipt.hash(), test::RelayChain::kValidators, 0));
        ASSERT_TRUE(store->put_chunk(receipt.hash(), {1}, chunks[1]));
        recover({{2}});
        advance(10);
    }

    std::unique_ptr<platform::Lane> jobs = scheduler->make_lane({.name = "jobs"});
    Recoveries recoveries{{*scheduler, *lane, *jobs, peers, network, &*store}};
    parachain::CandidateReceipt receipt;
    std::shared_ptr<const Session> session;
    std::vector<Recoveries::Result> results;
};

TEST_F(RecoveriesTest, WhatIsInTheStoreIsNotAskedFor) {
    receipt = put_on_core(Bytes(100, 5));
    ASSERT_TRUE(store->put_data(receipt.hash(), data, chunks, 0));
    recover({});
    advance(10);
    EXPECT_TRUE(network.requests.empty());
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].data, data);
}

TEST_F(RecoveriesTest, AThirdOfTheChunksSuffices) {
    recover({});
    advance(10);
    while (!network.requests.empty()) {
        auto request = network.take();
        ASSERT_EQ(request.kind, RequestKind::kChunkV2);
        const auto asked = scale::decode<ChunkRequest>(request.content).value();
        request.on_answer(RequestKind::kChunkV2, scale::encode(ChunkResponseV2(chunks[asked.validator._0])));
        advance(10);
    }
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].data, data);
    EXPECT_EQ(recoveries.figures().recovered, 1u);
    EXPECT_EQ(recoveries.figures().running, 0u);
}

// Up to 10 MiB: the lane that hears of messages has other things to do.
TEST_F(RecoveriesTest, AllDataOfABackerIsDecodedByTheLaneOfJobs) {
    recover_of_backer();
    ASSERT_EQ(network.requests.size(), 1u);
    auto request = network.take();
    ASSERT_EQ(request.kind, RequestKind::kAvailableData);
    const uint64_t before = jobs->figures().executed;
    request.on_answer(RequestKind::kAvailableData, scale::encode(parachain::AvailableDataResponse(data)));
    advance(10);
    EXPECT_EQ(jobs->figures().executed, before + 2) << "decoded, then checked";
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].data, data);
}

TEST_F(RecoveriesTest, AfterAnAnswerThatDoesNotDecodeChunksAreAskedFor) {
    recover_of_backer();
    ASSERT_EQ(network.requests.size(), 1u);
    network.take().on_answer(RequestKind::kAvailableData, Bytes{7, 7});
    advance(10);
    ASSERT_FALSE(network.requests.empty());
    EXPECT_EQ(network.take().kind, RequestKind::kChunkV2);
}

TEST_F(RecoveriesTest, WithoutAnswersTheDataIsUnavailable) {
    peers.peers.clear();
    recover({{2}, {3}});
    advance(60'000);
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].data, std::nullopt);
    EXPECT_FALSE(results[0].is_invalid);
}

TEST_F(RecoveriesTest, TwoThatWantACandidateShareItsRecovery) {
    recover({});
    recoveries.recover({.receipt = receipt, .session = session, .backers = {}, .core = CoreIndex{0}},
                       [this](Recoveries::Result result) { results.push_back(std::move(result)); });
    advance(10);
    const size_t asked = network.requests.size();
    EXPECT_LE(asked, 4u);
    while (!network.requests.empty()) {
        auto request = network.take();
        const auto chunk = scale::decode<ChunkRequest>(request.content).value();
        request.on_answer(RequestKind::kChunkV2, scale::encode(ChunkResponseV2(chunks[chunk.validator._0])));
        advance(10);
    }
    EXPECT_EQ(results.size(), 2u);
}

}  // namespace
}  // namespace serinus::services::paras

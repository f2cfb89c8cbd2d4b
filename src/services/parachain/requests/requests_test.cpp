#include <gtest/gtest.h>

#include "protocols/serve/test_host.hpp"
#include "services/parachain/requests/data_server.hpp"
#include "services/parachain/requests/lane_server.hpp"

namespace serinus::services::paras {
namespace {

using namespace parachain;
using network::serve::Jobs;
using network::serve::peer;
namespace link = network::link;

CandidateHash asked_candidate(uint8_t number) { return {Hash256(ByteArray<32>{number})}; }

/// Has chunk 5 of validator 3 and chunk 4 of validator 4 of candidate 1, and the data of candidate 2.
class Source final : public AvailableStore {
  public:
    std::optional<ErasureChunk> find_chunk(const CandidateHash& hash, ValidatorIndex validator) const override {
        if (hash != asked_candidate(1)) return std::nullopt;
        if (validator._0 == 3) return ErasureChunk{.chunk = {1, 2}, .index = 5, .proof = {}};
        if (validator._0 == 4) return ErasureChunk{.chunk = {3, 4}, .index = 4, .proof = {}};
        return std::nullopt;
    }
    std::optional<AvailableData> find_data(const CandidateHash& hash) const override {
        if (hash != asked_candidate(2)) return std::nullopt;
        return AvailableData{.pov = {{9, 9}}, .validation_data = {}};
    }
};

class DataServerTest : public testing::Test {
  protected:
    network::serve::FakeHost host;
    Jobs jobs;
    Source source;
    DataServer server{host,
                      source,
                      jobs,
                      {{RequestKind::kChunkV1, 0},
                       {RequestKind::kChunkV2, 1},
                       {RequestKind::kPov, 2},
                       {RequestKind::kAvailableData, 3}}};
};

TEST_F(DataServerTest, AnswersOnAnotherThread) {
    server.on_request(link::RequestReceived{1, peer(1), 2, scale::encode(PovRequest{asked_candidate(2)})}, 0);
    EXPECT_TRUE(host.answers.empty());
    jobs.finish_first();
    ASSERT_TRUE(host.answers.at(1));
    EXPECT_EQ(std::get<PoV>(scale::decode<PovResponse>(*host.answers[1]).value()).block_data, (Bytes{9, 9}));
    EXPECT_EQ(server.figures().answered, 1u);
}

TEST_F(DataServerTest, WhatDoesNotDecodeIsRefusedAndCosts) {
    for (link::ProtocolIndex protocol = 0; protocol < 4; ++protocol) {
        server.on_request(link::RequestReceived{protocol + 1, peer(1), protocol, Bytes{1, 2, 3}}, 0);
        jobs.finish_first();
    }
    EXPECT_EQ(host.answers.size(), 4u);
    for (const auto& [id, answer] : host.answers) EXPECT_FALSE(answer) << id;
    EXPECT_EQ(host.faults, (std::vector<std::pair<PeerId, network::Report>>(4, {peer(1), kUndecodableRequest})));
    EXPECT_TRUE(jobs.jobs.empty());
}

TEST(LaneServer, AnswersLaterUnlessThePeerHasLostInterest) {
    network::serve::FakeHost host;
    std::vector<std::pair<InboundRequestId, RequestKind>> asked;
    LaneServer server(
        host, {{RequestKind::kAttestedCandidate, 4}}, {RequestKind::kAttestedCandidate},
        [&](InboundRequestId id, RequestKind kind, const PeerId&, const Bytes&) { asked.emplace_back(id, kind); });
    server.on_request(link::RequestReceived{1, peer(1), 4, {1}}, 0);
    server.on_request(link::RequestReceived{2, peer(2), 4, {2}}, 0);
    EXPECT_EQ(asked.size(), 2u);
    EXPECT_TRUE(host.answers.empty());
    server.on_request(link::InboundRequestGone{1}, 0);
    server.respond(1, Bytes{9}, 0);
    server.respond(2, std::nullopt, 0);
    EXPECT_EQ(host.answers, (std::map<link::InboundRequestId, std::optional<Bytes>>{{2, std::nullopt}}));
}

/// Gives numbers to requests, and lets a test answer them.
class AskingHost final : public network::Host {
  public:
    link::Notifications& notifications() noexcept override { std::abort(); }
    std::optional<link::RequestId> request(network::Module&, const PeerId& to, link::ProtocolIndex protocol,
                                           BytesView content, Millis) override {
        if (!is_connected) return std::nullopt;
        asked.emplace_back(to, protocol, to_bytes(content));
        return asked.size();
    }
    void cancel(link::RequestId) override {}
    void respond(link::InboundRequestId, const std::optional<Bytes>&, Millis) override {}
    link::Substreams& substreams() noexcept override { std::abort(); }
    void report(const PeerId&, const network::Report&, Millis) override {}
    void disconnect(const PeerId&) override {}
    std::mt19937_64& random() noexcept override { return random_; }

    bool is_connected = true;
    std::vector<std::tuple<PeerId, link::ProtocolIndex, Bytes>> asked;

  private:
    std::mt19937_64 random_;
};

class RequesterTest : public testing::Test, public AnswerSink {
  protected:
    void answered(RequestToken token, RequestKind kind, std::optional<Bytes> answer) override {
        answers.emplace_back(token, kind, std::move(answer));
    }
    using Answer = std::tuple<RequestToken, RequestKind, std::optional<Bytes>>;

    AskingHost host;
    Requester requester{host, *this, {{RequestKind::kChunkV1, 10}, {RequestKind::kChunkV2, 11}}};
    std::vector<Answer> answers;
};

TEST_F(RequesterTest, TheAnswerComesWithTheTokenOfTheRequest) {
    requester.ask(7, peer(1), RequestKind::kChunkV2, {1}, RequestKind::kChunkV1, 0);
    requester.on_request(link::ResponseReceived{1, peer(1), {5}}, 0);
    EXPECT_EQ(answers, (std::vector<Answer>{{7, RequestKind::kChunkV2, Bytes{5}}}));
    EXPECT_EQ(requester.running(), 0u);
}

// Observed: polkadot-node-network-protocol 36.0.0: a request names its fallback
TEST_F(RequesterTest, AnOlderProtocolIsSpokenWhereTheNewerOneIsRefused) {
    requester.ask(7, peer(1), RequestKind::kChunkV2, {1}, RequestKind::kChunkV1, 0);
    requester.on_request(link::RequestFailed{1, peer(1), link::RequestError::kRefused}, 0);
    ASSERT_EQ(host.asked.size(), 2u);
    EXPECT_EQ(host.asked[1], (std::tuple<PeerId, link::ProtocolIndex, Bytes>{peer(1), 10, {1}}));
    EXPECT_TRUE(answers.empty());
    requester.on_request(link::RequestFailed{2, peer(1), link::RequestError::kRefused}, 0);
    EXPECT_EQ(answers, (std::vector<Answer>{{7, RequestKind::kChunkV1, std::nullopt}}));
}

TEST_F(RequesterTest, ATimeOutOrAPeerThatIsNotThereIsNoAnswer) {
    requester.ask(1, peer(1), RequestKind::kChunkV2, {1}, RequestKind::kChunkV1, 0);
    requester.on_request(link::RequestFailed{1, peer(1), link::RequestError::kTimeout}, 0);
    host.is_connected = false;
    requester.ask(2, peer(1), RequestKind::kChunkV2, {1}, RequestKind::kChunkV1, 0);
    EXPECT_EQ(answers, (std::vector<Answer>{{1, RequestKind::kChunkV2, std::nullopt},
                                            {2, RequestKind::kChunkV2, std::nullopt}}));
}

}  // namespace
}  // namespace serinus::services::paras

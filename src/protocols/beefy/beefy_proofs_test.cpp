// Observed: polkadot-sdk v1.1.0, sc-consensus-beefy, outgoing_requests_engine
#include "protocols/beefy/beefy_proofs.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"
#include "network/simulation/world.hpp"
#include "protocols/beefy/beefy_server.hpp"
#include "protocols/simulation/due_jobs.hpp"

namespace serinus::network::sync {
namespace {

using consensus::beefy::AnswerVerdict;
using link::RequestError;
using link::test_peer;
using primitives::BlockNumber;

/// Requests wait for the test's answers.
class AskedHost final : public Host {
  public:
    link::Notifications& notifications() noexcept override { return notifications_; }
    std::optional<link::RequestId> request(Module&, const PeerId& peer, link::ProtocolIndex, BytesView content,
                                           Millis) override {
        asked.emplace_back(peer, *consensus::beefy::decode_proof_request(content));
        return asked.size();
    }
    void cancel(link::RequestId request) override { cancelled.push_back(request); }
    void respond(link::InboundRequestId, const std::optional<Bytes>& answer, Millis) override {
        answers.push_back(answer);
    }
    link::Substreams& substreams() noexcept override { return links_; }
    void report(const PeerId& who, const Report& what, Millis) override {
        if (what != kAnswerPrice) reports.emplace_back(who, what);
    }
    void disconnect(const PeerId&) override {}
    std::mt19937_64& random() noexcept override { return random_; }

    std::vector<std::pair<PeerId, BlockNumber>> asked;
    std::vector<link::RequestId> cancelled;
    std::vector<std::optional<Bytes>> answers;
    std::vector<std::pair<PeerId, Report>> reports;

  private:
    class Links final : public link::Substreams {
        std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override { return {}; }
        bool send(const SubstreamKey&, BytesView) override { return false; }
        bool is_drained(const SubstreamKey&) const override { return true; }
        void finish(const SubstreamKey&) override {}
        void reset(const SubstreamKey&) override {}
    } links_;
    link::Notifications notifications_{{}, links_};
    std::mt19937_64 random_;
};

class BeefyProofsTest : public testing::Test, public BeefyProofSink {
  protected:
    void receive_beefy_answer(BlockNumber block, Bytes proof) override { received.emplace_back(block, proof); }
    void pass(Millis ms) {
        for (const Millis end = now + ms; module.next_timer() && *module.next_timer() <= end;) {
            now = std::max(now, *module.next_timer());
            module.on_timer(now);
        }
    }
    void join(uint8_t peer, BlockNumber block) {
        module.on_beefy_peer(test_peer(peer), now);
        if (block > 0) module.on_beefy_block(test_peer(peer), block, now);
    }
    void fail(RequestError error) {
        module.on_request(link::RequestFailed{host.asked.size(), host.asked.back().first, error}, now);
    }
    void answer(const Bytes& proof) {
        module.on_request(link::ResponseReceived{host.asked.size(), host.asked.back().first, proof}, now);
    }

    std::vector<std::pair<BlockNumber, Bytes>> received;
    Millis now = 1'000;
    AskedHost host;
    BeefyProofs module{host, *this, {}};
};

TEST_F(BeefyProofsTest, PeersThatAreFurtherAreAskedOneAfterTheOther) {
    join(1, 30);
    join(2, 30);
    join(3, 5);
    module.want(20, now);
    ASSERT_EQ(host.asked.size(), 1u);
    EXPECT_EQ(host.asked[0].second, 20u);
    fail(RequestError::kTimeout);
    ASSERT_EQ(host.asked.size(), 2u);
    EXPECT_NE(host.asked[0].first, host.asked[1].first);
    answer({1});
    EXPECT_EQ(received, (std::vector<std::pair<BlockNumber, Bytes>>{{20, {1}}}));
    module.on_verdict(20, AnswerVerdict::kGood, now);
    EXPECT_EQ(host.reports.back(), std::pair(host.asked[1].first, kServed));
    EXPECT_EQ(module.wanted(), std::nullopt);
    EXPECT_EQ(module.figures().errors, 1u);
    EXPECT_EQ(module.figures().good, 1u);
}

TEST_F(BeefyProofsTest, WhoMayBeNoFurtherIsAskedAfterSomeTime) {
    join(1, 20);
    module.want(20, now);
    EXPECT_TRUE(host.asked.empty());
    pass(10'000);
    ASSERT_EQ(host.asked.size(), 1u);
    fail(RequestError::kRefused);
    EXPECT_EQ(module.figures().refused, 1u);
    EXPECT_EQ(module.figures().no_peer, 1u);
    EXPECT_EQ(host.asked.size(), 1u) << "nobody else is there";
    pass(15'000);
    EXPECT_EQ(host.asked.size(), 2u) << "once more after a pause";
}

TEST_F(BeefyProofsTest, APeerThatGoesAheadIsAskedAtOnce) {
    join(1, 20);
    module.want(20, now);
    EXPECT_TRUE(host.asked.empty());
    module.on_beefy_block(test_peer(1), 21, now);
    EXPECT_EQ(host.asked.size(), 1u);
}

TEST_F(BeefyProofsTest, ABadProofIsALieAndTheNextPeerIsAsked) {
    join(1, 30);
    join(2, 30);
    module.want(20, now);
    answer({1});
    module.on_verdict(20, AnswerVerdict::kBad, now);
    EXPECT_EQ(host.reports.back(), std::pair(host.asked[0].first, kBadBeefyProof));
    EXPECT_EQ(host.asked.size(), 2u);
    EXPECT_EQ(module.figures().invalid, 1u);
}

TEST_F(BeefyProofsTest, WhatIsProvenMeanwhileIsNotWantedAnyMore) {
    join(1, 30);
    module.want(20, now);
    module.on_proven(19, now);
    EXPECT_EQ(module.wanted(), 20u);
    module.on_proven(20, now);
    EXPECT_EQ(module.wanted(), std::nullopt);
    EXPECT_EQ(host.cancelled.size(), 1u);
    answer({1});
    EXPECT_TRUE(received.empty());
    module.want(40, now);
    pass(10'000);
    EXPECT_EQ(host.asked.back().second, 40u);
}

TEST_F(BeefyProofsTest, APeerThatLeavesLeavesItsRequestToTheNext) {
    join(1, 30);
    join(2, 30);
    module.want(20, now);
    module.on_beefy_peer_gone(host.asked[0].first, now);
    EXPECT_EQ(host.asked.size(), 2u);
}

class ProofsOfEvenBlocks final : public serve::BeefyProofSource {
  public:
    std::optional<Bytes> find_beefy_proof(BlockNumber block) override {
        return block % 2 == 0 ? std::optional(Bytes{static_cast<uint8_t>(block)}) : std::nullopt;
    }
};

TEST(BeefyServer, AnswersWithTheProofThatIsKept) {
    AskedHost host;
    ProofsOfEvenBlocks source;
    simulation::DueJobs jobs;
    serve::BeefyServer server(host, source, jobs);
    const auto ask = [&](const Bytes& content) {
        server.on_request(link::RequestReceived{1, test_peer(1), 0, content}, 0);
        jobs.run_all(0);
        return host.answers.back();
    };
    EXPECT_EQ(ask({4, 0, 0, 0}), Bytes{4});
    EXPECT_EQ(ask({5, 0, 0, 0}), std::nullopt);
    EXPECT_TRUE(host.reports.empty());
    EXPECT_EQ(ask({4, 0, 0}), std::nullopt);
    EXPECT_EQ(ask({4, 0, 0, 0, 0}), std::nullopt);
    EXPECT_TRUE(host.reports.empty()) << "malformed ones are no reason for a ban";
    EXPECT_EQ(server.figures().answered, 1u);
    EXPECT_EQ(server.figures().failed, 3u);
}

}  // namespace
}  // namespace serinus::network::sync

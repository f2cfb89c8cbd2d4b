#include "network/serve/proof_server.hpp"

#include <gtest/gtest.h>

namespace serinus::network::serve {
namespace {

using link::InboundRequestGone;
using link::RequestReceived;

constexpr size_t kLight = 0, kState = 1, kWarp = 2;

PeerId peer(uint8_t number) { return PeerId::of(*crypto::ed25519::PublicKey::from(Bytes(32, number))); }

class FakeHost final : public Host {
  public:
    explicit FakeHost(link::Notifications& notifications) : notifications_(notifications) {}
    link::Notifications& notifications() noexcept override { return notifications_; }
    std::optional<link::RequestId> request(Module&, const PeerId&, link::ProtocolIndex, BytesView, Millis) override {
        return std::nullopt;
    }
    void cancel(link::RequestId) override {}
    void respond(link::InboundRequestId request, const std::optional<Bytes>& response, Millis) override {
        answers[request] = response;
    }
    link::Substreams& substreams() noexcept override { SERINUS_ASSERT(false); }
    void report(const PeerId& who, Report what, Millis) override { reports.emplace_back(who, what); }
    void disconnect(const PeerId&) override {}
    std::mt19937_64& random() noexcept override { return random_; }

    std::map<link::InboundRequestId, std::optional<Bytes>> answers;
    std::vector<std::pair<PeerId, Report>> reports;

  private:
    link::Notifications& notifications_;
    std::mt19937_64 random_;
};

class NoSubstreams final : public link::Substreams {
  public:
    std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override { return {}; }
    bool send(const SubstreamKey&, BytesView) override { return false; }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey&) override {}
    void reset(const SubstreamKey&) override {}
};

class FakeChain final : public ProvenChain {
  public:
    std::optional<Bytes> prove_call(const LightCall&) override { return Bytes{1}; }
    std::optional<Bytes> prove_read(const LightRead&) override { return std::nullopt; }
    std::optional<trie::CompactProof> prove_range(const Hash256&, state::RangeStart) override {
        return trie::CompactProof{{2}};
    }
    std::optional<state::RangeEntries> collect_range(const Hash256&, state::RangeStart) override {
        return state::RangeEntries();
    }
    std::optional<Bytes> prove_warp(const Hash256& begin) override {
        return begin == Hash256() ? std::optional(Bytes{3}) : std::nullopt;
    }
};

class Jobs final : public JobRunner {
  public:
    bool run(link::InboundRequestId id, Job job) override {
        if (is_full) return false;
        jobs.emplace_back(id, std::move(job));
        return true;
    }
    void finish_first(ProofServer& server) {
        auto [id, job] = std::move(jobs.front());
        jobs.pop_front();
        server.on_job_done(id, job(), 0);
    }
    std::deque<std::pair<link::InboundRequestId, Job>> jobs;
    bool is_full = false;
};

class ProofServerTest : public testing::Test {
  protected:
    void ask(link::InboundRequestId id, const PeerId& from, size_t protocol, Bytes content) {
        server.on_request(RequestReceived{id, from, protocol, std::move(content)}, 0);
    }
    void ask_warp(link::InboundRequestId id, const PeerId& from) { ask(id, from, kWarp, Bytes(32)); }

    NoSubstreams substreams;
    link::Notifications notifications{{}, substreams};
    FakeHost host{notifications};
    FakeChain chain;
    Jobs jobs;
    ProofServer server{
        host, chain, jobs, {.light = kLight, .state = kState, .warp = kWarp, .max_running = 2, .max_waiting = 3}};
};

TEST_F(ProofServerTest, EachProtocolIsAnsweredByAJob) {
    wire::ProtobufWriter call;
    call.message(1, wire::ProtobufWriter().bytes(2, Bytes(32)).text(3, "m").bytes(4, {}));
    ask(1, peer(1), kLight, to_bytes(call.view()));
    jobs.finish_first(server);
    EXPECT_EQ(host.answers.at(1), encode_light_answer(LightCall{}, Bytes{1}));
    wire::ProtobufWriter read;
    read.message(2, wire::ProtobufWriter().bytes(2, Bytes(32)).bytes(3, {}));
    ask(2, peer(1), kLight, to_bytes(read.view()));
    jobs.finish_first(server);
    EXPECT_EQ(host.answers.at(2), encode_light_answer(LightRead{}, std::nullopt)) << "no proof is an answer";
    ask(3, peer(1), kState, sync::encode(sync::StateRequest{}));
    jobs.finish_first(server);
    EXPECT_EQ(host.answers.at(3), sync::encode_state_answer(trie::CompactProof{{2}}));
    ask_warp(4, peer(1));
    jobs.finish_first(server);
    EXPECT_EQ(host.answers.at(4), (Bytes{3}));
    ask(5, peer(1), kWarp, Bytes(32, 1));
    jobs.finish_first(server);
    EXPECT_EQ(host.answers.at(5), std::nullopt) << "refused";
    EXPECT_TRUE(host.reports.empty());
}

TEST_F(ProofServerTest, AMalformedRequestIsALie) {
    ask(1, peer(1), kWarp, Bytes(31));
    ask(2, peer(2), kLight, Bytes{0xff});
    ask(3, peer(3), kState, {});
    EXPECT_EQ(host.answers.size(), 3u);
    ASSERT_EQ(host.reports.size(), 3u);
    for (const auto& [who, what] : host.reports) EXPECT_EQ(what, Report::kLie);
    EXPECT_TRUE(jobs.jobs.empty());
}

TEST_F(ProofServerTest, FewJobsRunFewWaitAndMoreAreRefusedWithoutBlame) {
    for (link::InboundRequestId id = 1; id <= 7; ++id) ask_warp(id, peer(1));
    EXPECT_EQ(jobs.jobs.size(), 2u);
    EXPECT_EQ(server.waiting(), 3u);
    EXPECT_EQ(host.answers, (std::map<link::InboundRequestId, std::optional<Bytes>>{{6, {}}, {7, {}}}));
    EXPECT_TRUE(host.reports.empty());
    for (int i = 0; i < 5; ++i) jobs.finish_first(server);
    EXPECT_EQ(server.running() + server.waiting(), 0u);
    EXPECT_EQ(host.answers.at(5), (Bytes{3}));
    jobs.is_full = true;
    ask_warp(8, peer(1));
    EXPECT_EQ(host.answers.at(8), std::nullopt);
}

TEST_F(ProofServerTest, PeersTakeTurns) {
    for (link::InboundRequestId id = 1; id <= 4; ++id) ask_warp(id, peer(1));
    ask_warp(5, peer(2));
    jobs.finish_first(server);
    EXPECT_EQ(jobs.jobs.back().first, 5u);
}

TEST_F(ProofServerTest, WhoIsGoneGetsNothingAndItsJobStillCounts) {
    for (link::InboundRequestId id = 1; id <= 3; ++id) ask_warp(id, peer(1));
    server.on_request(InboundRequestGone{1}, 0);
    server.on_request(InboundRequestGone{3}, 0);
    EXPECT_EQ(server.waiting(), 0u);
    EXPECT_EQ(server.running(), 2u);
    jobs.finish_first(server);
    EXPECT_EQ(server.running(), 1u);
    EXPECT_FALSE(host.answers.contains(1));
}

}  // namespace
}  // namespace serinus::network::serve

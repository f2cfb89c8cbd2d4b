// Two servers that share their jobs, as those of a node do.
#include <gtest/gtest.h>

#include "protocols/light/light_server.hpp"
#include "protocols/serve/test_host.hpp"
#include "protocols/sync/state_server.hpp"

namespace serinus::network::serve {
namespace {

using link::InboundRequestGone;
using link::RequestReceived;

constexpr size_t kLight = 0, kState = 1, kWarp = 2;

class FakeProofs final : public LightProofs, public StateProofs {
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

class ProofServers : public testing::Test {
  protected:
    void ask(link::InboundRequestId id, const PeerId& from, size_t protocol, Bytes content) {
        Module& server = protocol == kLight ? static_cast<Module&>(light) : states;
        server.on_request(RequestReceived{id, from, protocol, std::move(content)}, 0);
    }
    void ask_warp(link::InboundRequestId id, const PeerId& from) { ask(id, from, kWarp, Bytes(32)); }

    FakeHost host;
    FakeProofs proofs;
    Jobs jobs;
    JobQueue queue{host, jobs, {.max_running = 2, .max_waiting = 3}};
    LightServer light{host, proofs, queue};
    StateServer states{host, proofs, queue, {.state = kState, .warp = kWarp}};
};

TEST_F(ProofServers, EachProtocolIsAnsweredByAJob) {
    wire::ProtobufWriter call;
    call.message(1, wire::ProtobufWriter().bytes(2, Bytes(32)).text(3, "m").bytes(4, {}));
    ask(1, peer(1), kLight, to_bytes(call.view()));
    jobs.finish_first();
    EXPECT_EQ(host.answers.at(1), encode_light_answer(LightCall{}, Bytes{1}));
    wire::ProtobufWriter read;
    read.message(2, wire::ProtobufWriter().bytes(2, Bytes(32)).bytes(3, {}));
    ask(2, peer(1), kLight, to_bytes(read.view()));
    jobs.finish_first();
    EXPECT_EQ(host.answers.at(2), encode_light_answer(LightRead{}, std::nullopt)) << "no proof is an answer";
    ask(3, peer(1), kState, sync::encode(sync::StateRequest{}));
    jobs.finish_first();
    EXPECT_EQ(host.answers.at(3), sync::encode_state_answer(trie::CompactProof{{2}}));
    ask_warp(4, peer(1));
    jobs.finish_first();
    EXPECT_EQ(host.answers.at(4), (Bytes{3}));
    ask(5, peer(1), kWarp, Bytes(32, 1));
    jobs.finish_first();
    EXPECT_EQ(host.answers.at(5), std::nullopt) << "refused";
    EXPECT_TRUE(host.reports.empty());
}

// Observed: polkadot-stable2512
TEST_F(ProofServers, AMalformedRequestIsRefusedWithoutBlame) {
    ask(1, peer(1), kWarp, Bytes(31));
    ask(2, peer(2), kLight, Bytes{0xff});
    ask(3, peer(3), kState, {});
    EXPECT_EQ(host.answers, (std::map<link::InboundRequestId, std::optional<Bytes>>{{1, {}}, {2, {}}, {3, {}}}));
    EXPECT_TRUE(host.reports.empty());
    EXPECT_TRUE(jobs.jobs.empty());
}

TEST_F(ProofServers, FewJobsRunFewWaitAndMoreAreRefusedWithoutBlame) {
    for (link::InboundRequestId id = 1; id <= 7; ++id) ask_warp(id, peer(static_cast<uint8_t>(id)));
    EXPECT_EQ(jobs.jobs.size(), 2u);
    EXPECT_EQ(queue.waiting(), 3u);
    EXPECT_EQ(host.answers, (std::map<link::InboundRequestId, std::optional<Bytes>>{{6, {}}, {7, {}}}));
    EXPECT_TRUE(host.reports.empty());
    for (int i = 0; i < 5; ++i) jobs.finish_first();
    EXPECT_EQ(queue.running() + queue.waiting(), 0u);
    EXPECT_EQ(host.answers.at(5), (Bytes{3}));
    jobs.is_full = true;
    ask_warp(8, peer(1));
    EXPECT_EQ(host.answers.at(8), std::nullopt);
    EXPECT_EQ(queue.running(), 0u);
}

TEST_F(ProofServers, APeerHasOneJobAtATimeAndPeersTakeTurns) {
    for (link::InboundRequestId id = 1; id <= 3; ++id) ask_warp(id, peer(1));
    EXPECT_EQ(jobs.jobs.size(), 1u) << "two may run, but not of one peer";
    ask_warp(4, peer(2));
    EXPECT_EQ(jobs.jobs.size(), 2u);
    jobs.finish_first();
    EXPECT_TRUE(host.answers.contains(1));
    ask_warp(5, peer(3));
    jobs.finish_first();
    EXPECT_TRUE(host.answers.contains(4));
    jobs.finish_first();
    jobs.finish_first();
    EXPECT_TRUE(host.answers.contains(2) && host.answers.contains(5));
    EXPECT_FALSE(host.answers.contains(3)) << "the third of the first peer comes after the first of the third";
}

TEST_F(ProofServers, NothingIsMadeForAPeerThatDoesNotTakeItsLastAnswer) {
    host.may_not_respond = {1, 2};
    ask_warp(1, peer(1));
    ask_warp(2, peer(1));
    ask_warp(3, peer(2));
    EXPECT_EQ(jobs.jobs.size(), 1u);
    jobs.finish_first();
    EXPECT_TRUE(host.answers.contains(3));
    EXPECT_TRUE(jobs.jobs.empty());
    host.may_not_respond.clear();
    states.on_request(link::AnswerOver{0, peer(1), kWarp}, 0);
    ASSERT_EQ(jobs.jobs.size(), 1u);
    jobs.finish_first();
    EXPECT_TRUE(host.answers.contains(1));
}

TEST_F(ProofServers, WhoIsGoneGetsNothingAndItsJobStillCounts) {
    ask_warp(1, peer(1));
    ask_warp(2, peer(2));
    ask_warp(3, peer(1));
    states.on_request(InboundRequestGone{1}, 0);
    states.on_request(InboundRequestGone{3}, 0);
    EXPECT_EQ(queue.waiting(), 0u);
    EXPECT_EQ(queue.running(), 2u);
    jobs.finish_first();
    EXPECT_EQ(queue.running(), 1u);
    EXPECT_FALSE(host.answers.contains(1));
}

}  // namespace
}  // namespace serinus::network::serve

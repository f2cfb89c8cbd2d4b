// Spec: defn-warp-sync-proof, sect-msg-state-request
// Warps of a node among simulated peers in virtual time: honest ones, liars, some that vanish, a target that expires.
#include "protocols/sync/warp_sync.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "codec/scale.hpp"
#include "network/link/test_network.hpp"
#include "primitives/header.hpp"
#include "state/range_test_support.hpp"
#include "tests/support/random.hpp"
#include "trie/root_builder.hpp"

namespace serinus::network::sync {
namespace {

using link::test_peer;
using serinus::test::random_between;
using state::OpenPart;
using state::StateDownload;
using state::test::RangeState;

constexpr size_t kBlocks = 0, kState = 1, kWarp = 2;

class NoLinks final : public link::Substreams {
  public:
    std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string>, size_t) override { return {}; }
    bool send(const SubstreamKey&, BytesView) override { return false; }
    bool is_drained(const SubstreamKey&) const override { return true; }
    void finish(const SubstreamKey&) override {}
    void reset(const SubstreamKey&) override {}
};

/// The last final block: a number, and a state.
struct Target {
    primitives::Header header;
    RangeState* state = nullptr;
    Hash256 hash() const { return primitives::header_hash(header); }
};

Target make_target(BlockNumber number, RangeState& state) {
    Target out;
    out.header.number = number;
    out.header.state_root = state.root;
    out.header.extrinsics_root = trie::ordered_root(std::array{Bytes{4, 1}}, trie::StateVersion::kV0);
    out.state = &state;
    return out;
}

/// A peer's behaviour on a request.
struct SimulatedPeer {
    enum class Kind : uint8_t {
        kHonest,
        kLiar,
        kSilent,
        kRefuser,
        kEvader,  ///< answers with good proofs that have nothing of what it was asked for
        kSlow,    ///< as if its link had no rate
    } kind = Kind::kHonest;
    bool lies_in_proofs = true;  ///< a liar: there, or in states
    bool is_there = true;
    size_t answers = 0;
    size_t answers_before_it_vanishes = SIZE_MAX;
    size_t answers_before_it_refuses = SIZE_MAX;
    std::map<std::vector<Bytes>, std::vector<Millis>> state_requests = {};
};

/// A world of one node that warps. Proofs are one byte, whether it is good; the rest is real.
class WarpWorld final : public Host, public WarpChain {
  public:
    /// `disk`: of a world before this one, or nullptr.
    explicit WarpWorld(Target target_in, std::unique_ptr<storage::Store> disk = nullptr, bool is_target_told = false)
        : target(std::move(target_in)),
          store(disk ? std::move(disk) : storage::make_memory_store()),
          sync(*this, *this,
               {.warp_protocol = kWarp,
                .block_protocol = kBlocks,
                .state = {.protocol = kState},
                .is_target_told = is_target_told}) {
        if (!download->target()) EXPECT_TRUE(download->begin({Hash256(), 0, Hash256()}));
        sync.on_end = [this](Millis) { has_ended = true; };
    }

    void add_peer(uint8_t number, SimulatedPeer peer = {}) {
        const PeerId id = test_peer(number);
        peers[id] = std::move(peer);
        sync.on_peer(id, target.header.number, now);
    }
    /// Until the warp ends, or an hour has passed, or so many answers with parts of the state are written.
    void run(size_t answers = SIZE_MAX) {
        for (size_t steps = 0; !has_ended && answers_taken < answers && steps < 100'000; ++steps) {
            const auto timer = sync.next_timer();
            const bool has_event = !events.empty() && (!timer || events.begin()->first <= *timer);
            if (!has_event && !timer) return;
            now = std::max(now, has_event ? events.begin()->first : *timer);
            if (now > 3'600'000) return;
            if (has_event) {
                auto task = std::move(events.begin()->second);
                events.erase(events.begin());
                task();
            } else {
                sync.on_timer(now);
            }
        }
    }
    /// By a run before this one.
    void set_proven() { proven_ = target; }
    size_t lies(uint8_t number) const {
        size_t out = 0;
        for (const auto& [id, report] : reports) out += id == test_peer(number) && report.value == kMalicious;
        return out;
    }

    // Host
    link::Notifications& notifications() noexcept override { return notifications_; }
    std::optional<link::RequestId> request(Module&, const PeerId& id, link::ProtocolIndex protocol, BytesView content,
                                           Millis) override {
        auto found = peers.find(id);
        if (found == peers.end() || !found->second.is_there) return std::nullopt;
        const link::RequestId request = next_request_++;
        SimulatedPeer& peer = found->second;
        if (protocol == kState) {
            EXPECT_TRUE(running_.insert(id).second) << "one range of a peer at a time";
            max_running = std::max(max_running, running_.size());
            peer.state_requests[decode_state_request(content)->start].push_back(now);
        }
        const auto answer = answer_of(peer, protocol, content);
        const Millis delay =
            peer.kind == SimulatedPeer::Kind::kSlow ? Millis{30'000} : random_between(random_, 20, 200);
        const Millis time = peer.kind == SimulatedPeer::Kind::kSilent ? now + 40'000 : now + delay;
        at(time, [this, id, request, answer, protocol, is_silent = peer.kind == SimulatedPeer::Kind::kSilent] {
            if (protocol == kState) running_.erase(id);
            if (cancelled_.contains(request)) return;
            if (answer && !is_silent) {
                sync.on_request(link::ResponseReceived{request, id, *answer}, now);
            } else {
                const auto error = is_silent ? link::RequestError::kTimeout : link::RequestError::kRefused;
                sync.on_request(link::RequestFailed{request, id, error}, now);
            }
        });
        if (++peer.answers > peer.answers_before_it_vanishes) {
            at(now + 10, [this, id] {
                peers.at(id).is_there = false;
                sync.on_peer_left(id, now);
            });
        }
        return request;
    }
    void cancel(link::RequestId request) override { cancelled_.insert(request); }
    void respond(link::InboundRequestId, const std::optional<Bytes>&, Millis) override {}
    link::Substreams& substreams() noexcept override { return links_; }
    void report(const PeerId& who, const Report& what, Millis) override { reports.emplace_back(who, what); }
    void disconnect(const PeerId&) override {}
    std::mt19937_64& random() noexcept override { return random_; }

    // WarpChain
    Hash256 proven() override { return proven_ ? proven_->hash() : Hash256(); }
    bool has_target() override { return proven_.has_value(); }
    bool take_told_target() override {
        if (!told || (proven_ && proven_->hash() == told->hash())) return false;
        proven_ = told;
        return true;
    }
    void check_proof(Bytes proof) override {
        at(now + 5, [this, proof] {
            const bool is_good = proof == Bytes{1};
            if (is_good && target.header.number > 0) proven_ = target;
            sync.on_checked({.is_good = is_good, .is_finished = is_good, .fragments = is_good ? 1u : 0u}, now);
        });
    }
    void start_download() override {
        ++downloads;
        at(now + 5, [this] {
            EXPECT_TRUE(download->begin({proven(), proven_->header.number, proven_->header.state_root}));
            sync.on_download(download->open_parts(), now);
        });
    }
    void take(const PeerId& from, Bytes answer) override {
        at(now + 5, [this, from, answer = std::move(answer)] {
            const auto proof = decode_state_proof(answer);
            const auto verdict = proof ? *download->take(*proof) : StateDownload::Verdict::kBad;
            answers_taken += verdict == StateDownload::Verdict::kTaken;
            sync.on_taken(from, verdict, download->open_parts(), now);
        });
    }
    void import_target(std::optional<primitives::Body> body) override {
        imported = proven_->hash();
        imported_body = std::move(body);
        at(now + 5, [this] { sync.on_imported(true, now); });
    }

    void at(Millis time, std::function<void()> task) { events.emplace(time, std::move(task)); }

    Target target;  ///< of all peers
    std::map<PeerId, SimulatedPeer> peers;
    std::multimap<Millis, std::function<void()>> events;
    std::vector<std::pair<PeerId, Report>> reports;
    Millis now = 1'000;
    std::optional<Target> told;  ///< by another chain
    bool is_state_gone = false;  ///< of the last final block
    bool has_ended = false;
    size_t downloads = 0, max_running = 0, answers_taken = 0, proof_requests = 0;
    std::optional<Hash256> imported;
    std::optional<primitives::Body> imported_body;
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<StateDownload> download = *StateDownload::open(*store);

  private:
    std::optional<Bytes> answer_of(SimulatedPeer& peer, link::ProtocolIndex protocol, BytesView content) {
        using Kind = SimulatedPeer::Kind;
        const bool lies = peer.kind == Kind::kLiar;
        if (protocol == kWarp) ++proof_requests;
        if (protocol == kWarp) return Bytes{static_cast<uint8_t>(lies && peer.lies_in_proofs ? 0 : 1)};
        if (protocol == kBlocks) {
            const auto request = decode_block_request(content);
            if (std::get<Hash256>(request->from) != target.hash()) return std::nullopt;
            BlockResponseWriter writer;
            writer.add({.hash = target.hash(), .header = scale::encode(target.header), .body = {{4, 1}}});
            return std::move(writer).take();
        }
        const auto request = decode_state_request(content);
        if (peer.kind == Kind::kRefuser || peer.answers >= peer.answers_before_it_refuses) return std::nullopt;
        if (is_state_gone || request->block != target.hash()) return std::nullopt;
        const std::vector<Bytes> end = {Bytes(32, 0xff)};
        auto proof = *state::prove_range(target.state->state->nodes(), target.state->root,
                                         peer.kind == Kind::kEvader ? end : request->start,
                                         {.max_bytes = 400, .most_bytes = 1 << 20});
        if (lies) proof.back().back() ^= 1;
        return encode_state_answer(proof);
    }

    NoLinks links_;
    link::Notifications notifications_{{}, links_};
    std::mt19937_64 random_ = serinus::test::seeded_random();
    link::RequestId next_request_ = 1;
    std::set<link::RequestId> cancelled_;
    std::set<PeerId> running_;
    std::optional<Target> proven_;

  public:
    /// Ends first, as it cancels its requests then.
    WarpSync sync;
};

class WarpSyncTest : public testing::Test {
  protected:
    RangeState state{trie::StateVersion::kV1};
    RangeState later{trie::StateVersion::kV0};
};

TEST_F(WarpSyncTest, HonestPeersBringTheStateTogether) {
    WarpWorld world(make_target(500, state));
    for (uint8_t i = 1; i <= 4; ++i) world.add_peer(i);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_EQ(world.imported, world.target.hash());
    EXPECT_EQ(world.imported_body, (primitives::Body{Bytes{1}}));
    EXPECT_TRUE(world.download->is_complete());
    EXPECT_EQ(world.max_running, 4u) << "all are asked at once";
    for (const auto& [id, peer] : world.peers) EXPECT_GT(peer.answers, 5u);
    for (const auto& [id, report] : world.reports) EXPECT_EQ(report, kServed);
}

// Each brings what the others do not, so many are faster than one.
TEST_F(WarpSyncTest, WhatPeersBringOverlapsLittle) {
    const auto answers_of = [&](uint8_t peers) {
        WarpWorld world(make_target(500, state));
        for (uint8_t i = 1; i <= peers; ++i) world.add_peer(i);
        world.run();
        EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
        size_t out = 0;
        for (const auto& [id, peer] : world.peers) {
            for (const auto& [start, times] : peer.state_requests) out += times.size();
        }
        return out;
    };
    const size_t one = answers_of(1), three = answers_of(3), six = answers_of(6);
    EXPECT_GT(one, 30u);
    EXPECT_LE(three, one * 5 / 4) << one;
    EXPECT_LE(six, one * 3 / 2) << one;
}

// What is written stays: a process that is killed at any moment asks for nothing of that again, and loses what was on
// its way or waited to be checked.
TEST_F(WarpSyncTest, AfterAKillTheDownloadGoesOnBehindTheLastAnswerThatWasWritten) {
    for (const size_t answers : {1, 2, 7, 20, 30}) {
        auto before = std::make_unique<WarpWorld>(make_target(500, state));
        for (uint8_t i = 1; i <= 4; ++i) before->add_peer(i);
        before->run(answers);
        ASSERT_FALSE(before->has_ended);
        const auto open = before->download->open_parts();
        const auto entries = before->download->entries();
        WarpWorld after(make_target(500, state), std::move(before->store));
        EXPECT_EQ(after.download->open_parts(), open);
        EXPECT_EQ(after.download->entries(), entries);
        after.set_proven();
        for (uint8_t i = 1; i <= 4; ++i) after.add_peer(i);
        after.run();
        EXPECT_EQ(after.sync.phase(), WarpPhase::kDone);
        EXPECT_TRUE(after.download->is_complete());
        EXPECT_EQ(after.download->entries(), state.top.size() + 3 + 150);
    }
}

TEST_F(WarpSyncTest, OnePeerIsEnoughAfterAWhile) {
    WarpWorld world(make_target(500, state));
    world.add_peer(1);
    EXPECT_EQ(world.sync.phase(), WarpPhase::kPeers);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_GE(world.now, 6'000u);
}

TEST_F(WarpSyncTest, AfterARestartTheFirstPeerIsEnoughToGoOnWithTheState) {
    WarpWorld world(make_target(500, state));
    world.set_proven();
    world.add_peer(1);
    EXPECT_EQ(world.sync.phase(), WarpPhase::kState);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
}

TEST_F(WarpSyncTest, AfterARestartTheStateIsNotGivenUpBeforeSomePeersWereThere) {
    WarpWorld world(make_target(500, state));
    world.set_proven();
    world.add_peer(1, {.kind = SimulatedPeer::Kind::kRefuser});
    world.at(5'700, [&] { world.add_peer(2); });  // the first one has refused as often as it is asked
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_EQ(world.downloads, 1u);
}

TEST_F(WarpSyncTest, LiarsCostTheirOwnAnswersOnly) {
    WarpWorld world(make_target(500, state));
    world.add_peer(1, {.kind = SimulatedPeer::Kind::kLiar});
    world.add_peer(2, {.kind = SimulatedPeer::Kind::kLiar, .lies_in_proofs = false});
    world.add_peer(3);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_LE(world.lies(1), 1u);
    EXPECT_EQ(world.lies(2), 1u);
    EXPECT_EQ(world.lies(3), 0u);
    EXPECT_TRUE(world.download->is_complete());
}

TEST_F(WarpSyncTest, PeersThatVanishOrAreSilentLeaveTheirRangesToOthers) {
    WarpWorld world(make_target(500, state));
    world.add_peer(1, {.answers_before_it_vanishes = 3});
    world.add_peer(2, {.kind = SimulatedPeer::Kind::kSilent});
    world.add_peer(3, {.kind = SimulatedPeer::Kind::kRefuser});
    world.add_peer(4);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    for (uint8_t i = 1; i <= 4; ++i) EXPECT_EQ(world.lies(i), 0u);
}

// Good proofs of something else are no lies, but whoever has nothing else to give is not waited for.
TEST_F(WarpSyncTest, PeersThatEvadeWhatTheyAreAskedForAreGivenUp) {
    WarpWorld world(make_target(500, state));
    for (uint8_t i = 1; i <= 2; ++i) world.add_peer(i, {.kind = SimulatedPeer::Kind::kEvader});
    world.add_peer(3);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    for (uint8_t i = 1; i <= 2; ++i) {
        EXPECT_EQ(world.lies(i), 0u);
        // Three that count, and a few for what the third peer brought meanwhile; it is asked for more than thirty.
        EXPECT_LE(world.peers.at(test_peer(i)).state_requests.size(), 12u);
    }
}

// Others bring what it was asked for: it costs the time of an answer or two, not that of its own.
TEST_F(WarpSyncTest, ASlowPeerHoldsNothingUp) {
    WarpWorld world(make_target(500, state));
    for (uint8_t i = 1; i <= 3; ++i) world.add_peer(i);
    world.add_peer(4, {.kind = SimulatedPeer::Kind::kSlow});
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_LT(world.now, 20'000u);
    EXPECT_EQ(world.lies(4), 0u);
}

// Observed: polkadot-stable2512 takes the third equal request within a minute ill
TEST_F(WarpSyncTest, NoPeerIsAskedForTheSameRangeTwiceWithinAMinute) {
    WarpWorld world(make_target(500, state));
    for (uint8_t i = 1; i <= 3; ++i) world.add_peer(i);
    world.add_peer(4, {.kind = SimulatedPeer::Kind::kSilent});
    world.run();
    for (const auto& [id, peer] : world.peers) {
        for (const auto& [start, times] : peer.state_requests) {
            for (size_t i = 1; i < times.size(); ++i) EXPECT_GT(times[i] - times[i - 1], 60'000u);
        }
    }
}

TEST_F(WarpSyncTest, ATargetWhoseStateIsGoneIsReplacedByALaterOne) {
    WarpWorld world(make_target(500, state));
    for (uint8_t i = 1; i <= 3; ++i) world.add_peer(i);
    // The state of the first target goes, and a minute later another block is final.
    world.at(2'000, [&] { world.is_state_gone = true; });
    world.at(60'000, [&] {
        world.is_state_gone = false;
        world.target = make_target(600, later);
    });
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_EQ(world.imported, make_target(600, later).hash());
    EXPECT_EQ(world.download->target()->root, later.root);
    EXPECT_TRUE(world.download->is_complete());
    EXPECT_EQ(world.downloads, 2u);
    for (const auto& [id, report] : world.reports) EXPECT_NE(report.value, kMalicious);
}

// With one open part, which may not be asked for again within a minute.
TEST_F(WarpSyncTest, ATargetWhoseStateIsGoneAtARestartIsReplacedAtOnce) {
    WarpWorld world(make_target(500, state));
    world.set_proven();
    world.target = make_target(600, later);
    world.add_peer(1);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_EQ(world.imported, world.target.hash());
    EXPECT_LT(world.now, 30'000u);
}

TEST_F(WarpSyncTest, AChainWithoutFinalityIsNotWarped) {
    WarpWorld world(make_target(0, state));
    for (uint8_t i = 1; i <= 3; ++i) world.add_peer(i);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kUseless);
    EXPECT_FALSE(world.imported);
}

// --- targets that are told: of a parachain, by its relay chain ---

class ToldWarpTest : public WarpSyncTest {
  protected:
    /// At `time` the target of the peers is told.
    static void tell_at(WarpWorld& world, Millis time) {
        world.at(time, [&world] {
            world.told = world.target;
            world.sync.on_told(world.now);
        });
    }
};

TEST_F(ToldWarpTest, ThePeersProveNothingAndOneIsEnough) {
    WarpWorld world(make_target(500, state), nullptr, true);
    world.add_peer(1);
    tell_at(world, 20'000);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_EQ(world.imported, world.target.hash());
    EXPECT_EQ(world.proof_requests, 0u);
    EXPECT_GE(world.now, 20'000u);
}

TEST_F(ToldWarpTest, WhatWasToldBeforeAPeerCameCounts) {
    WarpWorld world(make_target(500, state), nullptr, true);
    tell_at(world, 1'000);
    world.at(5'000, [&] { world.add_peer(1); });
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
}

TEST_F(ToldWarpTest, ALaterTargetReplacesOneWhoseStateIsGoneAndNoOther) {
    WarpWorld world(make_target(500, state), nullptr, true);
    for (uint8_t i = 1; i <= 3; ++i) world.add_peer(i);
    tell_at(world, 1'000);
    world.at(1'500, [&] {  // the peers keep the state of the first one a while
        world.told = make_target(501, later);
        world.sync.on_told(world.now);
    });
    world.at(2'000, [&] { world.is_state_gone = true; });
    world.at(60'000, [&] {
        world.is_state_gone = false;
        world.target = make_target(600, later);
        world.told = world.target;
        world.sync.on_told(world.now);
    });
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_EQ(world.imported, make_target(600, later).hash());
    for (const auto& [id, report] : world.reports) EXPECT_NE(report.value, kMalicious);
}

TEST_F(ToldWarpTest, AfterARestartTheTargetBeforeIsGoneOnWith) {
    WarpWorld world(make_target(500, state), nullptr, true);
    world.set_proven();
    world.add_peer(1);
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kDone);
    EXPECT_FALSE(world.told);
}

TEST_F(ToldWarpTest, AChainWithNothingAboveItsGenesisIsExecuted) {
    WarpWorld world(make_target(500, state), nullptr, true);
    world.add_peer(1);
    world.at(3'000, [&] { world.sync.on_useless(world.now); });
    world.run();
    EXPECT_EQ(world.sync.phase(), WarpPhase::kUseless);
    EXPECT_FALSE(world.imported);
}

}  // namespace
}  // namespace serinus::network::sync

// Votes among many simulated nodes: how often each vote is received, and how long a round takes, which ends for a node
// when it has two thirds of all votes of both kinds. The gossip is that of a node; a model stands in for the voter,
// which takes no time of its own. The aims: 6 times, and no more than 1 s longer than a round of ten nodes.
#include <benchmark/benchmark.h>

#include "bench/network_support.hpp"
#include "codec/scale.hpp"
#include "network/simulation/world.hpp"
#include "protocols/grandpa/grandpa.hpp"

namespace serinus::network::simulation {
namespace {

namespace grandpa = consensus::grandpa;
using gossip::GrandpaGossip;

struct Figures {
    uint64_t received = 0;  ///< votes, equal ones too
    uint64_t first = 0;     ///< that were new
};

/// Prevotes at the start of a round, precommits after two thirds of the prevotes, begins the next round after two
/// thirds of the precommits.
class Voter final : public Module, public gossip::GossipSink {
  public:
    Voter(NodeParts parts, size_t voters, Figures& figures)
        : core_(parts.core),
          index_(parts.index),
          voters_(voters),
          figures_(figures),
          gossip_(core_, *this, {.protocol = 0, .role = gossip::Role::kAuthority}) {
        core_.set_notification_module(0, gossip_);
        core_.add_module(*this);
    }

    void on_peer_connected(const PeerId& peer, Millis now) override {
        gossip_.on_sync_peer(peer, gossip::Role::kAuthority, now);
    }
    void on_peer_gone(const PeerId& peer, Millis now) override { gossip_.on_sync_peer_gone(peer, now); }

    void begin(Millis now) {
        is_running_ = true;
        now_ = now;
        enter(1);
    }
    uint64_t round() const noexcept { return round_; }

    void on_disconnected(gossip::GossipPeer) override {}
    platform::Admission receive(gossip::GossipPeer from, Bytes encoded) override {
        take_vote(from, std::move(encoded));
        return platform::Admission::kTaken;
    }
    void on_timer(Millis now) override { now_ = now; }

  private:
    void take_vote(gossip::GossipPeer from, Bytes encoded) {
        const auto message = scale::decode<grandpa::GossipMessage>(encoded);
        const auto* vote = message ? std::get_if<grandpa::VoteMessage>(&*message) : nullptr;
        if (vote == nullptr) return;
        ++figures_.received;
        if (!take(*vote)) return;
        ++figures_.first;
        spread(*vote, from, std::move(encoded));
        advance();
    }
    bool take(const grandpa::VoteMessage& vote) {
        if (vote.round + 1 < round_) return false;
        auto& all = votes_[{vote.round, vote.message.message.kind}];
        return all.insert(vote.message.id).second;
    }
    void spread(const grandpa::VoteMessage& vote, std::optional<gossip::GossipPeer> from, Bytes encoded) {
        const grandpa::GossipMessage message(vote);
        gossip_.send(GrandpaGossip::message_of({.peer = {},
                                                .from = from,
                                                .message = message,
                                                .encoded = std::make_shared<const Bytes>(std::move(encoded))}),
                     now_);
    }
    void cast(grandpa::VoteKind kind) {
        if (index_ >= voters_) return;
        grandpa::VoteMessage vote;
        vote.round = round_;
        vote.message.message.kind = kind;
        store_le<uint64_t>(vote.message.id.data(), index_);
        (void)take(vote);
        spread(vote, std::nullopt, scale::encode(grandpa::GossipMessage(vote)));
    }
    void enter(uint64_t round) {
        round_ = round;
        has_precommitted_ = false;
        std::erase_if(votes_, [&](const auto& one) { return one.first.first + 1 < round; });
        const grandpa::GossipMessage place(
            grandpa::VersionedNeighbor(grandpa::Neighbor{.round = round, .set_id = 0, .finalized = 0}));
        const auto encoded = std::make_shared<const Bytes>(scale::encode(place));
        gossip_.send(GrandpaGossip::message_of({.peer = {}, .from = {}, .message = place, .encoded = encoded}), now_);
        cast(grandpa::VoteKind::kPrevote);
    }
    void advance() {
        const size_t enough = voters_ * 2 / 3 + 1;
        while (is_running_) {
            if (!has_precommitted_ && votes_[{round_, grandpa::VoteKind::kPrevote}].size() >= enough) {
                has_precommitted_ = true;
                cast(grandpa::VoteKind::kPrecommit);
            } else if (has_precommitted_ && votes_[{round_, grandpa::VoteKind::kPrecommit}].size() >= enough) {
                enter(round_ + 1);
            } else {
                return;
            }
        }
    }

    Core& core_;
    size_t index_, voters_;
    Figures& figures_;
    GrandpaGossip gossip_;
    Millis now_ = 0;
    bool is_running_ = false, has_precommitted_ = false;
    uint64_t round_ = 0;
    std::map<std::pair<uint64_t, grandpa::VoteKind>, std::set<grandpa::AuthorityId>> votes_;
};

struct Outcome {
    double received_each = 0, round_ms = 0, reached = 0;
};

Outcome run(size_t count, size_t voters, size_t peers_each) {
    constexpr uint64_t kRounds = 3;
    Figures figures;
    World world({.seed = 1, .weather = {.min_delay_ms = 20, .max_delay_ms = 80}});
    for (size_t i = 0; i < count; ++i) {
        world.add(
            {.protocols = {.requests = {}, .notifications = {{.names = {"/grandpa/1"}, .max_message_bytes = 1 << 20}}},
             .peers = {.out_peers = 0},
             .make = [&](NodeParts parts) {
                 std::vector<std::unique_ptr<Module>> modules;
                 modules.push_back(std::make_unique<Voter>(parts, voters, figures));
                 return modules;
             }});
    }
    // Each dials half of its peers.
    for (NodeIndex i = 0; i < count; ++i) {
        std::set<NodeIndex> others;
        while (others.size() < std::min(peers_each, count - 1) / 2) {
            const NodeIndex other = world.random()() % count;
            if (other != i) others.insert(other);
        }
        if (count <= peers_each) {
            for (NodeIndex other = 0; other < i; ++other) others.insert(other);
        }
        for (const NodeIndex other : others) {
            world.core(i).shell().dial(world.address(other), world.peer_id(other));
        }
    }
    world.run_for(5'000);
    const Millis start = world.now();
    for (NodeIndex i = 0; i < count; ++i) {
        world.call(i, [&](auto, Millis now) { world.module<Voter>(i)->begin(now); });
    }
    const auto are_done = [&] {
        size_t done = 0;
        for (NodeIndex i = 0; i < count; ++i) done += world.module<Voter>(i)->round() > kRounds;
        return done * 100 >= count * 95;
    };
    (void)world.run_until(are_done, 120'000);
    Outcome out;
    out.round_ms = static_cast<double>(world.now() - start) / kRounds;
    out.received_each = static_cast<double>(figures.received) / static_cast<double>(figures.first);
    // Of all votes of the rounds that are over for everybody, roughly: how many were received at all.
    out.reached = static_cast<double>(figures.first) / static_cast<double>(2 * kRounds * voters * count);
    return out;
}

void votes_among_nodes(benchmark::State& state) {
    for (auto _ : state) {
        const double start = bench::cpu_seconds();
        const Outcome ten = run(10, 10, 40);
        const Outcome many = run(static_cast<size_t>(state.range(0)), static_cast<size_t>(state.range(1)), 40);
        state.counters["received_each"] = many.received_each;
        state.counters["round_ms"] = many.round_ms;
        state.counters["round_ms_of_10"] = ten.round_ms;
        state.counters["reached"] = many.reached;
        state.counters["cpu_s"] = bench::cpu_seconds() - start;
    }
}
BENCHMARK(votes_among_nodes)->Args({1000, 20})->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace serinus::network::simulation

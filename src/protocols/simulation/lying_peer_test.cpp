// A node with liars of each kind: what it keeps and does for them has its bounds, and an honest peer is served
// meanwhile.
#include "protocols/simulation/lying_peer.hpp"

#include <gtest/gtest.h>

#include "network/simulation/simulated_service.hpp"
#include "protocols/simulation/full_node.hpp"
#include "protocols/simulation/lying_machine.hpp"
#include "protocols/transactions/transactions.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::simulation {
namespace {

constexpr size_t kMiB = size_t{1} << 20;
constexpr size_t kTransactions = 1;  // its place among notification protocols
/// Data that a peer makes the node keep: a transaction that does not end, or an answer that is not taken, and requests.
constexpr size_t kMaxBytesOfAPeer = 18 * kMiB;
constexpr size_t kMaxBytesBeside = 10 * kMiB;  ///< an answer to the honest one

wire::Multiaddr address_of(size_t machine) {
    return *wire::Multiaddr::parse("/ip4/" + std::to_string(30 + machine) + ".1.0.1/tcp/30333");
}
crypto::ed25519::Seed key_of(size_t machine) {
    return crypto::ed25519::Seed(ByteArray<32>{static_cast<uint8_t>(machine + 1), 7});
}
PeerId peer_of(size_t machine) { return PeerId::of(crypto::ed25519::public_key_of(key_of(machine))); }

/// Finds all transactions bad, a moment later.
class BadPool final : public Module, public gossip::TransactionSink {
  public:
    explicit BadPool(Core& core) : gossip(core, *this, [] { return false; }, {.protocol = kTransactions}) {}
    void submit(std::vector<gossip::Submissions::Submission> batch) override {
        for (const auto& one : batch) submitted_.push_back(one.from);
    }
    std::optional<primitives::Extrinsic> find(const Hash256&) override { return std::nullopt; }
    std::vector<Hash256> ready() override { return {}; }
    void on_timer(Millis now) override {
        next_ = now + 100;
        for (const PeerId& from : std::exchange(submitted_, {})) {
            gossip.on_verdict(from, gossip::TransactionVerdict::kBad, now);
        }
    }
    std::optional<Millis> next_timer() const override { return next_; }

    gossip::Transactions gossip;

  private:
    std::vector<PeerId> submitted_;
    Millis next_ = 0;
};

/// A node as others have it, on a simulated service.
class HonestNode {
  public:
    HonestNode(platform::VirtualTime& time, ByteLinks& links, size_t machine, std::vector<size_t> boot_nodes,
               sync::BlockNumber blocks)
        : scheduler_(time.make_scheduler({.label = std::to_string(machine)})) {
        for (sync::BlockNumber i = 0; i < blocks; ++i) {
            chain.add(make_block(chain.best().hash, i + 1, 1, {Bytes(256 << 10)}));
        }
        ServiceOptions options;
        options.node_key = key_of(machine);
        options.listen_addresses = {address_of(machine)};
        for (const size_t boot : boot_nodes) {
            options.boot_nodes.push_back(address_of(boot).with_peer_id(peer_of(boot)));
        }
        ModuleFactory factory;
        factory.protocols = simulated_protocols();
        factory.protocols.notifications.push_back(
            {.names = {"/simulated/transactions/1"}, .max_message_bytes = 16 * kMiB});
        factory.make = [this, machine](Parts parts) {
            static const auto key = key_of(0);
            const auto address = address_of(machine);
            auto full = std::make_unique<FullNode>(
                NodeParts{machine, parts.core, parts.peers, parts.identify, parts.peer_id, key, address}, chain,
                FullNodeOptions{});
            auto bad = std::make_unique<BadPool>(parts.core);
            node = full.get();
            pool = bad.get();
            node->announces().add_listener(pool->gossip);
            parts.core.set_notification_module(kTransactions, pool->gossip);
            parts.core.add_module(*pool);
            std::vector<std::unique_ptr<Module>> out;
            out.push_back(std::move(full));
            out.push_back(std::move(bad));
            return out;
        };
        service = start_service(*scheduler_, std::move(options), std::move(factory), links, machine);
        service->run();
    }

    MemoryChain chain;
    FullNode* node = nullptr;
    BadPool* pool = nullptr;

  private:
    std::unique_ptr<platform::Scheduler> scheduler_;

  public:
    std::unique_ptr<NetworkService> service;
};

class LyingPeers : public testing::TestWithParam<Lie> {};

TEST_P(LyingPeers, CostABoundedAmountAndDisturbNobody) {
    constexpr size_t kLiars = 3, kSeconds = 40;
    constexpr sync::BlockNumber kBlocks = 48;
    auto random = test::seeded_random();
    platform::VirtualTime time(random());
    // Liars have a megabyte a second each, which is a lot of lies and not too much work for a test.
    ByteLinks links(time, {.min_delay_us = 20'000, .max_delay_us = 40'000, .window_bytes = 32 << 10});
    HonestNode victim(time, links, 0, {}, kBlocks);
    std::vector<std::unique_ptr<LyingMachine>> liars;
    for (size_t i = 0; i < kLiars; ++i) {
        liars.push_back(std::make_unique<LyingMachine>(time, links, 10 + i, address_of(10 + i), address_of(0),
                                                       LyingPeerOptions{.lie = GetParam(),
                                                                        .seed = random(),
                                                                        .chain = "/simulated",
                                                                        .genesis = simulated_genesis().hash,
                                                                        .body_bytes = kMiB}));
    }
    std::unique_ptr<HonestNode> honest;
    size_t most_bytes = 0, most_transaction_peers = 0;
    for (size_t tenth = 0; tenth < kSeconds * 10; ++tenth) {
        if (tenth == 50) honest = std::make_unique<HonestNode>(time, links, 1, std::vector<size_t>{0}, 0);
        time.run_until_ms(time.now_ms() + 100);
        const auto state = victim.service->state();
        most_bytes = std::max<size_t>(most_bytes, state.memory_bytes);
        most_transaction_peers = std::max(most_transaction_peers, victim.pool->gossip.peer_count());
        for (const auto& peer : state.peers) {
            const bool is_chosen = peer.slot == SlotKind::kOutbound && peer.peer != peer_of(1);
            EXPECT_FALSE(is_chosen) << "nobody dialed a liar";
        }
    }

    size_t lies = 0, connections = 0;
    for (const auto& liar : liars) {
        lies += liar->lies();
        connections += liar->connections();
    }
    RecordProperty("lies", static_cast<int>(lies));
    RecordProperty("connections", static_cast<int>(connections));
    RecordProperty("most_bytes", static_cast<int>(most_bytes));
    RecordProperty("jobs", static_cast<int>(victim.node->server().jobs().started()));
    RecordProperty("looked_at", static_cast<int>(victim.pool->gossip.looked_at()));
    EXPECT_GE(lies, kLiars);
    EXPECT_LE(most_bytes, kMaxBytesBeside + kLiars * kMaxBytesOfAPeer);
    EXPECT_LE(most_transaction_peers, kLiars + 1);
    // Work: two answers to equal requests for each connection, or one in 20 s that is not taken, beside those for the
    // honest.
    EXPECT_LE(victim.node->server().jobs().started(), 20 + 4 * connections);
    EXPECT_LE(victim.pool->gossip.looked_at(), connections * 8'192 + kLiars * 2'048 * kSeconds);
    EXPECT_EQ(honest->chain.best(), victim.chain.best()) << "the honest node was served";
    const auto peers = victim.service->state().peers;
    EXPECT_NE(std::ranges::find(peers, peer_of(1), &NetworkService::PeerState::peer), peers.end());
}

INSTANTIATE_TEST_SUITE_P(OfAllKinds, LyingPeers, testing::ValuesIn(kLies), [](const auto& one) {
    std::string name = to_string(one.param);
    std::ranges::replace(name, '-', '_');
    return name;
});

}  // namespace
}  // namespace serinus::network::simulation

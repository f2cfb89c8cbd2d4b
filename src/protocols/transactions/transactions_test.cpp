#include "protocols/transactions/transactions.hpp"

#include <gtest/gtest.h>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "network/simulation/world.hpp"
#include "tests/support/random.hpp"

namespace serinus::network::gossip {
namespace {

using primitives::Extrinsic;
using simulation::NodeIndex;
using simulation::NodeParts;
using simulation::World;

Extrinsic extrinsic_of(uint32_t number, size_t size = 100) {
    Extrinsic out(Bytes(size, static_cast<uint8_t>(number)));
    for (size_t i = 0; i < 4; ++i) out[i] = static_cast<uint8_t>(number >> 8 * i);
    return out;
}
Hash256 hash_of(const Extrinsic& extrinsic) { return hashing::blake2b_256(scale::encode(extrinsic)); }

/// A node's pool as far as gossip sees it; peers are in sync as soon as they are connected.
class Pool final : public Module, public TransactionSink {
  public:
    Pool(NodeParts parts, Role role, TransactionsOptions options)
        : core_(parts.core), gossip(parts.core, *this, [this] { return is_syncing; }, options), role_(role) {
        core_.set_notification_module(0, gossip);
        core_.add_module(*this);
    }
    void on_peer_connected(const PeerId& peer, Millis now) override {
        if (takes_all) gossip.on_sync_peer(peer, role_, now);
    }
    void on_peer_gone(const PeerId& peer, Millis now) override { gossip.on_sync_peer_gone(peer, now); }
    void submit(std::vector<Submissions::Submission> batch) override {
        for (auto& one : batch) submitted.emplace_back(one.from, std::move(one.extrinsic));
    }
    std::optional<Extrinsic> find(const Hash256& hash) override {
        const auto found = all.find(hash);
        return found == all.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<Hash256> ready() override {
        std::vector<Hash256> out;
        for (const auto& [hash, extrinsic] : all) out.push_back(hash);
        return out;
    }
    void add(const Extrinsic& extrinsic, Millis now) {
        const Hash256 hash = hash_of(extrinsic);
        all.emplace(hash, extrinsic);
        gossip.on_ready(hash, now);
    }

  private:
    Core& core_;

  public:
    Transactions gossip;
    bool is_syncing = false;
    bool takes_all = true;             ///< false: peers are connected, and block announces with them are not open
    std::map<Hash256, Extrinsic> all;  ///< that are ready
    std::vector<std::pair<PeerId, Extrinsic>> submitted;

  private:
    Role role_;  ///< that its peers have
};

class TransactionsTest : public testing::Test {
  protected:
    NodeIndex add(TransactionsOptions options = {}, Role role_of_peers = Role::kFull) {
        const NodeIndex index = world.add(
            {.protocols = {.requests = {},
                           .notifications = {{.names = {"/test/transactions/1"}, .max_message_bytes = 16 << 20}}},
             .make = [options, role_of_peers](NodeParts parts) {
                 std::vector<std::unique_ptr<Module>> out;
                 out.push_back(std::make_unique<Pool>(parts, role_of_peers, options));
                 return out;
             }});
        if (index > 0) {
            world.call(index, [&](NodeParts parts, Millis now) {
                parts.peers.add_address(world.peer_id(0), world.address(0), now);
            });
            world.run_for(2'000);
        }
        return index;
    }
    Pool& pool(NodeIndex index) { return *world.module<Pool>(index); }
    void ready(NodeIndex index, const Extrinsic& extrinsic) {
        world.call(index, [&](auto, Millis now) { pool(index).add(extrinsic, now); });
    }
    void send(NodeIndex from, const Bytes& message) {
        world.call(from, [&](NodeParts parts, Millis) {
            EXPECT_TRUE(parts.core.notifications().send(world.peer_id(0), 0, message));
        });
        world.run_for(200);
    }

    World world{{.seed = test::seeded_random()()}};
};

TEST_F(TransactionsTest, APeerIsHeardWhileBlockAnnouncesWithItAreOpenAndLeavesNothingBehind) {
    add();
    pool(0).takes_all = false;
    add();
    const Bytes message = scale::encode(std::vector<Extrinsic>{extrinsic_of(1)});
    const auto try_to_send = [&] {
        bool is_sent = false;
        world.call(1, [&](NodeParts parts, Millis) {
            is_sent = parts.core.notifications().send(world.peer_id(0), 0, message);
        });
        world.run_for(200);
        return is_sent;
    };
    EXPECT_FALSE(try_to_send()) << "a stranger";
    EXPECT_TRUE(pool(0).submitted.empty());
    // The offer waited for the announces.
    world.call(0, [&](auto, Millis now) { pool(0).gossip.on_sync_peer(world.peer_id(1), Role::kLight, now); });
    world.run_for(500);
    EXPECT_TRUE(try_to_send());
    EXPECT_EQ(pool(0).submitted.size(), 1u);
    world.call(0, [&](auto, Millis now) { pool(0).gossip.on_sync_peer_gone(world.peer_id(1), now); });
    world.run_for(500);
    EXPECT_FALSE(try_to_send());
    EXPECT_EQ(pool(0).submitted.size(), 1u);
}

TEST_F(TransactionsTest, ThePairIsOpenedAgainWhenOneOfTwoConnectionsEnds) {
    add();
    add();
    const auto first = world.core(0).connections_of(world.peer_id(1));
    ASSERT_EQ(first.size(), 1u);
    world.run_for(11'000);
    world.call(0, [&](NodeParts parts, auto) { parts.core.shell().dial(world.address(1), world.peer_id(1)); });
    world.run_for(2'000);
    ASSERT_EQ(world.core(0).connections_of(world.peer_id(1)).size(), 2u);
    world.call(0, [&](NodeParts parts, auto) { parts.core.shell().disconnect(first.front()); });
    world.run_for(2'000);
    ready(1, extrinsic_of(1));
    world.run_for(1'000);
    EXPECT_EQ(pool(0).submitted.size(), 1u);
}

// RFC-56
TEST_F(TransactionsTest, AReadyTransactionIsSentOnceAloneInItsMessage) {
    add();
    add();
    ready(1, extrinsic_of(1));
    ready(1, extrinsic_of(2));
    ready(1, extrinsic_of(1));
    world.run_for(1'000);
    ASSERT_EQ(pool(0).submitted.size(), 2u);
    EXPECT_EQ(pool(0).submitted[0].second, extrinsic_of(1));
    EXPECT_EQ(pool(0).submitted[0].first, world.peer_id(1));
    // Its sender is not sent it back.
    ready(0, extrinsic_of(1));
    world.run_for(1'000);
    EXPECT_TRUE(pool(1).submitted.empty());
}

TEST_F(TransactionsTest, SeveralInOneMessageAreTakenToo) {
    add();
    add();
    send(1, scale::encode(std::vector<Extrinsic>{extrinsic_of(1), extrinsic_of(2), extrinsic_of(1)}));
    EXPECT_EQ(pool(0).submitted.size(), 2u);
}

TEST_F(TransactionsTest, AMessageThatIsNoneIsALie) {
    add();
    add();
    send(1, Bytes{9, 9, 9});
    ASSERT_EQ(world.accusations().size(), 1u);
    EXPECT_EQ(world.accusations()[0], (std::pair<NodeIndex, NodeIndex>(0, 1)));
}

TEST_F(TransactionsTest, APeerIsSentAMebibyteASecond) {
    add();
    add();
    for (uint32_t i = 0; i < 40; ++i) ready(1, extrinsic_of(i, 100'000));
    world.run_for(900);
    EXPECT_GE(pool(0).submitted.size(), 10u);
    EXPECT_LE(pool(0).submitted.size(), 22u);
    world.run_for(5'000);
    EXPECT_EQ(pool(0).submitted.size(), 40u);
}

TEST_F(TransactionsTest, WhatWaitsForAPeerIsBoundedAndTheOldestIsDropped) {
    add();
    add({.max_pending_per_peer = 10, .bytes_per_second = 1'000});
    for (uint32_t i = 0; i < 50; ++i) ready(1, extrinsic_of(i, 900));
    world.run_for(60'000);
    EXPECT_LE(pool(0).submitted.size(), 13u);
    EXPECT_EQ(pool(0).submitted.back().second, extrinsic_of(49, 900));
}

TEST_F(TransactionsTest, WhatAPeerSubmitsWithoutAVerdictIsBounded) {
    add({.max_submitted_per_peer = 5});
    add();
    for (uint32_t i = 0; i < 20; ++i) send(1, scale::encode(std::vector<Extrinsic>{extrinsic_of(i)}));
    EXPECT_EQ(pool(0).submitted.size(), 5u);
    world.call(0,
               [&](auto, Millis now) { pool(0).gossip.on_verdict(world.peer_id(1), TransactionVerdict::kKnown, now); });
    send(1, scale::encode(std::vector<Extrinsic>{extrinsic_of(100)}));
    EXPECT_EQ(pool(0).submitted.size(), 6u);
}

// Observed: polkadot-stable2407: MAX_PENDING_TRANSACTIONS of the reference
TEST_F(TransactionsTest, OfAMessageOfMillionsAFewThousandAreLookedAt) {
    add();
    add();
    constexpr uint32_t kCount = (16u << 20) - 4;  // empty ones, behind the compact number of them
    Bytes message(sizeof(uint32_t) + kCount);
    store_le(message.data(), kCount << 2 | 2);
    send(1, message);
    EXPECT_EQ(pool(0).gossip.looked_at(), 8'192u);
    EXPECT_EQ(pool(0).submitted.size(), 1u) << "all are one";
    for (int i = 0; i < 3; ++i) send(1, message);
    EXPECT_LE(pool(0).gossip.looked_at(), 8'192u + 3 * 500u) << "2,048 more a second";
    EXPECT_TRUE(world.accusations().empty());
}

TEST_F(TransactionsTest, WhatWasNotLookedAtIsNotRemembered) {
    add({.max_submitted_per_peer = 5});
    add();
    std::vector<Extrinsic> all;
    for (uint32_t i = 0; i < 100; ++i) all.push_back(extrinsic_of(i));
    send(1, scale::encode(all));
    EXPECT_EQ(pool(0).submitted.size(), 5u);
    EXPECT_EQ(pool(0).gossip.looked_at(), 5u);
    for (int i = 0; i < 5; ++i) {
        world.call(
            0, [&](auto, Millis now) { pool(0).gossip.on_verdict(world.peer_id(1), TransactionVerdict::kKnown, now); });
    }
    send(1, scale::encode(std::vector<Extrinsic>{extrinsic_of(99)}));
    EXPECT_EQ(pool(0).submitted.size(), 6u);
}

TEST_F(TransactionsTest, WhatIsKnownOfAPeerIsBounded) {
    add();
    add({.max_known_per_peer = 3});
    for (uint32_t i = 0; i < 5; ++i) ready(1, extrinsic_of(i));
    world.run_for(500);
    // The first was forgotten: it is sent again, and the other side knows it.
    ready(1, extrinsic_of(0));
    ready(1, extrinsic_of(4));
    world.run_for(500);
    EXPECT_EQ(pool(0).submitted.size(), 5u);
}

TEST_F(TransactionsTest, OneBadTransactionIsNoLieButManyAre) {
    add();
    add();
    const auto verdicts = [&](int count) {
        for (int i = 0; i < count; ++i) {
            world.call(0, [&](auto, Millis now) {
                pool(0).gossip.on_verdict(world.peer_id(1), TransactionVerdict::kBad, now);
            });
        }
    };
    verdicts(63);  // and its offer of the protocol has a price
    EXPECT_TRUE(world.accusations().empty());
    verdicts(2);
    EXPECT_EQ(world.accusations().size(), 1u);
}

TEST_F(TransactionsTest, ALightPeerIsSentNothingButMaySubmit) {
    add({}, Role::kLight);
    add();
    ready(0, extrinsic_of(1));
    ready(1, extrinsic_of(2));
    world.run_for(1'000);
    EXPECT_TRUE(pool(1).submitted.empty());
    EXPECT_EQ(pool(0).submitted.size(), 1u);
}

TEST_F(TransactionsTest, NothingIsSentOrTakenWhileTheNodeCatchesUp) {
    add();
    add();
    pool(0).is_syncing = true;
    ready(0, extrinsic_of(1));
    ready(1, extrinsic_of(2));
    world.run_for(1'000);
    EXPECT_TRUE(pool(0).submitted.empty());
    EXPECT_TRUE(pool(1).submitted.empty());
}

// Observed: sc-network-transactions 0.59.0: propagate_transactions goes through the whole pool each 2.9 s, unless the
// node synchronises
TEST_F(TransactionsTest, WhatBecameReadyDuringASynchronisationIsHeldUntilItsEnd) {
    add();
    add();
    pool(1).is_syncing = true;
    ready(1, extrinsic_of(1));
    world.run_for(10'000);
    EXPECT_TRUE(pool(0).submitted.empty());
    pool(1).is_syncing = false;
    world.run_for(3'500);
    ASSERT_EQ(pool(0).submitted.size(), 1u);
    EXPECT_EQ(pool(0).submitted[0].second, extrinsic_of(1));
}

TEST_F(TransactionsTest, APeerThatComesLaterIsSentWhatIsReady) {
    add();
    ready(0, extrinsic_of(1));
    world.run_for(10'000);
    add();
    world.run_for(3'500);
    ASSERT_EQ(pool(1).submitted.size(), 1u);
    EXPECT_EQ(pool(1).submitted[0].second, extrinsic_of(1));
}

TEST_F(TransactionsTest, EachTransactionHasAPriceThatAGoodOneGivesBack) {
    add();
    add();
    const auto reputation = [&] {
        int32_t out = 0;
        world.call(0, [&](NodeParts parts, Millis now) { out = parts.peers.reputation(world.peer_id(1), now); });
        return out;
    };
    const auto judge = [&](TransactionVerdict verdict) {
        world.call(0, [&](auto, Millis now) { pool(0).gossip.on_verdict(world.peer_id(1), verdict, now); });
    };
    const int32_t before = reputation();
    send(1, scale::encode(std::vector<Extrinsic>{extrinsic_of(1), extrinsic_of(2), extrinsic_of(3)}));
    const int32_t paid = reputation();
    EXPECT_NEAR(paid, before + 3 * kTransactionPrice.value, 200);
    judge(TransactionVerdict::kKnown);
    judge(TransactionVerdict::kNew);
    EXPECT_NEAR(reputation(), before + kTransactionPrice.value + 128, 200);
    judge(TransactionVerdict::kNone);
    EXPECT_NEAR(reputation(), before + kTransactionPrice.value + 128, 200) << "nothing is known of it";
}

TEST_F(TransactionsTest, WhatLeftThePoolMeanwhileIsNotSent) {
    add();
    add({.bytes_per_second = 1'000});
    for (uint32_t i = 0; i < 4; ++i) ready(1, extrinsic_of(i, 900));
    pool(1).all.clear();
    world.run_for(10'000);
    EXPECT_LE(pool(0).submitted.size(), 2u);
}

}  // namespace
}  // namespace serinus::network::gossip

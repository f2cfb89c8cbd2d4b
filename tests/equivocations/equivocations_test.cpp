// A validator that equivocates, seen by an assembled node: the report gets into a block, and the runtime notes the
// offence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "base/hex.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/spec_files.hpp"
#include "consensus/beefy/start.hpp"
#include "consensus/grandpa/gossip_messages.hpp"
#include "crypto/key_pair.hpp"
#include "hashing/hashing.hpp"
#include "node/node.hpp"
#include "runtime/runtimes/kusama/native/built_in.hpp"
#include "services/beefy/beefy.hpp"
#include "services/grandpa/grandpa.hpp"

namespace serinus::node {
namespace {

namespace grandpa = consensus::grandpa;
using grandpa::VoteKind;

/// An in-memory node with the keys of a validator.
NodeOptions options_of(const std::string& validator, authorship::SealingMode sealing) {
    NodeOptions out;
    out.name = "test";
    out.version = "0";
    out.authority = true;
    out.session_keys_of = validator;
    out.sealing = sealing;
    out.rpc.port = 0;
    out.metrics = std::nullopt;
    return out;
}

/// The chain of //Alice and //Bob, its genesis built by the runtime.
chain::ChainSpec local_spec() {
    auto spec = chain::load_chain("kusama-local", {}, kusama::built_in_runtime()).value();
    executor::Executor executor;
    spec.genesis = chain::build_genesis(std::get<chain::RuntimeGenesis>(spec.genesis), executor).value();
    return spec;
}

std::unique_ptr<Node> start(const std::string& validator, authorship::SealingMode sealing) {
    auto node = Node::start(local_spec(), options_of(validator, sealing), std::make_shared<platform::ThreadPools>());
    EXPECT_TRUE(node) << node.error();
    return *std::move(node);
}

/// Waits for imported blocks; the limit is for a test that has failed.
class Imports final : public chain::ClientListener {
  public:
    explicit Imports(chain::Client& client) : client_(&client) { client_->add_listener(this); }
    ~Imports() override { client_->remove_listener(this); }
    void on_imported(const chain::ImportedBlock&) override {
        const std::lock_guard lock(mutex_);
        changed_.notify_all();
    }
    bool wait_for_block(primitives::BlockNumber number) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::minutes(1), [&] { return client_->best().number >= number; });
    }

  private:
    chain::Client* client_;
    std::mutex mutex_;
    std::condition_variable changed_;
};

/// Whether System.Events after a block has Offences.Offence (pallet 7, event 0) of this kind.
bool has_offence(chain::Client& client, const Hash256& block, std::string_view kind) {
    const Bytes key = concat(hashing::twox_128(as_bytes("System")), hashing::twox_128(as_bytes("Events")));
    const auto state = client.state_of(block);
    EXPECT_TRUE(state);
    const auto events = (*state)->get(state::Area::top(), key);
    EXPECT_TRUE(events && *events);
    const Bytes event = concat(Bytes{7, 0}, as_bytes(kind));
    return !std::ranges::search(**events, event).empty();
}

/// Follows the chain until a block has the event.
bool wait_for_offence(chain::Client& client, Imports& imports, std::string_view kind) {
    constexpr primitives::BlockNumber kTooLate = 500;
    for (primitives::BlockNumber number = 1; number < kTooLate; ++number) {
        if (!imports.wait_for_block(number)) return false;
        if (has_offence(client, client.find_hash(number).value().value(), kind)) return true;
    }
    return false;
}

/// A vote of //Bob in round 1 of the first set, as it comes from the network.
Bytes bobs_vote(VoteKind kind, const chain::BlockId& target) {
    const auto bob = crypto::key_from_uri(crypto::Scheme::kEd25519, "//Bob", std::nullopt)->pair;
    const grandpa::Message message{kind, target};
    const auto signature = grandpa::Signature::from(bob.sign(grandpa::signed_bytes(message, 1, 0), {}));
    const auto id = grandpa::AuthorityId::from(bob.public_key());
    return scale::encode(grandpa::GossipMessage(grandpa::VoteMessage{1, 0, {message, *signature, *id}}));
}

/// A vote of //Bob for the first block of BEEFY, as it comes from the network.
Bytes bobs_beefy_vote(uint8_t payload) {
    namespace beefy = consensus::beefy;
    const auto bob = crypto::key_from_uri(crypto::Scheme::kEcdsa, "//Bob", std::nullopt)->pair;
    const auto commitment = beefy::mmr_root_commitment(Hash256{{payload}}, 1, 0);
    const auto signature = bob.sign_prehashed(beefy::signed_hash(commitment));
    const auto id = beefy::AuthorityId::from(bob.public_key());
    return scale::encode(beefy::GossipMessage(beefy::VoteMessage{commitment, *id, *signature}));
}

class Equivocations : public testing::Test {
  protected:
    void SetUp() override {
        if (kusama::built_in_runtime() == nullptr) GTEST_SKIP() << "this build has no runtime of its own";
    }
};

// Spec: defn-voter-equivocation
TEST_F(Equivocations, TwoGrandpaVotesOfOneVoterBecomeAnOffence) {
    for (const auto kind : {VoteKind::kPrevote, VoteKind::kPrecommit}) {
        const auto node = start("//Alice", {.kind = authorship::SealingMode::Kind::kInstant});
        auto* const gadget = node->find_service<services::Grandpa>()->gadget();
        ASSERT_NE(gadget, nullptr);
        Imports imports(node->client());
        gadget->receive(1, bobs_vote(kind, node->client().genesis()));
        // The second vote may be for a block that nobody knows.
        gadget->receive(2, bobs_vote(kind, {Hash256{{7}}, 5}));
        // The report is the only transaction, and the reason for the block.
        EXPECT_TRUE(wait_for_offence(node->client(), imports, "grandpa:equivoca"));
    }
}

// Observed: sc-consensus-beefy, polkadot-sdk v1.1.0
TEST_F(Equivocations, TwoBeefyVotesOfOneValidatorBecomeAnOffence) {
    const auto node = start("//Alice", {.kind = authorship::SealingMode::Kind::kInterval, .interval_ms = 50});
    auto* const service = node->find_service<services::Beefy>();
    ASSERT_NE(service, nullptr);
    auto* const gadget = service->gadget();
    ASSERT_NE(gadget, nullptr);
    Imports imports(node->client());
    ASSERT_TRUE(imports.wait_for_block(1));
    // Alice alone finalizes nothing; both validators have to sign before the block is proven.
    ASSERT_TRUE(node->client().finalize(node->client().find_hash(1).value().value(), std::nullopt));
    for (primitives::BlockNumber number = 2; gadget->figures().best_voted < 1; ++number) {
        ASSERT_LT(number, 500u) << "Alice does not vote";
        ASSERT_TRUE(imports.wait_for_block(number));
    }
    gadget->receive(1, bobs_beefy_vote(1));
    gadget->receive(2, bobs_beefy_vote(2));
    EXPECT_TRUE(wait_for_offence(node->client(), imports, "beefy:equivocati"));
    EXPECT_EQ(gadget->figures().equivocation_votes, 1u);
}

// Spec: defn-producer-equivocation
TEST_F(Equivocations, TwoBlocksOfOneAuthorForASlotBecomeAnOffence) {
    // Two nodes with the keys of one validator. Their chains run ahead of the clock, a slot with each block, so their
    // slots overlap whenever they start. A third node makes the block with the report: its author is disabled at once.
    const auto node = start("//Alice", {.kind = authorship::SealingMode::Kind::kInstant});
    Imports imports(node->client());
    constexpr primitives::BlockNumber kBlocks = 5;
    for (int i = 0; i < 2; ++i) {
        const auto bob = start("//Bob", {.kind = authorship::SealingMode::Kind::kInterval, .interval_ms = 20});
        Imports blocks_of_bob(bob->client());
        ASSERT_TRUE(blocks_of_bob.wait_for_block(kBlocks));
        for (primitives::BlockNumber number = 1; number <= kBlocks; ++number) {
            const Hash256 hash = bob->client().find_hash(number).value().value();
            const primitives::SignedBlock block{
                {*bob->client().find_header(hash).value(), bob->client().find_body(hash).value().value()}, {}};
            const auto outcome = node->client().import(block, chain::BlockOrigin::kNetworkBroadcast);
            ASSERT_TRUE(outcome) << outcome.error().reason;
        }
    }
    EXPECT_TRUE(wait_for_offence(node->client(), imports, "babe:equivocatio"));
}

}  // namespace
}  // namespace serinus::node

// A validator that equivocates, seen by an assembled node: the report gets into a block, the runtime notes the offence,
// slashes the validator and disables it, and JSON-RPC says so.
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
#include "crypto/ss58.hpp"
#include "hashing/hashing.hpp"
#include "node/node.hpp"
#include "runtime/runtimes/kusama/native/built_in.hpp"
#include "services/beefy/beefy.hpp"
#include "services/grandpa/grandpa.hpp"
#include "tests/rpc_client/client.hpp"

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

/// The account of the stake, //Bob//stash.
constexpr const char* kBobStash = "5HpG9w8EBLe5XCrbczpwq5TSXvedjrBGCwqxK1iQ7qUsSWFc";

/// The chain of //Alice, //Bob and two more, who have stakes, its genesis built by the runtime. Of four validators one
/// can be disabled; none is invulnerable.
chain::ChainSpec local_spec() {
    auto spec = chain::load_chain("kusama-staking", {}, kusama::built_in_runtime()).value();
    executor::Executor executor;
    auto& genesis = std::get<chain::RuntimeGenesis>(spec.genesis);
    genesis.config.text = chain::merge_json(genesis.config.text, R"({"staking":{"invulnerables":[]}})");
    spec.genesis = chain::build_genesis(genesis, executor).value();
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

/// An entry of the state after a block by JSON-RPC; nothing if there is none.
Bytes ask_storage(const Node& node, const Hash256& block, std::string_view pallet, std::string_view item) {
    const Bytes key = concat(hashing::twox_128(as_bytes(pallet)), hashing::twox_128(as_bytes(item)));
    test::HttpClient client(node.rpc_port());
    const std::string answer = client
                                   .call(R"({"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":[")" +
                                         to_hex_prefixed(key) + "\",\"" + to_hex_prefixed(block.bytes) + "\"]}")
                                   .body;
    const size_t begin = answer.find("\"0x");
    if (begin == std::string::npos) return {};
    const size_t end = answer.find('"', begin + 1);
    return from_hex_prefixed(std::string_view(answer).substr(begin + 1, end - begin - 1)).value();
}

bool has_bytes(const Bytes& in, const Bytes& wanted) { return !std::ranges::search(in, wanted).empty(); }

/// Follows the chain until a block has Offences.Offence (pallet 7, event 0) of this kind in System.Events.
std::optional<Hash256> wait_for_offence(Node& node, Imports& imports, std::string_view kind) {
    constexpr primitives::BlockNumber kTooLate = 500;
    for (primitives::BlockNumber number = 1; number < kTooLate; ++number) {
        if (!imports.wait_for_block(number)) return std::nullopt;
        const Hash256 block = node.client().find_hash(number).value().value();
        if (has_bytes(ask_storage(node, block, "System", "Events"), concat(Bytes{7, 0}, as_bytes(kind)))) return block;
    }
    return std::nullopt;
}

/// //Bob is reported, all of his stake or a part of it, and takes no part any more.
void expect_punishment(const Node& node, const Hash256& block) {
    const Bytes stash = crypto::ss58::decode(kBobStash).value().account;
    // Staking.SlashReported (pallet 6, event 3).
    EXPECT_TRUE(has_bytes(ask_storage(node, block, "System", "Events"), concat(Bytes{6, 3}, stash)));
    const auto validators =
        scale::decode<std::vector<Hash256>>(ask_storage(node, block, "Session", "Validators")).value();
    // With how bad the offence is, in billionths.
    using Disabled = std::vector<std::pair<uint32_t, uint32_t>>;
    const auto disabled = scale::decode<Disabled>(ask_storage(node, block, "Session", "DisabledValidators")).value();
    ASSERT_EQ(disabled.size(), 1u);
    EXPECT_EQ(to_bytes(validators.at(disabled[0].first).bytes), stash);
    EXPECT_GT(disabled[0].second, 0u);
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
        const auto block = wait_for_offence(*node, imports, "grandpa:equivoca");
        ASSERT_TRUE(block);
        expect_punishment(*node, *block);
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
    // Alice alone finalizes nothing; three validators have to sign before the block is proven.
    ASSERT_TRUE(node->client().finalize(node->client().find_hash(1).value().value(), std::nullopt));
    for (primitives::BlockNumber number = 2; gadget->figures().best_voted < 1; ++number) {
        ASSERT_LT(number, 500u) << "Alice does not vote";
        ASSERT_TRUE(imports.wait_for_block(number));
    }
    gadget->receive(1, bobs_beefy_vote(1));
    gadget->receive(2, bobs_beefy_vote(2));
    const auto block = wait_for_offence(*node, imports, "beefy:equivocati");
    ASSERT_TRUE(block);
    expect_punishment(*node, *block);
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
    const auto block = wait_for_offence(*node, imports, "babe:equivocatio");
    ASSERT_TRUE(block);
    expect_punishment(*node, *block);
}

}  // namespace
}  // namespace serinus::node

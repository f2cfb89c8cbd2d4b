// The services of a parachain's node as they run: on a relay chain of our own runtime with a validator, and the real
// Coretime of Kusama 2.3.2.
#include <gmock/gmock.h>

#include "chain/client/client_test_support.hpp"
#include "chain/import/block_execution.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/para_genesis.hpp"
#include "collator/block_data.hpp"
#include "collator/client_relay_chain.hpp"
#include "collator/equivocation_limit.hpp"
#include "consensus/babe/types.hpp"
#include "crypto/key_pair.hpp"
#include "executor/runtime_code.hpp"
#include "hashing/hashing.hpp"
#include "node/parachain_node.hpp"
#include "services/collator/block_recovery.hpp"
#include "state/memory_backend.hpp"
#include "tests/services/node_fixture.hpp"
#include "tests/services/wasm_export.hpp"

namespace serinus::node {
namespace {

using chain::RefusalReason;
using testing::HasSubstr;

constexpr uint32_t kCoretime = 1005;

class ParachainNodeTest : public NodeFixture {
  protected:
    void SetUp() override {
        NodeFixture::SetUp();
        const auto runtime = test::shared_data("runtimes/coretime-kusama-2003002.compact.compressed.wasm");
        if (!runtime) GTEST_SKIP() << test::kNoSharedData;
        code_ = to_bytes(as_bytes(test::read_file(*runtime)));
    }

    /// Its authors are //Alice and //Bob.
    chain::ChainSpec para_spec() {
        const auto loaded = executor_.runtime_of_code(code_, std::nullopt);
        SERINUS_ASSERT(loaded.has_value());
        state::MemoryBackend empty;
        state::Overlay overlay(empty);
        const auto preset = executor_.call(**loaded, "GenesisBuilder_get_preset",
                                           scale::encode(std::optional<std::string>("local_testnet")), overlay);
        SERINUS_ASSERT(preset.has_value());
        chain::ChainSpec out;
        out.name = out.id = "coretime";
        out.genesis =
            chain::build_genesis(
                {.form = chain::RuntimeGenesis::Form::kPatch,
                 .config = chain::JsonText{scale::decode<std::optional<std::string>>(*preset).value().value()},
                 .code = code_},
                executor_)
                .value();
        out.extensions = {{"para_id", chain::JsonText{std::to_string(kCoretime)}}};
        return out;
    }
    chain::ChainSpec relay_spec() {
        chain::ChainSpec out = chain::load_chain(test::own_chain("kusama-local"), {}).value();
        const auto added = chain::add_paras(std::get<chain::RawGenesis>(out.genesis),
                                            {chain::para_genesis_of(kCoretime, para_spec()).value()}, executor_);
        EXPECT_TRUE(added) << added.error();
        auto& genesis = std::get<chain::RawGenesis>(out.genesis).top;
        // Both validators are one group, so that none of the parachain's candidates waits for //Bob, who is not there:
        // group_rotation_frequency, paras_availability_period, and max_validators_per_core, Some(1) of old.
        change_configuration(genesis, {4, 0, 0, 0, 4, 0, 0, 0, 1, 1, 0, 0, 0}, {4, 0, 0, 0, 4, 0, 0, 0, 1, 2, 0, 0, 0});
        // Bit 4 of node_features, which stand before the parameters of approval voting.
        if (is_v3_) change_configuration(genesis, {8 << 2, 0b01011, 1, 0, 0, 0}, {8 << 2, 0b11011, 1, 0, 0, 0});
        return out;
    }
    static void change_configuration(chain::StorageMap& genesis, const Bytes& old, const Bytes& now) {
        const Bytes key =
            concat(hashing::twox_128(as_bytes("Configuration")), hashing::twox_128(as_bytes("ActiveConfig")));
        chain::StorageMap changed;
        size_t changes = 0;
        for (size_t i = 0; i < genesis.size(); ++i) {
            Bytes value = to_bytes(genesis[i].value);
            if (to_bytes(genesis[i].key) == key) {
                const auto found = std::ranges::search(value, old);
                if (!found.empty()) std::ranges::copy(now, found.begin());
                changes += !found.empty();
            }
            changed.add(genesis[i].key, value);
        }
        ASSERT_EQ(changes, 1u);
        genesis = std::move(changed);
    }
    NodeOptions own_options(const std::string& name) const {
        NodeOptions out = options(name);
        out.clock = clock_;
        return out;
    }

    /// //Alice, one of two validators of the relay chain, both in the group of the parachain's core.
    std::unique_ptr<Node> start_validator() {
        auto validator = own_options("validator");
        validator.disabled_services.clear();
        // What it fetches is executed by nobody: the worker only tells that it could.
        validator.pvf_worker = {"/bin/sh", "-c", "exit 0"};
        add_network(validator, 1);
        auto started = Node::start(relay_spec(), validator, pools_);
        EXPECT_TRUE(started) << started.error();
        return started ? *std::move(started) : nullptr;
    }
    /// Of the parachain's node, with a network unless `relay_boot` is nullptr.
    ParachainNodeOptions parachain_options(bool is_collator, const network::wire::Multiaddr* relay_boot) {
        ParachainNodeOptions out{.parachain = {para_spec(), own_options("para")},
                                 .relay = {relay_spec(), own_options("relay")},
                                 .para = {kCoretime},
                                 .is_collator = is_collator};
        out.parachain.options.authority = is_collator;
        out.relay.options.authority = false;
        out.relay.options.session_keys_of.reset();
        if (relay_boot != nullptr) {
            add_network(out.parachain.options, 2);
            add_network(out.relay.options, 3, {*relay_boot});
        }
        return out;
    }

    executor::Executor executor_;
    Bytes code_;
    bool is_v3_ = false;
    std::optional<platform::ClockRate> clock_;
};

class CollatorNode : public ParachainNodeTest {};

// Collating makes blocks at the leaves of the relay chain, CollatorProtocol finds the validator by authority discovery,
// tells it of the collation and gives it out.
TEST_F(CollatorNode, MakesBlocksAndGivesTheirCollationsToTheValidatorOfItsCore) {
    const auto validator = start_validator();
    ASSERT_TRUE(validator);
    const auto address = address_of(*validator);
    auto collator = ParachainNode::start(parachain_options(true, &address), pools_);
    ASSERT_TRUE(collator) << collator.error();
    const Node &para = (*collator)->parachain(), &relay = (*collator)->relay();

    // Some slots of the parachain are those of //Bob, and in the first ones the validator is not connected yet.
    size_t looks = 0;
    const auto has_fetched = [&] {
        constexpr size_t kLooksForEachBlock = 10;
        if (looks++ % kLooksForEachBlock == 0) (void)call(*validator, "engine_createBlock", "true,true");
        return call(*validator, "serinus_paraCandidates").find("\"fetched\"") != std::string::npos;
    };
    ASSERT_TRUE(wait_until(has_fetched)) << call(*validator, "serinus_paraCandidates") << scrape(relay) << scrape(para);

    // The validator has compared it with what it was told of: its parachain, parent and hash.
    EXPECT_THAT(call(*validator, "serinus_paraCandidates"), HasSubstr("\"para\":1005"));
    EXPECT_TRUE((*collator)->parachain().client().find_hash(1).value()) << "the block is in the collator's own chain";
    EXPECT_THAT(scrape(para), testing::Not(HasSubstr("serinus_collator_blocks_total{chain=\"coretime\"} 0\n")));
    (*collator)->stop();
    validator->stop();
}

/// On a relay chain whose validators take candidates of version 3, the runtime of Coretime with the API that wants
/// them.
class CollatorOfVersion3 : public ParachainNodeTest {
  protected:
    void SetUp() override {
        ParachainNodeTest::SetUp();
        if (IsSkipped()) return;
        Bytes storage;
        const auto wasm = executor::wasm_of(code_, storage);
        ASSERT_TRUE(wasm);
        constexpr uint8_t kTrue = 1, kNoOffset = 0;
        Bytes changed = test::with_answer(*wasm, "SchedulingV3EnabledApi_scheduling_v3_enabled", kTrue);
        changed = test::with_answer(changed, "RelayParentOffsetApi_max_claim_queue_offset", kNoOffset);
        code_ = executor::compress_code(test::with_api_version(changed, "RelayParentOffsetApi", 2));
        is_v3_ = true;
        // Slots are those of the clock: a scheduling parent is of one that is over.
        clock_ = platform::ClockRate{.rate = kRate, .since_unix_ms = kSince};
    }

    /// Whether the slot of the best block is over. The validator takes the next slot that is its own, and would be
    /// ahead of the clock soon.
    bool has_time(Node& validator) const {
        const auto header = validator.client().find_header(validator.client().best().hash).value();
        const auto digests = consensus::babe::find_digests(*header);
        if (!digests || !digests->claim) return true;  // of the genesis block
        const auto machine = std::chrono::system_clock::now().time_since_epoch();
        const auto machine_ms = std::chrono::duration_cast<std::chrono::milliseconds>(machine).count();
        const uint64_t now_ms = clock_->from_machine_ms(static_cast<uint64_t>(machine_ms));
        return consensus::babe::slot_of(*digests->claim) < now_ms / kSlotMs;
    }

    static constexpr uint32_t kRate = 4;
    static constexpr uint64_t kSince = 1'700'000'000'000, kSlotMs = 6'000;
};

// No runtime of a real parachain wants them yet. What the block data of this one holds its own code does not take: no
// validator executes it here.
TEST_F(CollatorOfVersion3, GivesTheValidatorACandidateWithASchedulingParent) {
    const auto validator = start_validator();
    ASSERT_TRUE(validator);
    const auto address = address_of(*validator);
    auto collator = ParachainNode::start(parachain_options(true, &address), pools_);
    ASSERT_TRUE(collator) << collator.error();
    const Node &para = (*collator)->parachain(), &relay = (*collator)->relay();

    // The validator takes an offer in one slot alone. For another one the chain must go on: where the first came too
    // late, the collator builds beside its block as soon as nobody can back that any more.
    const auto has_fetched = [&] {
        if (has_time(*validator)) (void)call(*validator, "engine_createBlock", "true,true");
        return call(*validator, "serinus_paraCandidates").find("\"fetched\"") != std::string::npos;
    };
    ASSERT_TRUE(wait_until(has_fetched)) << call(*validator, "serinus_paraCandidates") << scrape(relay) << scrape(para);
    EXPECT_THAT(scrape(para), HasSubstr("serinus_collator_candidate_version{chain=\"coretime\",node=\"para\"} 3\n"));
    (*collator)->stop();
    validator->stop();
}

TEST_F(CollatorNode, NeedsANetworkOnItsRelayChain) {
    const auto started = ParachainNode::start(parachain_options(true, nullptr), pools_);
    ASSERT_FALSE(started);
    EXPECT_THAT(started.error(), HasSubstr("a collator needs a network on its relay chain"));
}

/// Seals as //Alice does, whose turn the slot must be.
void seal(primitives::Header& header) {
    const auto alice = crypto::key_from_uri(crypto::Scheme::kSr25519, "//Alice", std::nullopt);
    header.digest.emplace_back(primitives::digest::Seal{
        primitives::kAuraEngine, alice->pair.sign(primitives::header_hash(header).bytes, ByteArray<32>{})});
}

/// Another block of the same place. It cannot be executed.
primitives::Block twin_of(primitives::Header header, uint8_t which) {
    primitives::Block out;
    out.body = {Bytes{which}};
    header.extrinsics_root = chain::extrinsics_root(out.body, 1);
    seal(header);
    out.header = std::move(header);
    return out;
}

RefusalReason refusal_of(Node& node, const primitives::Block& block) {
    const auto outcome = node.client().import({block, std::nullopt}, chain::BlockOrigin::kNetworkBroadcast);
    EXPECT_TRUE(outcome && outcome->refusal) << "it is good";
    return outcome && outcome->refusal ? outcome->refusal->reason : RefusalReason{};
}

/// As many twins as are taken of a place.
void use_up(Node& node, const primitives::Header& unsealed) {
    for (uint8_t i = 0; i < collator::EquivocationLimit::kMostBlocks; ++i) {
        EXPECT_EQ(refusal_of(node, twin_of(unsealed, i)), RefusalReason::kBadInherents);
    }
}

class LimitOfEquivocations : public ParachainNodeTest {};

// Observed: cumulus-client-consensus-aura 0.36.0, `NaiveEquivocationDefender`
TEST_F(LimitOfEquivocations, HoldsInTheImportOfAParachainsNode) {
    auto started = ParachainNode::start(parachain_options(false, nullptr), pools_);
    ASSERT_TRUE(started) << started.error();
    Node& node = (*started)->parachain();
    constexpr uint64_t kSlotOfAlice = 101;
    primitives::Header header;
    header.parent_hash = node.client().genesis().hash;
    header.number = 1;
    header.digest.emplace_back(primitives::digest::PreRuntime{primitives::kAuraEngine, scale::encode(kSlotOfAlice)});
    use_up(node, header);
    EXPECT_EQ(refusal_of(node, twin_of(header, 100)), RefusalReason::kRuledOut) << "the seventeenth of its slot";
}

/// A relay chain in memory that has the parachain's candidates under the bytes of its number.
serinus::test::RuntimeExtension relay_with_candidates() {
    return {.apis = {{.id = hashing::blake2b_64(as_bytes("ParachainHost")), .version = 11}},
            .functions = R"((func (export "ParachainHost_candidates_pending_availability") (param i32 i32) (result i64)
                (call $stored (local.get 0) (local.get 1))))"};
}

class RecoveryOfBlocks : public ParachainNodeTest {
  protected:
    /// A good first block of the parachain, in a slot of //Alice.
    primitives::Block authored_block() {
        const auto validator = start_validator();
        const auto address = address_of(*validator);
        auto collator = ParachainNode::start(parachain_options(true, &address), pools_);
        SERINUS_ASSERT(collator.has_value());
        chain::Client& client = (*collator)->parachain().client();
        const auto is_there = [&] {
            (void)call(*validator, "engine_createBlock", "true,true");
            return client.find_hash(1).value().has_value();
        };
        EXPECT_TRUE(wait_until(is_there));
        const Hash256 hash = **client.find_hash(1);
        primitives::Block out{.header = **client.find_header(hash), .body = **client.find_body(hash)};
        (*collator)->stop();
        validator->stop();
        return out;
    }
};

// What the relay chain's validators have backed is taken however many twins came before it.
// Observed: cumulus-client-consensus-aura 0.36.0: the origin of recovered blocks is `ConsensusBroadcast`
TEST_F(RecoveryOfBlocks, TheLimitOfEquivocationsLetsThemThrough) {
    const primitives::Block block = authored_block();
    ASSERT_EQ(block.header.number.value, 1u);
    const Hash256 hash = primitives::header_hash(block.header);

    serinus::test::TestChain relay({}, relay_with_candidates());
    collator::ClientRelayChain relay_chain(*relay);
    auto late = options("late");
    late.authority = false;
    late.is_parachain = true;
    late.equivocation_limit = std::make_shared<collator::EquivocationLimit>();
    add_network(late, 5);
    size_t asked = 0;
    late.recipe = [&, limit = late.equivocation_limit](services::NodeParts& node) {
        services::add_discovery(node);
        services::Sync& sync = services::add_sync(node);
        const auto recover = [&](const auto&, const Hash256&, auto on_pov) {
            ++asked;
            on_pov(parachain::PoV{collator::encode_block_data({.blocks = {block}, .proof = {}})});
        };
        services::add_block_recovery(node, sync, {relay_chain, recover, limit}, {kCoretime}, {.least = 0, .most = 0});
    };
    auto started = Node::start(para_spec(), late, pools_);
    ASSERT_TRUE(started) << started.error();
    Node& node = **started;

    primitives::Header unsealed = block.header;
    ASSERT_TRUE(std::holds_alternative<primitives::digest::Seal>(unsealed.digest.back()));
    unsealed.digest.pop_back();
    use_up(node, unsealed);
    EXPECT_EQ(refusal_of(node, block), RefusalReason::kRuledOut);

    std::vector<polkadot_primitives::v5::CommittedCandidateReceipt> pending(1);
    pending[0].commitments.head_data._0 = scale::encode(block.header);
    relay.add(relay->genesis().hash,
              {.extrinsic = serinus::test::put_extrinsic(scale::encode(kCoretime), scale::encode(pending))});
    EXPECT_TRUE(wait_until([&] { return node.client().find_header(hash).value() != nullptr; }));
    EXPECT_EQ(asked, 1u);
    node.stop();
}

}  // namespace
}  // namespace serinus::node

// Blocks of real runtimes, made by this room and judged by an ordinary client.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "authorship/babe_engine.hpp"
#include "authorship/chain_test_support.hpp"
#include "authorship/demand_sealing.hpp"
#include "authorship/slots_sealing.hpp"
#include "chain/spec/para_genesis.hpp"
#include "consensus/babe/epoch.hpp"
#include "platform/files.hpp"
#include "platform/virtual_scheduler.hpp"
#include "primitives/parachain/core.hpp"
#include "tests/support/data.hpp"

namespace serinus::authorship {
namespace {

namespace babe = consensus::babe;
using chain::BlockId;
using chain::Client;
using test_support::kNow;
using test_support::open;
using testing::HasSubstr;

class NoTransactions final : public TransactionQueue {
  public:
    void when_ready(const Hash256&, uint64_t, ReadyCallback callback) override { callback(transactions); }
    void remove(const std::vector<Hash256>& hashes, const std::string&) override { removed = hashes; }

    std::vector<pool::ReadyTransaction> transactions;
    std::vector<Hash256> removed;
};

/// A node that authors on a chain of real runtimes.
struct Node {
    explicit Node(std::unique_ptr<Client> opened, std::vector<const char*> seeds = {"//Alice"},
                  std::shared_ptr<ParachainsSource> parachains = nullptr)
        : client(std::move(opened)) {
        for (const char* seed : seeds) {
            SERINUS_ASSERT(keys.generate(crypto::key_types::kBabe, crypto::Scheme::kSr25519, seed).has_value());
        }
        auto made = make_slot_engine(*client, keys, *scheduler);
        SERINUS_ASSERT(made.has_value());
        engine = *std::move(made);
        author = std::make_unique<Author>(*client, queue, *engine, *scheduler,
                                          AuthorOptions{.parachains = std::move(parachains)});
    }

    std::unique_ptr<SlotWorker> slots(SlotWorkerOptions options = {}) {
        auto worker = SlotWorker::make(*client, *author, *engine, std::move(options));
        SERINUS_ASSERT(worker.has_value());
        return *std::move(worker);
    }
    std::unique_ptr<DemandSealer> sealer(bool finalize_each = false) {
        auto made = DemandSealer::make(*client, *author, *engine, *scheduler, {.finalize_each = finalize_each});
        SERINUS_ASSERT(made.has_value());
        return *std::move(made);
    }
    Slot slot_of_best() { return *engine->slot_of(**client->find_header(client->best().hash)); }
    primitives::SignedBlock block(const Hash256& hash) {
        return {{**client->find_header(hash), **client->find_body(hash)}, std::nullopt};
    }

    platform::VirtualTime time{1, kNow};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    crypto::NodeKeys keys{*scheduler};
    NoTransactions queue;
    std::unique_ptr<Client> client;
    std::unique_ptr<SlotEngine> engine;
    std::unique_ptr<Author> author;
};

/// All blocks of the best chain, imported and executed by a client that has seen none of them.
void expect_that_others_take_them(Node& node, const std::string& spec) {
    const auto other = open(spec);
    for (primitives::BlockNumber number = 1; number <= node.client->best().number; ++number) {
        const auto hash = node.client->find_hash(number);
        ASSERT_TRUE(hash && *hash);
        const auto outcome = other->import(node.block(**hash), chain::BlockOrigin::kNetworkBroadcast);
        ASSERT_TRUE(outcome);
        ASSERT_EQ(outcome->kind, chain::ImportOutcome::Kind::kImported) << outcome->to_string();
    }
    EXPECT_EQ(other->best(), node.client->best());
}

// The queue calls back at once, and so do these.
SlotOutcome on_slot(SlotWorker& worker, Slot slot, uint64_t unix_now_ms) {
    std::optional<SlotOutcome> out;
    worker.on_slot(slot, unix_now_ms, [&](SlotOutcome outcome) { out = outcome; });
    return *out;
}
DemandSealer::Outcome seal(DemandSealer& sealer, const SealRequest& request) {
    std::optional<DemandSealer::Outcome> out;
    sealer.seal(request, [&](DemandSealer::Outcome outcome) { out = std::move(outcome); });
    return *std::move(out);
}

class OnChain : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        const auto path = test::shared_data(std::string("genesis/") + GetParam());
        if (!path) GTEST_SKIP() << test::kNoSharedData;
        spec = *path;
    }
    std::string spec;
};

INSTANTIATE_TEST_SUITE_P(Real, OnChain, testing::Values("kusama-local-1000000.json", "rococo-dev-1014000.json"),
                         [](const auto& info) { return std::string(info.param).substr(0, 6); });

// Spec: sect-block-building, algo-block-production, algo-build-block, defn-inherent-data, defn-parachain-inherent-data
// Spec: defn-rt-builder-inherent-extrinsics, defn-rt-blockbuilder-finalize-block
TEST_P(OnChain, SlotsAreAuthoredAndOthersTakeTheBlocks) {
    Node node(open(spec, {}, [] { return kNow + 3'600'000; }), {"//Alice", "//Bob"});
    const auto worker = node.slots();
    const Slot first = kNow / 6000;
    for (Slot slot = first; slot < first + 25; ++slot) {  // over epochs of ten slots on Rococo
        if (slot % 7 == 3) continue;                      // nobody was there
        EXPECT_EQ(on_slot(*worker, slot, slot * 6000 + 20), SlotOutcome::kAuthored) << slot;
    }
    EXPECT_EQ(node.slot_of_best(), first + 24);
    EXPECT_EQ(node.author->counters().imported, node.client->best().number);
    expect_that_others_take_them(node, spec);
}

/// Bitfields of the validators of session 0, all cores set, as the node of a validator would have collected them.
class Bitfields final : public ParachainsSource {
  public:
    explicit Bitfields(size_t cores) : cores_(cores) {}
    ParachainsData data_for(const BlockId& parent) override {
        asked.push_back(parent);
        ParachainsData out;
        for (uint32_t i = 0; i < 2; ++i) {
            namespace v5 = polkadot_primitives::v5;
            v5::UncheckedSignedAvailabilityBitfield bitfield;
            bitfield.validator_index = {i};
            bitfield.payload._0 = v5::Bits(cores_);
            for (size_t core = 0; core < cores_; ++core) bitfield.payload._0.set(core, true);
            // //Bob signs for another session, which the runtime finds out.
            const auto pair = crypto::key_from_uri(crypto::Scheme::kSr25519, i == 0 ? "//Alice" : "//Bob", {})->pair;
            const Bytes signature = pair.sign(bitfield.signing_payload({i, parent.hash}), {});
            std::ranges::copy(signature, bitfield.signature._0._0.begin());
            out.bitfields.push_back(std::move(bitfield));
        }
        return out;
    }

    std::vector<BlockId> asked;

  private:
    size_t cores_;
};

/// What ParaInherent.enter says in a block.
polkadot_primitives::v5::InherentData parachains_of(Node& node, const Hash256& block) {
    for (const auto& extrinsic : **node.client->find_body(block)) {
        if (extrinsic.size() > 3 && extrinsic[0] == 4 && extrinsic[1] == 54 && extrinsic[2] == 0) {
            return scale::decode<polkadot_primitives::v5::InherentData>(BytesView(extrinsic).subspan(3)).value();
        }
    }
    ADD_FAILURE() << "no ParaInherent.enter";
    return {};
}

// Spec: defn-parachain-inherent-data. On the real Kusama with the real Asset Hub.
TEST(Parachains, WhatTheirSourceHasStandsInTheBlockIfTheRuntimeBelievesIt) {
    const auto relay = test::shared_data("genesis/kusama-local-1000000.json");
    const auto para = test::shared_data("genesis/asset-hub-kusama-local-1000000.json");
    if (!relay || !para) GTEST_SKIP() << test::kNoSharedData;
    auto spec = chain::read_chain_spec_file(*relay).value();
    executor::Executor executor;
    const auto asset_hub = chain::para_genesis_of(1000, chain::read_chain_spec_file(*para).value()).value();
    ASSERT_TRUE(chain::add_paras(std::get<chain::RawGenesis>(spec.genesis), {asset_hub}, executor));
    auto client = consensus::open_client(std::move(spec), {});
    ASSERT_TRUE(client);
    const auto source = std::make_shared<Bitfields>(2);
    Node node(*std::move(client), {"//Alice", "//Bob"}, source);
    const auto genesis = node.client->best();
    const auto sealed = seal(*node.sealer(), {});
    ASSERT_TRUE(sealed) << sealed.error().reason;
    EXPECT_THAT(source->asked, testing::ElementsAre(genesis));

    const auto data = parachains_of(node, sealed->block.hash);
    ASSERT_EQ(data.bitfields.size(), 1u) << "//Bob's signature is wrong";
    EXPECT_EQ(data.bitfields[0].validator_index._0, 0u);
    EXPECT_TRUE(data.bitfields[0].payload._0[1]);
    EXPECT_TRUE(data.backed_candidates.empty());
    EXPECT_EQ(primitives::header_hash(data.parent_header), genesis.hash);

    // It has its head, its code and a core then, and in the next session, which begins an hour later.
    const auto ask = [&](std::string_view method, const Bytes& arguments) {
        return node.client->call(node.client->best().hash, method, arguments, {}).value();
    };
    const auto expect_parachain = [&] {
        const Bytes id_if_free = concat(scale::encode(asset_hub.id), Bytes{2});  // OccupiedCoreAssumption::Free
        using namespace polkadot_primitives;
        const auto input = scale::decode<std::optional<v5::PersistedValidationData>>(
            ask("ParachainHost_persisted_validation_data", id_if_free));
        ASSERT_TRUE(input && *input);
        EXPECT_EQ((*input)->parent_head._0, asset_hub.head);
        EXPECT_EQ(ask("ParachainHost_validation_code_hash", id_if_free),
                  scale::encode(std::optional(ValidationCode{asset_hub.code}.hash())));
        const auto cores = scale::decode<std::vector<v5::CoreState>>(ask("ParachainHost_availability_cores", {}));
        ASSERT_TRUE(cores);
        ASSERT_EQ(cores->size(), 2u);
        const auto* scheduled = std::get_if<v5::CoreState::Scheduled>(&cores->front().v);
        ASSERT_NE(scheduled, nullptr);
        EXPECT_EQ(scheduled->_0.para_id, ParaId{asset_hub.id});
    };
    const auto session = [&] {
        return scale::decode<uint32_t>(ask("ParachainHost_session_index_for_child", {})).value();
    };
    expect_parachain();
    EXPECT_EQ(session(), 0u);
    node.time.run_until_ms(node.time.now_ms() + 3600 * 1000);
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(seal(*node.sealer(), {}));  // the change is applied at the end of a block
    EXPECT_EQ(session(), 1u);
    expect_parachain();
}

// A node that knows nothing of parachains brings empty lists, and the inherent is there: without it the block ends in a
// panic.
TEST_P(OnChain, WithoutASourceTheListsAreEmpty) {
    Node node(open(spec), {"//Alice", "//Bob"});
    const auto genesis = node.client->best();
    const auto sealed = seal(*node.sealer(), {});
    ASSERT_TRUE(sealed) << sealed.error().reason;
    const auto data = parachains_of(node, sealed->block.hash);
    EXPECT_TRUE(data.bitfields.empty() && data.backed_candidates.empty() && data.disputes.empty());
    EXPECT_EQ(primitives::header_hash(data.parent_header), genesis.hash);
}

TEST_P(OnChain, ASlotIsAuthoredOnceOverARestartToo) {
    const std::string folder = testing::TempDir() + "serinus_authored_" + GetParam();
    ASSERT_TRUE(platform::remove_tree(folder).has_value());
    const Slot slot = kNow / 6000;
    BlockId first;
    {
        Node node(open(spec, folder), {"//Alice", "//Bob"});
        const auto worker = node.slots();
        EXPECT_EQ(on_slot(*worker, slot, slot * 6000), SlotOutcome::kAuthored);
        EXPECT_EQ(on_slot(*worker, slot, slot * 6000 + 1000), SlotOutcome::kAlreadyAuthored);
        EXPECT_EQ(on_slot(*worker, slot - 1, slot * 6000), SlotOutcome::kAlreadyAuthored);
        first = node.client->best();
    }
    Node node(open(spec, folder), {"//Alice", "//Bob"});
    EXPECT_EQ(node.client->best(), first);
    const auto worker = node.slots();
    EXPECT_EQ(on_slot(*worker, slot, slot * 6000 + 2000), SlotOutcome::kAlreadyAuthored);
    EXPECT_EQ(on_slot(*worker, slot + 1, slot * 6000 + 6000), SlotOutcome::kAuthored);
    ASSERT_TRUE(platform::remove_tree(folder).has_value());
}

TEST_P(OnChain, WithoutAKeyNothingIsOurs) {
    Node node(open(spec), {"//Nobody"});
    const auto worker = node.slots();
    EXPECT_EQ(on_slot(*worker, kNow / 6000, kNow), SlotOutcome::kNotOurs);
    const auto sealed = seal(*node.sealer(), {});
    ASSERT_FALSE(sealed);
    EXPECT_EQ(sealed.error().code, seal_code::kConsensus);
    EXPECT_THAT(sealed.error().reason, HasSubstr("none of this node's keys"));
}

TEST_P(OnChain, SlotsAreSkippedWithAReason) {
    Node node(open(spec), {"//Alice", "//Bob"});
    const Slot slot = kNow / 6000;
    EXPECT_EQ(on_slot(*node.slots({.is_syncing = [] { return true; }}), slot, kNow), SlotOutcome::kSyncing);
    EXPECT_EQ(on_slot(*node.slots(), slot, (slot + 1) * 6000), SlotOutcome::kNoTime);
    ASSERT_TRUE(seal(*node.sealer(), {}));
    EXPECT_EQ(on_slot(*node.slots(), slot, kNow), SlotOutcome::kChainIsAhead);
    const Backoff strict{.max_interval = 100, .unfinalized_slack = 0, .authoring_bias = 1};
    EXPECT_EQ(on_slot(*node.slots({.backoff = strict}), slot + 1, kNow + 6000), SlotOutcome::kBackedOff);
}

// Each block takes a slot; the chain's time runs ahead of the clock.
TEST_P(OnChain, BlocksOnDemandTakeASlotEach) {
    Node node(open(spec));
    const auto sealer = node.sealer(true);
    Slot last = 0;
    for (int i = 0; i < 12; ++i) {
        const auto made = seal(*sealer, {});
        ASSERT_TRUE(made) << made.error().reason;
        EXPECT_GT(node.slot_of_best(), last);
        last = node.slot_of_best();
        EXPECT_EQ(node.client->finalized(), made->block);
    }
    EXPECT_EQ(node.client->best().number, 12u);
    EXPECT_GE(last, kNow / 6000 + 11);
    // After hours without a block, over epochs that have none, it goes on with the clock.
    node.time.run_until_ms(node.time.now_ms() + 5 * 3600 * 1000);
    ASSERT_TRUE(seal(*sealer, {}));
    EXPECT_GE(node.slot_of_best(), node.scheduler->unix_now_ms() / 6000);
    expect_that_others_take_them(node, spec);
}

// Time goes forward by an hour and by a day, over epochs without blocks, and never back.
TEST_P(OnChain, ABlockForADeveloperTakesTheTimeThatIsWanted) {
    Node node(open(spec));
    const auto sealer = node.sealer();
    ASSERT_TRUE(seal(*sealer, {}));
    const auto seal_at = [&](uint64_t timestamp_ms) {
        DevelopmentBlock block{.transactions = {}, .timestamp_ms = timestamp_ms, .changes = {}};
        return seal(*sealer, {.development = std::make_shared<const DevelopmentBlock>(std::move(block))});
    };
    for (const uint64_t ahead_ms : {uint64_t{3'600'000}, uint64_t{86'400'000}}) {
        const uint64_t wanted = kNow + ahead_ms;
        const auto made = seal_at(wanted);
        ASSERT_TRUE(made) << made.error().reason;
        EXPECT_GE(node.slot_of_best(), wanted / 6000);
        EXPECT_LT(node.slot_of_best(), wanted / 6000 + 100);
    }
    const auto back = seal_at(kNow);
    ASSERT_FALSE(back);
    EXPECT_THAT(back.error().reason, HasSubstr("time only goes forward"));
    ASSERT_TRUE(seal(*sealer, {}));
    expect_that_others_take_them(node, spec);
}

TEST_P(OnChain, ABlockForADeveloperHasTheStateThatIsWanted) {
    Node node(open(spec));
    const auto sealer = node.sealer();
    node.queue.transactions.push_back({.hash = {}, .extrinsic = std::make_shared<const Bytes>(Bytes{1, 2, 3})});
    const DevelopmentBlock block{.transactions = std::vector<primitives::Extrinsic>(),
                                 .timestamp_ms = {},
                                 .changes = {.top = {{{7, 7}, Bytes{1}}}, .children = {{{9}, {{{1}, Bytes{2}}}}}}};
    const auto made = seal(*sealer, {.development = std::make_shared<const DevelopmentBlock>(block)});
    ASSERT_TRUE(made) << made.error().reason;
    EXPECT_TRUE(node.queue.removed.empty()) << "the pool is not asked";
    ASSERT_TRUE(seal(*sealer, {}));  // it goes on from there
    const auto state = *node.client->state_of(node.client->best().hash);
    EXPECT_EQ(to_bytes(**state->get(state::Area::top(), Bytes{7, 7})), Bytes{1});
    EXPECT_EQ(to_bytes(**state->get(state::Area::child(Bytes{9}), Bytes{1})), Bytes{2});
    EXPECT_EQ(state->root(), (*node.client->find_header(node.client->best().hash))->state_root);
}

TEST_P(OnChain, AnEmptyBlockIsOnlyMadeIfItIsWanted) {
    Node node(open(spec));
    const auto sealer = node.sealer();
    const auto made = seal(*sealer, {.create_empty = false});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, seal_code::kEmptyPool);
    EXPECT_EQ(node.client->best().number, 0u);

    // What is no extrinsic makes no block, and leaves the queue.
    node.queue.transactions.push_back({.hash = {}, .extrinsic = std::make_shared<const Bytes>(Bytes{1, 2, 3})});
    EXPECT_FALSE(seal(*sealer, {.create_empty = false}));
    EXPECT_EQ(node.queue.removed.size(), 1u);
}

TEST_P(OnChain, AForkIsSealedInASlotOfItsOwn) {
    Node node(open(spec));
    const auto sealer = node.sealer();
    const auto one = seal(*sealer, {});
    ASSERT_TRUE(one && seal(*sealer, {}) && seal(*sealer, {}));
    const Slot best_slot = node.slot_of_best();
    const auto fork = seal(*sealer, {.parent = one->block.hash});
    ASSERT_TRUE(fork) << fork.error().reason;
    EXPECT_EQ(fork->block.number, 2u);
    EXPECT_GT(*node.engine->slot_of(**node.client->find_header(fork->block.hash)), best_slot);
    EXPECT_EQ(*load_last_authored(*node.client), *node.engine->slot_of(**node.client->find_header(fork->block.hash)));

    EXPECT_TRUE(*sealer->finalize(fork->block.hash, std::nullopt));
    EXPECT_EQ(node.client->finalized(), fork->block);
    EXPECT_EQ(seal(*sealer, {.parent = Hash256{{1}}}).error().code, seal_code::kBlockNotFound);
    EXPECT_EQ(sealer->finalize(Hash256{{1}}, std::nullopt).error().code, seal_code::kBlockchain);
    ASSERT_TRUE(seal(*sealer, {}));
}

}  // namespace
}  // namespace serinus::authorship

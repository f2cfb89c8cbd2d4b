// A block of the real Asset Hub on the real Kusama, made here, is validated by the code that the relay chain has of it,
// with the outputs that the collator promised.
#include <gtest/gtest.h>

#include "authorship/author.hpp"
#include "authorship/slots_sealing.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/para_genesis.hpp"
#include "collator/candidate.hpp"
#include "collator/client_blocks.hpp"
#include "collator/collation_builder.hpp"
#include "collator/digests.hpp"
#include "collator/slot_plan.hpp"
#include "consensus/open_client.hpp"
#include "executor/runtime_code.hpp"
#include "platform/virtual_scheduler.hpp"
#include "pvf/module_under_test.hpp"
#include "runtime_api/account_nonce.hpp"
#include "runtime_api/aura.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/cumulus.hpp"
#include "runtime_api/genesis_builder.hpp"
#include "runtime_api/on_state.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/data.hpp"

namespace serinus::collator {
namespace {

namespace cumulus = runtime_api::cumulus;
namespace host = runtime_api::parachain_host;
namespace v5 = polkadot_primitives::v5;
namespace v9 = polkadot_primitives::v9;
using authorship::Slot;

constexpr ParaId kAssetHub{1000};
constexpr uint64_t kNow = 1'760'000'000'000;
constexpr uint64_t kRelaySlotMs = 6000;
constexpr size_t kLookback = 2;  ///< scheduling_lookahead of 3

template <class T, class E>
T good(Result<T, E> result, const char* what) {
    if (!result) {
        if constexpr (requires { result.error().reason; }) {
            std::fprintf(stderr, "%s: %s\n", what, result.error().reason.c_str());
        } else if constexpr (std::is_same_v<E, std::string>) {
            std::fprintf(stderr, "%s: %s\n", what, result.error().c_str());
        } else {
            std::fprintf(stderr, "%s failed\n", what);
        }
    }
    SERINUS_ASSERT(result.has_value());
    return std::move(result).value();
}

class NoTransactions final : public authorship::TransactionQueue {
  public:
    void when_ready(const Hash256&, uint64_t, ReadyCallback callback) override { callback({}); }
    void remove(const std::vector<Hash256>&, const std::string&) override {}
};

/// The genesis of a preset, as the runtime makes it.
chain::ChainSpec spec_of(const std::string& file, const std::string& preset, executor::Executor& executor) {
    const std::string text = test::read_file(file);
    chain::RuntimeGenesis genesis;
    genesis.code = to_bytes(as_bytes(text));
    const auto runtime = good(executor.runtime_of_code(genesis.code, std::nullopt), "the runtime");
    state::MemoryBackend empty;
    state::Overlay overlay(empty);
    genesis.config.text = good(runtime_api::call({executor, *runtime, overlay},
                                                 runtime_api::genesis_builder::kGetPreset, std::optional(preset)),
                               "the preset")
                              .value();
    chain::ChainSpec spec;
    spec.name = spec.id = preset;
    auto raw = chain::build_genesis(genesis, executor);
    SERINUS_ASSERT(raw.has_value());
    spec.genesis = *std::move(raw);
    return spec;
}

std::unique_ptr<chain::Client> open(chain::ChainSpec spec) {
    return good(consensus::open_client(std::move(spec), {}), "the chain");
}

/// The real chains: a relay chain that has made some blocks, and a parachain at its genesis with a core.
class RealChains {
  public:
    RealChains(const std::string& relay_runtime, const std::string& para_runtime) {
        executor::Executor executor;
        chain::ChainSpec para_spec = spec_of(para_runtime, "local_testnet", executor);
        para_spec.extensions.push_back({"para_id", chain::JsonText{"1000"}});
        chain::ChainSpec relay_spec = spec_of(relay_runtime, "local_testnet", executor);
        const auto para_genesis = good(chain::para_genesis_of(kAssetHub._0, para_spec), "the genesis");
        code = para_genesis.code;
        SERINUS_ASSERT(
            chain::add_paras(std::get<chain::RawGenesis>(relay_spec.genesis), {para_genesis}, executor).has_value());
        relay = open(std::move(relay_spec));
        para = open(std::move(para_spec));
    }

    /// So many more, on the best one.
    void author_relay_blocks(size_t count) {
        platform::VirtualTime time{1, kNow};
        const auto scheduler = time.make_scheduler({});
        crypto::NodeKeys keys{*scheduler};
        for (const char* name : {"//Alice", "//Bob"}) {
            SERINUS_ASSERT(keys.generate(crypto::key_types::kBabe, crypto::Scheme::kSr25519, name).has_value());
        }
        NoTransactions queue;
        const auto babe = good(authorship::make_slot_engine(*relay, keys, *scheduler), "the engine");
        authorship::Author author(*relay, queue, *babe, *scheduler);
        const auto worker = good(authorship::SlotWorker::make(*relay, author, *babe, {}), "the worker");
        for (const size_t last = relay->best().number + count; relay->best().number < last; ++next_slot_) {
            worker->on_slot(next_slot_, next_slot_ * kRelaySlotMs, [](authorship::SlotOutcome) {});
            SERINUS_ASSERT(next_slot_ < kNow / kRelaySlotMs + 1000);
        }
    }

    template <class Value, class... Arguments>
    Value ask(chain::Client& of, const Hash256& at, const runtime_api::Call<Value(Arguments...)>& call,
              const std::type_identity_t<Arguments>&... arguments) {
        return good(of.calls().execute(at, call, {}, arguments...), std::string(call.name).c_str());
    }
    /// `otherwise`: without the API.
    template <class Value, class... Arguments>
    Value ask_or(chain::Client& of, const Hash256& at, const Value& otherwise,
                 const runtime_api::Call<Value(Arguments...)>& call) {
        auto answer = of.calls().execute(at, call, {});
        return answer ? *answer : otherwise;
    }

    std::unique_ptr<chain::Client> relay, para;
    Bytes code;
    std::unique_ptr<wasm::Engine> engine;
    std::shared_ptr<const wasm::Program> program;  ///< of the code

  private:
    Slot next_slot_ = kNow / kRelaySlotMs;
};

struct Kinds {
    const char* relay;
    const char* para;
    bool has_descendants;
};

class RealAssetHubBlock : public testing::TestWithParam<Kinds> {
  protected:
    static std::optional<std::string> path_of(const std::string& name) {
        return test::shared_data("runtimes/" + name + ".compact.compressed.wasm");
    }
    void SetUp() override {
        const auto relay = path_of(GetParam().relay), para = path_of(GetParam().para);
        if (!relay || !para) GTEST_SKIP() << test::kNoSharedData;
        auto& made = made_[GetParam().relay];
        if (made == nullptr) {
            made = std::make_unique<RealChains>(*relay, *para);
            made->author_relay_blocks(5);
            made->engine = wasm::make_jit();
            if (made->engine == nullptr) made->engine = wasm::make_interpreter();
            made->program = pvf::program_of(*made->engine, made->code);
        }
        chains_ = made.get();
        chains_->author_relay_blocks(1);  // no two blocks on one relay parent
    }
    static void TearDownTestSuite() { made_.clear(); }

    /// What the relay chain says, for a runtime that wants so many blocks above the relay parent.
    RelayFacts relay_facts(uint32_t offset) {
        chain::Client& relay = *chains_->relay;
        RelayFacts out;
        std::vector<primitives::Header> back;  // from the best block
        for (Hash256 at = relay.best().hash; back.empty() || back.back().number > 0; at = back.back().parent_hash) {
            back.push_back(*good(relay.find_header(at), "a header"));
        }
        out.headers.assign(back.begin(), back.begin() + offset + 1);
        std::ranges::reverse(out.headers);
        const Hash256 at = primitives::header_hash(out.headers.front());
        out.search.allowed = allowed_relay_parents(std::span(back).subspan(offset), kLookback);
        const auto head = [&](v5::OccupiedCoreAssumption assumption) {
            return chains_->ask(relay, at, host::kPersistedValidationData, kAssetHub, assumption).value();
        };
        place_.validation_data = head(v5::OccupiedCoreAssumption::TimedOut);
        out.search.included_head = place_.validation_data.parent_head._0;
        out.search.pending_head = head(v5::OccupiedCoreAssumption::Included).parent_head._0;
        out.claims = v9::transpose(chains_->ask(relay, at, host::kClaimQueue));
        return out;
    }

    /// A PoV of so many blocks where the parachain goes on.
    void build(size_t blocks, bool has_transaction = false) {
        chain::Client& relay = *chains_->relay;
        chain::Client& para = *chains_->para;
        const Hash256 best = para.best().hash;
        const uint32_t offset = chains_->ask_or(para, best, uint32_t{0}, cumulus::kRelayParentOffset);
        EXPECT_EQ(offset > 0, GetParam().has_descendants);
        const RelayFacts facts = relay_facts(offset);
        claims_ = facts.claims;
        const Hash256 at = primitives::header_hash(facts.headers.front());
        ClientBlocks known(para);
        const auto found = find_parent(known, facts.search);
        ASSERT_TRUE(found.has_value());
        const primitives::Header& parent = found->parent;
        const Hash256 parent_hash = primitives::header_hash(parent);
        ASSERT_EQ(parent_hash, best) << "the last block of this test program";
        const auto authorities = chains_->ask(para, parent_hash, runtime_api::aura::kAuthorities);
        const auto planned =
            plan_slot(facts,
                      {.para = kAssetHub,
                       .slot_ms = chains_->ask(para, parent_hash, runtime_api::aura::kSlotDuration),
                       .authority_count = authorities.size(),
                       .claim_queue_offset = static_cast<uint8_t>(
                           offset + chains_->ask_or(para, parent_hash, uint8_t{0}, cumulus::kMaxClaimQueueOffset))},
                      parent);
        ASSERT_TRUE(planned.has_value()) << to_string(planned.error());
        const SlotPlan& plan = *planned;
        const auto key = key_of(authorities[plan.author]);
        const Hash256 included = primitives::header_hash(found->included);
        const bool has_relay_slot = good(para.api_version(parent_hash, cumulus::kCanBuildUpon.api()), "the API") >=
                                    cumulus::kFirstWithRelaySlot;
        ASSERT_TRUE(parent_hash == included || chains_->ask(para, parent_hash, cumulus::kCanBuildUpon, included,
                                                            has_relay_slot ? plan.relay_slot : plan.slot));

        place_.para = kAssetHub;
        place_.relay_parent = at;
        place_.validation_data.parent_head = {scale::encode(parent)};
        place_.validation_code_hash = {hashing::blake2b_256(chains_->code)};
        place_.session_index = chains_->ask(relay, at, host::kSessionIndexForChild);
        place_.validator_count = chains_->ask(relay, at, host::kValidators).size();
        place_.core = plan.cores.front().core;

        const auto relay_state = good(relay.state_of(at), "the state");
        LocalRelayState reader(*relay_state);
        const auto inherent = good(
            make_parachain_inherent(
                reader,
                {.para = kAssetHub,
                 .validation_data = place_.validation_data,
                 .downward_messages = chains_->ask(relay, at, host::kDmqContents, kAssetHub),
                 .horizontal_messages = chains_->ask(relay, at, host::kInboundHrmpChannelsContents, kAssetHub),
                 .descendants = offset == 0 ? std::vector<primitives::Header>() : facts.headers,
                 .more_keys = chains_->ask_or(para, parent_hash, std::vector<RelayStorageKey>(), cumulus::kKeysToProve),
                 .peer_id = Bytes{1, 2, 3}}),
            "the inherent");
        const auto para_state = good(para.state_of(parent_hash), "the state");
        CollationBuilder builder(para.executor(), good(para.runtime_of(parent_hash), "the runtime"),
                                 para_state->nodes(), parent);
        const uint32_t nonce =
            chains_->ask(para, parent_hash, runtime_api::account_nonce::kAccountNonce, alice_account());
        for (size_t i = 0; i < blocks; ++i) {
            ASSERT_TRUE(builder.may_continue());
            BlockToBuild block;
            block.digest.emplace_back(
                primitives::digest::PreRuntime{primitives::kAuraEngine, scale::encode(plan.slot)});
            block.digest.push_back(
                digest_item_of(CoreInfo{.selector = plan.cores.front().selector,
                                        .claim_queue_offset = plan.claim_queue_offset,
                                        .number_of_cores = static_cast<uint16_t>(plan.cores.size())}));
            if (builder.takes_bundles()) {
                block.digest.push_back(
                    digest_item_of(BlockBundleInfo{.index = uint8_t(i), .is_last = i + 1 == blocks}));
            }
            block.inherents = authorship::common_inherents(plan.timestamp_ms);
            add_parachain_inherent(inherent, block.inherents);
            block.seal = [&](const Hash256& hash) {
                return primitives::digest::Seal{primitives::kAuraEngine, key.sign(hash.bytes, {})};
            };
            if (has_transaction) block.transactions = {remark(nonce + static_cast<uint32_t>(i))};
            const auto proposal = good(builder.add_block(std::move(block), [] { return uint64_t{0}; }), "the block");
            EXPECT_EQ(proposal.transactions, has_transaction ? 1u : 0u);
            for (const auto& refused : proposal.invalid) ADD_FAILURE() << refused.reason;
        }
        collation_ = good(builder.finish(), "the collation");
    }

    static primitives::AccountId alice_account() {
        const auto alice = crypto::key_from_uri(crypto::Scheme::kSr25519, "//Alice", std::nullopt)->pair;
        primitives::AccountId out;
        std::ranges::copy(alice.public_key(), out.begin());
        return out;
    }

    /// System.remark by //Alice, immortal and without a tip: a transaction for which weight is given back.
    pool::ReadyTransaction remark(uint32_t nonce) {
        const auto alice = crypto::key_from_uri(crypto::Scheme::kSr25519, "//Alice", std::nullopt)->pair;
        const Hash256 genesis = chains_->para->genesis().hash;
        const auto version = good(chains_->para->runtime_of(genesis), "the runtime").version;
        const Bytes call{0, 0, 8, 1, 2};
        // Mortality, nonce, tip, no asset to pay with, no hash of the metadata; and behind the call what is not sent.
        const Bytes extra = concat(Bytes{0}, scale::encode(scale::Compact<uint32_t>(nonce)), Bytes{0, 0, 0});
        const Bytes payload =
            concat(call, extra, scale::encode(version.spec_version), scale::encode(version.transaction_version),
                   genesis.bytes, genesis.bytes, Bytes{0});
        pool::ReadyTransaction out;
        out.extrinsic = std::make_shared<const Bytes>(
            concat(Bytes{0x84, 0x00}, alice.public_key(), Bytes{0x01}, alice.sign(payload, {}), extra, call));
        return out;
    }

    /// The development key with this public key.
    static crypto::KeyPair key_of(const ByteArray<32>& wanted) {
        for (const crypto::Scheme scheme : {crypto::Scheme::kSr25519, crypto::Scheme::kEd25519}) {
            for (const char* name : {"//Alice", "//Bob", "//Charlie", "//Dave"}) {
                auto pair = crypto::key_from_uri(scheme, name, std::nullopt)->pair;
                if (equal(pair.public_key(), wanted)) return pair;
            }
        }
        SERINUS_ASSERT(false);
        __builtin_unreachable();
    }

    Result<pvf::Executed, pvf::ExecuteError> validate(const Bytes& block_data) {
        const auto input =
            pvf::encode_input({.parent_head = collation_.parent_head,
                               .relay_parent_number = place_.validation_data.relay_parent_number,
                               .relay_parent_storage_root = place_.validation_data.relay_parent_storage_root,
                               .parents = {},
                               .block_data = block_data});
        SERINUS_ASSERT(input.has_value());
        return pvf::execute(*chains_->engine, chains_->program, {}, *input);
    }

    void expect_valid() {
        const auto executed = validate(collation_.pov.block_data);
        ASSERT_TRUE(executed.has_value()) << executed.error().reason << "\n" << executed.error().backtrace;
        const auto result = pvf::decode_result(executed->output);
        ASSERT_TRUE(result.has_value());
        EXPECT_EQ(result->head_data._0, scale::encode(collation_.blocks.back().block.header));
        EXPECT_TRUE(result->to_commitments() == collation_.commitments);
        const auto receipt = make_candidate(place_, collation_.commitments, collation_.pov, claims_);
        ASSERT_TRUE(receipt.has_value()) << to_string(receipt.error());
        EXPECT_EQ(receipt->descriptor.para_head, hashing::blake2b_256(result->head_data._0));
        EXPECT_TRUE(v9::version_of(receipt->descriptor).is_v2());
        EXPECT_TRUE(chains_->ask(*chains_->relay, place_.relay_parent, host::kCheckValidationOutputs, kAssetHub,
                                 collation_.commitments));
        RecordProperty("block_data_bytes", std::to_string(collation_.block_data_size));
    }

    void import_blocks() {
        chain::Client& para = *chains_->para;
        for (const chain::BuiltBlock& one : collation_.blocks) {
            const auto outcome =
                good(para.import({one.block, std::nullopt}, chain::BlockOrigin::kNetworkBroadcast), "the import");
            EXPECT_EQ(outcome.kind, chain::ImportOutcome::Kind::kImported)
                << (outcome.refusal ? outcome.refusal->text : "");
        }
    }

    /// Making the genesis of today's Asset Hub takes a minute: once for all tests.
    static inline std::map<std::string, std::unique_ptr<RealChains>> made_;
    RealChains* chains_ = nullptr;
    CandidatePlace place_;
    v9::TransposedClaimQueue claims_;
    Collation collation_;
};

TEST_P(RealAssetHubBlock, IsValidWithTheCommitmentsThatItsCollatorPromises) {
    build(1);
    if (HasFatalFailure()) return;
    expect_valid();
    // Every byte of the proof counts: without its last node it is none.
    Bytes storage;
    const BytesView plain = good(executor::decompressed(collation_.pov.block_data, storage, 64 << 20), "the PoV");
    auto data = good(decode_block_data(plain), "the block data");
    data.proof.pop_back();
    EXPECT_FALSE(validate(encode_block_data_v0(data)).has_value());
}

// The weight that a transaction did not need is given back by the size of the proof: it is part of the state.
TEST_P(RealAssetHubBlock, WithATransactionIsValid) {
    build(1, true);
    if (!HasFatalFailure()) expect_valid();
}

TEST_P(RealAssetHubBlock, TwoInOnePovAreValid) {
    build(2, true);
    if (HasFatalFailure()) return;
    EXPECT_EQ(collation_.blocks.size(), 2u);
    expect_valid();
}

// A full node counts the size of the proof, too.
TEST_P(RealAssetHubBlock, WithATransactionIsImported) {
    build(1, true);
    if (!HasFatalFailure()) import_blocks();
}

// In the unincluded segment: no block of the parachain is included in this test.
TEST_P(RealAssetHubBlock, OnOneThatIsNotIncludedYetIsValid) {
    build(1, true);
    if (HasFatalFailure()) return;
    for (chain::BuiltBlock& one : collation_.blocks) {
        ASSERT_TRUE(chains_->para->import_built(std::move(one)).has_value());
    }
    chains_->author_relay_blocks(1);
    const primitives::BlockNumber parent = chains_->para->best().number;
    build(1, true);
    if (HasFatalFailure()) return;
    EXPECT_EQ(collation_.blocks.front().block.header.number, parent + 1);
    expect_valid();
}

INSTANTIATE_TEST_SUITE_P(Releases, RealAssetHubBlock,
                         testing::Values(Kinds{"kusama-2003002", "asset-hub-kusama-2003002", true},
                                         Kinds{"kusama-1007001", "asset-hub-kusama-1007001", false}),
                         [](const auto& info) {
                             return std::string(info.param.relay).substr(std::string_view("kusama-").size());
                         });

}  // namespace
}  // namespace serinus::collator

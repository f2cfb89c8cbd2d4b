// The pool on the real Kusama runtime: its verdicts on good and bad transfers, and their way through blocks.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "chain/client/import_queue.hpp"
#include "chain/import/block_execution.hpp"
#include "chain/import/refusal_reason.hpp"
#include "chain/spec/spec_files.hpp"
#include "codec/scale.hpp"
#include "consensus/open_client.hpp"
#include "crypto/sr25519.hpp"
#include "crypto/verdict_cache.hpp"
#include "hashing/hashing.hpp"
#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "pool/client_chain.hpp"
#include "pool/pool.hpp"
#include "tests/author/author.hpp"
#include "tests/support/data.hpp"

namespace serinus::pool {
namespace {

using crypto::sr25519::KeyPair;
using Kind = TransactionStatus::Kind;
using Kinds = std::vector<Kind>;

constexpr uint64_t kPlanck = 1'000'000'000'000;  // one KSM

/// The statuses of one transaction.
class Statuses {
  public:
    StatusWatcher watcher() {
        return [this](const TransactionStatus& status) { statuses_.push_back(status); };
    }
    Kinds kinds() const {
        Kinds out;
        for (const auto& status : statuses_) out.push_back(status.kind);
        return out;
    }
    const TransactionStatus& last() const { return statuses_.back(); }

  private:
    std::vector<TransactionStatus> statuses_;
};

struct Signing {
    const KeyPair& key;
    uint32_t nonce = 0;
    Bytes era = {0};  ///< immortal
    uint64_t amount = kPlanck;
    bool good = true;
    size_t remark_bytes = 0;  ///< not 0: the call is a remark of that size
    Hash256 birth = {};       ///< of a mortal one; zeros: the genesis block
};

class PoolOnKusama : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (const auto path = test::shared_data("genesis/kusama-local-1000000.json")) path_ = *path;
    }
    void SetUp() override {
        if (path_.empty()) GTEST_SKIP() << test::kNoSharedData;
        author = std::make_unique<test::Author>(path_);
        auto spec = chain::read_chain_spec_file(path_);
        ASSERT_TRUE(spec);
        chain::ClientOptions options;
        options.executor.scheduler = scheduler.get();
        auto opened = consensus::open_client(*std::move(spec), options);
        ASSERT_TRUE(opened) << opened.error().reason;
        client = *std::move(opened);
        pool = std::make_unique<TransactionPool>(*client, *scheduler, PoolOptions{});
    }

    /// Balances.transfer_keep_alive to an account that is not there yet.
    primitives::Extrinsic transfer(const Signing& of) {
        const auto runtime = client->runtime_of(client->best().hash);
        EXPECT_TRUE(runtime);
        ByteArray<32> to{};
        to[0] = 0x77;
        const Bytes call = of.remark_bytes > 0
                               ? concat(Bytes{0, 0}, scale::encode(Bytes(of.remark_bytes, 7)))
                               : concat(Bytes{4, 3, 0}, to, scale::encode(scale::Compact<uint64_t>(of.amount)));
        const Bytes extra = concat(of.era, scale::encode(scale::Compact<uint32_t>(of.nonce)),
                                   scale::encode(scale::Compact<uint64_t>(0)));
        const Hash256 genesis = client->genesis().hash;
        const Hash256 birth = of.birth == Hash256{} ? genesis : of.birth;
        const Bytes payload = concat(call, extra, scale::encode(runtime->version.spec_version),
                                     scale::encode(runtime->version.transaction_version), genesis.bytes, birth.bytes);
        const Hash256 hash = hashing::blake2b_256(payload);
        const BytesView message = payload.size() > 256 ? BytesView(hash.bytes) : BytesView(payload);
        auto signature = crypto::sr25519::sign(of.key, message, {});
        if (!of.good) signature.bytes[5] ^= 1;
        return concat(Bytes{0x84, 0x00}, of.key.public_key.bytes, Bytes{0x01}, signature.bytes, extra, call);
    }

    PoolError refused(const Signing& of) {
        const auto submitted = pool->submit(transfer(of), TransactionSource::kExternal);
        EXPECT_FALSE(submitted);
        return submitted ? PoolError{} : submitted.error();
    }
    void watch(Statuses& statuses, const Signing& of) {
        uint64_t id = 0;
        const auto submitted =
            pool->submit_and_watch(transfer(of), TransactionSource::kExternal, statuses.watcher(), id);
        EXPECT_TRUE(submitted) << submitted.error().reason;
        run();
    }
    /// The pool's ready transactions go into a block.
    chain::BlockId author_block() {
        test::Wish wish;
        for (const auto& one : pool->ready()) wish.extrinsics.push_back(*one.extrinsic);
        return import(author->build(wish));
    }
    chain::BlockId import(const primitives::SignedBlock& block) {
        const auto outcome = client->import(block, chain::BlockOrigin::kOwn);
        EXPECT_TRUE(outcome && outcome->kind == chain::ImportOutcome::Kind::kImported);
        run();
        return client->best();
    }
    /// Counts of signatures that were verified, and of known ones.
    crypto::VerdictCache::Figures verdicts() { return client->executor().verdicts()->figures(); }
    void run() {
        while (time.run_next()) {
        }
    }
    static KeyPair key_of(std::string_view mini_secret) {
        crypto::sr25519::MiniSecret secret;
        const auto bytes = from_hex(mini_secret);
        std::copy(bytes->begin(), bytes->end(), secret.reveal_mutable().begin());
        return crypto::sr25519::expand(secret);
    }

    static inline std::string path_;
    // As the official tools print them for //Alice; the other account has nothing.
    KeyPair alice = key_of("e5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a");
    KeyPair nobody = key_of("0101010101010101010101010101010101010101010101010101010101010101");
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    std::unique_ptr<test::Author> author;
    std::unique_ptr<chain::Client> client;
    std::unique_ptr<TransactionPool> pool;
};

// Spec: sect-rte-validate-transaction, defn-rte-invalid-transaction
TEST_F(PoolOnKusama, BadOnesAreRefusedForTheirReason) {
    EXPECT_EQ(refused({.key = alice, .good = false}).validity, (ValidityError{false, invalid::kBadProof, 0}));
    EXPECT_EQ(refused({.key = nobody}).validity, (ValidityError{false, invalid::kPayment, 0}));
    // Of a period of 64 blocks, and born with block 42, which is not there yet.
    EXPECT_EQ(refused({.key = alice, .era = {0xa5, 0x02}}).validity,
              (ValidityError{false, invalid::kAncientBirthBlock, 0}));
    const auto garbage = pool->submit({1, 2, 3, 4}, TransactionSource::kExternal);
    ASSERT_FALSE(garbage);
    EXPECT_EQ(garbage.error().kind, PoolError::Kind::kInternal);  // the runtime cannot decode it, and panics
    EXPECT_EQ(pool->status(), PoolStatus{});
}

TEST_F(PoolOnKusama, NoncesOrderAndOldOnesAreStale) {
    Statuses first, second, third;
    watch(second, {.key = alice, .nonce = 1});
    watch(third, {.key = alice, .nonce = 2});
    EXPECT_EQ(pool->status().future, 2u);
    watch(first, {.key = alice, .nonce = 0});
    EXPECT_EQ(third.kinds(), (Kinds{Kind::kFuture, Kind::kReady}));
    const auto block = author_block();
    EXPECT_EQ(first.kinds(), (Kinds{Kind::kReady, Kind::kInBlock}));
    EXPECT_EQ(third.kinds(), (Kinds{Kind::kFuture, Kind::kReady, Kind::kInBlock}));
    EXPECT_EQ(first.last().block, block.hash);
    const auto body = client->find_body(block.hash);
    ASSERT_TRUE(body && *body);
    EXPECT_EQ((**body)[third.last().index], transfer({.key = alice, .nonce = 2}));
    EXPECT_EQ(refused({.key = alice, .nonce = 0, .amount = 5}).validity, (ValidityError{false, invalid::kStale, 0}));
    ASSERT_TRUE(client->finalize(block.hash, std::nullopt));
    run();
    EXPECT_EQ(second.kinds(), (Kinds{Kind::kFuture, Kind::kReady, Kind::kInBlock, Kind::kFinalized}));
    EXPECT_EQ(second.last().block, block.hash);
    EXPECT_EQ(pool->status(), PoolStatus{});
}

TEST_F(PoolOnKusama, AMortalOneThatWaitsTooLongLeaves) {
    Statuses statuses;
    // Of a period of 4 blocks, born with block 0: block 3 is the last that it could be in.
    watch(statuses, {.key = alice, .nonce = 9, .era = {0x01, 0x00}});
    for (int number = 1; number <= 2; ++number) author_block();
    EXPECT_EQ(statuses.kinds(), (Kinds{Kind::kFuture}));
    author_block();
    EXPECT_EQ(statuses.kinds(), (Kinds{Kind::kFuture, Kind::kInvalid}));
    EXPECT_FALSE(statuses.last().reason.empty());
}

TEST_F(PoolOnKusama, ARivalInABlockMakesOursStale) {
    Statuses statuses;
    watch(statuses, {.key = alice, .nonce = 0});
    import(author->build({.extrinsics = {transfer({.key = alice, .nonce = 0, .amount = 3 * kPlanck})}}));
    EXPECT_EQ(statuses.kinds(), (Kinds{Kind::kReady, Kind::kInvalid}));
    EXPECT_EQ(statuses.last().reason, "Transaction is outdated");
}

// Spec: sect-ext-crypto-sr25519-verify
TEST_F(PoolOnKusama, ASignatureThatThePoolVerifiedIsNotVerifiedAgain) {
    for (uint32_t nonce = 0; nonce < 5; ++nonce) {
        ASSERT_TRUE(pool->submit(transfer({.key = alice, .nonce = nonce}), TransactionSource::kExternal));
    }
    const auto before = verdicts();
    EXPECT_EQ(before.misses, 5u);
    author_block();
    EXPECT_EQ(verdicts().misses, before.misses);
    EXPECT_EQ(verdicts().hits - before.hits, 5u);
}

// A batch that peers send: its signatures are verified together, so that validation finds all verdicts.
TEST_F(PoolOnKusama, SignaturesOfABatchAreForecast) {
    const auto threads = platform::make_threaded_scheduler();
    chain::ClientOptions options;
    options.executor.scheduler = threads.get();
    auto spec = chain::read_chain_spec_file(path_);
    const auto other = consensus::open_client(*std::move(spec), options);
    ASSERT_TRUE(other);
    ClientPoolChain pool_chain(**other, 60'000);
    std::vector<primitives::Extrinsic> batch;
    for (uint32_t nonce = 0; nonce < 30; ++nonce) {
        batch.push_back(transfer({.key = alice, .nonce = nonce, .good = nonce != 7}));
    }
    const auto best = (*other)->best();
    auto expected = pool_chain.expect(best, batch);
    ASSERT_NE(expected, nullptr);
    // The helpers' work; they may have done all of it already.
    static_cast<chain::SignatureForecast::Run*>(expected.get())->verifier()->help();
    for (uint32_t nonce = 0; nonce < 30; ++nonce) {
        const auto valid = pool_chain.validate(best, TransactionSource::kExternal, batch[nonce]);
        EXPECT_EQ(valid.has_value(), nonce != 7) << nonce;
    }
    // A helper may still have been at the last batch, of half of them.
    EXPECT_GE((*other)->executor().verdicts()->figures().hits, 8u);
}

// The payloads that are forecast are those that the real runtime signs: immortal, mortal, and one of more than 256
// bytes. Spec: defn-extrinsic-signature, defn-extrinsic-mortality
TEST_F(PoolOnKusama, SignaturesOfAnUnknownBlockAreForecast) {
    test::Wish wish;
    for (uint32_t nonce = 0; nonce < 6; ++nonce) {
        Signing of{.key = alice, .nonce = nonce};
        if (nonce % 2 == 1) of.era = {0x05, 0x00};  // a period of 64 blocks, born with block 0
        if (nonce == 4) of.remark_bytes = 300;
        wish.extrinsics.push_back(transfer(of));
    }
    import(author->build(wish));
    EXPECT_EQ(verdicts().ahead, 6u);
    EXPECT_EQ(verdicts().misses, 0u) << "none was verified by itself";
    // Born with block 1, the parent; and with block 0 by way of the state.
    wish.extrinsics = {transfer({.key = alice, .nonce = 6, .era = {0x15, 0x00}, .birth = client->best().hash}),
                       transfer({.key = alice, .nonce = 7, .era = {0x05, 0x00}})};
    import(author->build(wish));
    EXPECT_EQ(verdicts().ahead, 8u);
    EXPECT_EQ(verdicts().misses, 0u);
}

// Those of a block are verified while its parent is executed, whose state is not known then: the hashes of ancestors
// come from headers and from the database.
TEST_F(PoolOnKusama, SignaturesOfBlocksThatWaitForTheirParentsAreForecast) {
    constexpr uint32_t kBlocks = 6, kInEach = 3;
    std::vector<primitives::SignedBlock> blocks;
    std::vector<Hash256> hashes{client->genesis().hash};
    for (uint32_t number = 1; number <= kBlocks; ++number) {
        test::Wish wish;
        const uint32_t births[] = {number - 1, number / 2, 0};
        for (uint32_t i = 0; i < kInEach; ++i) {
            // A period of 64 blocks.
            const Bytes era{static_cast<uint8_t>(births[i] << 4 | 5), 0};
            wish.extrinsics.push_back(
                transfer({.key = alice, .nonce = (number - 1) * kInEach + i, .era = era, .birth = hashes[births[i]]}));
        }
        blocks.push_back(author->build(wish));
        hashes.push_back(import(blocks.back()).hash);
    }
    const auto threads = platform::make_threaded_scheduler();
    for (platform::Scheduler* const with : {scheduler.get(), threads.get()}) {
        chain::ClientOptions options;
        options.executor.scheduler = with;
        auto spec = chain::read_chain_spec_file(path_);
        const auto other = consensus::open_client(*std::move(spec), options);
        ASSERT_TRUE(other);
        {
            chain::ImportQueue queue(**other, *with, [](auto&, auto&) {}, {.executes_ahead = true});
            for (primitives::SignedBlock block : blocks) queue.push(std::move(block), chain::BlockOrigin::kFile);
            while (queue.size() > 0) {
                if (with == scheduler.get()) time.run_next();
            }
        }
        EXPECT_EQ((*other)->best().hash, hashes.back());
        const auto figures = (*other)->executor().verdicts()->figures();
        EXPECT_EQ(figures.ahead + figures.hits, kBlocks * kInEach);
        EXPECT_EQ(figures.misses, 0u) << "none was verified by itself";
    }
}

// One bad signature among good ones: the block is refused for the reason for which it is refused without any forecast.
// Spec: algo-import-and-validate-block
TEST_F(PoolOnKusama, ABadSignatureIsRefusedAsWithoutAForecast) {
    test::Wish wish;
    for (uint32_t nonce = 0; nonce < 20; ++nonce) wish.extrinsics.push_back(transfer({.key = alice, .nonce = nonce}));
    primitives::SignedBlock block = author->build(wish);
    primitives::Body& body = block.block.body;
    body[body.size() - 7][50] ^= 1;
    const auto runtime = client->runtime_of(client->best().hash);
    block.block.header.extrinsics_root = chain::extrinsics_root(body, runtime->version.system_version);
    const auto refusal_by = [&](size_t max_verdicts) {
        chain::ClientOptions options;
        options.check_seals = false;  // the header is not the one that was sealed
        options.executor.scheduler = scheduler.get();
        options.executor.max_signature_verdicts = max_verdicts;
        auto spec = chain::read_chain_spec_file(path_);
        const auto other = consensus::open_client(*std::move(spec), options);
        const auto outcome = (*other)->import(block, chain::BlockOrigin::kNetworkBroadcast);
        EXPECT_TRUE(outcome && outcome->refusal);
        if (max_verdicts > 0) EXPECT_GE((*other)->executor().verdicts()->figures().ahead, 14u);
        return outcome->refusal.value_or(chain::Refusal{});
    };
    const auto plain = refusal_by(0), with_forecast = refusal_by(1024);
    EXPECT_EQ(plain.reason, chain::RefusalReason::kExecutionFailed);
    EXPECT_EQ(with_forecast.reason, plain.reason);
    EXPECT_EQ(with_forecast.text, plain.text);
}

}  // namespace
}  // namespace serinus::pool

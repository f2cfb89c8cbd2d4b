// All of authoring together with the pool, in virtual time, on real runtimes.
#include "authorship/start.hpp"

#include <gtest/gtest.h>

#include "authorship/chain_test_support.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/support/data.hpp"

namespace serinus::authorship {
namespace {

using chain::Client;
using Kind = SealingMode::Kind;
using test_support::kNow;
using test_support::open;
using test_support::transfer;

/// A node without network in virtual time.
struct Running {
    explicit Running(const std::string& spec, SealingMode mode, uint64_t now_ms = kNow, bool voter_runs = false,
                     size_t block_size_limit = AuthorshipOptions().block_size_limit, uint64_t seed = 1)
        : time(seed, now_ms), scheduler(time.make_scheduler({})), client(open(spec)), pool(*client, *scheduler, {}) {
        SERINUS_ASSERT(keys.generate(crypto::key_types::kBabe, crypto::Scheme::kSr25519, "//Alice").has_value());
        auto started = start(*client, pool, keys, *scheduler,
                             {.mode = mode, .voter_runs = voter_runs, .block_size_limit = block_size_limit});
        SERINUS_ASSERT(started.has_value());
        sealing = *std::move(started);
    }
    uint32_t best() { return client->best().number; }
    primitives::Body body_of(uint32_t number) { return **client->find_body(**client->find_hash(number)); }

    /// Runs until the condition holds; false: there is nothing left to run.
    template <class Condition>
    bool run_until(Condition condition) {
        while (!condition()) {
            if (!time.run_next()) return false;
        }
        return true;
    }
    Result<chain::BlockId, SealError> seal(const SealRequest& request) {
        std::optional<Result<chain::BlockId, SealError>> out;
        sealing->seal(request, [&](Result<chain::BlockId, SealError> result) { out = std::move(result); });
        SERINUS_ASSERT(run_until([&] { return out.has_value(); }));
        return *std::move(out);
    }

    platform::VirtualTime time;
    std::unique_ptr<platform::Scheduler> scheduler;
    std::unique_ptr<Client> client;
    pool::TransactionPool pool;
    crypto::NodeKeys keys{*scheduler};
    std::unique_ptr<Sealing> sealing;
};

class Started : public testing::Test {
  protected:
    void SetUp() override {
        const auto kusama = test::shared_data("genesis/kusama-local-1000000.json");
        const auto rococo = test::shared_data("genesis/rococo-dev-1014000.json");
        if (!kusama || !rococo) GTEST_SKIP() << test::kNoSharedData;
        kusama_ = *kusama;
        rococo_ = *rococo;
    }
    std::string kusama_, rococo_;
};

TEST_F(Started, InstantSealingPutsATransactionIntoABlockThatIsFinal) {
    Running node(kusama_, {.kind = Kind::kInstant});
    EXPECT_EQ(node.best(), 0u);
    const auto extrinsic = transfer(*node.client, 0, Hash256{{7}}, 1'000'000'000'000);
    ASSERT_TRUE(node.pool.submit(extrinsic, pool::TransactionSource::kLocal));
    ASSERT_TRUE(node.run_until([&] { return node.client->finalized().number == 1; }));
    EXPECT_EQ(node.body_of(1).back(), extrinsic);
    EXPECT_TRUE(node.run_until([&] { return node.pool.status().ready == 0; }));
    // Many that come at once share blocks, and none is lost.
    for (uint32_t nonce = 1; nonce <= 40; ++nonce) {
        const auto next = transfer(*node.client, nonce, Hash256{{7}}, 1'000'000'000'000);
        ASSERT_TRUE(node.pool.submit(next, pool::TransactionSource::kLocal));
    }
    const auto included = [&] {
        size_t count = 0;
        for (uint32_t number = 1; number <= node.best(); ++number) count += node.body_of(number).size() - 2;
        return count;
    };
    EXPECT_TRUE(node.run_until([&] { return included() == 41; })) << included();
    EXPECT_LE(node.best(), 41u);
}

// Who stops a busy node does not wait for all that is in the pool.
TEST_F(Started, InstantSealingEndsWithTheBlockItMakes) {
    constexpr uint32_t kCount = 100;
    constexpr size_t kRoomForFew = 1024;
    Running node(kusama_, {.kind = Kind::kInstant}, kNow, false, kRoomForFew);
    // The first one comes last: then all are ready at once.
    for (uint32_t nonce = kCount; nonce-- > 0;) {
        const auto next = transfer(*node.client, nonce, Hash256{{7}}, 1'000'000'000'000);
        ASSERT_TRUE(node.pool.submit(next, pool::TransactionSource::kLocal));
    }
    ASSERT_TRUE(node.run_until([&] { return node.best() >= 1; }));
    node.sealing.reset();
    EXPECT_GT(node.pool.status().ready, 0u);
    EXPECT_LT(node.best(), kCount / 10);
}

TEST_F(Started, ManualSealingWaitsForTheCall) {
    Running node(rococo_, {.kind = Kind::kManual});
    EXPECT_EQ(node.seal({.create_empty = false}).error().code, 12'000);
    const auto sealed = node.seal({});
    ASSERT_TRUE(sealed) << sealed.error().reason;
    EXPECT_EQ(*sealed, node.client->best());
    EXPECT_EQ(*sealed, node.client->finalized());  // nobody votes here
    EXPECT_EQ(node.sealing->counters().imported, 1u);
}

TEST_F(Started, AnIntervalMakesBlocksByItself) {
    Running node(rococo_, {.kind = Kind::kInterval, .interval_ms = 5});
    EXPECT_TRUE(node.run_until([&] { return node.client->finalized().number >= 3; }));
}

TEST_F(Started, BySlotsTheFirstBlockComesInTheFirstSlot) {
    Running node(rococo_, {.kind = Kind::kSlots}, kNow / 6000 * 6000 + 100);
    EXPECT_TRUE(node.run_until([&] { return node.best() == 1; }));
    EXPECT_EQ(node.seal({}).error().code, 14'000);
    EXPECT_FALSE(node.sealing->finalize_now(node.client->best().hash, std::nullopt));
}

TEST_F(Started, OffchainWorkersRunAfterBestBlocks) {
    Running node(kusama_, {.kind = Kind::kManual});
    ASSERT_TRUE(node.seal({}));
    EXPECT_TRUE(node.run_until([&] { return node.sealing->counters().offchain_runs >= 1; }));
}

// Spec: defn-producer-equivocation
TEST_F(Started, AnEquivocationIsSeenAndTheReportGetsIntoABlock) {
    // The same key and the same clock: the same slots. Nothing becomes final.
    Running one(rococo_, {.kind = Kind::kInstant}, kNow, true);
    Running other(rococo_, {.kind = Kind::kManual}, kNow, true, AuthorshipOptions().block_size_limit, 2);
    ASSERT_TRUE(one.seal({}));
    ASSERT_TRUE(other.seal({}));
    ASSERT_NE(one.client->best(), other.client->best());
    const Hash256 second = other.client->best().hash;
    const primitives::SignedBlock block{{**other.client->find_header(second), **other.client->find_body(second)}, {}};
    const auto outcome = one.client->import(block, chain::BlockOrigin::kNetworkBroadcast);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(one.sealing->counters().equivocations, 1u) << outcome->to_string();
    // The report is an unsigned extrinsic, so instant sealing makes a block for it.
    EXPECT_TRUE(one.run_until([&] { return one.best() == 2; }));
    EXPECT_GT(one.body_of(2).size(), 2u);
}

TEST_F(Started, WhoIsNoAuthorityOnlyWatches) {
    const auto client = open(rococo_);
    platform::VirtualTime time(1, kNow);
    const auto scheduler = time.make_scheduler({});
    pool::TransactionPool pool(*client, *scheduler, {});
    crypto::NodeKeys keys(*scheduler);
    const auto started = start(*client, pool, keys, *scheduler, {.mode = {.kind = Kind::kManual}, .authority = false});
    ASSERT_TRUE(started);
    std::optional<bool> is_sealed;
    (*started)->seal({}, [&](const auto& result) { is_sealed = result.has_value(); });
    EXPECT_EQ(is_sealed, false) << "answered at once";
}

TEST_F(Started, AnIntervalOfNothingIsAMistake) {
    const auto client = open(rococo_);
    platform::VirtualTime time(1, kNow);
    const auto scheduler = time.make_scheduler({});
    pool::TransactionPool pool(*client, *scheduler, {});
    crypto::NodeKeys keys(*scheduler);
    EXPECT_FALSE(start(*client, pool, keys, *scheduler, {.mode = {.kind = Kind::kInterval}}));
}

}  // namespace
}  // namespace serinus::authorship

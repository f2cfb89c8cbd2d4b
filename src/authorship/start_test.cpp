// All of authoring together, with the pool and its threads, on real runtimes.
#include "authorship/start.hpp"

#include <gtest/gtest.h>

#include <condition_variable>

#include "authorship/chain_test_support.hpp"
#include "tests/support/data.hpp"

namespace serinus::authorship {
namespace {

using chain::Client;
using Kind = SealingMode::Kind;
using test_support::kNow;
using test_support::open;
using test_support::transfer;

/// Waits for what happens on other threads, as long as it takes; a minute is for a test that has failed.
class Watcher final : public chain::ClientListener {
  public:
    explicit Watcher(Client& client) : client_(&client) { client_->add_listener(this); }
    ~Watcher() override { client_->remove_listener(this); }
    void on_imported(const chain::ImportedBlock&) override { changed_.notify_all(); }
    void on_finalized(const chain::FinalizedBlocks&) override { changed_.notify_all(); }

    template <class Condition>
    bool wait(Condition condition) {
        std::unique_lock lock(mutex_);
        for (int i = 0; i < 6000 && !condition(); ++i) changed_.wait_for(lock, std::chrono::milliseconds(10));
        return condition();
    }

  private:
    Client* client_;
    std::mutex mutex_;
    std::condition_variable changed_;
};

struct Running {
    explicit Running(const std::string& spec, SealingMode mode, uint64_t now_ms = kNow, bool voter_runs = false,
                     size_t block_size_limit = Options().block_size_limit)
        : client(open(spec)), pool(*client, {.now_ms = [now_ms] { return now_ms; }}), watcher(*client) {
        SERINUS_ASSERT(keys.generate(crypto::key_types::kBabe, crypto::Scheme::kSr25519, "//Alice").has_value());
        auto started = start(*client, pool, keys,
                             {.mode = mode,
                              .now_ms = [now_ms] { return now_ms; },
                              .voter_runs = voter_runs,
                              .block_size_limit = block_size_limit});
        SERINUS_ASSERT(started.has_value());
        sealing = *std::move(started);
    }
    uint32_t best() { return client->best().number; }
    primitives::Body body_of(uint32_t number) { return **client->find_body(**client->find_hash(number)); }

    std::unique_ptr<Client> client;
    pool::TransactionPool pool;
    executor::NodeKeys keys;
    Watcher watcher;
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
    ASSERT_TRUE(node.watcher.wait([&] { return node.client->finalized().number == 1; }));
    EXPECT_EQ(node.body_of(1).back(), extrinsic);
    EXPECT_TRUE(node.watcher.wait([&] { return node.pool.status().ready == 0; }));
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
    EXPECT_TRUE(node.watcher.wait([&] { return included() == 41; })) << included();
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
    ASSERT_TRUE(node.watcher.wait([&] { return node.best() >= 1; }));
    node.sealing.reset();
    EXPECT_GT(node.pool.status().ready, 0u);
    EXPECT_LT(node.best(), kCount / 10);
}

TEST_F(Started, ManualSealingWaitsForTheCall) {
    Running node(rococo_, {.kind = Kind::kManual});
    EXPECT_EQ(node.sealing->seal_now({.create_empty = false}).error().code, 12'000);
    const auto sealed = node.sealing->seal_now({});
    ASSERT_TRUE(sealed) << sealed.error().reason;
    EXPECT_EQ(*sealed, node.client->best());
    EXPECT_EQ(*sealed, node.client->finalized());  // nobody votes here
    EXPECT_EQ(node.sealing->counters().imported, 1u);
}

TEST_F(Started, AnIntervalMakesBlocksByItself) {
    Running node(rococo_, {.kind = Kind::kInterval, .interval_ms = 5});
    EXPECT_TRUE(node.watcher.wait([&] { return node.client->finalized().number >= 3; }));
}

TEST_F(Started, BySlotsTheFirstBlockComesInTheFirstSlot) {
    Running node(rococo_, {.kind = Kind::kSlots}, kNow / 6000 * 6000 + 100);  // the clock stands still
    EXPECT_TRUE(node.watcher.wait([&] { return node.best() == 1; }));
    EXPECT_EQ(node.sealing->seal_now({}).error().code, 14'000);
    EXPECT_FALSE(node.sealing->finalize_now(node.client->best().hash, std::nullopt));
}

TEST_F(Started, OffchainWorkersRunAfterBestBlocks) {
    Running node(kusama_, {.kind = Kind::kManual});
    ASSERT_TRUE(node.sealing->seal_now({}));
    EXPECT_TRUE(node.watcher.wait([&] { return node.sealing->counters().offchain_runs >= 1; }));
}

// Spec: defn-producer-equivocation
TEST_F(Started, AnEquivocationIsSeenAndTheReportGetsIntoABlock) {
    // The same key and the same clock: the same slots. Nothing becomes final.
    Running one(rococo_, {.kind = Kind::kInstant}, kNow, true);
    Running other(rococo_, {.kind = Kind::kManual}, kNow, true);
    ASSERT_TRUE(one.sealing->seal_now({}));
    ASSERT_TRUE(other.sealing->seal_now({}));
    ASSERT_NE(one.client->best(), other.client->best());
    const Hash256 second = other.client->best().hash;
    const primitives::SignedBlock block{{**other.client->find_header(second), **other.client->find_body(second)}, {}};
    const auto outcome = one.client->import(block, chain::BlockOrigin::kNetworkBroadcast);
    ASSERT_TRUE(outcome);
    EXPECT_EQ(one.sealing->counters().equivocations, 1u) << outcome->to_string();
    // The report is an unsigned extrinsic, so instant sealing makes a block for it.
    EXPECT_TRUE(one.watcher.wait([&] { return one.best() == 2; }));
    EXPECT_GT(one.body_of(2).size(), 2u);
}

TEST_F(Started, WhoIsNoAuthorityOnlyWatches) {
    const auto client = open(rococo_);
    pool::TransactionPool pool(*client, {.now_ms = [] { return kNow; }});
    executor::NodeKeys keys;
    const auto started = start(*client, pool, keys, {.mode = {.kind = Kind::kManual}, .authority = false});
    ASSERT_TRUE(started);
    EXPECT_FALSE((*started)->seal_now({}));
}

TEST_F(Started, AnIntervalOfNothingIsAMistake) {
    const auto client = open(rococo_);
    pool::TransactionPool pool(*client, {.now_ms = [] { return kNow; }});
    executor::NodeKeys keys;
    EXPECT_FALSE(start(*client, pool, keys, {.mode = {.kind = Kind::kInterval}}));
}

}  // namespace
}  // namespace serinus::authorship

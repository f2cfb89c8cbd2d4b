// Storage that is changed by an upgrade.
#include "runtime/sdk/migration.hpp"

#include "runtime/runtimes/kusama/migrations.hpp"
#include "runtime/runtimes/kusama/world_test.hpp"
#include "runtime/sdk/genesis/genesis.hpp"
#include "runtime/sdk/host/native/try_upgrade.hpp"

namespace serinus::sdk {

namespace migration_test {

/// A pallet whose entries had 32 bits before its version 2.
struct Ledger {
    struct Config {
        static constexpr PalletInfo kInfo{90, "Ledger"};
    };
    struct Storage {
        Map<Twox64Concat<uint16_t>, uint64_t> Entries;
        Value<uint32_t, OrDefault> Steps;
        Value<MigrationCursor> Cursor;
    };
    static constexpr Storage storage = bind_storage<Storage>(Config::kInfo.name);
    static constexpr uint16_t kStorageVersion = 2;
};

struct Widen {
    static Weight on_runtime_upgrade() {
        Ledger::storage.Entries.translate<uint32_t>(
            [](uint16_t, uint32_t old) { return std::optional<uint64_t>(old); });
        return Weight::from_parts(1'000, 10);
    }
};

/// The same, two entries at a time.
struct WidenSlowly {
    static std::optional<Bytes> step(Bytes cursor, WeightMeter&) {
        Ledger::storage.Steps.mutate([](uint32_t& steps) { ++steps; });
        return Ledger::storage.Entries.translate<uint32_t>(
            [](uint16_t, uint32_t old) { return std::optional<uint64_t>(old); }, 2, std::move(cursor));
    }
};
struct AddOne {
    static std::optional<Bytes> step(Bytes cursor, WeightMeter&) {
        EXPECT_TRUE(cursor.empty());
        Ledger::storage.Entries.put(100, 1);
        return std::nullopt;
    }
};

}  // namespace migration_test

namespace {

using namespace migration_test;

constexpr RuntimeDbWeight kDbWeight{.read = 25, .write = 100};

/// A chain at its genesis, with entries of an older version.
class MigrationTest : public testing::Test {
  protected:
    void SetUp() override {
        native::state().reset();
        const auto built = genesis::build(*kusama::preset("local_testnet"));
        ASSERT_TRUE(built) << built.error();
        for (uint16_t i = 0; i < 5; ++i) host::set(Ledger::storage.Entries.key_for(i), scale::encode(uint32_t{i}));
    }
    void TearDown() override { native::state().reset(); }
    static uint32_t readable() {
        uint32_t count = 0;
        auto entries = Ledger::storage.Entries.iter();
        while (const auto entry = entries.next()) count += entry->second <= entry->first ? 1 : 0;
        return count;
    }
};

TEST_F(MigrationTest, RunsOnceFromItsVersion) {
    using Migration = VersionedMigration<Ledger, 1, 2, kDbWeight, Widen>;
    EXPECT_EQ(Migration::on_runtime_upgrade(), Weight::from_parts(25, 0));  // the version is 0
    EXPECT_EQ(readable(), 0u);

    put_storage_version("Ledger", 1);
    const auto weight = native::try_upgrade([] { return run_migrations(List<Migration, Migration>{}); });
    ASSERT_TRUE(weight) << weight.error();
    EXPECT_EQ(*weight, Weight::from_parts(1'000 + 25 + 100 + 25, 10));
    EXPECT_EQ(storage_version("Ledger"), 2);
    EXPECT_EQ(readable(), 5u);
}

TEST_F(MigrationTest, BrokenInvariantsAreNamed) {
    const auto broken = native::try_upgrade([] {
        kusama::Balances::storage.TotalIssuance.put(1);
        return Weight::zero();
    });
    ASSERT_FALSE(broken);
    EXPECT_TRUE(broken.error().starts_with("after: Balances: ")) << broken.error();
    const auto before = native::try_upgrade([] { return Weight::zero(); });
    ASSERT_FALSE(before);
    EXPECT_TRUE(before.error().starts_with("before: Balances: ")) << before.error();
}

// Who raises kStorageVersion and writes no migration: the stored version is behind.
TEST_F(MigrationTest, ForgottenMigrationIsNoticed) {
    const auto good = native::try_upgrade([] { return Weight::zero(); });
    EXPECT_TRUE(good) << good.error();
    put_storage_version("Balances", 0);
    const auto behind = native::try_upgrade([] { return Weight::zero(); });
    ASSERT_FALSE(behind);
    EXPECT_EQ(behind.error(), "a migration is missing: Balances has version 0 stored and 1 in its code");
    EXPECT_TRUE(native::try_upgrade([] {
        put_storage_version("Balances", 1);
        return Weight::zero();
    }));
}

TEST_F(MigrationTest, StepsTakeSeveralBlocks) {
    using Migrations = SteppedMigrations<Ledger, WidenSlowly, AddOne>;
    WeightMeter meter(Weight::from_parts(1'000, 0));
    Migrations::advance(meter);  // nothing was started
    EXPECT_FALSE(Ledger::storage.Steps.exists());

    using Filter = InherentsDuring<Migrations>;
    const RuntimeCall inherent = kusama::Timestamp::set{}, other = kusama::System::remark{};
    EXPECT_TRUE(Filter::contains(inherent) && Filter::contains(other));
    Migrations::start();
    EXPECT_TRUE(Filter::contains(inherent));
    EXPECT_FALSE(Filter::contains(other));
    uint32_t blocks = 0;
    while (Migrations::is_ongoing()) {
        ASSERT_LT(++blocks, 10u);
        Migrations::advance(meter);
    }
    EXPECT_TRUE(Filter::contains(other));
    EXPECT_EQ(blocks, 4u);  // two entries, two, one and the end, the other migration
    EXPECT_EQ(Ledger::storage.Steps.get(), 3u);
    EXPECT_EQ(readable(), 6u);
}

// Source: fellowship runtimes v1.0.0 (UpgradeSessionKeys).
TEST_F(MigrationTest, ValidatorsOfAnOlderReleaseGetKeysOfBeefy) {
    using kusama::Session;
    const auto queued = Session::storage.QueuedKeys.get();
    ASSERT_FALSE(queued.empty());
    const auto has_beefy = [](const AccountId& who, const Session::SessionKeys& keys) {
        return Session::key_owner(key_types::kBeefy, keys.beefy._0._0) == who;
    };
    EXPECT_EQ(kusama::AddBeefyKeys::on_runtime_upgrade(), kusama::weights::kDbWeight.reads(1));  // they are new
    EXPECT_EQ(Session::storage.QueuedKeys.get(), queued);

    // As the last release had them.
    const auto cut = [](const Session::SessionKeys& keys) {
        const Bytes all = scale::encode(keys);
        return Bytes(all.begin(), all.end() - 33);
    };
    scale::Encoder list;
    list.compact(static_cast<uint64_t>(queued.size()));
    for (const auto& [who, keys] : queued) {
        host::set(Session::storage.NextKeys.key_for(who), cut(keys));
        Session::storage.KeyOwner.remove({key_types::kBeefy, to_bytes(keys.beefy._0._0)});
        scale::encode_to(list, who);
        list.append(cut(keys));
    }
    host::set(Session::storage.QueuedKeys.key(), std::move(list).finish());

    // The keys count for half a block; the other migrations look, and find nothing to do.
    const Weight half = Perbill::from_percent(50) * kusama::System::block_weights().max_block;
    const Weight others = kusama::Runtime::on_runtime_upgrade().saturating_sub(half);
    EXPECT_GT(others.ref_time, 0u);
    EXPECT_LT(others.ref_time, sdk::kRefTimePerSecond / 1000);
    EXPECT_EQ(others.proof_size, 0u);
    const auto now = Session::storage.QueuedKeys.get();
    ASSERT_EQ(now.size(), queued.size());
    for (size_t i = 0; i < now.size(); ++i) {
        const auto& [who, keys] = now[i];
        EXPECT_EQ(who, queued[i].first);
        EXPECT_EQ(cut(keys), cut(queued[i].second));
        EXPECT_EQ(to_hex(keys.beefy._0._0).substr(0, 8), "62656566");
        EXPECT_TRUE(has_beefy(who, keys));
        EXPECT_EQ(Session::load_keys(who), keys);
    }
    const auto state = Session::try_state();
    EXPECT_TRUE(state) << state.error();
}

}  // namespace
}  // namespace serinus::sdk

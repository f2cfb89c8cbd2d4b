// Storage that is changed by an upgrade.
#include "runtime/sdk/migration.hpp"

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

}  // namespace
}  // namespace serinus::sdk

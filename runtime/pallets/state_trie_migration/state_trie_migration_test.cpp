// StateTrieMigration, read as a specification. Pallet: state-trie-migration
#include "runtime/pallets/state_trie_migration/state_trie_migration.ipp"

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/state_trie_migration/weights.hpp"

namespace serinus::pallet_state_trie_migration {

namespace chain {

/// Anybody may sign for a migration.
using Migration = Pallet<struct MigrationConfig>;
/// Nobody may.
using Unsigned = Pallet<struct UnsignedConfig>;
struct MigrationConfig {
    static constexpr PalletInfo kInfo{3, "StateTrieMigration"};
    static constexpr Constants kConstants{.MaxKeyLen = 512};
    static constexpr Balance kSignedDepositPerItem = mock::kUnit / 3'000;
    static constexpr Balance kSignedDepositBase = 2 * mock::kUnit / 3;
    using Currency = mock::Balances;
    using ControlOrigin = EnsureRoot;
    using SignedFilter = EnsureSigned;
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_state_trie_migration::Weights>;
};
struct UnsignedConfig : MigrationConfig {
    static constexpr PalletInfo kInfo{4, "Unsigned"};
    using SignedFilter = EnsureNever<AccountId>;
};
struct Runtime : mock::RuntimeOf<Migration, Unsigned> {};

}  // namespace chain
}  // namespace serinus::pallet_state_trie_migration

SERINUS_PALLET(
    serinus::pallet_state_trie_migration::Pallet<serinus::pallet_state_trie_migration::chain::MigrationConfig>)
SERINUS_PALLET(
    serinus::pallet_state_trie_migration::Pallet<serinus::pallet_state_trie_migration::chain::UnsignedConfig>)
SERINUS_MOCK_RUNTIME(serinus::pallet_state_trie_migration::chain::Runtime)

namespace serinus::pallet_state_trie_migration {
namespace {

using namespace mock;
using chain::Migration, chain::Runtime, chain::Unsigned;
using Config = chain::MigrationConfig;
using Event = Migration::Event;
using Error = Migration::Error;
using By = Origin<EnsureSigned>;

constexpr std::string_view kChildRoot = ":child_storage:default:child";

Migration::Progress at(std::string_view key) {
    return {Migration::Progress::LastKey{*BoundedVec<uint8_t, 512>::from(to_bytes(as_bytes(key)))}};
}

/// The migration stands before three keys behind all others: of one, ten, and a hundred bytes.
class TrieMigrationTest : public World<Runtime> {
  protected:
    void SetUp() override {
        World::SetUp();
        host::set(as_bytes("\xff"
                           "1"),
                  Bytes(1));
        host::set(as_bytes("\xff"
                           "2"),
                  Bytes(10));
        host::set(as_bytes("\xff"
                           "3"),
                  Bytes(100));
        Migration::storage.SignedMigrationMaxLimits.put({.size = 1'000, .item = 5});
        Migration::storage.MigrationProcess.put({.progress_top = at("\xff"
                                                                    "0"),
                                                 .progress_child = {}});
        System::reset_events();
    }
    static DispatchResultWithPostInfo go(MigrationLimits limits, uint32_t bytes) {
        return Migration::continue_migrate{limits, bytes, Migration::storage.MigrationProcess.get()}(By{kAlice});
    }
    static Balance lost() { return 1000 * kUnit - Balances::free_balance(kAlice); }
    static DispatchError error_of(const DispatchResultWithPostInfo& result) {
        return result ? DispatchError(DispatchError::Other{}) : result.error().error;
    }
};

TEST_F(TrieMigrationTest, NobodySignsWhereNobodyMay) {
    make_error(signed_by(kAlice), Unsigned::migrate_custom_top{{}, 0}, kBadOrigin);
    make_error(root(), Unsigned::continue_migrate{}, kBadOrigin);
    make_error(signed_by(kAlice), Unsigned::control_auto_migration{}, kBadOrigin);
}

TEST_F(TrieMigrationTest, ASignedMigrationIsFreeIfItReadsNoMoreThanWasSaid) {
    const auto done = go({.size = 1'000, .item = 2}, 11);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->pays_fee, Pays::No);
    EXPECT_EQ(done->actual_weight,
              Migration::dynamic_weight(2, 11).saturating_add(Config::kWeights.continue_migrate()));
    EXPECT_TRUE(saw(event<Migration>(Event::Migrated{2, 0, MigrationCompute::Signed})));
    const auto task = Migration::storage.MigrationProcess.get();
    EXPECT_EQ(task.progress_top, at("\xff"
                                    "2"));
    EXPECT_EQ(std::tuple(task.size, task.top_items, task.child_items), std::tuple(11u, 2u, 0u));
    EXPECT_EQ(lost(), 0u);

    ASSERT_TRUE(go({.size = 1'000, .item = 5}, 100));
    EXPECT_TRUE(std::holds_alternative<Migration::Progress::Complete>(
        Migration::storage.MigrationProcess.get().progress_top.v));
}

TEST_F(TrieMigrationTest, WhoSaysTooLittleLosesTheDepositAndTheMigrationStays) {
    const auto before = Migration::storage.MigrationProcess.get();
    ASSERT_TRUE(go({.size = 1'000, .item = 2}, 10));
    EXPECT_EQ(lost(), 2 * Config::kSignedDepositPerItem);
    EXPECT_TRUE(saw(event<Migration>(Event::Slashed{kAlice, 2 * Config::kSignedDepositPerItem})));
    EXPECT_EQ(Migration::storage.MigrationProcess.get(), before);
}

TEST_F(TrieMigrationTest, RefusesWhatASignedMigrationMayNotDo) {
    EXPECT_EQ(error_of(go({.size = 1'001, .item = 1}, 1)), Error::MaxSignedLimits);
    EXPECT_EQ(error_of(go({.size = 1'000, .item = 6}, 1)), Error::MaxSignedLimits);
    const auto wrong = Migration::continue_migrate{{.size = 1, .item = 1}, 1, {}}(By{kAlice});
    EXPECT_EQ(error_of(wrong), Error::BadWitness);
    EXPECT_EQ(post_info_of(wrong).actual_weight, Config::kWeights.continue_migrate_wrong_witness());
    const auto task = Migration::storage.MigrationProcess.get();
    EXPECT_EQ(error_of(Migration::continue_migrate{{.size = 1, .item = 5}, 1, task}(By{account(1)})),
              Error::NotEnoughFunds);
    Migration::storage.SignedMigrationMaxLimits.remove();
    EXPECT_EQ(error_of(go({.size = 1, .item = 1}, 1)), Error::SignedMigrationNotAllowed);
}

TEST_F(TrieMigrationTest, KeysMayBeGivenOneByOne) {
    const std::vector<Bytes> keys = {to_bytes(as_bytes("\xff"
                                                       "3")),
                                     to_bytes(as_bytes("no key"))};
    ASSERT_TRUE((Migration::migrate_custom_top{keys, 100}(By{kAlice})));
    EXPECT_TRUE(saw(event<Migration>(Event::Migrated{2, 0, MigrationCompute::Signed})));
    EXPECT_EQ(lost(), 0u);
    const Balance deposit = Config::kSignedDepositBase + 2 * Config::kSignedDepositPerItem;
    ASSERT_TRUE((Migration::migrate_custom_top{keys, 99}(By{kAlice})));
    EXPECT_EQ(lost(), deposit);
    EXPECT_FALSE((Migration::migrate_custom_top{keys, 100}(By{account(1)})));
}

TEST_F(TrieMigrationTest, KeysOfAChildTrieMustHaveExactlyAsManyBytesAsWasSaid) {
    host::child_set(as_bytes("child"), as_bytes("a"), Bytes(7));
    const Bytes root = to_bytes(as_bytes(kChildRoot));
    ASSERT_TRUE((Migration::migrate_custom_child{root, {{'a'}}, 7}(By{kAlice})));
    EXPECT_TRUE(saw(event<Migration>(Event::Migrated{0, 1, MigrationCompute::Signed})));
    EXPECT_EQ(lost(), 0u);
    const auto wrong = Migration::migrate_custom_child{root, {{'a'}}, 8}(By{kAlice});
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->actual_weight, Config::kWeights.migrate_custom_child_fail());
    EXPECT_EQ(lost(), Config::kSignedDepositBase + Config::kSignedDepositPerItem);
    EXPECT_FALSE((Migration::migrate_custom_child{{'x'}, {}, 0}(By{kAlice})));
}

TEST_F(TrieMigrationTest, ABlockMigratesWhatItsLimitsAllowAndEndsByItself) {
    Migration::storage.AutoLimits.put(MigrationLimits{.size = 11, .item = 5});
    Migration::on_initialize(2);
    EXPECT_TRUE(saw(event<Migration>(Event::Migrated{2, 0, MigrationCompute::Auto})));
    EXPECT_EQ(Migration::on_initialize(3), Migration::dynamic_weight(1, 100));  // the last key exceeds the size
    Migration::on_initialize(4);
    EXPECT_TRUE(saw(event<Migration>(Event::AutoMigrationFinished{})));
    EXPECT_EQ(Migration::on_initialize(5), Config::kDbWeight.reads_writes(1, 0));
}

TEST_F(TrieMigrationTest, AKeyThatIsTooLongHaltsIt) {
    Bytes key(513, 0xff);
    host::set(key, Bytes(1));
    Migration::storage.MigrationProcess.put({.progress_top = at("\xff"
                                                                "3"),
                                             .progress_child = {}});
    Migration::storage.AutoLimits.put(MigrationLimits{.size = 100, .item = 5});
    Migration::on_initialize(2);
    EXPECT_TRUE(saw(event<Migration>(Event::Halted{Error::KeyTooLong})));
    EXPECT_FALSE(Migration::storage.AutoLimits.get());
    EXPECT_EQ(Migration::storage.MigrationProcess.get().progress_top, at("\xff"
                                                                         "3"));
}

TEST_F(TrieMigrationTest, AChildTrieIsMigratedWhereItsRootStands) {
    host::child_set(as_bytes("child"), as_bytes("a"), Bytes(7));
    host::child_set(as_bytes("child"), as_bytes("b"), Bytes(8));
    Migration::storage.MigrationProcess.put({.progress_top = at(kChildRoot), .progress_child = {}});
    Migration::storage.AutoLimits.put(MigrationLimits{.size = 1'000, .item = 3});
    Migration::on_initialize(2);  // the empty key, which is not there, counts as one
    EXPECT_TRUE(saw(event<Migration>(Event::Migrated{0, 3, MigrationCompute::Auto})));
    const auto task = Migration::storage.MigrationProcess.get();
    EXPECT_EQ(task.progress_top, at(kChildRoot));
    EXPECT_EQ(task.progress_child, at("b"));
    EXPECT_EQ(task.size, 15u);
    const auto state = Migration::try_state();
    EXPECT_TRUE(state) << state.error();
}

}  // namespace
}  // namespace serinus::pallet_state_trie_migration

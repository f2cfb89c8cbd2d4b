// XcmPallet, read as a specification: what is stored in older versions comes to the newest one. Pallet: xcm, migration
#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

using xcm::Version;

class XcmMigrationTest : public XcmTest {
  protected:
    using Stage = Xcm::Stage;
    using Target = std::tuple<uint64_t, Weight, uint32_t>;
    static constexpr auto& kWeights = chain::XcmConfig::kWeights;
    static constexpr RuntimeDbWeight kDb = chain::XcmConfig::kDbWeight;

    static void start() {
        EXPECT_EQ(MigrateToLatestXcmVersion<Xcm>::on_runtime_upgrade(), kDb.reads_writes(1, 1));
        EXPECT_EQ(storage.CurrentMigration.get(), Stage{});
    }
    /// A block; what its migration weighed.
    static Weight run() {
        System::reset_events();
        return begin_block<Xcm>(2).saturating_sub(kDb.reads_writes(1, 1));
    }
    static xcm::VersionedLocation old(uint32_t para) { return in(Version::V4, parachain(para)); }
};

TEST_F(XcmMigrationTest, AnEmptyStoreIsMigratedInOneBlock) {
    start();
    EXPECT_EQ(run(), Weight::zero());
    expect_events({event<Xcm>(Event::VersionMigrationFinished{5})});
    EXPECT_FALSE(storage.CurrentMigration.exists());
}

TEST_F(XcmMigrationTest, KeysOfOlderVersionsBecomeTheNewest) {
    storage.SupportedVersion.put(4, old(7), 4);
    storage.SupportedVersion.put(3, in(Version::V3, parachain(8)), 3);
    storage.VersionNotifiers.put(4, old(7), 12);
    start();
    EXPECT_EQ(run(), kWeights.migrate_supported_version().saturating_mul(2).saturating_add(
                         kWeights.migrate_version_notifiers()));
    EXPECT_EQ(storage.SupportedVersion.get(5, parachain(7)), 4u);
    EXPECT_EQ(storage.SupportedVersion.get(5, parachain(8)), 3u);
    EXPECT_EQ(storage.VersionNotifiers.get(5, parachain(7)), 12u);
    EXPECT_FALSE(storage.SupportedVersion.contains_prefix(4));
    EXPECT_FALSE(storage.SupportedVersion.contains_prefix(3));
}

TEST_F(XcmMigrationTest, WhoKnowsAnotherVersionIsTold) {
    const Weight most = Weight::from_parts(1, 2);
    storage.VersionNotifyTargets.put(5, parachain(7), Target{1, most, 5});
    storage.VersionNotifyTargets.put(5, parachain(8), Target{2, most, 4});
    storage.VersionNotifyTargets.put(4, old(9), Target{3, most, 5});
    storage.VersionNotifyTargets.put(4, old(10), Target{4, most, 4});
    start();
    EXPECT_EQ(run(), kWeights.already_notified_target()
                         .saturating_add(kWeights.notify_current_targets())
                         .saturating_add(kWeights.migrate_version_notify_targets())
                         .saturating_add(kWeights.migrate_and_notify_old_targets()));
    for (const uint32_t para : {7u, 8u, 9u, 10u}) {
        EXPECT_EQ(storage.VersionNotifyTargets.get(5, parachain(para)), (Target{para - 6, most, 5}));
    }
    EXPECT_FALSE(storage.VersionNotifyTargets.contains_prefix(4));
    ASSERT_EQ(outside.messages.size(), 2u);
    for (const uint32_t para : {8u, 10u}) {
        EXPECT_TRUE(saw<Xcm>(Event::VersionChangeNotified{parachain(para), 5, {}, topic(9)}));
    }
    const auto told = outside.messages[0].second.to_vector();
    EXPECT_EQ(told[0].id, 2u);
    EXPECT_EQ(told[0].weight, most);
    EXPECT_EQ(told[0].response.version, 5u);
}

TEST_F(XcmMigrationTest, WhoCannotBeToldIsToldNoMore) {
    storage.VersionNotifyTargets.put(5, parachain(8), Target{2, {}, 4});
    storage.VersionNotifyTargets.put(4, old(10), Target{4, {}, 4});
    outside.deliver_error = xcm::SendError::Code::Unroutable;
    start();
    EXPECT_EQ(run(), kWeights.notify_current_targets().saturating_add(kWeights.migrate_and_notify_old_targets()));
    const auto error = xcm::Error(xcm::Error::Code::Unroutable);
    expect_events({event<Xcm>(Event::NotifyTargetSendFail{parachain(8), 2, error}),
                   event<Xcm>(Event::NotifyTargetSendFail{parachain(10), 4, error}),
                   event<Xcm>(Event::VersionMigrationFinished{5})});
    EXPECT_FALSE(storage.VersionNotifyTargets.iter().next());
}

TEST_F(XcmMigrationTest, AMigrationTakesATenthOfABlockAndGoesOn) {
    const Weight limit = System::block_weights().max_block.div(10);
    const auto most = static_cast<uint32_t>(limit.ref_time.value / kWeights.migrate_supported_version().ref_time.value);
    const auto by_proof =
        static_cast<uint32_t>(limit.proof_size.value / kWeights.migrate_supported_version().proof_size.value);
    const uint32_t in_a_block = std::min(most, by_proof) + 1;
    for (uint32_t i = 0; i < in_a_block + 5; ++i) storage.SupportedVersion.put(4, old(i), 4);
    start();
    EXPECT_EQ(run(), kWeights.migrate_supported_version().saturating_mul(in_a_block));
    EXPECT_TRUE(storage.CurrentMigration.exists());
    EXPECT_EQ(run(), kWeights.migrate_supported_version().saturating_mul(5));
    EXPECT_FALSE(storage.CurrentMigration.exists());
    EXPECT_FALSE(storage.SupportedVersion.contains_prefix(4));
}

TEST_F(XcmMigrationTest, TellingGoesOnBehindTheLastOneThatWasTold) {
    const Weight limit = System::block_weights().max_block.div(10);
    const Weight each = kWeights.notify_current_targets();
    const auto in_a_block = static_cast<uint32_t>(std::min(limit.ref_time.value / each.ref_time.value,
                                                           limit.proof_size.value / each.proof_size.value)) +
                            1;
    for (uint32_t i = 0; i < in_a_block + 3; ++i) {
        storage.VersionNotifyTargets.put(5, parachain(i), Target{i, {}, 4});
    }
    start();
    EXPECT_EQ(run(), each.saturating_mul(in_a_block));
    EXPECT_EQ(outside.messages.size(), in_a_block);
    const auto stage = storage.CurrentMigration.get();
    ASSERT_TRUE(stage);
    EXPECT_TRUE(std::get<Stage::NotifyCurrentTargets>(stage->v)._0);
    EXPECT_EQ(run(), each.saturating_mul(3)) << "those that were told are not looked at again";
    EXPECT_EQ(outside.messages.size(), in_a_block + 3);
}

TEST_F(XcmMigrationTest, ValuesAreMigratedAtOnce) {
    using Pending = Query::Pending;
    storage.Queries.put(1, Query{Pending{old(7), in(Version::V3, parachain(8)), {}, 9}});
    storage.Queries.put(2, Query{Query::VersionNotifier{old(7), true}});
    storage.Queries.put(3, Query{Query::Ready{in(Version::V3, xcm::Response{}), 9}});
    storage.LockedFungibles.put(kAlice,
                                *Xcm::LocalLocks::from({{5, old(7)}, {6, xcm::VersionedLocation(parachain(8))}}));
    const auto asset = in(Version::V4, xcm::AssetId{parachain(7)});
    storage.RemoteLockedFungibles.put(4, kAlice, asset, {5, old(7), old(8), {}});
    start();
    EXPECT_EQ(storage.Queries.get(1), (Query{Pending{parachain(7), xcm::VersionedLocation(parachain(8)), {}, 9}}));
    EXPECT_EQ(storage.Queries.get(2), (Query{Query::VersionNotifier{parachain(7), true}}));
    EXPECT_EQ(storage.Queries.get(3), (Query{Query::Ready{xcm::Response{}, 9}}));
    EXPECT_EQ(storage.LockedFungibles.get(kAlice)->inner()[0].second, xcm::VersionedLocation(parachain(7)));
    EXPECT_FALSE(storage.RemoteLockedFungibles.exists(4, kAlice, asset));
    EXPECT_EQ(storage.RemoteLockedFungibles.get(5, kAlice, xcm::AssetId{parachain(7)}),
              (Xcm::RemoteLock{5, parachain(7), parachain(8), {}}));
}

TEST_F(XcmMigrationTest, ALockDoesNotReplaceOneThatIsThere) {
    const auto asset = in(Version::V4, xcm::AssetId{parachain(7)});
    storage.RemoteLockedFungibles.put(4, kAlice, asset, {5, parachain(7), parachain(8), {}});
    storage.RemoteLockedFungibles.put(5, kAlice, xcm::AssetId{parachain(7)}, {6, parachain(7), parachain(8), {}});
    start();
    EXPECT_EQ(storage.RemoteLockedFungibles.get(5, kAlice, xcm::AssetId{parachain(7)})->amount, 6u);
    EXPECT_TRUE(storage.RemoteLockedFungibles.exists(4, kAlice, asset));
}

TEST_F(XcmMigrationTest, AliasesAreMigratedAtOnce) {
    const xcm::VersionedLocation target = in(Version::V4, place_of(kAlice));
    storage.AuthorizedAliases.put(target, {*decltype(Xcm::Aliases::aliasers)::from({{old(7), 30}}), 9});
    start();
    EXPECT_FALSE(storage.AuthorizedAliases.exists(target));
    const auto entry = storage.AuthorizedAliases.get(place_of(kAlice));
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->aliasers[0], (OriginAliaser{parachain(7), 30}));
    EXPECT_EQ(entry->ticket, 9u);
}

TEST_F(XcmMigrationTest, WhatIsOldWithoutAMigrationIsABrokenInvariant) {
    storage.SupportedVersion.put(4, old(7), 4);
    EXPECT_FALSE(Xcm::try_state());
    storage.CurrentMigration.put({});
    EXPECT_TRUE(Xcm::try_state());
    storage.Queries.put(1, Query{Query::VersionNotifier{in(Version::V3, parachain(7)), true}});
    EXPECT_FALSE(Xcm::try_state()) << "a query may be in the version before the newest";
    storage.SafeXcmVersion.put(3);
    EXPECT_TRUE(Xcm::try_state()) << "or in the version that is written to anybody";
}

}  // namespace
}  // namespace serinus::pallet_xcm

// Society's storage of version 0, and what becomes of it.
#include "runtime/pallets/society/migration.hpp"

#include "runtime/runtimes/kusama/migrations.hpp"
#include "runtime/runtimes/kusama/past_payouts.hpp"
#include "runtime/runtimes/kusama/world_test.hpp"
#include "runtime/sdk/host/storage_raw.hpp"

namespace serinus::pallet_society {
namespace {

using namespace kusama::test;
using kusama::Society;
using Old = StorageOfVersion0<Society>;
constexpr const auto& kOld = Old::items;

class SocietyMigrationTest : public World {
  protected:
    void SetUp() override {
        World::SetUp();
        put_storage_version("Society", 0);
        Society::storage.Founder.put(kCharlie);
        kOld.Members.put({kAlice, kBob, kCharlie});
    }
    static Weight run() { return kusama::SocietyToVersion2::on_runtime_upgrade(); }
};

TEST_F(SocietyMigrationTest, TheFounderBecomesTheFirstMember) {
    kOld.Strikes.put(kBob, 2);
    kOld.Vouching.put(kBob, VouchingStatus::Banned);
    EXPECT_EQ(run(), Weight::max().min(kusama::System::block_weights().max_block.saturating_add(
                         kusama::weights::kDbWeight.reads_writes(1, 1))));
    EXPECT_EQ(storage_version("Society"), 2);
    EXPECT_EQ(Society::storage.MemberCount.get(), 3u);
    EXPECT_EQ(Society::storage.MemberByIndex.get(0), kCharlie);
    EXPECT_EQ(Society::storage.MemberByIndex.get(2), kAlice);
    EXPECT_EQ(Society::storage.Members.get(kAlice), (MemberRecord{.vouching = {}, .index = 2}));
    EXPECT_EQ(Society::storage.Members.get(kBob),
              (MemberRecord{.strikes = 2, .vouching = VouchingStatus::Banned, .index = 1}));
    EXPECT_FALSE(kOld.Strikes.exists(kBob));
    EXPECT_EQ(run(), kusama::weights::kDbWeight.reads(1));  // once
}

TEST_F(SocietyMigrationTest, VotesAreCountedForThoseWhoAreCandidates) {
    kOld.Candidates.put({{.who = kDave, .kind = {Society::BidKind::Deposit{kUnit}}, .value = 5}});
    kOld.Votes.put(kDave, kAlice, Old::Vote::Skeptic);
    kOld.Votes.put(kDave, kBob, Old::Vote::Approve);
    kOld.Votes.put(kDave, kCharlie, Old::Vote::Reject);
    run();
    EXPECT_EQ(Society::storage.Skeptic.get(), kAlice);
    EXPECT_EQ(Society::storage.Votes.get(kDave, kBob), (Vote{.approve = true, .weight = 1}));
    const auto candidacy = Society::storage.Candidates.get(kDave);
    ASSERT_TRUE(candidacy);
    EXPECT_EQ(candidacy->tally, (Tally{.approvals = 1, .rejections = 1}));
    EXPECT_EQ(candidacy->bid, 5u);
}

TEST_F(SocietyMigrationTest, PayoutsRememberWhatWasPaidBefore) {
    const AccountId member = {
        from_hex_fixed<Hash256>("24172a563943291c97d252def71e17abf467a1626bca358728a90a82b3de3118").value().bytes};
    EXPECT_EQ(kusama::PastPayouts::of(member), 200 * kUnit);
    EXPECT_EQ(kusama::PastPayouts::of(kAlice), 0u);
    kOld.Payouts.put(member, {{7, 3 * kUnit}});
    kOld.SuspendedMembers.put(kEve, true);
    kOld.Defender.put(kBob);
    run();
    EXPECT_EQ(Society::storage.Payouts.get(member).paid, 200 * kUnit);
    EXPECT_EQ(Society::storage.Payouts.get(member).payouts.size(), 1u);
    EXPECT_EQ(Society::storage.SuspendedMembers.get(kEve), MemberRecord{});
    EXPECT_FALSE(kOld.Defender.exists());
}

TEST_F(SocietyMigrationTest, MembersWithoutAFounderStopIt) {
    Society::storage.Founder.remove();
    EXPECT_EQ(run(), Weight::max());
    EXPECT_EQ(storage_version("Society"), 2);
    EXPECT_FALSE(Society::storage.MemberCount.exists());
}

}  // namespace
}  // namespace serinus::pallet_society

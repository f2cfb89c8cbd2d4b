// VoterList in idle time, while it is locked, and rebag of all accounts. Observed: pallet-bags-list 41
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Listed = VoterList::Event;
using pallet_bags_list::list::ListError;

DispatchError list_refuses(ListError why) { return VoterList::Error{VoterList::Error::List{why}}; }
const DispatchError kListIsLocked = VoterList::Error{VoterList::Error::Locked{}};

/// Alice, Bob, Charlie and Dave are in the list in this order, from the highest bag to the lowest.
class RebaggingTest : public SmallPallets {
  protected:
    void SetUp() override {
        SmallPallets::SetUp();
        Scores::of = {{kAlice, 35}, {kBob, 25}, {kCharlie, 15}, {kDave, 5}};
        for (const auto& [who, score] : Scores::of) ASSERT_TRUE(VoterList::on_insert(who, score));
        System::reset_events();
    }
    void TearDown() override {
        EXPECT_TRUE(VoterList::try_state());
        SmallPallets::TearDown();
    }
    static std::vector<AccountId> listed() {
        std::vector<AccountId> out;
        auto walk = VoterList::iter();
        while (const auto who = walk.next()) out.push_back(*who);
        return out;
    }
    static Weight idle() { return VoterList::on_idle(1, Weight::max()); }
    static std::optional<AccountId> cursor() { return VoterList::storage.NextNodeAutoRebagged.get(); }
};

TEST_F(RebaggingTest, AnAccountComesInAndGoesByItsScore) {
    Scores::of[kEve] = 12;
    make_ok(signed_by(kBob), VoterList::rebag{id(kEve)});
    expect_events({});
    EXPECT_EQ(*VoterList::get_score(kEve), 12u);
    Scores::of.erase(kAlice);
    make_ok(signed_by(kBob), VoterList::rebag{id(kAlice)});
    EXPECT_EQ(listed(), (std::vector<AccountId>{kBob, kCharlie, kEve, kDave}));
    make_error(signed_by(kBob), VoterList::rebag{id(kAlice)}, list_refuses(ListError::NodeNotFound));
    Scores::of[kDave] = 26;
    make_ok(signed_by(kBob), VoterList::rebag{id(kDave)});
    EXPECT_TRUE(saw<VoterList>(Listed::Rebagged{kDave, 10, 30}));
    EXPECT_TRUE(saw<VoterList>(Listed::ScoreUpdated{kDave, 26}));
}

TEST_F(RebaggingTest, ALockedListStaysAsItIs) {
    VoterList::lock();
    make_error(signed_by(kBob), VoterList::rebag{id(kAlice)}, kListIsLocked);
    make_error(signed_by(kBob), VoterList::put_in_front_of{id(kAlice)}, kListIsLocked);
    make_error(signed_by(kBob), VoterList::put_in_front_of_other{id(kBob), id(kAlice)}, kListIsLocked);
    EXPECT_EQ(VoterList::on_insert(kEve, 1).error(), ListError::Locked);
    EXPECT_EQ(VoterList::on_update(kBob, 1).error(), ListError::Locked);
    EXPECT_EQ(VoterList::on_remove(kBob).error(), ListError::Locked);
    Scores::of[kAlice] = 1;
    EXPECT_EQ(idle(), kDefaultWeights<pallet_bags_list::Weights>.on_idle());
    EXPECT_EQ(*VoterList::get_score(kAlice), 35u);
    VoterList::unlock();
    EXPECT_TRUE(VoterList::on_remove(kBob));
}

TEST_F(RebaggingTest, EachBlockLooksAfterSomeAccounts) {
    Scores::of[kBob] = 8;
    Scores::of[kDave] = 40;
    EXPECT_EQ(idle(), kDefaultWeights<pallet_bags_list::Weights>.on_idle());
    EXPECT_EQ(cursor(), kCharlie);
    EXPECT_EQ(listed(), (std::vector<AccountId>{kAlice, kCharlie, kDave, kBob}));
    idle();  // Charlie and Dave, who moves to the highest bag; Bob comes next
    EXPECT_EQ(cursor(), kBob);
    EXPECT_EQ(listed(), (std::vector<AccountId>{kAlice, kDave, kCharlie, kBob}));
    idle();
    EXPECT_EQ(cursor(), std::nullopt);
}

TEST_F(RebaggingTest, WhoComesNextMayHaveLeft) {
    idle();
    ASSERT_EQ(cursor(), kCharlie);
    ASSERT_TRUE(VoterList::on_remove(kCharlie));
    Scores::of.erase(kCharlie);
    idle();  // in vain, then from the beginning: Alice
    EXPECT_EQ(cursor(), kBob);
    Scores::of.erase(kBob);
    idle();
    EXPECT_EQ(listed(), (std::vector<AccountId>{kAlice, kDave}));
}

TEST_F(RebaggingTest, NothingHappensInTooLittleTime) {
    const Weight needed = kDefaultWeights<pallet_bags_list::Weights>.on_idle();
    EXPECT_EQ(VoterList::on_idle(1, needed.saturating_sub(Weight::from_parts(1, 0))), Weight::zero());
    EXPECT_EQ(cursor(), std::nullopt);
    EXPECT_EQ(VoterList::on_idle(1, needed), needed);
    EXPECT_EQ(cursor(), kCharlie);
}

}  // namespace
}  // namespace serinus::mock::small

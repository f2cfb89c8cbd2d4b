// ConvictionVoting, read as a specification. Pallet: conviction-voting
#include "runtime/mock/governance_test.hpp"

namespace serinus::pallet_conviction_voting {
namespace {

using namespace mock::governance;
using mock::governance::ConvictionVoting;
using mock::governance::Referenda;
using Event = ConvictionVoting::Event;
using Error = ConvictionVoting::Error;

constexpr BlockNumber kPeriod = ConvictionVoting::Config::kConstants.VoteLockingPeriod;
constexpr Class kTrack = kShortTrack;

class VotingTest : public World {
  protected:
    static Referenda::Tally tally(uint32_t index) { return Referenda::as_ongoing(index)->first; }
    static Referenda::Tally made(Balance ayes, Balance nays, Balance support) { return {ayes, nays, support}; }
    static Balance locked(const AccountId& who) {
        for (const auto& lock : Balances::storage.Locks.get(who)) {
            if (lock.id == kLockId) return lock.amount;
        }
        return 0;
    }
    static void delegate(const AccountId& who, const AccountId& to, pallet_conviction_voting::Conviction conviction,
                         Balance balance) {
        make_ok(signed_by(who), ConvictionVoting::delegate{kTrack, id(to), conviction, balance});
    }
};

TEST(VotingTypes, AVoteIsAByte) {
    EXPECT_EQ(to_hex(scale::encode(standard(true, Conviction::Locked3x, 1))), "008301000000000000000000000000000000");
    EXPECT_EQ(to_hex(scale::encode(standard(false, Conviction::None, 1))), "000001000000000000000000000000000000");
    EXPECT_TRUE(scale::decode<Vote>(Bytes{0x86}).has_value());
    EXPECT_FALSE(scale::decode<Vote>(Bytes{0x87}).has_value());
    EXPECT_FALSE(scale::decode<Vote>(Bytes{0x07}).has_value());
}

TEST_F(VotingTest, CountsMoneyTimesConviction) {
    const uint32_t index = submit();
    for (const auto& [conviction, votes] : {std::pair<Conviction, Balance>{Conviction::None, 1},
                                            {Conviction::Locked1x, 19},
                                            {Conviction::Locked2x, 38},
                                            {Conviction::Locked6x, 114}}) {
        vote(kBob, index, standard(true, conviction, 19));
        EXPECT_EQ(tally(index), made(votes, 0, 19)) << "a tenth, rounded down, or up to six times";
        vote(kBob, index, standard(false, conviction, 19));
        EXPECT_EQ(tally(index), made(0, votes, 0)) << "nays are no support";
    }
    vote(kBob, index, {AccountVote::Split{100, 50}});
    EXPECT_EQ(tally(index), made(10, 5, 100));
    vote(kBob, index, {AccountVote::SplitAbstain{100, 50, 30}});
    EXPECT_EQ(tally(index), made(10, 5, 130)) << "abstentions are support";
    make_error(signed_by(kBob), ConvictionVoting::vote{{index}, standard(true, Conviction::None, 10'001 * kUnit)},
               Error::InsufficientFunds);
    make_error(signed_by(kBob), ConvictionVoting::vote{{77}, standard(true, Conviction::None, 1)}, Error::NotOngoing);
    make_error(root(), ConvictionVoting::vote{{index}, standard(true, Conviction::None, 1)}, kBadOrigin);
}

TEST_F(VotingTest, LocksTheLargestVoteUntilUnlock) {
    const uint32_t index = submit();
    vote(kBob, index, standard(true, Conviction::None, 100 * kUnit));
    EXPECT_EQ(locked(kBob), 100 * kUnit);
    vote(kBob, index, standard(true, Conviction::None, 5 * kUnit));
    EXPECT_EQ(locked(kBob), 100 * kUnit) << "it only grows";
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kBob)});
    EXPECT_EQ(locked(kBob), 5 * kUnit);
    make_ok(signed_by(kBob), ConvictionVoting::remove_vote{std::nullopt, index});
    EXPECT_EQ(tally(index), made(0, 0, 0));
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kBob)});
    EXPECT_EQ(locked(kBob), 0u);
}

// Seen on the real runtime: for somebody who never voted the empty records are written.
TEST_F(VotingTest, UnlockWritesWhatIsEmpty) {
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kDave)});
    EXPECT_TRUE(ConvictionVoting::storage.VotingFor.exists(kDave, kTrack));
    EXPECT_TRUE(ConvictionVoting::storage.ClassLocksFor.exists(kDave));
}

TEST_F(VotingTest, RemovesVotesOfPollsThatGoOnForTheVoterOnly) {
    const uint32_t index = submit();
    vote(kBob, index, standard(true, Conviction::Locked1x, kUnit));
    make_error(signed_by(kEve), ConvictionVoting::remove_other_vote{id(kBob), kTrack, index}, Error::NoPermission);
    make_error(signed_by(kEve), ConvictionVoting::remove_vote{std::nullopt, index}, Error::NotVoter);
    make_error(signed_by(kBob), ConvictionVoting::remove_vote{std::nullopt, 77}, Error::ClassNeeded);
    make_ok(signed_by(kBob), ConvictionVoting::remove_other_vote{id(kBob), kTrack, index});
}

TEST_F(VotingTest, BindsWhoeverHasWon) {
    const uint32_t index = submit_with_deposit();
    vote(kBob, index, standard(true, Conviction::Locked2x, 100 * kUnit));
    vote(kCharlie, index, standard(false, Conviction::Locked6x, kUnit));
    vote(kDave, index, standard(true, Conviction::None, kUnit));
    pass(8);
    const BlockNumber end = System::block_number() - 1;
    // Lost, or without conviction: anybody may remove it.
    make_ok(signed_by(kEve), ConvictionVoting::remove_other_vote{id(kCharlie), kTrack, index});
    make_ok(signed_by(kEve), ConvictionVoting::remove_other_vote{id(kDave), kTrack, index});
    make_error(signed_by(kEve), ConvictionVoting::remove_other_vote{id(kBob), kTrack, index}, Error::NoPermissionYet);
    make_ok(signed_by(kBob), ConvictionVoting::remove_vote{kTrack, index});
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kBob)});
    EXPECT_EQ(locked(kBob), 100 * kUnit);
    go_to(end + 2 * kPeriod - 1);
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kBob)});
    EXPECT_EQ(locked(kBob), 100 * kUnit);
    go_to(end + 2 * kPeriod);
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kBob)});
    EXPECT_EQ(locked(kBob), 0u);
}

TEST_F(VotingTest, DelegatedVotesFollowTheStandardVote) {
    const uint32_t index = submit();
    delegate(kBob, kCharlie, Conviction::Locked3x, 10);
    expect_events({event<Balances>(Balances::Event::Locked{kBob, 10}),
                   event<ConvictionVoting>(Event::Delegated{kBob, kCharlie})});
    vote(kCharlie, index, standard(true, Conviction::Locked1x, 100));
    EXPECT_EQ(tally(index), made(130, 0, 110));
    delegate(kDave, kCharlie, Conviction::None, 50);
    EXPECT_EQ(tally(index), made(135, 0, 160));
    vote(kCharlie, index, standard(false, Conviction::Locked1x, 100));
    EXPECT_EQ(tally(index), made(0, 135, 0));
    vote(kCharlie, index, {AccountVote::Split{100, 0}});
    EXPECT_EQ(tally(index), made(10, 0, 100)) << "nobody follows a split vote";
    vote(kCharlie, index, standard(true, Conviction::Locked1x, 100));
    make_ok(signed_by(kBob), ConvictionVoting::undelegate{kTrack});
    expect_events({event<ConvictionVoting>(Event::Undelegated{kBob})});
    EXPECT_EQ(tally(index), made(105, 0, 150));
    // The time of the conviction counts from now.
    const BlockNumber until = System::block_number() + 4 * kPeriod;
    go_to(until - 1);
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kBob)});
    EXPECT_EQ(locked(kBob), 10u);
    go_to(until);
    make_ok(signed_by(kEve), ConvictionVoting::unlock{kTrack, id(kBob)});
    EXPECT_EQ(locked(kBob), 0u);
}

TEST_F(VotingTest, DelegationsDoNotGoOn) {
    const uint32_t index = submit();
    delegate(kBob, kCharlie, Conviction::Locked1x, 10);
    delegate(kDave, kBob, Conviction::Locked1x, 10);
    vote(kCharlie, index, standard(true, Conviction::Locked1x, 1));
    EXPECT_EQ(tally(index), made(11, 0, 11));
    make_ok(signed_by(kBob), ConvictionVoting::undelegate{kTrack});
    vote(kBob, index, standard(true, Conviction::Locked1x, 1));
    EXPECT_EQ(tally(index), made(12, 0, 12)) << "what was delegated to Bob counts now";
}

TEST_F(VotingTest, CannotDelegateIn) {
    const auto delegation = [](const AccountId& to, Class of, Balance balance) {
        return ConvictionVoting::delegate{of, id(to), Conviction::None, balance};
    };
    make_error(signed_by(kBob), delegation(kBob, kTrack, 1), Error::Nonsense);
    make_error(signed_by(kBob), delegation(kCharlie, 77, 1), Error::BadClass);
    make_error(signed_by(kBob), delegation(kCharlie, kTrack, 10'001 * kUnit), Error::InsufficientFunds);
    make_error(signed_by(kBob), ConvictionVoting::undelegate{kTrack}, Error::NotDelegating);
    const uint32_t index = submit();
    vote(kBob, index, standard(true, Conviction::None, 1));
    make_error(signed_by(kBob), delegation(kCharlie, kTrack, 1), Error::AlreadyVoting);
    make_ok(signed_by(kBob), delegation(kCharlie, kGeneralTrack, 1));
    make_error(signed_by(kBob), delegation(kCharlie, kGeneralTrack, 1), Error::AlreadyDelegating);
    delegate(kDave, kCharlie, Conviction::None, 1);
    make_error(signed_by(kDave), ConvictionVoting::vote{{index}, standard(true, Conviction::None, 1)},
               Error::AlreadyDelegating);
}

TEST_F(VotingTest, WeighsDelegationsByTheVotesOfTheOther) {
    constexpr auto kW = ConvictionVoting::Config::kWeights;
    for (int i = 0; i < 3; ++i) vote(kCharlie, submit(), standard(true, Conviction::None, 1));
    const ConvictionVoting::delegate call{kTrack, id(kCharlie), Conviction::None, 1};
    EXPECT_EQ(call.weight(), kW.delegate(512));
    EXPECT_EQ(make_ok(signed_by(kBob), call).actual_weight, kW.delegate(3));
    EXPECT_EQ(make_ok(signed_by(kBob), ConvictionVoting::undelegate{kTrack}).actual_weight, kW.undelegate(3));
}

}  // namespace
}  // namespace serinus::pallet_conviction_voting

// FellowshipCollective and FellowshipReferenda, read as a specification. Pallet: ranked-collective
#include "runtime/mock/governance_test.hpp"

namespace serinus::pallet_ranked_collective {
namespace {

using namespace mock::governance;
using mock::governance::FellowshipCollective;
using mock::governance::FellowshipReferenda;
using Event = FellowshipCollective::Event;
using Error = FellowshipCollective::Error;

class FellowshipTest : public World {
  protected:
    static void make_member(const AccountId& who, Rank rank) {
        make_ok(root(), FellowshipCollective::add_member{id(who)});
        for (Rank i = 0; i < rank; ++i) make_ok(root(), FellowshipCollective::promote_member{id(who)});
    }
    static uint32_t poll(const AccountId& by, Custom custom) {
        const uint32_t index = FellowshipReferenda::storage.ReferendumCount.get();
        make_ok(signed_by(by),
                FellowshipReferenda::submit{origin(custom).caller(), proposal(remark()), {DispatchTime::After{0}}});
        return index;
    }
    static FellowshipCollective::Tally tally(uint32_t index) { return FellowshipReferenda::as_ongoing(index)->first; }
    static Pays vote(const AccountId& who, uint32_t index, bool aye) {
        return make_ok(signed_by(who), FellowshipCollective::vote{index, aye}).pays_fee;
    }
    static MemberIndex count(Rank rank) { return FellowshipCollective::storage.MemberCount.get(rank); }
};

TEST_F(FellowshipTest, AMemberOfARankIsOneOfAllLowerOnes) {
    make_ok(root(), FellowshipCollective::add_member{id(kAlice)});
    expect_events({event<FellowshipCollective>(Event::MemberAdded{kAlice})});
    make_ok(root(), FellowshipCollective::promote_member{id(kAlice)});
    expect_events({event<FellowshipCollective>(Event::RankChanged{kAlice, 1})});
    make_member(kBob, 2);
    EXPECT_EQ(count(0), 2u);
    EXPECT_EQ(count(1), 2u);
    EXPECT_EQ(count(2), 1u);
    EXPECT_EQ(FellowshipCollective::storage.IndexToId.get(1, 1), kBob);
    make_ok(root(), FellowshipCollective::demote_member{id(kBob)});
    EXPECT_EQ(count(2), 0u);
    make_error(root(), FellowshipCollective::add_member{id(kAlice)}, Error::AlreadyMember);
    make_error(root(), FellowshipCollective::promote_member{id(kEve)}, Error::NotMember);
    make_error(root(), FellowshipCollective::demote_member{id(kEve)}, Error::NotMember);
}

// A rank promotes up to the one below it and demotes from two below it; the holders' track for both up to 9.
TEST_F(FellowshipTest, IsComposedByRootByTheHoldersAndByHigherRanks) {
    make_ok(origin(Custom::Fellowship1Dan), FellowshipCollective::add_member{id(kAlice)});
    make_error(origin(Custom::Fellowship1Dan), FellowshipCollective::promote_member{id(kAlice)}, Error::NoPermission);
    make_ok(origin(Custom::Fellowship2Dan), FellowshipCollective::promote_member{id(kAlice)});
    make_error(origin(Custom::Fellowship1Dan), FellowshipCollective::demote_member{id(kAlice)}, kBadOrigin);
    make_error(origin(Custom::Fellowship2Dan), FellowshipCollective::demote_member{id(kAlice)}, Error::NoPermission);
    make_ok(origin(Custom::Fellowship3Dan), FellowshipCollective::demote_member{id(kAlice)});
    for (int rank = 1; rank <= 9; ++rank)
        make_ok(origin(Custom::FellowshipAdmin), FellowshipCollective::promote_member{id(kAlice)});
    make_error(origin(Custom::FellowshipAdmin), FellowshipCollective::promote_member{id(kAlice)}, Error::NoPermission);
    make_ok(root(), FellowshipCollective::promote_member{id(kAlice)});
    make_error(origin(Custom::FellowshipAdmin), FellowshipCollective::demote_member{id(kAlice)}, Error::NoPermission);
    for (const RuntimeOrigin& by : {signed_by(kAlice), origin(Custom::GeneralAdmin), origin(Custom::Fellows)}) {
        make_error(by, FellowshipCollective::add_member{id(kBob)}, kBadOrigin);
        make_error(by, FellowshipCollective::remove_member{id(kAlice), 10}, kBadOrigin);
    }
}

TEST_F(FellowshipTest, TheLastOneGetsTheNumberThatBecomesFree) {
    for (const AccountId& who : {kAlice, kBob, kCharlie}) make_member(who, 1);
    make_error(root(), FellowshipCollective::remove_member{id(kAlice), 0}, Error::InvalidWitness);
    const auto info = make_ok(root(), FellowshipCollective::remove_member{id(kAlice), 5});
    EXPECT_EQ(info.actual_weight, FellowshipCollective::Config::kWeights.remove_member(1));
    expect_events({event<FellowshipCollective>(Event::MemberRemoved{kAlice, 1})});
    const auto& storage = FellowshipCollective::storage;
    for (const Rank rank : {Rank{0}, Rank{1}}) {
        EXPECT_EQ(count(rank), 2u);
        EXPECT_EQ(storage.IndexToId.get(rank, 0), kCharlie);
        EXPECT_EQ(storage.IdToIndex.get(rank, kCharlie), 0u);
        EXPECT_EQ(storage.IdToIndex.get(rank, kAlice), std::nullopt);
        EXPECT_EQ(storage.IndexToId.get(rank, 2), std::nullopt);
    }
    make_ok(root(), FellowshipCollective::demote_member{id(kBob)});
    make_ok(root(), FellowshipCollective::demote_member{id(kBob)});
    expect_events({event<FellowshipCollective>(Event::MemberRemoved{kBob, 0})});
    EXPECT_FALSE(storage.Members.exists(kBob));
}

TEST_F(FellowshipTest, VotesCountByTheRankAboveThatOfThePoll) {
    make_member(kAlice, 3);
    make_member(kBob, 5);
    make_member(kCharlie, 2);
    const uint32_t index = poll(kAlice, Custom::Fellows);
    EXPECT_EQ(vote(kAlice, index, true), Pays::No) << "the first vote is free";
    EXPECT_TRUE(saw(event<FellowshipCollective>(Event::Voted{kAlice, index, {VoteRecord::Aye{1}}, {1, 1, 0}})));
    EXPECT_EQ(vote(kBob, index, true), Pays::No);
    EXPECT_EQ(tally(index), (FellowshipCollective::Tally{2, 7, 0}));
    EXPECT_EQ(vote(kBob, index, false), Pays::Yes);
    EXPECT_EQ(tally(index), (FellowshipCollective::Tally{1, 1, 6}));
    EXPECT_EQ(vote(kBob, index, false), Pays::Yes);
    EXPECT_EQ(tally(index), (FellowshipCollective::Tally{1, 1, 6}));
    EXPECT_EQ(tally(index).support_of(uint16_t{3}), Perbill::from_percent(50)) << "of two members of that rank";
    make_error(signed_by(kCharlie), FellowshipCollective::vote{index, true}, Error::RankTooLow);
    make_error(signed_by(kEve), FellowshipCollective::vote{index, true}, Error::NotMember);
    make_error(signed_by(kAlice), FellowshipCollective::vote{77, true}, Error::NotPolling);
}

TEST_F(FellowshipTest, MembersOfRankOneSubmitReferenda) {
    make_member(kAlice, 0);
    const auto submit = [](Custom custom) {
        return FellowshipReferenda::submit{origin(custom).caller(), proposal(remark()), {DispatchTime::After{0}}};
    };
    make_error(signed_by(kAlice), submit(Custom::Fellows), kBadOrigin);
    make_error(signed_by(kEve), submit(Custom::Fellows), kBadOrigin);
    make_ok(root(), FellowshipCollective::promote_member{id(kAlice)});
    make_error(signed_by(kAlice), submit(Custom::StakingAdmin), FellowshipReferenda::Error::NoTrack);
    for (const auto& [custom, rank] : {std::pair<Custom, uint16_t>{Custom::FellowshipInitiates, 0},
                                       {Custom::Fellowship1Dan, 1},
                                       {Custom::Fellows, 3},
                                       {Custom::Fellowship3Dan, 3}}) {
        const uint32_t index = poll(kAlice, custom);
        EXPECT_EQ(FellowshipReferenda::as_ongoing(index)->second, rank);
    }
    make_error(root(), FellowshipReferenda::cancel{0}, kBadOrigin);
    make_ok(origin(Custom::FellowshipExperts), FellowshipReferenda::cancel{0});
    make_ok(origin(Custom::FellowshipMasters), FellowshipReferenda::kill{1});
}

TEST_F(FellowshipTest, VotesOfAPollThatIsOverCanBeRemoved) {
    make_member(kAlice, 3);
    make_member(kBob, 3);
    const uint32_t index = poll(kAlice, Custom::Fellows);
    static_cast<void>(vote(kAlice, index, true));
    static_cast<void>(vote(kBob, index, true));
    make_error(signed_by(kEve), FellowshipCollective::cleanup_poll{index, 10}, Error::Ongoing);
    make_ok(origin(Custom::FellowshipExperts), FellowshipReferenda::cancel{index});
    const auto info = make_ok(signed_by(kEve), FellowshipCollective::cleanup_poll{index, 10});
    EXPECT_EQ(info.pays_fee, Pays::No);
    EXPECT_EQ(info.actual_weight, FellowshipCollective::Config::kWeights.cleanup_poll(2));
    EXPECT_FALSE(FellowshipCollective::storage.Voting.exists(index, kAlice));
    EXPECT_EQ(make_ok(signed_by(kEve), FellowshipCollective::cleanup_poll{index, 10}).pays_fee, Pays::Yes);
}

}  // namespace
}  // namespace serinus::pallet_ranked_collective

// The list of voters in bags. Pallet: bags-list
#include "runtime/pallets/bags_list/bags_list.hpp"

#include <random>

#include "runtime/mock/validators_test.hpp"
#include "tests/support/random.hpp"

namespace serinus::pallet_bags_list {
namespace {

using namespace mock::validators;
using mock::validators::Staking;
using mock::validators::VoterList;
using Event = VoterList::Event;
using Error = VoterList::Error;

class VoterListTest : public World {
  protected:
    void TearDown() override {
        const auto state = VoterList::try_state();
        EXPECT_TRUE(state) << state.error();
        World::TearDown();
    }
    static void insert(const AccountId& who, VoteWeight score) { EXPECT_TRUE(VoterList::on_insert(who, score)); }
    static std::vector<AccountId> accounts() {
        std::vector<AccountId> out;
        auto walk = VoterList::iter();
        while (const auto who = walk.next()) out.push_back(*who);
        return out;
    }
    static DispatchError refusal(ListError why) { return Error{Error::List{why}}; }
    /// Gives an account that active stake, which is its score.
    static void bond(const AccountId& who, Balance active) {
        Staking::storage.Bonded.put(who, who);
        Staking::storage.Ledger.put(who, {.stash = who, .total = {active}, .active = {active}});
    }
};

TEST_F(VoterListTest, BagsAreNamedByTheirLargestScore) {
    EXPECT_EQ(VoterList::notional_bag_for(0), 10'000'000u);
    EXPECT_EQ(VoterList::notional_bag_for(10'000'000), 10'000'000u);
    EXPECT_EQ(VoterList::notional_bag_for(10'000'001), 20'000'000u);
    EXPECT_EQ(VoterList::notional_bag_for(~uint64_t{0}), ~uint64_t{0});
}

TEST_F(VoterListTest, WalksFromTheHighestBagAndInEachFromTheFirstComer) {
    insert(kBob, 41'000'000);
    insert(kAlice, 50'000'000);
    insert(kDave, 10);
    insert(kCharlie, 1'000'000'000);
    EXPECT_EQ(accounts(), (std::vector{kCharlie, kBob, kAlice, kDave}));
    EXPECT_EQ(VoterList::count(), 4u);
    EXPECT_EQ(VoterList::get_score(kAlice).value(), 50'000'000u);
    EXPECT_EQ(VoterList::on_insert(kBob, 1).error(), ListError::Duplicate);

    auto rest = VoterList::iter_from(kBob);
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->next(), kAlice);
    EXPECT_EQ(rest->next(), kDave);
    EXPECT_EQ(rest->next(), std::nullopt);
    EXPECT_FALSE(VoterList::iter_from(kEve));
}

TEST_F(VoterListTest, SaysTheStatedScoreAndThePresentOne) {
    using Scores = std::pair<std::optional<VoteWeight>, std::optional<VoteWeight>>;
    bond(kAlice, 7);
    EXPECT_EQ(VoterList::scores{kAlice}(), (Scores{std::nullopt, 7}));
    insert(kAlice, 5);
    EXPECT_EQ(VoterList::scores{kAlice}(), (Scores{5, 7}));
}

TEST_F(VoterListTest, LeavingJoinsTheNeighbours) {
    for (const AccountId& who : {kAlice, kBob, kCharlie, kDave}) insert(who, 50'000'000);
    for (const AccountId& who : {kBob, kAlice, kDave, kCharlie}) {
        EXPECT_TRUE(VoterList::on_remove(who));
        EXPECT_TRUE(VoterList::try_state());
        EXPECT_FALSE(VoterList::contains(who));
    }
    EXPECT_TRUE(accounts().empty());
    EXPECT_FALSE(VoterList::storage.ListBags.exists(50'000'000));
    EXPECT_EQ(VoterList::on_remove(kBob).error(), ListError::NodeNotFound);
}

TEST_F(VoterListTest, RebagMovesToTheTailOfTheRightBag) {
    insert(kAlice, 50'000'000);
    insert(kBob, 60'000'000);
    bond(kAlice, 59'000'000);
    make_ok(signed_by(kEve), VoterList::rebag{id(kAlice)});
    expect_events({event<VoterList>(Event::Rebagged{kAlice, 50'000'000, 60'000'000}),
                   event<VoterList>(Event::ScoreUpdated{kAlice, 59'000'000})});
    EXPECT_EQ(accounts(), (std::vector{kBob, kAlice}));
    bond(kAlice, 58'000'000);
    make_ok(signed_by(kEve), VoterList::rebag{id(kAlice)});
    expect_events({event<VoterList>(Event::ScoreUpdated{kAlice, 58'000'000})});
    make_error(signed_by(kEve), VoterList::rebag{id(kEve)}, refusal(ListError::NodeNotFound));
    make_error(signed_by(kEve), VoterList::rebag{nobody()}, DispatchError::CannotLookup{});
    make_error(root(), VoterList::rebag{id(kAlice)}, kBadOrigin);
}

TEST_F(VoterListTest, TheHeavierMayStandInFront) {
    for (const auto& [who, stake] : {std::pair{kAlice, 45'000'001u}, {kBob, 45'000'002u}, {kCharlie, 45'000'003u}}) {
        insert(who, 45'000'000);
        bond(who, stake);
    }
    insert(kDave, 1);
    make_error(signed_by(kAlice), VoterList::put_in_front_of{id(kBob)}, refusal(ListError::NotHeavier));
    make_error(signed_by(kAlice), VoterList::put_in_front_of{id(kDave)}, refusal(ListError::NotInSameBag));
    make_error(signed_by(kAlice), VoterList::put_in_front_of{id(kEve)}, refusal(ListError::NodeNotFound));
    make_ok(signed_by(kCharlie), VoterList::put_in_front_of{id(kBob)});
    EXPECT_EQ(accounts(), (std::vector{kAlice, kCharlie, kBob, kDave}));
    make_ok(signed_by(kEve), VoterList::put_in_front_of_other{id(kBob), id(kAlice)});
    EXPECT_EQ(accounts(), (std::vector{kBob, kAlice, kCharlie, kDave}));
    make_error(signed_by(kEve), VoterList::put_in_front_of_other{id(kAlice), id(kBob)}, refusal(ListError::NotHeavier));
}

// The same as a list of lists, on random work.
TEST_F(VoterListTest, IsAListOfListsOnRandomWork) {
    auto random = serinus::test::seeded_random();
    std::map<uint64_t, std::vector<AccountId>, std::greater<>> bags;
    std::map<AccountId, uint64_t> places;
    const auto take_out = [&](const AccountId& who) { std::erase(bags[places[who]], who); };
    const auto put_in = [&](const AccountId& who, uint64_t score) {
        places[who] = VoterList::notional_bag_for(score);
        bags[places[who]].push_back(who);
    };
    for (int i = 0; i < 400; ++i) {
        const AccountId who = account(static_cast<uint8_t>(random() % 24));
        const uint64_t score = 30'000'000 + random() % 60'000'000;
        if (!places.contains(who)) {
            insert(who, score);
            put_in(who, score);
        } else if (random() % 3 == 0) {
            EXPECT_TRUE(VoterList::on_remove(who));
            take_out(who);
            places.erase(who);
        } else {
            EXPECT_TRUE(VoterList::on_update(who, score));
            if (places[who] == VoterList::notional_bag_for(score)) continue;
            take_out(who);
            put_in(who, score);
        }
        std::vector<AccountId> expected;
        for (const auto& [upper, in_bag] : bags) expected.insert(expected.end(), in_bag.begin(), in_bag.end());
        ASSERT_EQ(accounts(), expected);
    }
}

}  // namespace
}  // namespace serinus::pallet_bags_list

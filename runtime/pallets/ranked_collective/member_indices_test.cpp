// Numbers of members who leave, and members who change their account. Observed: pallet-ranked-collective 42
#include "runtime/mock/small_test.hpp"

namespace serinus::mock::small {
namespace {

using Ranked = Fellowship::Event;
using RankedError = Fellowship::Error;

class MemberIndicesTest : public SmallPallets {
  protected:
    static void make_member(const AccountId& who, uint16_t rank) {
        make_ok(root(), Fellowship::add_member{id(who)});
        for (uint16_t i = 0; i < rank; ++i) make_ok(root(), Fellowship::promote_member{id(who)});
    }
    static constexpr auto& storage = Fellowship::storage;
};

TEST_F(MemberIndicesTest, NobodyWhoHasLeftIsInTheIndices) {
    for (const AccountId& who : {kAlice, kBob, kCharlie}) make_member(who, 1);
    make_ok(root(), Fellowship::remove_member{id(kAlice), 1});
    for (const uint16_t rank : {uint16_t{0}, uint16_t{1}}) {
        EXPECT_FALSE(storage.IdToIndex.exists(rank, kAlice));
        EXPECT_EQ(storage.IdToIndex.get(rank, kCharlie), 0u);
        EXPECT_EQ(storage.IndexToId.get(rank, 0), kCharlie);
        EXPECT_FALSE(storage.IndexToId.exists(rank, 2));
    }
    make_ok(root(), Fellowship::demote_member{id(kBob)});
    EXPECT_FALSE(storage.IdToIndex.exists(1, kBob));
    EXPECT_FALSE(storage.IndexToId.exists(1, 1));
    EXPECT_TRUE(Fellowship::try_state());
}

TEST_F(MemberIndicesTest, APlaceGoesToAnotherAccountWithItsRank) {
    make_member(kAlice, 3);
    make_member(kBob, 1);
    System::reset_events();
    make_ok(root(), Fellowship::exchange_member{id(kAlice), id(kCharlie)});
    expect_events({event<Fellowship>(Ranked::MemberExchanged{kAlice, kCharlie})});
    EXPECT_EQ(Fellowship::rank_of(kCharlie), 3);
    EXPECT_EQ(Fellowship::rank_of(kAlice), std::nullopt);
    EXPECT_TRUE(Fellowship::try_state());

    make_error(root(), Fellowship::exchange_member{id(kBob), id(kBob)}, RankedError::SameMember);
    make_error(root(), Fellowship::exchange_member{id(kAlice), id(kBob)}, RankedError::NotMember);
    make_error(root(), Fellowship::exchange_member{id(kBob), id(kCharlie)}, RankedError::AlreadyMember);
    make_error(signed_by(kBob), Fellowship::exchange_member{id(kBob), id(kAlice)}, kBadOrigin);
}

}  // namespace
}  // namespace serinus::mock::small

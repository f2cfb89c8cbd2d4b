// Which origins decide on which tracks, who composes the fellowship, and who spends how much.
// Source: fellowship runtimes v1.7.1, relay/kusama/src/governance
#include "runtime/runtimes/kusama/world_test.hpp"

namespace serinus::kusama {
namespace {

using namespace test;
using origins::Custom;
using pallet_referenda::TrackId;

RuntimeOrigin origin(Custom custom) {
    return RuntimeOrigin({PalletOrigin{Origins::Config::kInfo.index, {static_cast<uint8_t>(custom)}}});
}

TEST(GovernanceOfKusama, EachOriginHasItsTrack) {
    const auto track = [](const RuntimeOrigin& by) { return tracks::track_for(by.caller()); };
    EXPECT_EQ(track(root()), TrackId{0});
    EXPECT_EQ(track(signed_by(kAlice)), std::nullopt);
    for (const auto& [custom, id] : {std::pair<Custom, TrackId>{Custom::WhitelistedCaller, 1},
                                     {Custom::WishForChange, 2},
                                     {Custom::StakingAdmin, 10},
                                     {Custom::Treasurer, 11},
                                     {Custom::LeaseAdmin, 12},
                                     {Custom::FellowshipAdmin, 13},
                                     {Custom::GeneralAdmin, 14},
                                     {Custom::AuctionAdmin, 15},
                                     {Custom::ReferendumCanceller, 20},
                                     {Custom::ReferendumKiller, 21},
                                     {Custom::SmallTipper, 30},
                                     {Custom::BigTipper, 31},
                                     {Custom::SmallSpender, 32},
                                     {Custom::MediumSpender, 33},
                                     {Custom::BigSpender, 34}}) {
        EXPECT_EQ(track(origin(custom)), id);
    }
    EXPECT_EQ(track(origin(Custom::Fellowship9Dan)), std::nullopt);
}

TEST(GovernanceOfKusama, TracksOfTheFellowshipAreNumberedByRanks) {
    const auto track = [](Custom custom) { return fellowship::track_for(origin(custom).caller()); };
    for (const auto& [custom, rank] : {std::pair<Custom, TrackId>{Custom::FellowshipInitiates, 0},
                                       {Custom::Fellowship1Dan, 1},
                                       {Custom::Fellows, 3},
                                       {Custom::Fellowship3Dan, 3},
                                       {Custom::FellowshipExperts, 5},
                                       {Custom::FellowshipMasters, 7},
                                       {Custom::Fellowship9Dan, 9}}) {
        EXPECT_EQ(track(custom), rank);
    }
    EXPECT_EQ(track(Custom::StakingAdmin), std::nullopt);
}

using FellowshipOfKusama = World;

// A rank promotes up to the one below it and demotes from two below it; the holders' track for both up to 9.
TEST_F(FellowshipOfKusama, IsComposedByRootByTheHoldersAndByHigherRanks) {
    using Error = FellowshipCollective::Error;
    make_ok(origin(Custom::Fellowship1Dan), FellowshipCollective::add_member{id(kAlice)});
    make_error(origin(Custom::Fellowship1Dan), FellowshipCollective::promote_member{id(kAlice)}, Error::NoPermission);
    make_ok(origin(Custom::Fellowship2Dan), FellowshipCollective::promote_member{id(kAlice)});
    make_error(origin(Custom::Fellowship2Dan), FellowshipCollective::demote_member{id(kAlice)}, Error::NoPermission);
    make_ok(origin(Custom::Fellowship3Dan), FellowshipCollective::demote_member{id(kAlice)});
    for (int rank = 1; rank <= 9; ++rank) {
        make_ok(origin(Custom::FellowshipAdmin), FellowshipCollective::promote_member{id(kAlice)});
    }
    make_error(origin(Custom::FellowshipAdmin), FellowshipCollective::promote_member{id(kAlice)}, Error::NoPermission);
    make_ok(root(), FellowshipCollective::promote_member{id(kAlice)});
    make_error(origin(Custom::Fellows), FellowshipCollective::add_member{id(kBob)}, kBadOrigin);
}

using TreasuryOfKusama = World;

TEST_F(TreasuryOfKusama, SpendsByLimitOfTheOrigin) {
    for (const auto& [by, quids] : {std::pair{Custom::SmallTipper, 250u},
                                    {Custom::BigTipper, 1'000u},
                                    {Custom::SmallSpender, 10'000u},
                                    {Custom::MediumSpender, 100'000u},
                                    {Custom::BigSpender, 1'000'000u},
                                    {Custom::Treasurer, 10'000'000u}}) {
        const Balance limit = quids * currency::kQuid;
        make_error(origin(by), Treasury::spend_local{{limit + 1}, id(kBob)}, Treasury::Error::InsufficientPermission);
        const uint32_t index = Treasury::storage.ProposalCount.get();
        make_ok(origin(by), Treasury::spend_local{{limit}, id(kBob)});
        expect_events({event<Treasury>(Treasury::Event::SpendApproved{index, limit, kBob})});
        EXPECT_EQ(Treasury::storage.Proposals.get(index),
                  (pallet_treasury::Proposal<AccountId, Balance>{kBob, limit, kBob, 0}));
    }
    make_ok(root(), Treasury::spend_local{{~Balance{0}}, id(kBob)});
    make_error(origin(Custom::GeneralAdmin), Treasury::spend_local{{0}, id(kBob)}, kBadOrigin);
    make_error(origin(Custom::WishForChange), Treasury::spend_local{{0}, id(kBob)}, kBadOrigin);
    make_error(signed_by(kAlice), Treasury::spend_local{{0}, id(kBob)}, kBadOrigin);
}

}  // namespace
}  // namespace serinus::kusama

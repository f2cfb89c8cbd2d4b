// XcmPallet, read as a specification: places that may speak for accounts. Pallet: xcm
#include "runtime/pallets/xcm/aliasers.hpp"
#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

class XcmAliasTest : public XcmTest {
  protected:
    /// The account as it is stored: without a network.
    static xcm::Location stored(const AccountId& who) {
        return {0, {xcm::Junction::account_id32(std::nullopt, who.bytes)}};
    }
    static Xcm::add_authorized_alias add(const xcm::Location& place, std::optional<uint64_t> expires = {}) {
        return {xcm::VersionedLocation(place), expires};
    }
    static Xcm::remove_authorized_alias remove(const xcm::Location& place) { return {xcm::VersionedLocation(place)}; }
    static auto entry() { return storage.AuthorizedAliases.get(stored(kAlice)); }
};

TEST_F(XcmAliasTest, AnAccountLetsAPlaceSpeakForIt) {
    make_ok(signed_by(kAlice), add(parachain(7), 40));
    expect_events({event<Xcm>(Event::AliasAuthorized{parachain(7), stored(kAlice), 40})});
    EXPECT_EQ(entry()->aliasers.inner(), (std::vector<OriginAliaser>{{parachain(7), 40}}));
    EXPECT_EQ(entry()->ticket, 612u) << "a deposit for the largest alias";

    make_ok(signed_by(kAlice), add(parachain(8)));
    EXPECT_EQ(entry()->ticket, 2 * 612u);
    make_ok(signed_by(kAlice), add(parachain(7), 50));
    EXPECT_EQ(entry()->aliasers.inner(), (std::vector<OriginAliaser>{{parachain(7), 50}, {parachain(8), {}}}));
    EXPECT_EQ(entry()->ticket, 2 * 612u);
}

TEST_F(XcmAliasTest, NotItselfAndNotInThePast) {
    make_error(signed_by(kAlice), add(place_of(kAlice)), Error{Error::BadLocation{}});
    make_error(signed_by(kAlice), add(stored(kAlice)), Error{Error::BadLocation{}});
    go_to(40);
    make_error(signed_by(kAlice), add(parachain(7), 40), Error{Error::ExpiresInPast{}});
    make_ok(signed_by(kAlice), add(parachain(7), 41));
    make_error(root(), add(parachain(8)), kBadOrigin);
}

TEST_F(XcmAliasTest, TenPlacesAtMost) {
    for (uint32_t i = 0; i < 10; ++i) make_ok(signed_by(kAlice), add(parachain(i)));
    make_error(signed_by(kAlice), add(parachain(10)), Error{Error::TooManyAuthorizedAliases{}});
    make_ok(signed_by(kAlice), add(parachain(9), 30));
    outside.has_no_deposit = true;
    make_ok(signed_by(kAlice), add(parachain(9), 31));
    make_error(signed_by(kBob), add(parachain(9)), TokenError::FundsUnavailable);
}

TEST_F(XcmAliasTest, APlaceSpeaksForItNoMore) {
    make_error(signed_by(kAlice), remove(parachain(7)), Error{Error::AliasNotFound{}});
    make_ok(signed_by(kAlice), add(parachain(7)));
    make_ok(signed_by(kAlice), add(parachain(8)));
    make_error(signed_by(kAlice), remove(parachain(9)), Error{Error::AliasNotFound{}});
    make_error(signed_by(kAlice), remove(place_of(kAlice)), Error{Error::BadLocation{}});
    make_ok(signed_by(kAlice), remove(parachain(7)));
    expect_events({event<Xcm>(Event::AliasAuthorizationRemoved{parachain(7), stored(kAlice)})});
    EXPECT_EQ(entry()->ticket, 612u);
    make_ok(signed_by(kAlice), remove(parachain(8)));
    EXPECT_FALSE(entry());
}

TEST_F(XcmAliasTest, NobodySpeaksForItNoMore) {
    make_error(signed_by(kAlice), Xcm::remove_all_authorized_aliases{}, Error{Error::AliasNotFound{}});
    make_ok(signed_by(kAlice), add(parachain(7)));
    make_ok(signed_by(kAlice), add(parachain(8)));
    make_ok(signed_by(kAlice), Xcm::remove_all_authorized_aliases{});
    expect_events({event<Xcm>(Event::AliasesAuthorizationsRemoved{stored(kAlice)})});
    EXPECT_FALSE(entry());
}

TEST_F(XcmAliasTest, WhoIsAuthorizedMayBecomeTheAccountUntilThatExpires) {
    constexpr AuthorizedAliasers<Xcm> kAliasers;
    make_ok(signed_by(kAlice), add(parachain(7), 40));
    make_ok(signed_by(kAlice), add(parachain(8)));
    EXPECT_TRUE(kAliasers.contains(parachain(7), stored(kAlice)));
    EXPECT_FALSE(kAliasers.contains(parachain(9), stored(kAlice)));
    EXPECT_FALSE(kAliasers.contains(parachain(7), stored(kBob)));
    EXPECT_FALSE(kAliasers.contains(parachain(7), place_of(kAlice))) << "it is stored without its network";
    go_to(39);
    EXPECT_TRUE(kAliasers.contains(parachain(7), stored(kAlice)));
    go_to(40);
    EXPECT_FALSE(kAliasers.contains(parachain(7), stored(kAlice)));
    EXPECT_TRUE(kAliasers.contains(parachain(8), stored(kAlice))) << "without an end";
}

// What was stored before a newer version is compared as that says it.
TEST_F(XcmAliasTest, AnAliasInAnOlderVersionIsTheSamePlace) {
    constexpr AuthorizedAliasers<Xcm> kAliasers;
    Xcm::Aliases entry;
    ASSERT_TRUE(entry.aliasers.try_push({in(xcm::Version::V4, parachain(7)), std::nullopt}));
    storage.AuthorizedAliases.put(stored(kAlice), entry);
    EXPECT_TRUE(kAliasers.contains(parachain(7), stored(kAlice)));
}

TEST(NoAliasesTest, NobodyCanHaveAliases) {
    EXPECT_EQ(NoAliases::create(kAlice, {1, 612}).error(), DispatchError(DispatchError::Other{}));
    EXPECT_EQ(NoAliases::update({}, kAlice, {1, 612}).error(), DispatchError(DispatchError::Other{}));
    EXPECT_TRUE(NoAliases::drop({}, kAlice));
}

}  // namespace
}  // namespace serinus::pallet_xcm

// Sets of locations, aliases, accounts and origins. Source: staging-xcm-builder 22 (origin_aliases.rs,
// filter_asset_location.rs, location_conversion.rs, origin_conversion.rs)
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/xcm/builders/accounts.hpp"
#include "runtime/xcm/builders/origins.hpp"
#include "runtime/xcm/builders/places.hpp"
#include "runtime/xcm/sample_test.hpp"

namespace serinus::xcm {
namespace {

using namespace test;

const Location kPara = parachain(1000);
std::optional<NetworkId> kusama_network() { return NetworkId::kusama(); }
uint32_t hub_id() { return 1000; }
Location below(const Location& place, const Junction& step) {
    Location made = place;
    EXPECT_TRUE(made.interior.push(step));
    return made;
}
Junction voice(BodyId::Kind body) { return Junction::plurality({body, {}, 0}, {}); }

TEST(XcmPlaces, SystemChainsAreBelow2000) {
    EXPECT_TRUE(is_child_system_parachain(parachain(1999)));
    EXPECT_FALSE(is_child_system_parachain(parachain(2000)));
    EXPECT_FALSE(is_child_system_parachain({1, {Junction::parachain(1)}}));
    EXPECT_TRUE(is_sibling_system_parachain({1, {Junction::parachain(1)}}));
    constexpr Locations kOthers = is_other_system_parachain<hub_id>;
    EXPECT_TRUE(kOthers({1, {Junction::parachain(1001)}}));
    EXPECT_FALSE(kOthers({1, {Junction::parachain(1000)}})) << "the chain itself";
    EXPECT_FALSE(kOthers({1, {Junction::parachain(2000)}}));
    EXPECT_FALSE(is_child_parachain(below(kPara, Junction::only_child())));
    EXPECT_TRUE(is_local_plurality({0, {voice(BodyId::Kind::Unit)}}));
}

TEST(XcmPlaces, AssetsAreTrustedWhereTheyAreIssuedOrBySets) {
    const NativeAssets native;
    EXPECT_TRUE(native.contains(Asset::fungible({kPara}, 1), kPara));
    EXPECT_FALSE(native.contains(coins(1), kPara));
    const AssetsAt teleports([](const Asset& asset) { return asset.id.location.is_here() && asset.is_fungible(); },
                             is_child_system_parachain);
    EXPECT_TRUE(teleports.contains(coins(1), kPara));
    EXPECT_FALSE(teleports.contains(coins(1), parachain(3000)));
    const std::array<const AssetPlaces*, 2> both = {&native, &teleports};
    EXPECT_TRUE(AnyAssetPlaces(both).contains(Asset::fungible({kPara}, 1), kPara));
    EXPECT_FALSE(AnyAssetPlaces(both).contains(coins(1), parachain(3000)));
}

TEST(XcmPlaces, AliasesOfChildrenAccountsAndRoots) {
    const ChildAliases children;
    EXPECT_TRUE(children.contains(kPara, kPara));  // pitfall
    EXPECT_TRUE(children.contains(kPara, below(kPara, Junction::only_child())));
    EXPECT_FALSE(children.contains(below(kPara, Junction::only_child()), kPara));

    const ForeignAccountAliases accounts(is_child_parachain);
    const Junction who = account(4).interior[0];
    EXPECT_TRUE(accounts.contains(below(kPara, who), account(4)));
    EXPECT_FALSE(accounts.contains(below(kPara, who), account(5)));
    EXPECT_FALSE(accounts.contains(account(4), account(4)));

    const RootAliases roots([] { return Location{1, {Junction::parachain(1000)}}; }, is_any);
    EXPECT_TRUE(roots.contains({1, {Junction::parachain(1000)}}, account(1)));
    EXPECT_FALSE(roots.contains({1, {Junction::parachain(1001)}}, account(1)));
    const RootAliases local([] { return parachain(1000); }, is_any);
    EXPECT_FALSE(local.contains(kPara, account(1)));
}

TEST(XcmAccounts, OfParachainsAccountsAndTheParent) {
    EXPECT_EQ(to_hex(ParachainAccounts::children().account_of(kPara)->bytes),
              "70617261e8030000000000000000000000000000000000000000000000000000");
    EXPECT_EQ(to_hex(ParachainAccounts::siblings().account_of({1, {Junction::parachain(1000)}})->bytes),
              "7369626ce8030000000000000000000000000000000000000000000000000000");
    EXPECT_FALSE(ParachainAccounts::siblings().account_of(kPara));
    EXPECT_EQ(to_hex(ParentAccount().account_of(Location::parent())->bytes),
              "506172656e740000000000000000000000000000000000000000000000000000");
    const LocalAccounts local(kusama_network);
    EXPECT_TRUE(local.account_of(account(1)));
    const auto of = [](NetworkId network) { return Location{0, {Junction::account_id32(network, {7})}}; };
    EXPECT_TRUE(local.account_of(of(NetworkId::kusama())));
    EXPECT_FALSE(local.account_of(of(NetworkId::polkadot())));
}

TEST(XcmAccounts, OfForeignPlacesAreHashesOfDescriptions) {
    const auto text = [](const Location& location) {
        const auto description = description_of(location);
        return description ? std::string(as_text(*description)) : "none";
    };
    EXPECT_EQ(text(kPara), std::string("ChildChain\xa1\x0f\0", 13));
    EXPECT_EQ(text({1, {Junction::parachain(1)}}), std::string("SiblingChain\x04\0", 14));
    EXPECT_EQ(text(Location::parent()), std::string("ParentChain\0", 12));
    EXPECT_EQ(text({1, {Junction::pallet_instance(9)}}), "ParentChain\x1cPallet\x24");
    EXPECT_EQ(text({1, {voice(BodyId::Kind::Treasury)}}), "ParentChain\x34TreasuryVoice");
    EXPECT_EQ(text({1, {voice(BodyId::Kind::Technical)}}), std::string("ParentChain\x18"
                                                                       "Body\x04\0",
                                                                       18));
    for (const Location& without : {Location{}, account(1), Location{2, {}}, below(kPara, Junction::general_index(1)),
                                    below(below(kPara, Junction::only_child()), Junction::only_child())}) {
        EXPECT_EQ(text(without), "none");
    }
}

TEST(XcmAccounts, OfOtherConsensusSystems) {
    const FixedLocation here(
        [] { return Junctions{Junction::global_consensus(NetworkId::kusama()), Junction::parachain(1000)}; });
    const ExternalConsensusAccounts accounts(here);
    const Junction polkadot = Junction::global_consensus(NetworkId::polkadot());
    EXPECT_TRUE(accounts.account_of({2, {polkadot}}));
    EXPECT_TRUE(accounts.account_of({2, {polkadot, Junction::parachain(1000)}}));
    EXPECT_TRUE(accounts.account_of({2, {Junction::global_consensus(NetworkId::ethereum(1))}}));
    EXPECT_FALSE(accounts.account_of({2, {Junction::global_consensus(NetworkId::kusama())}}));
    EXPECT_FALSE(accounts.account_of({1, {Junction::parachain(1)}}));
    EXPECT_FALSE(accounts.account_of({3, {polkadot}}));
}

TEST(XcmOrigins, DependOnTheKind) {
    static constexpr LocalAccounts kLocal(kusama_network);
    const SovereignSigned sovereign(kLocal);
    EXPECT_TRUE(sovereign.origin_of(account(1), OriginKind::SovereignAccount)->caller().signer());
    EXPECT_FALSE(sovereign.origin_of(account(1), OriginKind::Native));
    EXPECT_FALSE(sovereign.origin_of(kPara, OriginKind::SovereignAccount));

    const AccountAsNative native(kusama_network);
    EXPECT_EQ(native.origin_of(account(1), OriginKind::Native)->caller().signer()->bytes, topic(1));
    EXPECT_FALSE(native.origin_of(account(1), OriginKind::Xcm));

    const ParachainAsNative para(0,
                                 [](uint32_t id) { return RuntimeOrigin({sdk::PalletOrigin{50, scale::encode(id)}}); });
    EXPECT_TRUE(para.origin_of(kPara, OriginKind::Native));
    EXPECT_FALSE(para.origin_of({1, {Junction::parachain(1)}}, OriginKind::Native));

    const FixedOrigin parent(OriginKind::Superuser, is_parent, RuntimeOrigin::root);
    EXPECT_TRUE(parent.origin_of(Location::parent(), OriginKind::Superuser)->caller().is_root());
    EXPECT_FALSE(parent.origin_of(Location::parent(), OriginKind::Native));

    const std::array<const OriginConverter*, 2> parts = {&sovereign, &parent};
    EXPECT_TRUE(FirstOrigin(parts).origin_of(Location::parent(), OriginKind::Superuser));
    EXPECT_FALSE(FirstOrigin(parts).origin_of(kPara, OriginKind::Superuser));
}

TEST(XcmOrigins, SignersHaveALocationWithANetwork) {
    const auto signer = RuntimeOrigin::signed_by(AccountId{topic(1)});
    EXPECT_EQ(location_of_signer(signer, NetworkId::kusama()),
              (Location{0, {Junction::account_id32(NetworkId::kusama(), topic(1))}}));
    EXPECT_FALSE(location_of_signer(RuntimeOrigin::root(), std::nullopt));
}

}  // namespace
}  // namespace serinus::xcm

// Sets of locations, aliases, accounts and origins. Source: staging-xcm-builder 22 (origin_aliases.rs,
// filter_asset_location.rs, location_conversion.rs, origin_conversion.rs)
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "runtime/sdk/host/host.hpp"
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

TEST(XcmPlaces, BodiesSpeakWithOneVoiceOrByTheirMajority) {
    const BodyId technical{BodyId::Kind::Technical, {}, 0};
    const auto part = [&](BodyPart::Kind kind, uint32_t first, uint32_t second) {
        return below(kPara, Junction::plurality(technical, {kind, first, second}));
    };
    const Location by_voice = part(BodyPart::Kind::Voice, 0, 0);
    EXPECT_TRUE(is_voice_of(technical, kPara, by_voice));
    EXPECT_FALSE(is_voice_of({BodyId::Kind::Executive, {}, 0}, kPara, by_voice));
    EXPECT_FALSE(is_voice_of(technical, Location::here(), by_voice));
    EXPECT_FALSE(is_voice_of(technical, kPara, kPara));
    EXPECT_FALSE(is_majority_of(technical, kPara, by_voice));
    for (const auto kind : {BodyPart::Kind::Fraction, BodyPart::Kind::AtLeastProportion}) {
        EXPECT_TRUE(is_majority_of(technical, kPara, part(kind, 3, 5)));
        EXPECT_FALSE(is_majority_of(technical, kPara, part(kind, 1, 2)));
    }
    EXPECT_TRUE(is_majority_of(technical, kPara, part(BodyPart::Kind::MoreThanProportion, 1, 2)));
    EXPECT_FALSE(is_majority_of(technical, kPara, part(BodyPart::Kind::MoreThanProportion, 1, 3)));
    EXPECT_FALSE(is_majority_of(technical, kPara, part(BodyPart::Kind::Members, 9, 0)));
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

// Bytes of the reference's own tests: location_conversion.rs
TEST(XcmAccounts, OlderChainsDescribeForeignAccountsOtherwise) {
    const DescribedAccounts accounts(legacy_description_of);
    const auto hex = [&](const Location& location) {
        const auto account = accounts.account_of(location);
        return account ? to_hex(account->bytes) : "none";
    };
    const Junction id = Junction::account_id32(NetworkId::polkadot(), {}), key = Junction::account_key20({}, {});
    EXPECT_EQ(hex({1, {Junction::parachain(1), id}}),
              "b5ba849834d2e2c708ebd5f25e46faaa13a3c466f50eacb802946c57e6a3cc20");
    EXPECT_EQ(hex({1, {Junction::parachain(1), key}}),
              "d23c25ff7426dd1a5552fc7ddc13295bb9456653783f0fd44a8d52cbbbd44d78");
    EXPECT_EQ(hex({1, {id}}), "e30c98f1dc351a1b01a7a7d63da1ff603810dd3b2f2d28c1585c04a7a41b7063");
    EXPECT_EQ(hex({0, {Junction::parachain(1), key}}),
              "19fb0f5c948decee326c8538760bfa7a51a068a061c8d231d08e4090186ef665");
    for (const Location& without : {Location{1, {key}}, Location{0, {id}}, kPara,
                                    Location{2, {Junction::parachain(1), id}}, Location::parent()}) {
        EXPECT_EQ(hex(without), "none");
    }
}

TEST(XcmAccounts, OfEachLocationWhereThatIsHashedItself) {
    EXPECT_EQ(to_hex(*plain_description_of({1, {Junction::parachain(1)}})), "206d756c74696c6f6301010004");
    const DescribedAccounts accounts(plain_description_of);
    EXPECT_NE(accounts.account_of(Location::here()), accounts.account_of(Location::parent()));
}

TEST(XcmAccounts, OfConsensusSystemsThemselves) {
    const FixedLocation here([] { return Junctions{Junction::global_consensus(NetworkId::by_genesis({{9}}))}; });
    const ConsensusSystemAccounts accounts(here);
    const Junction kusama = Junction::global_consensus(NetworkId::kusama());
    EXPECT_EQ(accounts.account_of({1, {kusama}})->bytes,
              sdk::host::blake2_256(concat(to_bytes(as_bytes("glblcnsnss_")), Bytes{3})).bytes);
    EXPECT_FALSE(accounts.account_of({1, {kusama, Junction::parachain(1000)}}));
    EXPECT_FALSE(accounts.account_of({1, {Junction::global_consensus(NetworkId::by_genesis({{9}}))}}));
    EXPECT_FALSE(accounts.account_of({2, {kusama}}));
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

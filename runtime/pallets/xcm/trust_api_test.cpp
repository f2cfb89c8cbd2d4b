// What wallets ask about trust. Source: xcm-runtime-apis 0.9
#include "runtime/pallets/xcm/trust_api.hpp"

#include "runtime/pallets/xcm/chain_test.hpp"

namespace serinus::pallet_xcm {
namespace {

using xcm::Version;

struct Chain {
    using XcmPallet = chain::XcmPallet;
};
using Trust = xcm_runtime_apis::api::TrustedQueryApi<Chain>;
using Aliasers = xcm_runtime_apis::api::AuthorizedAliasersApi<Chain>;
using TrustError = xcm_runtime_apis::trusted_query::Error;

class XcmTrustApi : public XcmTest {
  protected:
    static xcm::VersionedAsset asset() { return in(Version::V4, coins(5)); }
    static xcm::VersionedLocation place(Version version, uint32_t para) { return in(version, parachain(para)); }
    static xcm::Location alice() { return {0, {xcm::Junction::account_id32(std::nullopt, kAlice.bytes)}}; }
};

TEST_F(XcmTrustApi, PlacesAreTrustedWithAssetsAsReserveOrByTeleport) {
    outside.reserves = {parachain(7)};
    outside.teleporters = {parachain(8)};
    EXPECT_EQ((Trust::is_trusted_reserve{asset(), place(Version::V3, 7)}()), true);
    EXPECT_EQ((Trust::is_trusted_reserve{asset(), place(Version::V5, 8)}()), false);
    EXPECT_EQ((Trust::is_trusted_teleporter{asset(), place(Version::V3, 8)}()), true);
    EXPECT_EQ((Trust::is_trusted_teleporter{asset(), place(Version::V5, 7)}()), false);
    const auto abstract = xcm::VersionedAsset::decode(concat(abstract_id().encoded(), Bytes{0, 4}));
    ASSERT_TRUE(abstract);
    EXPECT_EQ((Trust::is_trusted_reserve{*abstract, place(Version::V5, 7)}()).error(),
              TrustError::VersionedAssetConversionFailed);
}

TEST_F(XcmTrustApi, AliasersAreToldInTheVersionOfTheQuestion) {
    EXPECT_EQ((Aliasers::authorized_aliasers{in(Version::V3, alice())}()), std::vector<OriginAliaser>());
    make_ok(signed_by(kAlice), Xcm::add_authorized_alias{xcm::VersionedLocation(parachain(7)), 40});
    make_ok(signed_by(kAlice), Xcm::add_authorized_alias{xcm::VersionedLocation(parachain(8)), std::nullopt});
    for (const Version version : {Version::V3, Version::V5}) {
        EXPECT_EQ((Aliasers::authorized_aliasers{in(version, alice())}()),
                  (std::vector<OriginAliaser>{{place(version, 7), 40}, {place(version, 8), std::nullopt}}));
    }
}

TEST_F(XcmTrustApi, AnAliasIsAuthorizedUntilItExpiresWhateverTheVersions) {
    make_ok(signed_by(kAlice), Xcm::add_authorized_alias{xcm::VersionedLocation(parachain(7)), 40});
    const auto may = [](uint32_t para) {
        return Aliasers::is_authorized_alias{place(Version::V5, para), in(Version::V3, alice())}();
    };
    EXPECT_EQ(may(7), true);
    EXPECT_EQ(may(8), false);
    go_to(40);
    EXPECT_EQ(may(7), false);
    EXPECT_EQ((Aliasers::authorized_aliasers{in(Version::V5, alice())}())->size(), 1u) << "it is told, though";
}

}  // namespace
}  // namespace serinus::pallet_xcm

#include "runtime/runtimes/kusama/xcm.hpp"

#include "runtime/pallets/balances/currency.hpp"
#include "runtime/pallets/parachains/origin/origin.hpp"
#include "runtime/runtimes/common/relay/child_parachain_router.hpp"
#include "runtime/runtimes/kusama/config/accounts.hpp"
#include "runtime/runtimes/kusama/config/parachains.hpp"
#include "runtime/runtimes/kusama/config/xcm.hpp"
#include "runtime/runtimes/kusama/migrations/migrations.hpp"
#include "runtime/runtimes/kusama/runtime.hpp"
#include "runtime/runtimes/kusama/xcm_places.hpp"
#include "runtime/xcm/builders/calls.hpp"
#include "runtime/xcm/builders/fees.hpp"
#include "runtime/xcm/builders/layers.hpp"
#include "runtime/xcm/builders/messages.hpp"
#include "runtime/xcm/builders/routers.hpp"
#include "runtime/xcm/builders/traders.hpp"
#include "runtime/xcm/builders/transactors.hpp"

namespace serinus::kusama {

namespace {

// Assets. What has left by teleport is on an account here, from which it comes back.
std::optional<xcm::CheckingAccount> checking_account() {
    return xcm::CheckingAccount{sdk::account_of(sdk::pallet_id("py/xcmch")), /*is_minted_here=*/true};
}
constexpr xcm::FungibleAdapter<Currency> kAssets(own_asset, kAccountsOfLocations, checking_account);

// Origins of calls.
constexpr xcm::SovereignSigned kSovereign(kAccountsOfLocations);
constexpr xcm::ParachainAsNative kParachains(0, [](uint32_t para) {
    return sdk::RuntimeOrigin::of_pallet<ParachainsOrigin>({ParachainsOrigin::Origin::Parachain{{para}}});
});
constexpr xcm::AccountAsNative kLocalSigned(xcm_network);
constexpr const xcm::OriginConverter* kOriginParts[] = {&kSovereign, &kParachains, &kLocalSigned};
constexpr xcm::FirstOrigin kOrigins(kOriginParts);
constexpr xcm::RuntimeCalls kCalls(kOrigins);

// Weight, and what it costs: the fees of transactions without the multiplier, for the block's author.
constexpr xcm::RuntimeCallWeigher kCallWeights;
constexpr xcm::TableWeigher kWeigher = xcm_weigher(kCallWeights);
void give_to_author(uint128_t amount) {
    auto credit = Currency::issue_credit(amount);
    if (credit.peek() == 0) return;
    if (const auto author = Authorship::author()) static_cast<void>(Currency::resolve(*author, std::move(credit)));
}
constexpr xcm::WeightPrice kPrice{
    own_asset, [](xcm::Weight weight) { return sdk::evaluate(kWeightToFee, weight.ref_time.value); }, give_to_author};
constexpr xcm::PriceTraders kTraders(kPrice);

// Messages to parachains, and who pays for them.
struct Downward {
    using Configuration = kusama::Configuration;
    using Dmp = kusama::Dmp;
    using Paras = kusama::Paras;
    static constexpr sdk::Balance kBaseFee = kXcmBaseFee;
    static constexpr sdk::Balance kByteFee = kXcmByteFee;
    static std::optional<xcm::VersionedXcm> wrap(const xcm::Location& destination, const xcm::Program& message) {
        return XcmPallet::wrap_version(destination, message);
    }
};
constexpr relay::ChildParachainRouter<Downward> kToChildren;
constexpr xcm::WithUniqueTopic kRouter(kToChildren, xcm::unique_topic);
xcm::Location treasury() {
    return {0, {xcm::Junction::account_id32(std::nullopt, TreasuryConfig::kConstants.pot_account.bytes)}};
}
constexpr xcm::FeesTo kFeesToTreasury(kPlacesWithoutFees, kAssets, treasury);

constexpr XcmBarrier kBarrier(XcmPallet::responses);
constexpr xcm::ChildAliases kAliases;
constexpr xcm::StorageLayers kLayers;

/// A body of governance that an origin speaks for.
std::optional<xcm::BodyId::Kind> body_of(const sdk::RuntimeOrigin& origin) {
    const auto custom = origins::custom(origin.caller());
    if (!custom) return std::nullopt;
    switch (*custom) {
        case origins::Custom::GeneralAdmin:
            return xcm::BodyId::Kind::Administration;
        case origins::Custom::StakingAdmin:
            return xcm::BodyId::Kind::Defense;
        case origins::Custom::Fellows:
            return xcm::BodyId::Kind::Technical;
        default:
            return std::nullopt;
    }
}

xcm::Location place_of(polkadot_primitives::ParaId para) { return {0, {xcm::Junction::parachain(para._0)}}; }

}  // namespace

constexpr xcm::Config kXcm{.universal_location = kUniversalLocation,
                           .barrier = kBarrier,
                           .weigher = kWeigher,
                           .traders = kTraders,
                           .assets = kAssets,
                           .router = kRouter,
                           .fees = kFeesToTreasury,
                           .calls = kCalls,
                           .teleporters = kTrustedTeleporters,
                           .aliasers = kAliases,
                           .responses = XcmPallet::responses,
                           .trap = XcmPallet::traps,
                           .subscriptions = XcmPallet::subscriptions,
                           .events = XcmPallet::events,
                           .recorder = XcmPallet::recorder,
                           .layers = kLayers,
                           .pallets = pallets_for_messages};

std::optional<xcm::Location> EnsureAccountForXcm::try_origin(const sdk::RuntimeOrigin& origin) {
    if (const auto account = xcm::location_of_signer(origin, xcm_network())) return account;
    if (sdk::EnsureRoot::try_origin(origin)) return xcm::Location::here();
    return std::nullopt;
}

std::optional<xcm::Location> EnsureSenderOfXcm::try_origin(const sdk::RuntimeOrigin& origin) {
    if (const auto body = body_of(origin)) return xcm::Location{0, {xcm::Junction::plurality({*body, {}, 0}, {})}};
    return EnsureAccountForXcm::try_origin(origin);
}

Result<bool, sdk::ProcessMessageError> UpwardMessages::process_message(BytesView message, const Origin& origin,
                                                                       sdk::WeightMeter& meter, ByteArray<32>& id) {
    return xcm::process_message(kXcm, message, place_of(polkadot_runtime_parachains::inclusion::para_of(origin)), meter,
                                id);
}

uint8_t VersionsOfParas::xcm_version_for(polkadot_primitives::ParaId para) {
    return static_cast<uint8_t>(XcmPallet::version_for(place_of(para)).value_or(xcm::kLatest));
}

sdk::Weight Runtime::on_runtime_upgrade() {
    const sdk::Weight of_older_releases = migrate_from_older_release();
    return of_older_releases.saturating_add(pallet_xcm::MigrateToLatestXcmVersion<XcmPallet>::on_runtime_upgrade());
}

}  // namespace serinus::kusama

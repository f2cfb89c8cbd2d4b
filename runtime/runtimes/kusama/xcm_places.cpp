#include "runtime/runtimes/kusama/xcm_places.hpp"

#include "runtime/xcm/config.hpp"

namespace serinus::kusama {

namespace {

using xcm::Location;
using xcm::NetworkId;

constexpr auto kChildren = xcm::ParachainAccounts::children();
constexpr xcm::LocalAccounts kLocalAccounts(xcm_network);
constexpr xcm::DescribedAccounts kForeignAccounts(xcm::description_of);
constexpr const xcm::AccountConverter* kAccountParts[] = {&kChildren, &kLocalAccounts, &kForeignAccounts};
/// Asset Hub, Encointer, Bridge Hub, People, Coretime.
bool is_teleporter(const Location& place) {
    constexpr uint32_t kTeleporters[] = {1000, 1001, 1002, 1004, 1005};
    return xcm::is_child_parachain(place) &&
           std::ranges::find(kTeleporters, place.interior[0].number) != std::end(kTeleporters);
}
constexpr xcm::TakeWeightCredit kCredit;
constexpr xcm::AllowTopLevelPaidExecutionFrom kPaid(xcm::is_any);
constexpr xcm::AllowExplicitUnpaidExecutionFrom kUnpaid(xcm::is_child_system_parachain, xcm::kNoAliasers);
constexpr xcm::AllowSubscriptionsFrom kSubscribing(xcm::is_child_parachain);
constexpr const xcm::Barrier* kOfComputed[] = {&kPaid, &kUnpaid, &kSubscribing};
constexpr xcm::FirstBarrier kAnyOfComputed(kOfComputed);
constexpr xcm::WithComputedOrigin kComputed(kAnyOfComputed, kUniversalLocation, 8);

}  // namespace

std::optional<NetworkId> xcm_network() { return NetworkId::kusama(); }

constexpr xcm::FixedLocation kUniversalLocation([] {
    return xcm::Junctions{xcm::Junction::global_consensus(NetworkId::kusama())};
});

constexpr xcm::FirstAccount kAccountsOfLocations(kAccountParts);

constexpr xcm::AssetsAt kTrustedTeleporters(
    [](const xcm::Asset& asset) { return asset.is_fungible() && asset.id == own_asset(); }, is_teleporter);

constexpr xcm::Locations kPlacesWithoutFees[3] = {
    xcm::is_child_system_parachain, [](const Location& place) { return place.is_here(); }, xcm::is_local_plurality};

xcm::AssetId own_asset() { return {}; }

bool XcmBarrier::should_execute(const Location& origin, xcm::Proposal proposal, xcm::Weight max_weight,
                                xcm::Properties& properties) const {
    const xcm::AllowKnownQueryResponses known(responses_);
    const xcm::Barrier* const parts[] = {&kCredit, &known, &kComputed};
    const xcm::FirstBarrier any(parts);
    return xcm::TrailingSetTopicAsId(any).should_execute(origin, proposal, max_weight, properties);
}

}  // namespace serinus::kusama

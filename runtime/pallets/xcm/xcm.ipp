/// The bodies of xcm.hpp: calls. Those about aliases, and what calls do not do, stand in other files.
#pragma once

#include "runtime/pallets/xcm/aliases.ipp"
#include "runtime/pallets/xcm/migration.ipp"
#include "runtime/pallets/xcm/queries.ipp"
#include "runtime/pallets/xcm/traps.ipp"
#include "runtime/pallets/xcm/versions.ipp"
#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/xcm/builders/routers.hpp"

namespace serinus::pallet_xcm {

template <class T>
DispatchError Pallet<T>::error_of(const xcm::SendError& error) {
    using Code = xcm::SendError::Code;
    if (error.code == Code::Fees) return error_of(ErrorCode::FeesNotMet);
    return error_of(error.code == Code::NotApplicable ? ErrorCode::Unreachable : ErrorCode::SendFailure);
}

template <class T>
DispatchError Pallet<T>::error_of(const xcm::InstructionError& error) {
    return Error{typename Error::LocalExecutionIncompleteWithError{
        static_cast<uint8_t>(error.index), static_cast<errors::ExecutionError>(error.error.code)}};
}

template <class T>
DispatchResult Pallet<T>::charge_fees(const xcm::Location& payer, const xcm::Assets& fees) {
    ENSURE(xcm::charge_fees(T::executor(), payer, fees), error_of(ErrorCode::FeesNotMet));
    deposit_event(typename Event::FeesPaid{payer, fees});
    return {};
}

template <class T>
Result<xcm::XcmHash, xcm::SendError> Pallet<T>::send_xcm(const xcm::Junctions& interior, const xcm::Location& dest,
                                                         xcm::Program message) {
    const xcm::Config& config = T::executor();
    const xcm::Location sender{0, interior};
    if (!interior.empty()) {
        xcm::Program from_inside{{.op = xcm::Op::DescendOrigin, .interior = interior}};
        from_inside.append(message);
        message = std::move(from_inside);
    }
    const xcm::PricedTicket priced = TRY(config.router.validate(dest, message));
    if (!config.fees.is_waived(&sender, xcm::FeeReason::ChargeFees)) {
        ENSURE(charge_fees(sender, priced.price), xcm::SendError(xcm::SendError::Code::Fees));
    }
    return config.router.deliver(priced.ticket);
}

template <class T>
DispatchResult Pallet<T>::send::operator()(sdk::Origin<typename T::SendXcmOrigin> by) const {
    const xcm::Location& origin = by.success;
    ENSURE(origin.parents == 0, error_of(ErrorCode::InvalidOrigin));
    const auto to = dest.latest();
    ENSURE(to, error_of(ErrorCode::BadVersion));
    const auto program = message.latest();
    ENSURE(program, error_of(ErrorCode::BadVersion));

    const auto id = send_xcm(origin.interior, *to, *program);
    ENSURE(id, error_of(id.error()));
    deposit_event(typename Event::Sent{origin, *to, *program, *id});
    return {};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::execute::operator()(const RuntimeOrigin& origin) const {
    const Weight base = T::kWeights.execute();
    const auto failed = [](Weight used, DispatchError error) {
        return Err(DispatchErrorWithPostInfo({.actual_weight = used}, std::move(error)));
    };
    auto by = T::ExecuteXcmOrigin::try_origin(origin);
    if (!by) return failed(base, kBadOrigin);
    auto program = message.latest();
    if (!program) return failed(base, error_of(ErrorCode::BadVersion));
    if (!T::XcmExecuteFilter::contains(ProgramOf{*by, *program})) return failed(base, error_of(ErrorCode::Filtered));

    xcm::XcmHash id = host::blake2_256(message.encoded()).bytes;
    const xcm::Outcome outcome =
        xcm::prepare_and_execute(T::executor(), *by, *std::move(program), id, max_weight, max_weight);
    deposit_event(typename Event::Attempted{outcome});
    const Weight used = outcome.used.saturating_add(base);
    if (outcome.kind != xcm::Outcome::Kind::Complete) return failed(used, error_of(outcome.error));
    return PostDispatchInfo{.actual_weight = used};
}

template <class T>
TransferRules Pallet<T>::transfer_rules() {
    return {T::executor(), [](const AssetsOf& assets) { return T::XcmTeleportFilter::contains(assets); },
            [](const AssetsOf& assets) { return T::XcmReserveTransferFilter::contains(assets); }};
}

/// What calls are told of a transfer, in version 5.
template <class T>
ResultOf<Transfer> Pallet<T>::read_transfer(const xcm::Location& origin, const xcm::VersionedLocation& dest,
                                            const xcm::VersionedLocation* beneficiary,
                                            const xcm::VersionedAssets& assets, uint32_t fee_item,
                                            const xcm::v3::WeightLimit& limit) {
    auto to = dest.latest();
    ENSURE(to, error_of(ErrorCode::BadVersion));
    std::optional<xcm::Location> who;
    if (beneficiary) {
        who = beneficiary->latest();
        ENSURE(who, error_of(ErrorCode::BadVersion));
    }
    auto what = assets.latest();
    ENSURE(what, error_of(ErrorCode::BadVersion));
    return Transfer{.origin = origin,
                    .dest = *std::move(to),
                    .beneficiary = std::move(who),
                    .on_dest = {},
                    .assets = std::move(what->items),
                    .fee_item = fee_item,
                    .limit = limit.as_optional()};
}

/// Runs the program here, and sends what is to be sent, for which the origin pays.
template <class T>
DispatchResult Pallet<T>::make_transfer(Transfer transfer, const TransferWays& ways) {
    const xcm::Config& config = T::executor();
    const xcm::Location origin = transfer.origin;
    const xcm::Location dest = transfer.dest;
    auto programs = transfer_programs(transfer_rules(), std::move(transfer), ways);
    ENSURE(programs, error_of(programs.error()));

    const auto weight = config.weigher.weight(programs->local, Weight::max());
    ENSURE(weight, error_of(ErrorCode::UnweighableMessage));
    xcm::XcmHash id = host::blake2_256(programs->local.encoded()).bytes;
    const xcm::Outcome outcome =
        xcm::prepare_and_execute(config, origin, std::move(programs->local), id, *weight, *weight);
    deposit_event(typename Event::Attempted{outcome});
    ENSURE(outcome.kind == xcm::Outcome::Kind::Complete, error_of(outcome.error));

    if (!programs->remote) return {};
    const auto priced = config.router.validate(dest, *programs->remote);
    ENSURE(priced, error_of(priced.error()));
    if (!origin.is_here()) TRY(charge_fees(origin, priced->price));
    const auto sent = config.router.deliver(priced->ticket);
    ENSURE(sent, error_of(sent.error()));
    deposit_event(typename Event::Sent{origin, dest, *programs->remote, *sent});
    return {};
}

template <class T>
DispatchResult Pallet<T>::teleport(Transfer transfer) {
    ENSURE(transfer.assets.size() <= kMaxAssetsForTransfer, error_of(ErrorCode::TooManyAssets));
    ENSURE(T::XcmTeleportFilter::contains(AssetsOf{transfer.origin, transfer.assets}), error_of(ErrorCode::Filtered));
    for (const xcm::Asset& asset : transfer.assets) {
        const auto way = transfer_type(T::executor(), asset, transfer.dest);
        ENSURE(way, error_of(way.error()));
        ENSURE(std::holds_alternative<TransferType::Teleport>(way->v), error_of(ErrorCode::Filtered));
    }
    const TransferType way{TransferType::Teleport{}};
    return make_transfer(std::move(transfer), {way, way});
}

template <class T>
DispatchResult Pallet<T>::transfer_reserves(Transfer transfer) {
    ENSURE(transfer.assets.size() <= kMaxAssetsForTransfer, error_of(ErrorCode::TooManyAssets));
    ENSURE(T::XcmReserveTransferFilter::contains(AssetsOf{transfer.origin, transfer.assets}),
           error_of(ErrorCode::Filtered));
    ENSURE(transfer.fee_item < transfer.assets.size(), error_of(ErrorCode::Empty));
    const auto ways = transfer_ways(T::executor(), transfer);
    ENSURE(ways, error_of(ways.error()));
    ENSURE(!std::holds_alternative<TransferType::Teleport>(ways->assets.v), error_of(ErrorCode::Filtered));
    ENSURE(ways->assets == ways->fees, error_of(ErrorCode::TooManyReserves));
    return make_transfer(std::move(transfer), *ways);
}

template <class T>
DispatchResult Pallet<T>::teleport_assets::operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const {
    return teleport(TRY(read_transfer(by.success, dest, &beneficiary, assets, fee_asset_item, {})));
}
template <class T>
DispatchResult Pallet<T>::limited_teleport_assets::operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const {
    return teleport(TRY(read_transfer(by.success, dest, &beneficiary, assets, fee_asset_item, weight_limit)));
}

template <class T>
DispatchResult Pallet<T>::reserve_transfer_assets::operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const {
    return transfer_reserves(TRY(read_transfer(by.success, dest, &beneficiary, assets, fee_asset_item, {})));
}
template <class T>
DispatchResult Pallet<T>::limited_reserve_transfer_assets::operator()(
    sdk::Origin<typename T::ExecuteXcmOrigin> by) const {
    return transfer_reserves(TRY(read_transfer(by.success, dest, &beneficiary, assets, fee_asset_item, weight_limit)));
}

template <class T>
DispatchResult Pallet<T>::transfer_assets::operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const {
    Transfer transfer = TRY(read_transfer(by.success, dest, &beneficiary, assets, fee_asset_item, weight_limit));
    ENSURE(transfer.assets.size() <= kMaxAssetsForTransfer, error_of(ErrorCode::TooManyAssets));
    const auto ways = transfer_ways(T::executor(), transfer);
    ENSURE(ways, error_of(ways.error()));
    const auto native = check_native_reserve(T::executor(), transfer, *ways);
    ENSURE(native, error_of(native.error()));
    return make_transfer(std::move(transfer), *ways);
}

template <class T>
DispatchResult Pallet<T>::transfer_assets_using_type_and_then::operator()(
    sdk::Origin<typename T::ExecuteXcmOrigin> by) const {
    Transfer transfer = TRY(read_transfer(by.success, dest, nullptr, assets, 0, weight_limit));
    const auto fees = remote_fees_id.latest();
    ENSURE(fees, error_of(ErrorCode::BadVersion));
    auto on_dest = custom_xcm_on_dest.latest();
    ENSURE(on_dest, error_of(ErrorCode::BadVersion));
    transfer.on_dest = *std::move(on_dest);

    ENSURE(transfer.assets.size() <= kMaxAssetsForTransfer, error_of(ErrorCode::TooManyAssets));
    const auto fee = std::ranges::find(transfer.assets, *fees, &xcm::Asset::id);
    ENSURE(fee != transfer.assets.end(), error_of(ErrorCode::FeesNotMet));
    transfer.fee_item = static_cast<size_t>(fee - transfer.assets.begin());
    return make_transfer(std::move(transfer), {fees_transfer_type, assets_transfer_type});
}

/// By a program, which trusts the trap with who may have the assets.
template <class T>
DispatchResult Pallet<T>::claim_assets::operator()(sdk::Origin<typename T::ExecuteXcmOrigin> by) const {
    const auto what = assets.latest();
    ENSURE(what, error_of(ErrorCode::BadVersion));
    const auto to = beneficiary.latest();
    ENSURE(to, error_of(ErrorCode::BadVersion));
    const auto version = static_cast<uint8_t>(assets.version());
    const auto count = static_cast<uint32_t>(what->size());
    xcm::Program program{
        {.op = xcm::Op::ClaimAsset, .assets = *what, .location = {0, {xcm::Junction::general_index(version)}}},
        {.op = xcm::Op::DepositAsset, .filter = xcm::AssetFilter::all_counted(count), .location = *to}};

    const xcm::Config& config = T::executor();
    const auto weight = config.weigher.weight(program, Weight::max());
    ENSURE(weight, error_of(ErrorCode::UnweighableMessage));
    xcm::XcmHash id = host::blake2_256(program.encoded()).bytes;
    const xcm::Outcome outcome = xcm::prepare_and_execute(config, by.success, std::move(program), id, *weight, *weight);
    ENSURE(outcome.kind == xcm::Outcome::Kind::Complete, error_of(outcome.error));
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_xcm_version::operator()(sdk::Origin<typename T::AdminOrigin>) const {
    storage.SupportedVersion.put(kXcmVersion, location, version);
    deposit_event(typename Event::SupportedVersionChanged{location, version});
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_default_xcm_version::operator()(sdk::Origin<typename T::AdminOrigin>) const {
    storage.SafeXcmVersion.set(maybe_xcm_version);
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_subscribe_version_notify::operator()(sdk::Origin<typename T::AdminOrigin>) const {
    const auto place = location.latest();
    ENSURE(place, error_of(ErrorCode::BadLocation));
    const auto asked = request_version_notify(*place);
    if (asked) return {};
    return Err(error_of(asked.error().code == xcm::Error::Code::InvalidLocation ? ErrorCode::AlreadySubscribed
                                                                                : ErrorCode::InvalidOrigin));
}

template <class T>
DispatchResult Pallet<T>::force_unsubscribe_version_notify::operator()(sdk::Origin<typename T::AdminOrigin>) const {
    const auto place = location.latest();
    ENSURE(place, error_of(ErrorCode::BadLocation));
    const auto asked = unrequest_version_notify(*place);
    if (asked) return {};
    return Err(error_of(asked.error().code == xcm::Error::Code::InvalidLocation ? ErrorCode::NoSubscription
                                                                                : ErrorCode::InvalidOrigin));
}

template <class T>
DispatchResult Pallet<T>::force_suspension::operator()(sdk::Origin<typename T::AdminOrigin>) const {
    storage.XcmExecutionSuspended.put(suspended);
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.SafeXcmVersion.set(config.safe_xcm_version);
}

}  // namespace serinus::pallet_xcm

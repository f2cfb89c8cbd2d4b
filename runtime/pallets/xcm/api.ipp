/// The bodies of api.hpp.
#pragma once

#include "runtime/pallets/xcm/api.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/xcm/executor.hpp"

namespace serinus::xcm_runtime_apis {

template <class Dmp>
void DownwardQueues<Dmp>::forget() {
    Dmp::storage.DownwardMessageQueues.clear(std::nullopt);
}

template <class Dmp>
auto DownwardQueues<Dmp>::waiting() -> Waiting {
    Waiting out;
    auto queues = Dmp::storage.DownwardMessageQueues.iter();
    while (const auto queue = queues.next()) {
        const auto& [para, messages] = *queue;
        auto& [place, encoded] =
            out.emplace_back(xcm::Location{0, {xcm::Junction::parachain(para._0)}}, std::vector<Bytes>());
        for (const auto& message : messages) encoded.push_back(message.msg);
    }
    return out;
}

}  // namespace serinus::xcm_runtime_apis

namespace serinus::xcm_runtime_apis::api {

template <class R>
auto XcmPaymentApi<R>::query_acceptable_payment_assets::operator()() const
    -> ResultOf<std::vector<xcm::VersionedAssetId>> {
    std::vector<xcm::VersionedAssetId> out;
    if (auto asset = xcm::VersionedAssetId(R::fee_asset()).into_version(xcm_version)) out.push_back(*std::move(asset));
    return out;
}

template <class R>
auto XcmPaymentApi<R>::query_xcm_weight::operator()() const -> ResultOf<Weight> {
    const auto program = message.latest();
    ENSURE(program, fees::Error::VersionedConversionFailed);
    const auto weight = R::XcmPallet::Config::executor().weigher.weight(*program, Weight::max());
    ENSURE(weight, fees::Error::WeightNotComputable);
    return *weight;
}

template <class R>
auto XcmPaymentApi<R>::query_weight_to_asset_fee::operator()() const -> ResultOf<uint128_t> {
    const auto id = asset.latest();
    ENSURE(id, fees::Error::VersionedConversionFailed);
    constexpr uint128_t kMuch = max_value<uint128_t>() / 2;
    const xcm::Config& config = R::XcmPallet::Config::executor();
    if (!config.layers.enter()) return fees::Error::AssetNotFound;
    const auto rest = [&] {
        const auto trader = config.traders.start();
        auto left = trader->buy(weight, xcm::Asset::fungible(*id, kMuch), xcm::Context{});
        trader->finish();
        return left;
    }();
    config.layers.leave(/*keep=*/false);
    ENSURE(rest && !rest->empty(), fees::Error::AssetNotFound);
    return kMuch - rest->begin()->fun.amount;
}

template <class R>
auto XcmPaymentApi<R>::query_delivery_fees::operator()() const -> ResultOf<xcm::VersionedAssets> {
    const auto place = destination.latest();
    const auto program = message.latest();
    ENSURE(place && program, fees::Error::VersionedConversionFailed);
    const auto validated = R::XcmPallet::Config::executor().router.validate(*place, *program);
    ENSURE(validated, fees::Error::Unroutable);
    auto price = xcm::VersionedAssets::in_version(validated->price, std::max(destination.version(), message.version()));
    ENSURE(price, fees::Error::VersionedConversionFailed);
    return *std::move(price);
}

namespace detail {

template <class R>
struct QueuesOf {
    using Type = DownwardQueues<typename R::Dmp>;
};
template <class R>
    requires requires { typename R::MessageQueues; }
struct QueuesOf<R> {
    using Type = typename R::MessageQueues;
};

/// Nothing of before is seen in what a dry run gives.
template <class R>
void forget_messages_and_events() {
    QueuesOf<R>::Type::forget();
    R::System::reset_events();
}

template <class R>
std::vector<RuntimeEvent> events_so_far() {
    std::vector<RuntimeEvent> out;
    const auto stored = host::get(R::System::storage.Events.key());
    if (!stored) return out;
    EventReader records(*stored);
    while (const auto record = records.next()) {
        out.push_back({concat(Bytes{record->pallet, record->variant}, record->fields)});
    }
    return out;
}

/// All messages that wait; nullopt if one cannot be said in `version`.
template <class R>
std::optional<dry_run::Forwarded> forwarded_in(uint32_t version) {
    dry_run::Forwarded out;
    for (const auto& [destination, messages] : QueuesOf<R>::Type::waiting()) {
        auto place = xcm::VersionedLocation(destination).into_version(version);
        if (!place) return std::nullopt;
        std::vector<xcm::VersionedXcm> converted;
        for (const Bytes& message : messages) {
            const auto versioned = xcm::VersionedXcm::decode(message, xcm::kMaxDecodeDepth);
            if (!versioned) panic("a message that was sent is none in XCM");
            auto one = versioned->into_version(version);
            if (!one) return std::nullopt;
            converted.push_back(*std::move(one));
        }
        out.emplace_back(*std::move(place), std::move(converted));
    }
    return out;
}

}  // namespace detail

template <class R>
auto DryRunApi<R>::dry_run_call::operator()() const
    -> Result<dry_run::CallDryRunEffects<RuntimeEvent>, dry_run::Error> {
    using XcmPallet = typename R::XcmPallet;
    constexpr auto kFailed = dry_run::Error::VersionedConversionFailed;
    XcmPallet::set_record_xcm(true);
    detail::forget_messages_and_events<R>();
    auto result = pallet_whitelist::types::outcome_of(call.dispatch(RuntimeOrigin(origin)));
    XcmPallet::set_record_xcm(false);
    std::optional<xcm::VersionedXcm> local;
    if (const auto recorded = XcmPallet::recorded_xcm()) {
        local = xcm::VersionedXcm(*recorded).into_version(result_xcms_version);
        ENSURE(local, kFailed);
    }
    auto forwarded = detail::forwarded_in<R>(result_xcms_version);
    ENSURE(forwarded, kFailed);
    return dry_run::CallDryRunEffects<RuntimeEvent>{std::move(result), detail::events_so_far<R>(), std::move(local),
                                                    *std::move(forwarded)};
}

template <class R>
auto DryRunApi<R>::dry_run_xcm::operator()() const -> Result<dry_run::XcmDryRunEffects<RuntimeEvent>, dry_run::Error> {
    constexpr auto kFailed = dry_run::Error::VersionedConversionFailed;
    const auto origin = origin_location.latest();
    ENSURE(origin, kFailed);
    auto program = xcm_.latest();
    ENSURE(program, kFailed);
    xcm::XcmHash id = host::blake2_256(program->encoded()).bytes;
    detail::forget_messages_and_events<R>();
    const auto outcome = xcm::prepare_and_execute(R::XcmPallet::Config::executor(), *origin, *std::move(program), id,
                                                  Weight::max(), Weight::zero());
    auto forwarded = detail::forwarded_in<R>(static_cast<uint32_t>(xcm_.version()));
    ENSURE(forwarded, kFailed);
    return dry_run::XcmDryRunEffects<RuntimeEvent>{outcome, detail::events_so_far<R>(), *std::move(forwarded)};
}

template <class R>
auto LocationToAccountApi<R>::convert_location::operator()() const -> Result<AccountId, conversions::Error> {
    const auto place = location.latest();
    ENSURE(place, conversions::Error::VersionedConversionFailed);
    const auto account = R::accounts_of_locations().account_of(*place);
    ENSURE(account, conversions::Error::Unsupported);
    return *account;
}

}  // namespace serinus::xcm_runtime_apis::api

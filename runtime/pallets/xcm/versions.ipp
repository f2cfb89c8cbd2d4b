/// The bodies of xcm.hpp: which versions other chains understand, and who is told ours.
#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/xcm/xcm.hpp"
#include "runtime/xcm/builders/routers.hpp"

namespace serinus::pallet_xcm {

/// The more often something was sent to a place, the earlier it is asked. When the queue is full, others are not noted.
template <class T>
void Pallet<T>::note_unknown_version(const xcm::Location& dest) {
    const xcm::VersionedLocation place = dest;
    storage.VersionDiscoveryQueue.mutate([&](DiscoveryQueue& queue) {
        const auto known = std::ranges::find(queue, place, &DiscoveryQueue::value_type::first);
        if (known != queue.end()) {
            known->second = saturating_add(known->second, 1u);
        } else {
            static_cast<void>(queue.try_push({place, 1}));
        }
    });
}

template <class T>
std::optional<xcm::Version> Pallet<T>::version_for(const xcm::Location& dest) {
    auto version = storage.SupportedVersion.get(kXcmVersion, dest);
    if (!version) {
        note_unknown_version(dest);
        version = storage.SafeXcmVersion.get();
    }
    return version ? xcm::version_of(std::min(*version, kXcmVersion)) : std::nullopt;
}

template <class T>
std::optional<xcm::VersionedXcm> Pallet<T>::wrap_version(const xcm::Location& dest, const xcm::Program& message) {
    const auto version = version_for(dest);
    return version ? xcm::VersionedXcm::in_version(message, *version) : std::nullopt;
}

template <class T>
xcm::XcmResult Pallet<T>::request_version_notify(const xcm::Location& dest) {
    ENSURE(!storage.VersionNotifiers.exists(kXcmVersion, dest), xcm::Error(xcm::Error::Code::InvalidLocation));
    const uint64_t id = storage.QueryCounter.get();
    storage.QueryCounter.put(saturating_add(id, uint64_t{1}));
    const auto sent = xcm::send_xcm(T::executor().router, dest, {{.op = xcm::Op::SubscribeVersion, .id = id}});
    ENSURE(sent, sent.error().as_error());
    deposit_event(typename Event::VersionNotifyRequested{dest, sent->second, sent->first});
    storage.VersionNotifiers.put(kXcmVersion, dest, id);
    storage.Queries.put(id, QueryStatus{typename QueryStatus::VersionNotifier{dest, false}});
    return {};
}

template <class T>
xcm::XcmResult Pallet<T>::unrequest_version_notify(const xcm::Location& dest) {
    const auto id = storage.VersionNotifiers.take(kXcmVersion, dest);
    ENSURE(id, xcm::Error(xcm::Error::Code::InvalidLocation));
    const auto sent = xcm::send_xcm(T::executor().router, dest, {{.op = xcm::Op::UnsubscribeVersion}});
    ENSURE(sent, sent.error().as_error());
    deposit_event(typename Event::VersionNotifyUnrequested{dest, sent->second, sent->first});
    storage.Queries.remove(*id);
    return {};
}

template <class T>
auto Pallet<T>::tell_version(const xcm::Location& dest, uint64_t query_id, Weight max_weight) -> Sending {
    xcm::Response version;
    version.kind = xcm::Response::Kind::Version;
    version.version = T::kConstants.AdvertisedXcmVersion;
    return xcm::send_xcm(T::executor().router, dest,
                         {{.op = xcm::Op::QueryResponse, .id = query_id, .weight = max_weight, .response = version}});
}

template <class T>
xcm::XcmResult Pallet<T>::Subscribers::start(const xcm::Location& origin, uint64_t query_id, Weight max_weight,
                                             const xcm::Context&) const {
    ENSURE(!storage.VersionNotifyTargets.exists(kXcmVersion, origin), xcm::Error(xcm::Error::Code::InvalidLocation));
    const auto sent = tell_version(origin, query_id, max_weight);
    ENSURE(sent, sent.error().as_error());
    deposit_event(typename Event::VersionNotifyStarted{origin, sent->second, sent->first});
    storage.VersionNotifyTargets.put(kXcmVersion, origin, {query_id, max_weight, T::kConstants.AdvertisedXcmVersion});
    return {};
}

template <class T>
xcm::XcmResult Pallet<T>::Subscribers::stop(const xcm::Location& origin, const xcm::Context&) const {
    storage.VersionNotifyTargets.remove(kXcmVersion, origin);
    return {};
}

/// A part of the migration, then one question for a version. Source: pallet-xcm 22, on_initialize
template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    Weight weight = Weight::zero();
    if (auto stage = storage.CurrentMigration.get()) {
        LazyMigration migration(*std::move(stage), T::System::block_weights().max_block.div(10));
        stage = migration.run();
        if (!stage) deposit_event(typename Event::VersionMigrationFinished{kXcmVersion});
        storage.CurrentMigration.set(stage);
        weight.saturating_accrue(migration.weight());
    }

    DiscoveryQueue queue = storage.VersionDiscoveryQueue.take();
    weight.saturating_accrue(T::kDbWeight.reads_writes(1, 1));
    sdk::sort(queue, {}, &DiscoveryQueue::value_type::second);
    while (!queue.empty()) {
        const auto dest = queue.back().first.latest();
        queue.pop_back();
        if (dest && request_version_notify(*dest)) {
            weight.saturating_accrue(T::kDbWeight.reads_writes(1, 1));
            break;
        }
    }
    storage.VersionDiscoveryQueue.put(queue);
    return weight;
}

}  // namespace serinus::pallet_xcm

/// The bodies of xcm.hpp: what programs leave behind, and what the executor reports.
#pragma once

#include "runtime/pallets/xcm/xcm.hpp"

namespace serinus::pallet_xcm {

namespace detail {

/// Whose assets these are. A trap keeps no more than this hash.
inline Hash256 trap_hash(const xcm::Location& origin, const xcm::VersionedAssets& assets) {
    Bytes bytes = scale::encode(origin);
    append(bytes, assets.encoded());
    return host::blake2_256(bytes);
}

}  // namespace detail

template <class T>
Weight Pallet<T>::Traps::drop_assets(const xcm::Location& origin, const xcm::Holding& assets,
                                     const xcm::Context&) const {
    if (assets.empty()) return Weight::zero();
    const xcm::VersionedAssets versioned = assets.to_assets();
    const Hash256 hash = detail::trap_hash(origin, versioned);
    // The counter wraps, as the reference's does.
    storage.AssetTraps.mutate(hash, [](uint32_t& count) { count = count == UINT32_MAX ? 0 : count + 1; });
    deposit_event(typename Event::AssetsTrapped{hash, origin, versioned});
    return Weight::zero();
}

/// The ticket names the version in which the assets were left, by default the newest.
template <class T>
bool Pallet<T>::Traps::claim_assets(const xcm::Location& origin, const xcm::Location& ticket, const xcm::Assets& what,
                                    const xcm::Context&) const {
    std::optional<xcm::VersionedAssets> versioned = what;
    if (ticket.is_only(0, xcm::JunctionKind::GeneralIndex)) {
        versioned = versioned->into_version(static_cast<uint32_t>(ticket.interior[0].number));
        if (!versioned) return false;
    } else if (!ticket.is_here()) {
        return false;
    }
    const Hash256 hash = detail::trap_hash(origin, *versioned);
    const uint32_t count = storage.AssetTraps.get(hash);
    if (count == 0) return false;
    if (count == 1) {
        storage.AssetTraps.remove(hash);
    } else {
        storage.AssetTraps.put(hash, count - 1);
    }
    deposit_event(typename Event::AssetsClaimed{hash, origin, *versioned});
    return true;
}

template <class T>
void Pallet<T>::Reports::sent(const xcm::Location& origin, const xcm::Location& destination,
                              const xcm::XcmHash& id) const {
    deposit_event(typename Event::Sent{origin, destination, {}, id});
}

template <class T>
void Pallet<T>::Reports::send_failed(const xcm::Location& origin, const xcm::Location& destination,
                                     const xcm::SendError& error, const xcm::XcmHash& id) const {
    deposit_event(typename Event::SendFailed{origin, destination, error, id});
}

template <class T>
void Pallet<T>::Reports::process_failed(const xcm::Location& origin, const xcm::Error& error,
                                        const xcm::XcmHash& id) const {
    deposit_event(typename Event::ProcessXcmError{origin, error, id});
}

}  // namespace serinus::pallet_xcm

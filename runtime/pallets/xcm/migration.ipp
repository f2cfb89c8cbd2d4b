/// The bodies of xcm.hpp: what is stored in older versions comes to the newest one. Source: pallet-xcm 22, migration.rs
#pragma once

#include "runtime/pallets/xcm/xcm.hpp"

namespace serinus::pallet_xcm {

namespace detail {

/// In the newest version; false if that cannot say it.
template <class V>
bool upgrade(xcm::Versioned<V>& value) {
    auto latest = value.into_version(kXcmVersion);
    if (latest) value = *std::move(latest);
    return latest.has_value();
}
template <class V>
bool is_below(const xcm::Versioned<V>& value, uint32_t version) {
    return static_cast<uint32_t>(value.version()) < version;
}

template <class BlockNumber>
bool is_below(const pallet::QueryStatus<BlockNumber>& query, uint32_t version) {
    using Query = pallet::QueryStatus<BlockNumber>;
    if (const auto* const pending = std::get_if<typename Query::Pending>(&query.v)) {
        return is_below(pending->responder, version) ||
               (pending->maybe_match_querier && is_below(*pending->maybe_match_querier, version));
    }
    if (const auto* const ready = std::get_if<typename Query::Ready>(&query.v)) {
        return is_below(ready->response, version);
    }
    return is_below(std::get<typename Query::VersionNotifier>(query.v).origin, version);
}
template <class BlockNumber>
bool upgrade(pallet::QueryStatus<BlockNumber>& query) {
    using Query = pallet::QueryStatus<BlockNumber>;
    if (auto* const pending = std::get_if<typename Query::Pending>(&query.v)) {
        return upgrade(pending->responder) && (!pending->maybe_match_querier || upgrade(*pending->maybe_match_querier));
    }
    if (auto* const ready = std::get_if<typename Query::Ready>(&query.v)) return upgrade(ready->response);
    return upgrade(std::get<typename Query::VersionNotifier>(query.v).origin);
}

template <class C, uint32_t kMax>
bool is_below(const pallet::RemoteLockedFungibleRecord<C, kMax>& lock, uint32_t version) {
    return is_below(lock.owner, version) || is_below(lock.locker, version);
}
template <class C, uint32_t kMax>
bool upgrade(pallet::RemoteLockedFungibleRecord<C, kMax>& lock) {
    return upgrade(lock.owner) && upgrade(lock.locker);
}

template <uint32_t kMax>
bool is_below(const BoundedVec<std::pair<Balance, xcm::VersionedLocation>, kMax>& locks, uint32_t version) {
    return std::ranges::any_of(locks, [&](const auto& lock) { return is_below(lock.second, version); });
}
template <uint32_t kMax>
bool upgrade(BoundedVec<std::pair<Balance, xcm::VersionedLocation>, kMax>& locks) {
    return std::ranges::all_of(locks,
                               [](auto& lock) { return !is_below(lock.second, kXcmVersion) || upgrade(lock.second); });
}

/// Brings the values of a map to the newest version where that can say them.
template <class Map>
void upgrade_values(const Map& map) {
    auto entries = map.iter();
    while (auto entry = entries.next()) {
        if (is_below(entry->second, kXcmVersion) && upgrade(entry->second)) {
            host::set(entries.last_key(), scale::encode(entry->second));
        }
    }
}

}  // namespace detail

template <class T>
void Pallet<T>::migrate_to_latest_version() {
    storage.CurrentMigration.put({});
    detail::upgrade_values(storage.Queries);
    detail::upgrade_values(storage.LockedFungibles);
    detail::upgrade_values(storage.RemoteLockedFungibles);

    auto locks = storage.RemoteLockedFungibles.iter_keys();
    while (auto key = locks.next()) {
        const auto& [version, account, asset] = *key;
        if (version >= kXcmVersion && !detail::is_below(asset, kXcmVersion)) continue;
        xcm::VersionedAssetId latest = asset;
        if (!detail::upgrade(latest)) continue;
        // What is there already stays.
        if (storage.RemoteLockedFungibles.get(kXcmVersion, account, latest)) continue;
        swap_stored(locks.last_key(), storage.RemoteLockedFungibles.key_for(kXcmVersion, account, latest));
    }

    auto aliases = storage.AuthorizedAliases.iter();
    while (auto entry = aliases.next()) {
        auto& [target, of_target] = *entry;
        bool good = true;
        bool is_latest = !detail::is_below(target, kXcmVersion);
        for (OriginAliaser& alias : of_target.aliasers) {
            if (!detail::is_below(alias.location, kXcmVersion)) continue;
            is_latest = false;
            good = good && detail::upgrade(alias.location);
        }
        if (is_latest || !good || !detail::upgrade(target)) continue;
        host::clear(aliases.last_key());
        storage.AuthorizedAliases.put(target, of_target);
    }
}

template <class T>
bool Pallet<T>::tell_new_version(const xcm::Location& dest, const Target& target) {
    const auto& [query_id, max_weight, known] = target;
    const auto sent = tell_version(dest, query_id, max_weight);
    if (sent) {
        deposit_event(
            typename Event::VersionChangeNotified{dest, T::kConstants.AdvertisedXcmVersion, sent->second, sent->first});
    } else {
        deposit_event(typename Event::NotifyTargetSendFail{dest, query_id, sent.error().as_error()});
    }
    return static_cast<bool>(sent);
}

/// Entries of older versions one after the other, until they have weighed as much as they may: the one by which they do
/// is moved yet. Source: pallet-xcm 22, lazy_migration
template <class T>
class Pallet<T>::LazyMigration {
  public:
    LazyMigration(Stage stage, Weight cutoff) : stage_(std::move(stage)), cutoff_(cutoff) {}

    /// Where it goes on; nullopt at the end.
    std::optional<Stage> run() {
        if (std::holds_alternative<typename Stage::MigrateSupportedVersion>(stage_.v)) {
            if (!move_keys(storage.SupportedVersion, T::kWeights.migrate_supported_version())) return stage_;
            stage_.v = typename Stage::MigrateVersionNotifiers{};
        }
        if (std::holds_alternative<typename Stage::MigrateVersionNotifiers>(stage_.v)) {
            if (!move_keys(storage.VersionNotifiers, T::kWeights.migrate_version_notifiers())) return stage_;
            stage_.v = typename Stage::NotifyCurrentTargets{};
        }
        if (auto* const last = std::get_if<typename Stage::NotifyCurrentTargets>(&stage_.v)) {
            if (!notify_current(last->_0)) return stage_;
            stage_.v = typename Stage::MigrateAndNotifyOldTargets{};
        }
        if (!move_targets()) return stage_;
        return std::nullopt;
    }
    Weight weight() const { return used_; }

  private:
    static constexpr uint32_t kAdvertised = T::kConstants.AdvertisedXcmVersion;

    /// False at the limit.
    bool accrue(Weight weight) {
        used_.saturating_accrue(weight);
        return !used_.any_gte(cutoff_);
    }

    /// What the newest version cannot say is dropped.
    template <class Map>
    bool move_keys(const Map& map, Weight of_each) {
        for (uint32_t version = 0; version < kXcmVersion; ++version) {
            auto entries = map.drain_prefix(version);
            while (auto entry = entries.next()) {
                if (detail::upgrade(entry->first)) map.put(kXcmVersion, entry->first, entry->second);
                if (!accrue(of_each)) return false;
            }
        }
        return true;
    }

    /// Tells our version to those who know another. `last`: the storage key behind which to go on.
    bool notify_current(std::optional<Bytes>& last) {
        using Entries = EntryIterator<sdk::detail::KeyReader<Keys<Blake2_128Concat<xcm::VersionedLocation>>>,
                                      xcm::VersionedLocation, Target>;
        StorageKey prefix(storage.VersionNotifyTargets.prefix.bytes);
        sdk::detail::append_key<Twox64Concat<uint32_t>>(prefix, kXcmVersion);
        // Behind an empty key the whole state's first key comes, which is none of these.
        if (last && last->empty()) return true;
        Entries entries(to_bytes(prefix), /*drain=*/false, last.value_or(Bytes()));
        while (auto entry = entries.next()) {
            const auto place = entry->first.latest();
            auto& [query_id, max_weight, known] = entry->second;
            if (!place || known == kAdvertised) {
                // Does not stop, so that something comes of it in any case.
                used_.saturating_accrue(T::kWeights.already_notified_target());
                continue;
            }
            if (tell_new_version(*place, entry->second)) {
                known = kAdvertised;
                storage.VersionNotifyTargets.put(kXcmVersion, entry->first, entry->second);
            } else {
                storage.VersionNotifyTargets.remove(kXcmVersion, entry->first);
            }
            if (!accrue(T::kWeights.notify_current_targets())) {
                last = entries.last_key();
                return false;
            }
        }
        return true;
    }

    bool move_targets() {
        for (uint32_t version = 0; version < kXcmVersion; ++version) {
            auto entries = storage.VersionNotifyTargets.drain_prefix(version);
            while (auto entry = entries.next()) {
                if (!accrue(move_target(entry->first, entry->second))) return false;
            }
        }
        return true;
    }
    /// What that weighs.
    static Weight move_target(const xcm::VersionedLocation& old_place, Target target) {
        const auto place = old_place.latest();
        if (!place) {
            deposit_event(typename Event::NotifyTargetMigrationFail{old_place, std::get<0>(target)});
            return T::kWeights.notify_target_migration_fail();
        }
        if (std::get<2>(target) == kAdvertised) {
            storage.VersionNotifyTargets.put(kXcmVersion, *place, target);
            return T::kWeights.migrate_version_notify_targets();
        }
        if (tell_new_version(*place, target)) {
            std::get<2>(target) = kAdvertised;
            storage.VersionNotifyTargets.put(kXcmVersion, *place, target);
        }
        return T::kWeights.migrate_and_notify_old_targets();
    }

    Stage stage_;
    Weight cutoff_;
    Weight used_ = Weight::zero();
};

template <class T>
TryStateResult Pallet<T>::try_state() {
    const uint32_t lowest = std::min(storage.SafeXcmVersion.get().value_or(kXcmVersion), kXcmVersion - 1);
    const auto has_older = [&](const auto& map) {
        auto entries = map.iter();
        while (const auto entry = entries.next()) {
            if (detail::is_below(entry->second, lowest)) return true;
        }
        return false;
    };
    if (has_older(storage.Queries)) return std::string("Queries has something in an old version");
    if (has_older(storage.LockedFungibles)) return std::string("LockedFungibles has something in an old version");
    auto locks = storage.RemoteLockedFungibles.iter();
    while (const auto lock = locks.next()) {
        const auto& [version, account, asset] = lock->first;
        if (version < lowest || detail::is_below(asset, lowest) || detail::is_below(lock->second, lowest)) {
            return std::string("RemoteLockedFungibles has something in an old version");
        }
    }
    if (storage.CurrentMigration.exists()) return {};
    for (uint32_t version = 0; version < kXcmVersion; ++version) {
        if (storage.SupportedVersion.contains_prefix(version) || storage.VersionNotifiers.contains_prefix(version) ||
            storage.VersionNotifyTargets.contains_prefix(version)) {
            return std::string("A map of versions has keys of an old version, and nothing brings them to the newest");
        }
    }
    return {};
}

}  // namespace serinus::pallet_xcm

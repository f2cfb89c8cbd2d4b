/// The bodies of shared.hpp.
#pragma once

#include <numeric>

#include "base/chacha20.hpp"
#include "runtime/pallets/parachains/shared/shared.hpp"

namespace serinus::polkadot_runtime_parachains::shared {

template <class Hash, class BlockNumber>
void AllowedRelayParentsTracker<Hash, BlockNumber>::update(RelayParentInfo<Hash> newest, BlockNumber number,
                                                           uint32_t most) {
    if (std::ranges::find(buffer, newest.relay_parent, &RelayParentInfo<Hash>::relay_parent) != buffer.end()) return;
    buffer.push_back(std::move(newest));
    latest_number = number;
    if (buffer.size() > most) buffer.erase(buffer.begin(), buffer.end() - static_cast<ptrdiff_t>(most));
}

template <class Hash, class BlockNumber>
auto AllowedRelayParentsTracker<Hash, BlockNumber>::acquire_info(const Hash& relay_parent,
                                                                 std::optional<BlockNumber> previous) const
    -> std::optional<Found> {
    const auto found = std::ranges::find(buffer, relay_parent, &RelayParentInfo<Hash>::relay_parent);
    if (found == buffer.end()) return std::nullopt;
    const BlockNumber number = latest_number - static_cast<BlockNumber>(buffer.end() - 1 - found);
    if (previous && *previous > number) return std::nullopt;
    return Found{&*found, number};
}

// Here for the pallets that ask it.
template struct AllowedRelayParentsTracker<Hash256, BlockNumber>;

template <class T>
void Pallet<T>::new_block(RelayParentInfo<Hash256> parent, BlockNumber number, uint32_t most) {
    if constexpr (kHasReceiptsV3) {
        const SessionIndex session = session_index();
        storage.RelayParentsOfSessions.put(session, parent.relay_parent, RelayParent{number, parent.state_root});
        if (!storage.MinimumRelayParentNumber.exists(session)) storage.MinimumRelayParentNumber.put(session, number);
        const SessionIndex oldest = saturating_sub(session, *kMaxRelayParentSessionAge);
        if (oldest > storage.OldestRelayParentSession.get()) {
            // Of few sessions something is kept: the loop is short even where blocks have never been noted before.
            std::vector<SessionIndex> expired;
            auto kept = storage.MinimumRelayParentNumber.iter();
            while (const auto entry = kept.next()) {
                if (entry->first < oldest) expired.push_back(entry->first);
            }
            for (const SessionIndex one : expired) {
                storage.RelayParentsOfSessions.clear_prefix(one, std::nullopt);
                storage.MinimumRelayParentNumber.remove(one);
            }
            storage.OldestRelayParentSession.put(oldest);
        }
    }
    storage.AllowedRelayParents.mutate(
        [&](AllowedRelayParents& parents) { parents.update(std::move(parent), number, most); });
}

template <class T>
std::optional<RelayParent> Pallet<T>::relay_parent(SessionIndex session, const Hash256& block) {
    if constexpr (kHasReceiptsV3) {
        return storage.RelayParentsOfSessions.get(session, block);
    } else {
        return std::nullopt;
    }
}

template <class T>
std::optional<BlockNumber> Pallet<T>::minimum_relay_parent_number() {
    if constexpr (kHasReceiptsV3) {
        return storage.MinimumRelayParentNumber.get(storage.OldestRelayParentSession.get());
    } else {
        return std::nullopt;
    }
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    if constexpr (kHasReceiptsV3) {
        auto kept = storage.RelayParentsOfSessions.iter();
        while (const auto entry = kept.next()) {
            const SessionIndex session = std::get<0>(entry->first);
            ENSURE(session >= storage.OldestRelayParentSession.get(), std::string("a relay parent is too old"));
            ENSURE(storage.MinimumRelayParentNumber.get(session) <= entry->second.number,
                   std::string("a relay parent is older than the first one of its session"));
        }
    }
    return {};
}

template <class T>
std::vector<ValidatorIndex> Pallet<T>::disabled_validators() {
    std::map<ValidatorIndex, ValidatorIndex> places;
    const auto active = storage.ActiveValidatorIndices.get();
    for (uint32_t i = 0; i < active.size(); ++i) places[active[i]] = {i};
    std::vector<ValidatorIndex> out;
    for (const uint32_t disabled : T::DisabledValidators::disabled_validators()) {
        const auto place = places.find({disabled});
        if (place != places.end()) out.push_back(place->second);
    }
    return out;
}

template <class T>
std::vector<ValidatorId> Pallet<T>::initializer_on_new_session(SessionIndex session, const ByteArray<32>& seed,
                                                               std::optional<uint32_t> max_validators,
                                                               const std::vector<ValidatorId>& all) {
    // Candidates of the new session build on blocks of it alone.
    auto parents = storage.AllowedRelayParents.get();
    parents.buffer.clear();
    storage.AllowedRelayParents.put(parents);
    storage.CurrentSessionIndex.put(session);

    std::vector<ValidatorIndex> order(all.size());
    for (uint32_t i = 0; i < order.size(); ++i) order[i] = {i};
    ChaCha20(seed).shuffle(std::span(order));
    if (max_validators && order.size() > *max_validators) order.resize(*max_validators);
    storage.ActiveValidatorIndices.put(order);

    std::vector<ValidatorId> active;
    active.reserve(order.size());
    for (const ValidatorIndex index : order) active.push_back(all[index._0]);
    storage.ActiveValidatorKeys.put(active);
    return active;
}

}  // namespace serinus::polkadot_runtime_parachains::shared

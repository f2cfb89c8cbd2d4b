#pragma once

#include <set>

#include "runtime/pallets/session/historical.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::pallet_session::historical {

namespace detail {

/// What leads to a validator's index: the type of a key and the key.
inline Bytes trie_key(const KeyTypeId& type, BytesView key) { return scale::encode(std::tuple(type, key)); }

}  // namespace detail

template <class T>
std::optional<std::vector<AccountId>> Pallet<T>::new_session(SessionIndex index) {
    return note_session(index, T::SessionManager::new_session(index));
}

template <class T>
std::optional<std::vector<AccountId>> Pallet<T>::new_session_genesis(SessionIndex index,
                                                                     std::span<const AccountId> configured) {
    return note_session(index, T::SessionManager::new_session_genesis(index, configured));
}

template <class T>
void Pallet<T>::start_session(SessionIndex index) {
    T::SessionManager::start_session(index);
}

template <class T>
void Pallet<T>::end_session(SessionIndex index) {
    // For offchain workers of nodes, who can then make proofs for sessions that are over.
    host::index_offchain(concat(as_bytes("session_historical/"), scale::encode(index)),
                         scale::encode(current_validators()));
    T::SessionManager::end_session(index);
}

template <class T>
std::optional<std::vector<AccountId>> Pallet<T>::note_session(SessionIndex index,
                                                              std::optional<Identified> validators) {
    const SessionIndex behind = saturating_add(index, SessionIndex{1});
    const auto stored = storage.StoredRange.get();
    storage.StoredRange.put({stored ? stored->first : index, behind});
    if (!validators) {
        if (const auto last = storage.HistoricalSessions.get(saturating_sub(index, SessionIndex{1}))) {
            note_root(index, last->first, last->second);
        }
        return std::nullopt;
    }
    note_root(index, trie_of(*validators).root(), static_cast<uint32_t>(validators->size()));
    std::vector<AccountId> out;
    out.reserve(validators->size());
    for (const auto& [validator, _] : *validators) out.push_back(validator);
    return out;
}

template <class T>
void Pallet<T>::note_root(SessionIndex index, const Hash256& root, uint32_t count) {
    storage.HistoricalSessions.put(index, {root, count});
    Pallet::deposit_event(typename Pallet::Event::RootStored{index});
}

template <class T>
ProvingTrie Pallet<T>::trie_of(const Identified& validators) {
    std::map<Bytes, Bytes> entries;
    for (uint32_t i = 0; i < validators.size(); ++i) {
        const auto keys = Session::load_keys(validators[i].first);
        if (!keys) continue;
        const Bytes index = scale::encode(i);
        const auto raw = session_keys::raw(*keys);
        for (size_t k = 0; k < raw.size(); ++k) {
            entries.insert_or_assign(detail::trie_key(session_keys::kTypes<std::decay_t<decltype(*keys)>>[k], raw[k]),
                                     index);
        }
        entries.insert_or_assign(index, scale::encode(validators[i]));
    }
    return ProvingTrie::of(entries);
}

template <class T>
auto Pallet<T>::current_validators() -> Identified {
    Identified out;
    for (const AccountId& validator : Session::validators()) {
        if (auto identification = T::FullIdentificationOf::convert(validator)) {
            out.emplace_back(validator, *std::move(identification));
        }
    }
    return out;
}

template <class T>
void Pallet<T>::prune_up_to(SessionIndex up_to) {
    const auto stored = storage.StoredRange.get();
    const SessionIndex new_first = stored ? std::min(up_to, stored->second) : 0;
    if (stored && new_first >= stored->first) {
        for (SessionIndex i = stored->first; i < new_first; ++i) storage.HistoricalSessions.remove(i);
        if (new_first == stored->second) {
            storage.StoredRange.remove();
        } else {
            storage.StoredRange.put({new_first, stored->second});
        }
    }
    // Observed: pallet-session 42: the event says what was asked for, also if there was nothing to forget.
    Pallet::deposit_event(typename Pallet::Event::RootsPruned{up_to});
}

template <class T>
std::optional<MembershipProof> Pallet<T>::prove(const KeyTypeId& type, BytesView key) {
    const Identified validators = current_validators();
    const ProvingTrie trie = trie_of(validators);
    MembershipProof proof{.session = Session::current_index(),
                          .trie_nodes = {},
                          .validator_count = static_cast<uint32_t>(validators.size())};
    // A node on both ways stands in the proof once, in the order of the nodes' bytes; a key that is nobody's has a
    // proof too, which shows that. Observed: pallet-session 42
    const auto index = trie.get(detail::trie_key(type, key), &proof.trie_nodes);
    if (index) static_cast<void>(trie.get(*index, &proof.trie_nodes));
    const std::set<Bytes> sorted(proof.trie_nodes.begin(), proof.trie_nodes.end());
    proof.trie_nodes.assign(sorted.begin(), sorted.end());
    return proof;
}

template <class T>
auto Pallet<T>::check_proof(const KeyTypeId& type, BytesView key, const MembershipProof& proof)
    -> std::optional<IdentificationTuple> {
    std::optional<std::pair<Hash256, uint32_t>> noted;
    if (proof.session == Session::current_index()) {
        const Identified validators = current_validators();
        noted.emplace(trie_of(validators).root(), static_cast<uint32_t>(validators.size()));
    } else {
        noted = storage.HistoricalSessions.get(proof.session);
    }
    if (!noted || noted->second != proof.validator_count) return std::nullopt;
    const auto trie = ProvingTrie::from_nodes(noted->first, proof.trie_nodes);
    std::vector<Bytes> visited;
    const auto index = trie.get(detail::trie_key(type, key), &visited);
    if (!index || index->size() < sizeof(uint32_t)) return std::nullopt;
    const auto found = trie.get(BytesView(*index).first(sizeof(uint32_t)), &visited);
    if (!found) return std::nullopt;
    const std::set<Bytes> used(visited.begin(), visited.end());
    const std::set<Bytes> given(proof.trie_nodes.begin(), proof.trie_nodes.end());
    if (given.size() != proof.trie_nodes.size() || used.size() != given.size()) return std::nullopt;
    BytesView input = *found;
    auto owner = scale::take<IdentificationTuple>(input);
    return owner ? std::optional(*std::move(owner)) : std::nullopt;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto [first, behind] = storage.StoredRange.get().value_or(std::pair(SessionIndex{0}, SessionIndex{0}));
    auto sessions = storage.HistoricalSessions.iter();
    while (const auto entry = sessions.next()) {
        ENSURE(first <= entry->first && entry->first < behind, std::string("a session outside of those that are kept"));
    }
    return {};
}

}  // namespace serinus::pallet_session::historical

#pragma once

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
    const auto stored = items.StoredRange.get();
    items.StoredRange.put({stored ? stored->first : index, behind});
    if (!validators) {
        if (const auto last = items.HistoricalSessions.get(saturating_sub(index, SessionIndex{1}))) {
            items.HistoricalSessions.put(index, *last);
        }
        return std::nullopt;
    }
    items.HistoricalSessions.put(index, {trie_of(*validators).root(), static_cast<uint32_t>(validators->size())});
    std::vector<AccountId> out;
    out.reserve(validators->size());
    for (const auto& [validator, _] : *validators) out.push_back(validator);
    return out;
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
    const auto stored = items.StoredRange.get();
    if (!stored) return;
    const auto [first, behind] = *stored;
    const SessionIndex new_first = std::min(up_to, behind);
    if (new_first < first) return;
    for (SessionIndex i = first; i < new_first; ++i) items.HistoricalSessions.remove(i);
    if (new_first == behind) {
        items.StoredRange.remove();
    } else {
        items.StoredRange.put({new_first, behind});
    }
}

template <class T>
std::optional<MembershipProof> Pallet<T>::prove(const KeyTypeId& type, BytesView key) {
    const Identified validators = current_validators();
    const ProvingTrie trie = trie_of(validators);
    MembershipProof proof{.session = Session::current_index(),
                          .trie_nodes = {},
                          .validator_count = static_cast<uint32_t>(validators.size())};
    // Observed: Kusama 1.0.0: a node on both ways stands in the proof twice.
    const auto index = trie.get(detail::trie_key(type, key), &proof.trie_nodes);
    if (!index || !trie.get(*index, &proof.trie_nodes)) return std::nullopt;
    return proof;
}

template <class T>
auto Pallet<T>::check_proof(const KeyTypeId& type, BytesView key, const MembershipProof& proof)
    -> std::optional<IdentificationTuple> {
    if (proof.session == Session::current_index()) {
        const auto owner = Session::key_owner(type, key);
        if (!owner) return std::nullopt;
        auto identification = T::FullIdentificationOf::convert(*owner);
        if (!identification || Session::validators().size() != proof.validator_count) return std::nullopt;
        return IdentificationTuple(*owner, *std::move(identification));
    }
    const auto noted = items.HistoricalSessions.get(proof.session);
    if (!noted || noted->second != proof.validator_count) return std::nullopt;
    const auto trie = ProvingTrie::from_nodes(noted->first, proof.trie_nodes);
    const auto index = trie.get(detail::trie_key(type, key));
    if (!index || index->size() < sizeof(uint32_t)) return std::nullopt;
    const auto found = trie.get(BytesView(*index).first(sizeof(uint32_t)));
    if (!found) return std::nullopt;
    BytesView input = *found;
    auto owner = scale::take<IdentificationTuple>(input);
    return owner ? std::optional(*std::move(owner)) : std::nullopt;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto [first, behind] = items.StoredRange.get().value_or(std::pair(SessionIndex{0}, SessionIndex{0}));
    auto sessions = items.HistoricalSessions.iter();
    while (const auto entry = sessions.next()) {
        ENSURE(first <= entry->first && entry->first < behind, std::string("a session outside of those that are kept"));
    }
    return {};
}

}  // namespace serinus::pallet_session::historical

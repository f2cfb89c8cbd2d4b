/// What the APIs of consensus protocols do alike: proofs of keys, and reports that reach the pool.
#pragma once

#include "runtime/protocol/equivocation.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::sdk::api {

namespace detail {

/// The proof, wrapped as the API has it.
template <class Historical, class Opaque>
std::optional<Opaque> prove(const KeyTypeId& type, BytesView key) {
    const auto proof = Historical::prove(type, key);
    return proof ? std::optional<Opaque>(Opaque{scale::encode(*proof)}) : std::nullopt;
}

/// Hands a report to a pallet; nothing if the proof cannot be read or the pool does not take it.
template <class Pallet, class Proof, class Opaque>
std::optional<Unit> submit_report(const Proof& proof, const Opaque& key_owner_proof) {
    BytesView encoded = key_owner_proof._0;
    auto of_owner = scale::take<MembershipProof>(encoded);
    if (!of_owner || !Pallet::submit_unsigned_equivocation_report(proof, *std::move(of_owner))) return std::nullopt;
    return Unit{};
}

}  // namespace detail

}  // namespace serinus::sdk::api

#include "runtime/pallets/grandpa/types.hpp"

#include "runtime/sdk/host/host.hpp"

namespace serinus::sp_consensus_grandpa {
namespace {

/// A vote as it is signed: its stage, the vote, and where in the protocol it was cast.
/// Spec: defn-sign-round-vote
template <class V>
bool is_signed(uint8_t stage, const std::pair<V, app::Signature>& vote, const AuthorityId& voter, uint64_t round,
               SetId set_id) {
    const Bytes payload = scale::encode(std::tuple(stage, vote.first, round, set_id));
    return sdk::host::ed25519_verify(vote.second._0._0, payload, voter._0._0);
}

template <class E>
bool is_equivocation(uint8_t stage, const E& of, SetId set_id) {
    return of.first.first != of.second.first && is_signed(stage, of.first, of.identity, of.round_number, set_id) &&
           is_signed(stage, of.second, of.identity, of.round_number, set_id);
}

}  // namespace

bool check_equivocation_proof(const EquivocationProof<Hash256, uint32_t>& proof) {
    const auto stage = static_cast<uint8_t>(proof.equivocation.v.index());
    return std::visit([&](const auto& of) { return is_equivocation(stage, of._0, proof.set_id); },
                      proof.equivocation.v);
}

}  // namespace serinus::sp_consensus_grandpa

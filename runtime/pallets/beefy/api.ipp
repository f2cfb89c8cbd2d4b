#pragma once

#include "runtime/pallets/beefy/api.hpp"
#include "runtime/protocol/equivocation_reports.hpp"

namespace serinus::pallet_beefy::api {

template <class R>
std::optional<BlockNumber> BeefyApi<R>::beefy_genesis::operator()() const {
    return R::Beefy::genesis_block();
}
template <class R>
std::optional<ValidatorSet> BeefyApi<R>::validator_set::operator()() const {
    return R::Beefy::validator_set();
}
template <class R>
std::optional<Unit> BeefyApi<R>::submit_report_double_voting_unsigned_extrinsic::operator()() const {
    return sdk::api::detail::submit_report<typename R::Beefy>(equivocation_proof, key_owner_proof);
}
template <class R>
std::optional<Unit> BeefyApi<R>::submit_report_fork_voting_unsigned_extrinsic::operator()() const {
    BytesView encoded = equivocation_proof.ancestry_proof._0;
    auto ancestry = scale::take<sp_mmr_primitives::AncestryProof<Hash256>>(encoded);
    if (!ancestry) return std::nullopt;
    const ForkVotingProof proof{equivocation_proof.vote, *std::move(ancestry), equivocation_proof.header};
    return sdk::api::detail::submit_report<typename R::Beefy>(proof, key_owner_proof);
}
template <class R>
std::optional<Unit> BeefyApi<R>::submit_report_future_block_voting_unsigned_extrinsic::operator()() const {
    return sdk::api::detail::submit_report<typename R::Beefy>(equivocation_proof, key_owner_proof);
}
template <class R>
std::optional<sp_runtime::OpaqueValue> BeefyApi<R>::generate_key_ownership_proof::operator()() const {
    return sdk::api::detail::prove<typename R::Historical, sp_runtime::OpaqueValue>(authority_id.kKeyType,
                                                                                    authority_id._0._0);
}
template <class R>
std::optional<sp_runtime::OpaqueValue> BeefyApi<R>::generate_ancestry_proof::operator()() const {
    const auto proof = R::BeefyMmrLeaf::generate_ancestry_proof(prev_block_number, best_known_block_number);
    return proof ? std::optional(sp_runtime::OpaqueValue{scale::encode(*proof)}) : std::nullopt;
}

}  // namespace serinus::pallet_beefy::api

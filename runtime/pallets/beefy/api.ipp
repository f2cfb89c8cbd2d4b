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
std::optional<Unit> BeefyApi<R>::submit_report_equivocation_unsigned_extrinsic::operator()() const {
    return sdk::api::detail::submit_report<typename R::Beefy>(equivocation_proof, key_owner_proof);
}
template <class R>
std::optional<sp_consensus_beefy::OpaqueKeyOwnershipProof> BeefyApi<R>::generate_key_ownership_proof::operator()()
    const {
    return sdk::api::detail::prove<typename R::Historical, sp_consensus_beefy::OpaqueKeyOwnershipProof>(
        authority_id.kKeyType, authority_id._0._0);
}

}  // namespace serinus::pallet_beefy::api

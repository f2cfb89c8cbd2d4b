#pragma once

#include "runtime/pallets/grandpa/api.hpp"
#include "runtime/protocol/equivocation_reports.hpp"

namespace serinus::pallet_grandpa::api {

template <class R>
sp_consensus_grandpa::AuthorityList GrandpaApi<R>::grandpa_authorities::operator()() const {
    return R::Grandpa::grandpa_authorities();
}
template <class R>
std::optional<Unit> GrandpaApi<R>::submit_report_equivocation_unsigned_extrinsic::operator()() const {
    return sdk::api::detail::submit_report<typename R::Grandpa>(equivocation_proof, key_owner_proof);
}
template <class R>
sp_consensus_grandpa::SetId GrandpaApi<R>::current_set_id::operator()() const {
    return R::Grandpa::current_set_id();
}
template <class R>
std::optional<sp_consensus_grandpa::OpaqueKeyOwnershipProof> GrandpaApi<R>::generate_key_ownership_proof::operator()()
    const {
    return sdk::api::detail::prove<typename R::Historical, sp_consensus_grandpa::OpaqueKeyOwnershipProof>(
        authority_id.kKeyType, authority_id._0._0);
}

}  // namespace serinus::pallet_grandpa::api

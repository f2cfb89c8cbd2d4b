#pragma once

#include "runtime/pallets/beefy_mmr/api.hpp"

namespace serinus::pallet_beefy_mmr::api {

template <class R>
AuthoritySet BeefyMmrApi<R>::authority_set_proof::operator()() const {
    return R::BeefyMmrLeaf::authority_set_proof();
}
template <class R>
AuthoritySet BeefyMmrApi<R>::next_authority_set_proof::operator()() const {
    return R::BeefyMmrLeaf::next_authority_set_proof();
}

}  // namespace serinus::pallet_beefy_mmr::api

#pragma once

#include "runtime/pallets/mmr/api.hpp"

namespace serinus::pallet_mmr::api {

template <class R>
Result<Hash256, MmrError> MmrApi<R>::mmr_root::operator()() const {
    return R::Mmr::mmr_root();
}
template <class R>
Result<uint64_t, MmrError> MmrApi<R>::mmr_leaf_count::operator()() const {
    return R::Mmr::mmr_leaves();
}
template <class R>
Result<std::pair<std::vector<EncodableOpaqueLeaf>, Proof>, MmrError> MmrApi<R>::generate_proof::operator()() const {
    return R::Mmr::generate_proof(block_numbers, best_known_block_number);
}
template <class R>
Result<Unit, MmrError> MmrApi<R>::verify_proof::operator()() const {
    TRY(R::Mmr::verify_proof(leaves, proof));
    return Unit{};
}
template <class R>
Result<Unit, MmrError> MmrApi<R>::verify_proof_stateless::operator()() const {
    TRY(R::Mmr::verify_proof_stateless(root, leaves, proof));
    return Unit{};
}

}  // namespace serinus::pallet_mmr::api

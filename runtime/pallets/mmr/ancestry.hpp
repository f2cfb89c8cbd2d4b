/// Proofs that a range has grown out of a smaller one: the peaks of the smaller one, and the nodes that lead from these
/// to the peaks of the larger one. Observed: ckb-merkle-mountain-range 0.8.1, ancestry_proof.rs; pallet-mmr 42
#pragma once

#include "runtime/pallets/mmr/proof.hpp"

namespace serinus::pallet_mmr {

using AncestryProof = sp_mmr_primitives::AncestryProof<Hash256>;

/// nullopt: there is no smaller range, or a node is not stored.
std::optional<AncestryProof> prove_ancestry(uint64_t prev_leaf_count, uint64_t leaf_count, const FindNode& find);

/// Whether the proof has as many items as are needed. It may come from others, with any numbers.
bool is_optimal(const AncestryProof& proof);

/// The root of the smaller range; nullopt if the proof does not lead to a root of the larger one.
/// Observed: pallet-mmr 42, mmr.rs: which root that is does not matter: what it should be is compared, and the result
/// is not used. So anybody can prove any peaks.
std::optional<Hash256> root_of_ancestor(const AncestryProof& proof);

}  // namespace serinus::pallet_mmr

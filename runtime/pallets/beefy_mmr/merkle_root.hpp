/// The tree over a list by which contracts on Ethereum check members of it.
/// Pallet: binary-merkle-tree
#pragma once

#include "runtime/sdk/types.hpp"

namespace serinus::pallet_beefy_mmr {

/// Leaves are keccak-256 of the elements, inner nodes keccak-256 of their children, left and right; an odd last node
/// goes up as it is. The root of no elements is 32 zeros.
Hash256 merkle_root(const std::vector<Bytes>& elements);

}  // namespace serinus::pallet_beefy_mmr

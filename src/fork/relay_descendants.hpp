/// Blocks of a relay chain that is made up, for parachains that are built some blocks below its head.
#pragma once

#include <vector>

#include "consensus/babe/types.hpp"
#include "primitives/header.hpp"

namespace serinus::fork {

/// The one author of that relay chain, for the entry Babe.Authorities in the state of the relay parent.
std::vector<consensus::babe::Authority> relay_authorities();

/// The relay parent with this state, and `count` blocks on it, each in the slot after its parent's and sealed by that
/// author: what a runtime with an offset of the relay parent checks. Observed: cumulus-pallet-parachain-system 0.25.0,
/// descendant_validation.rs
std::vector<primitives::Header> make_relay_descendants(uint32_t number, const Hash256& state_root, uint64_t slot,
                                                       uint32_t count);

}  // namespace serinus::fork

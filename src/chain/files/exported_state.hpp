/// A kept state as a raw genesis.
#pragma once

#include "chain/chain_error.hpp"
#include "chain/spec/chain_spec.hpp"
#include "state/database.hpp"

namespace serinus::chain {

/// All of the state, in memory: top entries without the roots of child tries, and the entries of these.
/// Observed: polkadot 1.25.1: the raw state that the polkadot node exports.
Result<RawGenesis, ChainError> export_state(state::BlockState& state);

}  // namespace serinus::chain

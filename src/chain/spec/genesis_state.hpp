/// States that come from files: a genesis, or a plain map of keys and values.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "state/changes.hpp"

namespace serinus::chain {

/// The changes that make this state of an empty one.
state::StateChanges changes_of(const RawGenesis& genesis);

/// Reads a JSON object of hex keys and hex values, or the form {"top": {…}, "childrenDefault": {"0x…": {…}}}.
/// The text is read piece by piece. Errors: those of reading; the path in them begins with $.genesis.raw.
Result<RawGenesis, SpecError> read_state_file(const std::string& path);

}  // namespace serinus::chain

/// A genesis that is given as instructions, carried out by the runtime that they are for.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "executor/executor.hpp"

namespace serinus::chain {

/// Has the runtime in `genesis` build its state: from its whole configuration, or from its default one with a patch.
/// The code itself stands in the state under `:code`.
/// Errors: kNeedsRuntime if there is no code, or if the runtime cannot build a state or refuses the configuration.
/// Observed: polkadot-stable2407: GenesisBuilder_get_preset and GenesisBuilder_build_state, under their first names too
/// (of 2023).
Result<RawGenesis, SpecError> build_genesis(const RuntimeGenesis& genesis, executor::Executor& executor);

/// Spec: RFC-7396. Members of the patch replace or, if null, remove those of the target; all else is kept, digit by
/// digit. Both are valid JSON.
std::string merge_json(std::string_view target, std::string_view patch);

}  // namespace serinus::chain

/// From what a user writes after --chain to a specification.
#pragma once

#include "chain/spec/dev_spec.hpp"

namespace serinus::chain {

/// Loads a chain by its name or by the path of its file.
///
/// `dev` (also kusama-dev), `kusama-local`, `kusama-proper` and `kusama-staking` are built in, if `built_in` is not
/// nullptr. What has a slash or ends in .json is a path. Any other name stands for <name>.json in one of `folders`, the
/// first that has it, or else for a file of that very name. Errors: those of reading; kUnreadable with advice if there
/// is no such chain.
Result<ChainSpec, SpecError> load_chain(const std::string& chain, const std::vector<std::string>& folders,
                                        const BuiltInRuntime* built_in = nullptr);

}  // namespace serinus::chain

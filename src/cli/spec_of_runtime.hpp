/// The specification of a new chain, made of a runtime.
#pragma once

#include "chain/spec/chain_spec.hpp"
#include "cli/arguments.hpp"

namespace serinus::cli {

struct SpecOfRuntimeOptions {
    std::string file;  ///< of the module; empty: the specification is not to be made of a runtime
    std::string preset = "development";
    std::string name;
    std::string id;
};

/// Declares --runtime, --preset, --chain-name and --chain-id. `options` must outlive the parsing.
void add_spec_of_runtime_options(Arguments command, SpecOfRuntimeOptions& options);

/// A chain of the type Development whose genesis is the runtime's preset of that name, still as instructions. Asks the
/// runtime for the preset: GenesisBuilder_get_preset. The error is a sentence for the user.
Result<chain::ChainSpec, std::string> spec_of_runtime(const SpecOfRuntimeOptions& options);

}  // namespace serinus::cli

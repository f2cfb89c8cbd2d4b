/// The specification of a new chain, made of a runtime.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chain/spec/chain_spec.hpp"
#include "cli/arguments.hpp"

namespace serinus::cli {

struct SpecOfRuntimeOptions {
    std::string file;  ///< of the module; empty: the specification is not to be made of a runtime
    std::string preset = "development";
    std::string name;
    std::string id;
    std::string chain_type = "development";  ///< "development", "local", "live"
    std::optional<uint32_t> para_id = {};
    std::string relay_chain;              ///< the id of the relay chain's specification
    std::vector<std::string> properties;  ///< "KEY=VALUE,KEY=VALUE"

    /// Whether an option was given that needs `file`.
    bool has_any() const {
        return para_id || !relay_chain.empty() || !properties.empty() || chain_type != "development";
    }
};

/// Declares --runtime, --preset, --chain-name, --chain-id, --chain-type, --para-id, --relay-chain and --properties.
/// `options` must outlive the parsing.
void add_spec_of_runtime_options(Arguments command, SpecOfRuntimeOptions& options);

/// The properties of a specification, as an object: what is `true`, `false` or a number below 2^32 is so, all else is
/// text, and the last of several values of a key counts. The error is a sentence: no "KEY=VALUE".
/// Observed: chain-spec-builder of polkadot 1.25.1
Result<std::string, std::string> properties_json(const std::vector<std::string>& lists);

/// A chain whose genesis is the runtime's preset of that name, still as instructions. Asks the
/// runtime for the preset: GenesisBuilder_get_preset. The error is a sentence for the user.
Result<chain::ChainSpec, std::string> spec_of_runtime(const SpecOfRuntimeOptions& options);

}  // namespace serinus::cli

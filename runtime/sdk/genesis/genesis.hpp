/// The first state of a chain, from a configuration in JSON: an object with a member for each pallet that can be
/// configured, named as the pallet with a small first letter.
///
///     {"balances": {"balances": [["5Grwva…", 1000]]}, "sudo": {"key": "5Grwva…"}}
///
/// A pallet has a configuration if it has `struct GenesisConfig` with defaults and
/// `static void build(const GenesisConfig&)`. Fields that are not given have their defaults; unknown ones are refused.
/// Observed: polkadot v1.0.0 and Kusama 1.7.1: GenesisBuilder reads its configuration with serde_json, which refuses
/// unknown fields, and a configuration that lacks a pallet.
#pragma once

#include <string>

#include "base/result.hpp"
#include "runtime/sdk/genesis/config.hpp"

namespace serinus::sdk::genesis {

/// What every pallet has if nothing else is said.
std::string default_config();

/// Writes the state: configurations in the order of the pallets, then every pallet's storage version. The whole
/// configuration is read before anything is written. Errors: what is wrong with it, and where.
Result<void, std::string> build(std::string_view config, Missing missing = Missing::kDefault);

}  // namespace serinus::sdk::genesis

/// The API GenesisBuilder: a runtime makes its own genesis state. Observed: sp-genesis-builder, polkadot-stable2407
///
/// Its version is 1 with either set of functions: which of them there are, the call tells (kNoSuchMethod).
#pragma once

#include <string>

#include "runtime_api/call.hpp"

namespace serinus::runtime_api::genesis_builder {

using PresetId = std::string;

/// Writes the state for a configuration, in JSON. The error is the runtime's, for people.
inline constexpr Call<Result<scale::Unit, std::string>(std::string)> kBuildState{"GenesisBuilder_build_state"};
/// nullopt: there is no such preset. Without a name: the default configuration.
inline constexpr Call<std::optional<std::string>(std::optional<PresetId>)> kGetPreset{"GenesisBuilder_get_preset"};
inline constexpr Call<std::vector<PresetId>()> kPresetNames{"GenesisBuilder_preset_names"};

// Of the releases before polkadot-stable2407.
inline constexpr Call<Result<scale::Unit, std::string>(std::string)> kBuildConfig{"GenesisBuilder_build_config"};
inline constexpr Call<std::string()> kCreateDefaultConfig{"GenesisBuilder_create_default_config"};

}  // namespace serinus::runtime_api::genesis_builder

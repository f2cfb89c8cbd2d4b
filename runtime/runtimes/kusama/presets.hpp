/// The presets of genesis: those of the reference, and with the development composition one more.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace serinus::kusama {

/// `development`: the validator Alice; `local_testnet`: Alice and Bob. In both six people and their stashes have a
/// million KSM each, and Alice has the sudo key, if the composition has Sudo. `staking_testnet`: the same with the
/// validators Alice, Bob, Charlie and Dave, whom Staking elects, and the nominators Eve and Ferdie.
/// The last one is the development composition's alone.
extern const std::span<const std::string_view> kPresets;

/// The JSON patch of that name; nullopt if there is none.
std::optional<std::string> preset(std::string_view name);

}  // namespace serinus::kusama

/// Configurations of test networks: what differs from the default one. The keys are those that everybody knows.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace serinus::kusama {

/// `development`: the validator Alice; `local_testnet`: Alice and Bob. In both six people and their stashes have a
/// million KSM each, and Alice has the sudo key, if the composition has Sudo. `staking_testnet`: the same with the
/// validators Alice, Bob, Charlie and Dave, whom Staking elects, and the nominators Eve and Ferdie.
inline constexpr std::array<std::string_view, 3> kPresets = {"development", "local_testnet", "staking_testnet"};

/// The JSON patch of that name; nullopt if there is none.
std::optional<std::string> preset(std::string_view name);

}  // namespace serinus::kusama

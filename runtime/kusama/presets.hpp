/// Configurations of test networks: what differs from the default one. The keys are those that everybody knows.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace serinus::kusama {

/// `development`: the validator Alice; `local_testnet`: Alice and Bob. In both six people and their stashes have a
/// million KSM each, and Alice has the sudo key, if the composition has Sudo.
inline constexpr std::array<std::string_view, 2> kPresets = {"development", "local_testnet"};

/// The JSON patch of that name; nullopt if there is none.
std::optional<std::string> preset(std::string_view name);

}  // namespace serinus::kusama

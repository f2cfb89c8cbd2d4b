// The patches are files of the folder presets/; Alice's sudo key comes to those of the development composition.
#include "runtime/runtimes/kusama/presets.hpp"

#include <algorithm>

#include "runtime/runtimes/kusama/is_proper.hpp"
#include "runtime/sdk/embedded.hpp"

namespace serinus::kusama {
namespace {

constexpr std::string_view kNames[] = {"development", "local_testnet", "staking_testnet"};

}  // namespace

constinit const std::span<const std::string_view> kPresets = std::span(kNames).first(kIsProper ? 2 : 3);

std::optional<std::string> preset(std::string_view name) {
    constexpr std::string_view kSudo = R"(
    "sudo": {"key": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"},)";
    if (std::ranges::find(kPresets, name) == kPresets.end()) return std::nullopt;
    auto patch = sdk::embedded::preset(name);
    if constexpr (!kIsProper) {
        if (patch) patch->insert(1, kSudo);
    }
    return patch;
}

}  // namespace serinus::kusama

// The patches are files of the folder presets/; Alice's sudo key comes to those of the development composition.
#include "runtime/runtimes/kusama/presets.hpp"

#include <algorithm>

#include "runtime/sdk/embedded.hpp"

namespace serinus::kusama {

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

/// Of which age System and the executive are: a choice of System's configuration,
///
///     static constexpr auto kRelease = frame_system::Release::July2025;
///
/// with a table of weights each for the calls that come with it (kUpgradeWeights) and for its transaction extensions
/// (kExtensionWeights). Configurations that do not choose have the older one.
#pragma once

#include <cstdint>

namespace serinus::frame_system {

enum class Release : uint8_t {
    /// frame-system 23, as Kusama 1.0.0 has it.
    July2023,
    /// frame-system 42, as Kusama 1.7.1 has it. Codes can be authorized by their hash and applied by anybody. Blocks
    /// note when their inherents are over, and then run the hook on_poll or a step of migrations; an upgrade gives new
    /// pallets their storage versions. What an extrinsic's weight was reduced by is noted, so that nothing takes it off
    /// twice.
    July2025,
};

template <class T>
inline constexpr Release kReleaseOf = [] {
    if constexpr (requires { T::kRelease; }) {
        return T::kRelease;
    } else {
        return Release::July2023;
    }
}();

}  // namespace serinus::frame_system

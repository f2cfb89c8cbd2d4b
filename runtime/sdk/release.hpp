/// Of which age a pallet is: a choice of its configuration,
///
///     static constexpr auto kRelease = sdk::Release::July2025;
///
/// which the configurations of a chain inherit together. What a later release weighs besides stands in a table of its
/// own (`kWeightsOf2025`). Configurations that do not choose have the older release. System's choice is also that of
/// the executive.
#pragma once

#include <cstdint>

namespace serinus::sdk {

enum class Release : uint8_t {
    /// FRAME of July 2023, as Kusama 1.0.0 has it.
    July2023,
    /// FRAME of July 2025, as Kusama 1.7.1 has it. Codes can be authorized by their hash and applied by anybody. Blocks
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

/// Whether the configuration has Release::July2025.
template <class T>
inline constexpr bool kIs2025 = kReleaseOf<T> == Release::July2025;

/// Nesting that is decoded of an extrinsic, and of an argument of a runtime API: 256 levels below the outermost call,
/// or as much as the stack holds. Observed: Kusama 1.0.0; Kusama 1.7.1, by sp-api-proc-macro 24 and sp-runtime 43
inline constexpr uint32_t kInputDepthOf2023 = 257, kInputDepthOf2025 = UINT32_MAX;

}  // namespace serinus::sdk

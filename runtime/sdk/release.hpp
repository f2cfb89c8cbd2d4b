/// For the pallets of `parachains/` and ParasRegistrar alone, which still ask of which age they are: that of July 2025.
#pragma once

#include <cstdint>

namespace serinus::sdk {

template <class T>
inline constexpr bool kIs2025 = true;

}  // namespace serinus::sdk

/// Readable names of functions in backtraces.
#pragma once

#include <string>
#include <string_view>

namespace serinus::wasm {

/// A path like `frame_system::Pallet<T>::finalize` from a name that rustc mangled ("legacy" scheme, `_ZN…E`), without
/// the hash at its end; any other name as it is. Time O(name).
std::string demangle(std::string_view name);

}  // namespace serinus::wasm

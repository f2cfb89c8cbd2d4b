/// Checks of the codec that run on the host and in WebAssembly, where size_t has 32 bits and nothing throws.
#pragma once

#include <cstddef>
#include <string_view>

namespace serinus::wasm_test {

/// The functions of the platform for the checks.
struct Platform {
    void (*print)(std::string_view line);
    /// Bytes that the heap has given out since the last call; always 0 where that is not counted.
    size_t (*allocated)();
};

/// Prints one line for each check, "ok NAME" or "FAILED NAME", and last a line that sums up how thousands of damaged
/// inputs were judged. Both platforms must print the same.
void run_codec_checks(const Platform& platform);

}  // namespace serinus::wasm_test

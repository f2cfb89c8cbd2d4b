/// SERINUS_ASSERT: an invariant of ours. Checked in release builds too; never used on anything that came from outside.
#pragma once

namespace serinus {

/// Prints the condition that does not hold and aborts the program; a trap on Wasm.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace serinus

#define SERINUS_ASSERT(condition)                                             \
    do {                                                                      \
        if (!(condition)) [[unlikely]]                                        \
            ::serinus::assertion_failed(#condition, __FILE_NAME__, __LINE__); \
    } while (false)

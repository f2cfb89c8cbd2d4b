#include "base/assert.hpp"

#ifdef __wasm__

void serinus::assertion_failed(const char*, const char*, int) noexcept { __builtin_trap(); }

#else

#include <cstdio>
#include <cstdlib>

void serinus::assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "serinus: broken invariant at %s:%d: %s. This is a bug, please report it.\n", file, line,
                 condition);
    std::abort();
}

#endif

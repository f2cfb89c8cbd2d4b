// What the checks of unsigned arithmetic call (cmake/unsigned_wrap.cmake), where no sanitizer brings its own functions:
// the place is said, and the program ends. So who tests a chain of its own needs no runtime of a sanitizer. Source: the
// interface of compiler-rt, lib/ubsan/ubsan_handlers.h of LLVM 19
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && !__has_feature(memory_sanitizer)

namespace {

struct Operation {
    const char* file;
    uint32_t line;
    uint32_t column;
    const void* type;
};

[[noreturn]] void stop(const Operation* where, const char* what) {
    std::fprintf(stderr, "%s:%u:%u: an unsigned %s leaves its range\n", where->file, where->line, where->column, what);
    std::abort();
}

}  // namespace

extern "C" {

[[noreturn]] void __ubsan_handle_add_overflow_abort(const Operation* where, uintptr_t, uintptr_t) {
    stop(where, "sum");
}
[[noreturn]] void __ubsan_handle_sub_overflow_abort(const Operation* where, uintptr_t, uintptr_t) {
    stop(where, "difference");
}
[[noreturn]] void __ubsan_handle_mul_overflow_abort(const Operation* where, uintptr_t, uintptr_t) {
    stop(where, "product");
}
[[noreturn]] void __ubsan_handle_negate_overflow_abort(const Operation* where, uintptr_t) { stop(where, "negation"); }
}

#endif

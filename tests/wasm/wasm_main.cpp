// The checks in WebAssembly, and the little of a C library that they need: there is none for a Polkadot runtime.
// Built with -fno-builtin, or the loop of memcpy would become a call of memcpy.
#include <string>

#include "tests/wasm/codec_checks.hpp"

extern "C" {

__attribute__((import_module("env"), import_name("print"))) void env_print(const char* text, size_t size);

extern unsigned char __heap_base;  // placed by the linker

void* memcpy(void* to, const void* from, size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    const auto* in = static_cast<const unsigned char*>(from);
    while (size-- > 0) *out++ = *in++;
    return to;
}

void* memmove(void* to, const void* from, size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    const auto* in = static_cast<const unsigned char*>(from);
    if (out < in) return memcpy(to, from, size);
    while (size-- > 0) out[size] = in[size];
    return to;
}

void* memset(void* to, int value, size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    while (size-- > 0) *out++ = static_cast<unsigned char>(value);
    return to;
}

int memcmp(const void* a, const void* b, size_t size) {
    const auto* left = static_cast<const unsigned char*>(a);
    const auto* right = static_cast<const unsigned char*>(b);
    for (; size > 0; --size, ++left, ++right) {
        if (*left != *right) return *left - *right;
    }
    return 0;
}

void* memchr(const void* in, int value, size_t size) {
    const auto* at = static_cast<const unsigned char*>(in);
    for (; size > 0; --size, ++at) {
        if (*at == static_cast<unsigned char>(value)) return const_cast<unsigned char*>(at);
    }
    return nullptr;
}

size_t strlen(const char* text) {
    size_t size = 0;
    while (text[size] != '\0') ++size;
    return size;
}

}  // extern "C"

namespace {

constexpr size_t kPage = 65536;

size_t heap_top = 0;
size_t given_out = 0;

/// Never gives anything back: the checks are short.
void* allocate(size_t size) {
    if (heap_top == 0) heap_top = reinterpret_cast<size_t>(&__heap_base);
    heap_top = (heap_top + 15) / 16 * 16;
    const size_t at = heap_top;
    heap_top += size;
    given_out += size;
    const size_t pages = (heap_top + kPage - 1) / kPage;
    const size_t have = __builtin_wasm_memory_size(0);
    if (pages > have && __builtin_wasm_memory_grow(0, pages - have) == static_cast<size_t>(-1)) __builtin_trap();
    return reinterpret_cast<void*>(at);
}

}  // namespace

void* operator new(size_t size) { return allocate(size); }
void* operator new[](size_t size) { return allocate(size); }
void operator delete(void*) noexcept {}
void operator delete(void*, size_t) noexcept {}
void operator delete[](void*) noexcept {}
void operator delete[](void*, size_t) noexcept {}

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(char const*, ...) { __builtin_trap(); }
template class basic_string<char>;  // declared extern in the header
_LIBCPP_END_NAMESPACE_STD

extern "C" __attribute__((export_name("run_codec_checks"))) void run() {
    serinus::wasm_test::run_codec_checks({
        .print = [](std::string_view line) { env_print(line.data(), line.size()); },
        .allocated = [] { return std::exchange(given_out, 0); },
    });
}

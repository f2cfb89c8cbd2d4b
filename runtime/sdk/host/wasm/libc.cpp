// The little of a C library that the compiler and the standard library call: there is none for a runtime. Built with
// -fno-builtin, or the loop of memcpy would become a call of memcpy. Words of eight bytes: Wasm allows unaligned
// access.
#include <stddef.h>
#include <stdint.h>

#include <string>

namespace {

struct __attribute__((packed, may_alias)) Word {
    uint64_t value;
};

}  // namespace

extern "C" {

void* memcpy(void* to, const void* from, size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    const auto* in = static_cast<const unsigned char*>(from);
    for (; size >= 32; size -= 32, out += 32, in += 32) {
        const auto* const words = reinterpret_cast<const Word*>(in);
        auto* const copies = reinterpret_cast<Word*>(out);
        copies[0].value = words[0].value;
        copies[1].value = words[1].value;
        copies[2].value = words[2].value;
        copies[3].value = words[3].value;
    }
    for (; size >= 8; size -= 8, out += 8, in += 8) {
        reinterpret_cast<Word*>(out)->value = reinterpret_cast<const Word*>(in)->value;
    }
    for (; size > 0; --size) *out++ = *in++;
    return to;
}

void* memmove(void* to, const void* from, size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    const auto* in = static_cast<const unsigned char*>(from);
    if (out <= in || in + size <= out) return memcpy(to, from, size);
    for (; size >= 8; size -= 8) {
        reinterpret_cast<Word*>(out + size - 8)->value = reinterpret_cast<const Word*>(in + size - 8)->value;
    }
    while (size-- > 0) out[size] = in[size];
    return to;
}

void* memset(void* to, int value, size_t size) {
    auto* out = static_cast<unsigned char*>(to);
    const uint64_t word = 0x0101010101010101 * static_cast<unsigned char>(value);
    for (; size >= 8; size -= 8, out += 8) reinterpret_cast<Word*>(out)->value = word;
    for (; size > 0; --size) *out++ = static_cast<unsigned char>(value);
    return to;
}

int memcmp(const void* a, const void* b, size_t size) {
    const auto* left = static_cast<const unsigned char*>(a);
    const auto* right = static_cast<const unsigned char*>(b);
    for (; size >= 8; size -= 8, left += 8, right += 8) {
        if (reinterpret_cast<const Word*>(left)->value != reinterpret_cast<const Word*>(right)->value) break;
    }
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

wchar_t* wmemchr(const wchar_t* in, wchar_t value, size_t size) {
    for (; size > 0; --size, ++in) {
        if (*in == value) return const_cast<wchar_t*>(in);
    }
    return nullptr;
}

/// Destructors of static objects never run.
int __cxa_atexit(void (*)(void*), void*, void*) { return 0; }

[[noreturn]] void abort() { __builtin_trap(); }

}  // extern "C"

_LIBCPP_BEGIN_NAMESPACE_STD
[[noreturn]] void __libcpp_verbose_abort(char const*, ...) { __builtin_trap(); }
template class basic_string<char>;  // declared extern in the header
_LIBCPP_END_NAMESPACE_STD

/// Reading the binary format front to back.
#pragma once

#include <string>
#include <string_view>

#include "wasm/module.hpp"

namespace serinus::wasm {

/// A cursor over a part of a module. The first failure sticks and is the one reported: from then on nothing remains,
/// every read gives zero or nothing, and loops over counts must stop. So decoders read like the grammar and ask once
/// whether all went well.
class Reader {
  public:
    /// `offset`: where `bytes` begin in the module.
    explicit Reader(BytesView bytes, uint64_t offset = 0) noexcept
        : begin_(bytes.data()), at_(begin_), end_(begin_ + bytes.size()), base_(offset) {}

    bool failed() const noexcept { return failed_; }
    bool at_end() const noexcept { return at_ == end_; }
    size_t remaining() const noexcept { return static_cast<size_t>(end_ - at_); }
    const uint8_t* position() const noexcept { return at_; }
    uint64_t offset() const noexcept { return base_ + static_cast<uint64_t>(at_ - begin_); }

    /// Notes a failure at the current place, or at `offset`.
    [[gnu::cold, gnu::noinline]] void fail(std::string reason) { fail_at(offset(), std::move(reason)); }
    [[gnu::cold, gnu::noinline]] void fail_at(uint64_t offset, std::string reason) {
        if (!failed_) error_ = {.reason = std::move(reason), .offset = offset};
        failed_ = true;
        at_ = end_;
    }
    /// Takes over the failure of a reader of a part, if there is one.
    void fail_as(const Reader& part) {
        if (part.failed()) fail_at(part.error_.offset, part.error_.reason);
    }
    const ModuleError& error() const noexcept { return error_; }

    uint8_t byte() {
        if (at_ == end_) [[unlikely]]
            return end_of_input(), 0;
        return *at_++;
    }

    uint32_t u32() {
        if (at_ != end_ && *at_ < 0x80) [[likely]]
            return *at_++;
        return static_cast<uint32_t>(leb<32, false>());
    }
    int32_t s32() {
        if (at_ != end_ && *at_ < 0x80) [[likely]]
            return small_signed();
        return static_cast<int32_t>(leb<32, true>());
    }
    int64_t s64() {
        if (at_ != end_ && *at_ < 0x80) [[likely]]
            return small_signed();
        return static_cast<int64_t>(leb<64, true>());
    }

    template <class T>
    T fixed() {
        if (remaining() < sizeof(T)) [[unlikely]]
            return end_of_input(), T{};
        const T value = load_le<T>(at_);
        at_ += sizeof(T);
        return value;
    }

    BytesView bytes(size_t count) {
        if (remaining() < count) return end_of_input(), BytesView{};
        const BytesView out(at_, count);
        at_ += count;
        return out;
    }

    /// The next `count` bytes as a part of their own.
    Reader part(size_t count) {
        const uint64_t start = offset();
        return Reader(bytes(count), start);
    }

    /// The number of elements that follow, each of at least one byte: never more than bytes remain.
    uint32_t count(uint32_t limit, const char* what);

    /// A length and that many bytes of UTF-8.
    std::string_view name();

  private:
    int32_t small_signed() { return static_cast<int32_t>(static_cast<uint32_t>(*at_++) << 25) >> 25; }

    /// LEB128 of at most kBits: no longer than needed for these, and the bits beyond extend the value.
    template <unsigned kBits, bool kSigned>
    [[gnu::noinline]] uint64_t leb() {
        uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (at_ == end_) return end_of_input(), 0;
            const uint8_t byte = *at_++;
            const unsigned free = kBits - shift;
            if (free < 7) {
                if (byte & 0x80) return fail("integer representation too long"), 0;
                const unsigned excess = 0x7fu & (0xffu << (kSigned ? free - 1 : free));
                const unsigned extension = byte & excess;
                if (extension != 0 && !(kSigned && extension == excess)) return fail("integer too large"), 0;
            }
            value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            if (byte & 0x80) continue;
            if (kSigned && (byte & 0x40) && shift + 7 < 64) value |= ~uint64_t{0} << (shift + 7);
            return value;
        }
    }

    [[gnu::cold, gnu::noinline]] void end_of_input() { fail("unexpected end"); }

    const uint8_t* begin_;
    const uint8_t* at_;
    const uint8_t* end_;
    uint64_t base_;
    bool failed_ = false;
    ModuleError error_;
};

}  // namespace serinus::wasm

/// Sequences of bits: a compact number of bits, then as many bytes as they need.
/// Observed: parity-scale-codec 3.7.5: `BitVec<u8, Lsb0>` and `BitVec<u8, Msb0>`; the specification
/// does not describe them.
#pragma once

#include "codec/rust_layout.hpp"

namespace serinus::scale {

enum class BitOrder : uint8_t {
    kLsb0,  ///< bit 0 is the lowest of the first byte; what the relay chain uses
    kMsb0,  ///< bit 0 is the highest of the first byte
};

/// Bits with random access. The unused bits of the last byte are zero, so equal sequences have equal bytes.
template <BitOrder kOrder>
class BitSequence {
  public:
    /// Most bits that can be decoded: what the reference can hold in 32 bits of address space.
    static constexpr uint32_t kMaxBits = 0x1fff'ffff;

    BitSequence() = default;
    explicit BitSequence(size_t bits) : bytes_((bits + 7) / 8), bits_(bits) {}

    size_t size() const noexcept { return bits_; }
    bool empty() const noexcept { return bits_ == 0; }
    BytesView bytes() const noexcept { return bytes_; }

    bool operator[](size_t index) const noexcept {
        SERINUS_ASSERT(index < bits_);
        return (bytes_[index / 8] & mask(index)) != 0;
    }
    void set(size_t index, bool value) noexcept {
        SERINUS_ASSERT(index < bits_);
        uint8_t& byte = bytes_[index / 8];
        byte = static_cast<uint8_t>(value ? byte | mask(index) : byte & ~mask(index));
    }
    void push_back(bool value) {
        if (bits_ % 8 == 0) bytes_.push_back(0);
        set(bits_++, value);
    }
    size_t count_ones() const noexcept {
        size_t ones = 0;
        for (const uint8_t byte : bytes_) ones += static_cast<size_t>(std::popcount(byte));
        return ones;
    }

    friend bool operator==(const BitSequence&, const BitSequence&) = default;

  private:
    friend struct Codec<BitSequence>;

    static constexpr uint8_t mask(size_t index) noexcept {
        return static_cast<uint8_t>(kOrder == BitOrder::kLsb0 ? 1 << index % 8 : 0x80 >> index % 8);
    }

    Bytes bytes_;
    size_t bits_ = 0;
};

template <BitOrder kOrder>
inline constexpr RustLayout kRustLayout<BitSequence<kOrder>> = kRustVec;

template <BitOrder kOrder>
struct Codec<BitSequence<kOrder>> {
    using Bits = BitSequence<kOrder>;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Bits& value) noexcept { return compact_size(uint64_t{value.bits_}) + value.bytes_.size(); }
    static void write(Encoder& out, const Bits& value) {
        SERINUS_ASSERT(value.bits_ <= Bits::kMaxBits);
        out.compact(uint64_t{value.bits_});
        out.append(value.bytes_);
    }
    /// Unused bits may have any value, as in the reference; they are dropped.
    static bool read(Decoder& in, Bits& value) {
        const uint8_t* const start = in.position();
        uint32_t bits;
        if (!in.compact(bits)) return false;
        const size_t size = (size_t{bits} + 7) / 8;
        if (bits > Bits::kMaxBits || size > in.remaining()) [[unlikely]] {
            return in.fail(DecodeFault::kLengthTooLarge, start, bits, in.remaining());
        }
        const uint8_t* at;
        if (!in.allocate(size) || !in.take(size, at)) return false;
        value.bytes_.assign(at, at + size);
        value.bits_ = bits;
        if (const size_t used = bits % 8; used != 0) {
            const unsigned keep = kOrder == BitOrder::kLsb0 ? 0xffu >> (8 - used) : 0xff00u >> used;
            value.bytes_.back() &= static_cast<uint8_t>(keep);
        }
        return true;
    }
};

}  // namespace serinus::scale

/// Compact integers as types of fields, and the fixed-width integers beyond 128 bits.
/// Spec: defn-sc-len-encoding, defn-scale-fixed-length
#pragma once

#include "codec/rust_layout.hpp"

namespace serinus::scale {

/// An unsigned integer of `kBits` bits, little-endian. A value to carry, order and encode; arithmetic is not its
/// business.
template <size_t kBits>
struct WideUint {
    static_assert(kBits % 64 == 0);
    std::array<uint64_t, kBits / 64> limbs{};  ///< least significant first

    static constexpr WideUint from(uint128_t value) noexcept {
        return {{static_cast<uint64_t>(value), static_cast<uint64_t>(value >> 64)}};
    }
    friend constexpr bool operator==(const WideUint&, const WideUint&) = default;
    friend constexpr std::strong_ordering operator<=>(const WideUint& a, const WideUint& b) noexcept {
        for (size_t i = kBits / 64; i-- > 0;) {
            if (a.limbs[i] != b.limbs[i]) return a.limbs[i] <=> b.limbs[i];
        }
        return std::strong_ordering::equal;
    }
};

using U256 = WideUint<256>;
using U512 = WideUint<512>;

/// A number that is written compactly; otherwise it behaves as the number. `T` is an unsigned integer up to uint128_t,
/// a WideUint, or an empty struct (which takes no bytes).
template <class T>
struct Compact {
    T value{};

    constexpr Compact() = default;
    constexpr Compact(T v) noexcept : value(v) {}
    constexpr operator const T&() const noexcept { return value; }
};

/// Any compact integer that exists: up to 2^536 - 1. Spec: defn-sc-len-encoding
class BigCompact {
  public:
    static constexpr size_t kMaxBytes = 67;  ///< (2^6 - 1) + 4

    BigCompact() = default;
    /// The number whose little-endian bytes are given; zeros at the end do not matter. At most kMaxBytes without them.
    explicit BigCompact(BytesView little_endian) noexcept {
        while (!little_endian.empty() && little_endian.back() == 0) {
            little_endian = little_endian.first(little_endian.size() - 1);
        }
        SERINUS_ASSERT(little_endian.size() <= kMaxBytes);
        std::copy(little_endian.begin(), little_endian.end(), bytes_);
        size_ = static_cast<uint8_t>(little_endian.size());
    }

    /// Little-endian, without zeros at the end: none for the number 0.
    BytesView bytes() const noexcept { return {bytes_, size_}; }

    friend bool operator==(const BigCompact& a, const BigCompact& b) noexcept { return equal(a.bytes(), b.bytes()); }

  private:
    uint8_t bytes_[kMaxBytes] = {};
    uint8_t size_ = 0;
};

template <class T>
inline constexpr RustLayout kRustLayout<Compact<T>> = kRustLayout<T>;

template <>
struct Codec<BigCompact> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const BigCompact& value) noexcept;
    static void write(Encoder& out, const BigCompact& value);
    static bool read(Decoder& in, BigCompact& value) noexcept;
};

template <class T>
struct Codec<Compact<T>> {
    static_assert(Integer<T> && T(-1) > T(0), "only unsigned integers are compact");
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;
    using Wide = std::conditional_t<(sizeof(T) > 8), uint128_t, uint64_t>;

    static size_t size(Compact<T> number) noexcept { return compact_size(Wide{number.value}); }
    static void write(Encoder& out, Compact<T> number) { out.compact(Wide{number.value}); }
    static bool read(Decoder& in, Compact<T>& number) noexcept { return in.compact(number.value); }
};

template <class T>
    requires std::is_empty_v<T>
struct Codec<Compact<T>> {
    static constexpr size_t kMinSize = 0;
    static constexpr bool kFixed = true;
    static constexpr bool kImage = false;

    static void store(uint8_t*, Compact<T>) noexcept {}
    static bool load(Decoder&, const uint8_t*, Compact<T>&) noexcept { return true; }
};

template <size_t kBits>
struct Codec<Compact<WideUint<kBits>>> {
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Compact<WideUint<kBits>>& number) noexcept { return encoded_size(big(number)); }
    static void write(Encoder& out, const Compact<WideUint<kBits>>& number) { encode_to(out, big(number)); }
    static bool read(Decoder& in, Compact<WideUint<kBits>>& number) noexcept {
        const uint8_t* const start = in.position();
        BigCompact big;
        if (!decode_into(in, big)) return false;
        if (big.bytes().size() > kBits / 8) [[unlikely]]
            return in.fail(DecodeFault::kCompactTooLarge, start);
        number.value = {};
        if (!big.bytes().empty()) std::memcpy(&number.value, big.bytes().data(), big.bytes().size());
        return true;
    }

  private:
    static BigCompact big(const Compact<WideUint<kBits>>& number) noexcept {
        return BigCompact({reinterpret_cast<const uint8_t*>(&number.value), sizeof number.value});
    }
};

}  // namespace serinus::scale

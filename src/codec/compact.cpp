#include "codec/compact.hpp"

namespace serinus::scale {
namespace {

/// The form with a byte count, for a number type `T` (Spec: defn-sc-len-encoding). Called on a first byte of form 3.
template <class T>
Result<T, DecodeFault> take_counted(BytesView& input) noexcept {
    const size_t bytes = size_t{input[0]} / 4 + 4;
    ENSURE(bytes < input.size(), DecodeFault::kTruncated);
    const uint8_t* number = input.data() + 1;
    // The highest byte must be needed, and four bytes must not hold what 30 bits can.
    ENSURE(number[bytes - 1] != 0, DecodeFault::kNonCanonicalCompact);
    ENSURE(bytes > 4 || load_le<uint32_t>(number) >> 30 != 0, DecodeFault::kNonCanonicalCompact);
    ENSURE(bytes <= sizeof(T), DecodeFault::kCompactTooLarge);
    T value = 0;
    std::memcpy(&value, number, bytes);
    input = input.subspan(1 + bytes);
    return value;
}

template <class T>
Result<T, DecodeFault> take(BytesView& input) noexcept {
    ENSURE(!input.empty(), DecodeFault::kTruncated);
    const uint8_t first = input[0];
    switch (first & 3) {
        case 0:
            input = input.subspan(1);
            return T(first >> 2);
        case 1: {
            ENSURE(input.size() >= 2, DecodeFault::kTruncated);
            const auto value = static_cast<uint16_t>(load_le<uint16_t>(input.data()) >> 2);
            ENSURE(value >= 1u << 6, DecodeFault::kNonCanonicalCompact);
            input = input.subspan(2);
            return T(value);
        }
        case 2: {
            ENSURE(input.size() >= 4, DecodeFault::kTruncated);
            const uint32_t value = load_le<uint32_t>(input.data()) >> 2;
            ENSURE(value >= 1u << 14, DecodeFault::kNonCanonicalCompact);
            input = input.subspan(4);
            return T(value);
        }
        default:
            return take_counted<T>(input);
    }
}

}  // namespace

Result<uint64_t, DecodeFault> take_compact(BytesView& input) noexcept { return take<uint64_t>(input); }

Result<uint128_t, DecodeFault> take_compact128(BytesView& input) noexcept { return take<uint128_t>(input); }

}  // namespace serinus::scale

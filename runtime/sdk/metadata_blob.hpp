/// Metadata of several versions within one module, which says once what they share: nearly all of their bytes are the
/// same types.
#pragma once

#include "base/bytes.hpp"

namespace serinus::sdk {

/// `kPart` as what differs from `kWhole`, both arrays of the bytes of a metadata. They are read at compile time; the
/// module has kWhole and the rest.
template <const auto& kPart, const auto& kWhole>
class MetadataBlob {
    /// The magic number, the version, and how many types there are: up to here the versions differ.
    static constexpr size_t kHead = 4 + 1 + 4;
    static constexpr size_t kPartSize = sizeof kPart, kWholeSize = sizeof kWhole;
    static constexpr bool kSharesNothing = kPartSize <= kHead || kWholeSize <= kHead;

    /// How far both are the same behind the head.
    static constexpr size_t kShared = [] {
        if constexpr (kSharesNothing) return size_t{0};
        size_t low = 0, high = std::min(kPartSize, kWholeSize) - (kSharesNothing ? 0 : kHead);
        while (low < high) {
            const size_t middle = (low + high + 1) / 2;
            const bool is_same = __builtin_memcmp(kPart + kHead, kWhole + kHead, middle) == 0;
            (is_same ? low : high) = is_same ? middle : middle - 1;
        }
        return low;
    }();

    template <size_t kFrom, size_t kTo>
    static constexpr auto kSlice = [] {
        std::array<uint8_t, kTo - kFrom> out{};
        std::copy(kPart + kFrom, kPart + kTo, out.begin());
        return out;
    }();

  public:
    static Bytes bytes() {
        constexpr size_t kFront = std::min(kHead, kPartSize);
        return concat(BytesView(kSlice<0, kFront>), BytesView(kWhole).subspan(std::min(kHead, kWholeSize), kShared),
                      BytesView(kSlice<kFront + kShared, kPartSize>));
    }
};

}  // namespace serinus::sdk

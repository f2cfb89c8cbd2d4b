/// The metadata of two versions, of which nearly all bytes are the same, as a module embeds it.
#pragma once

#include <algorithm>
#include <array>

#include "base/bytes.hpp"

namespace serinus::sdk {

/// `kV14` and `kV15` are arrays of bytes that are read at compile time alone: of version 14 the module has what differs
/// from version 15.
template <const auto& kV14, const auto& kV15>
struct SharedMetadata {
    /// Without a length prefix; empty for other versions.
    static Bytes of_version(uint32_t version) {
        if (version == 15) return to_bytes(BytesView(kWholeOfV15));
        if (version != 14) return {};
        Bytes out = concat(BytesView(kWholeOfV15).first(kShared), BytesView(kRestOfV14));
        out[kVersionAt] = kV14[kVersionAt];
        return out;
    }

  private:
    /// Where the number of the version stands, behind the magic number.
    static constexpr size_t kVersionAt = 4;
    /// Behind the version both begin with the same types.
    static constexpr size_t kShared = [] {
        constexpr size_t kStart = kVersionAt + 1;
        size_t low = kStart, high = std::min(sizeof kV14, sizeof kV15);
        while (low < high) {
            const size_t middle = (low + high + 1) / 2;
            const bool is_same = __builtin_memcmp(kV14 + kStart, kV15 + kStart, middle - kStart) == 0;
            (is_same ? low : high) = is_same ? middle : middle - 1;
        }
        return low;
    }();
    static constexpr const auto& kWholeOfV15 = kV15;
    static constexpr auto kRestOfV14 = [] {
        std::array<uint8_t, sizeof kV14 - kShared> rest{};
        std::copy(kV14 + kShared, kV14 + sizeof kV14, rest.begin());
        return rest;
    }();
};

}  // namespace serinus::sdk

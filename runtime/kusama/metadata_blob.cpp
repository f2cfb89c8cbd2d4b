#include "runtime/kusama/metadata_blob.hpp"

#include <algorithm>
#include <array>

namespace serinus::kusama {
namespace {

// Read at compile time alone: of version 14 the module has what differs from version 15.
constexpr uint8_t kV14[] = {
#embed "kusama_metadata_v14.scale"
};
constexpr uint8_t kV15[] = {
#embed "kusama_metadata_v15.scale"
};

/// Where the number of the version stands, behind the magic number.
constexpr size_t kVersionAt = 4;
/// Behind the version both have the same types, nearly all of their bytes.
constexpr size_t kShared = [] {
    constexpr size_t kStart = kVersionAt + 1;
    size_t low = kStart, high = std::min(sizeof kV14, sizeof kV15);
    while (low < high) {
        const size_t middle = (low + high + 1) / 2;
        const bool is_same = __builtin_memcmp(kV14 + kStart, kV15 + kStart, middle - kStart) == 0;
        (is_same ? low : high) = is_same ? middle : middle - 1;
    }
    return low;
}();
constexpr auto kRestOfV14 = [] {
    std::array<uint8_t, sizeof kV14 - kShared> rest{};
    std::copy(kV14 + kShared, kV14 + sizeof kV14, rest.begin());
    return rest;
}();

}  // namespace

Bytes metadata(uint32_t version) {
    switch (version) {
        case 14: {
            Bytes out = concat(BytesView(kV15).first(kShared), BytesView(kRestOfV14));
            out[kVersionAt] = kV14[kVersionAt];
            return out;
        }
        case 15:
            return to_bytes(kV15);
        default:
            return {};
    }
}

}  // namespace serinus::kusama

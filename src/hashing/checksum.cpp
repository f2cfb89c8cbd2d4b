#include "hashing/checksum.hpp"

#include <xxhash.h>

namespace serinus::hashing {

ByteArray<16> xxh3_128(BytesView input) noexcept {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(input.data(), input.size()));
    ByteArray<16> out;
    std::memcpy(out.data(), canonical.digest, out.size());
    return out;
}

uint64_t xxh3_64(BytesView input, uint64_t seed) noexcept {
    return XXH3_64bits_withSeed(input.data(), input.size(), seed);
}

}  // namespace serinus::hashing

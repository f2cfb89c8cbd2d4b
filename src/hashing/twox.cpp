#define XXH_INLINE_ALL
#include <xxhash.h>

#include "hashing/hashing.hpp"

namespace serinus::hashing {
namespace {

template <size_t N>
ByteArray<N> twox(BytesView input) noexcept {
    ByteArray<N> out;
    for (size_t seed = 0; seed < N / 8; ++seed)
        store_le(out.data() + 8 * seed, XXH64(input.data(), input.size(), seed));
    return out;
}

}  // namespace

ByteArray<8> twox_64(BytesView input) noexcept { return twox<8>(input); }
ByteArray<16> twox_128(BytesView input) noexcept { return twox<16>(input); }
ByteArray<32> twox_256(BytesView input) noexcept { return twox<32>(input); }

Bytes twox_64_concat(BytesView input) { return concat(twox_64(input), input); }

}  // namespace serinus::hashing

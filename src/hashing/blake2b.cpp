#include <sodium.h>

#include "hashing/hashing.hpp"

namespace serinus::hashing {
namespace {

template <class Out>
Out blake2b(BytesView input) noexcept {
    Out out;
    crypto_generichash_blake2b(out.data(), out.size(), input.data(), input.size(), nullptr, 0);
    return out;
}

/// libsodium picks its vectorised compression function in sodium_init.
const int initialised = sodium_init();

}  // namespace

ByteArray<8> blake2b_64(BytesView input) noexcept {
    // The library starts at 16 bytes. The output length is part of the parameter block, so a longer output cut short
    // would be another function.
    ByteArray<8> out;
    (void)initialised;
    crypto_generichash_blake2b(out.data(), out.size(), input.data(), input.size(), nullptr, 0);
    return out;
}
ByteArray<16> blake2b_128(BytesView input) noexcept { return blake2b<ByteArray<16>>(input); }
Hash256 blake2b_256(BytesView input) noexcept { return blake2b<Hash256>(input); }
ByteArray<64> blake2b_512(BytesView input) noexcept { return blake2b<ByteArray<64>>(input); }

Bytes blake2b_128_concat(BytesView input) { return concat(blake2b_128(input), input); }
Bytes blake2b_256_concat(BytesView input) { return concat(blake2b_256(input), input); }

}  // namespace serinus::hashing

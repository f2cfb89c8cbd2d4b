#include <sodium.h>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "hashing/streaming.hpp"

namespace serinus::hashing {
namespace {

/// libsodium picks its vectorised compression function in sodium_init; before that it uses the portable one.
void choose_implementation() noexcept {
    static const bool ready = sodium_init() >= 0;
    SERINUS_ASSERT(ready);
}

/// The library offers 16 bytes and more, and takes 1 and more. The output size is part of the parameter block, so a
/// longer output cut short would be another function.
template <class Out>
Out blake2b(BytesView input) noexcept {
    choose_implementation();
    Out out;
    crypto_generichash_blake2b(out.data(), out.size(), input.data(), input.size(), nullptr, 0);
    return out;
}

crypto_generichash_blake2b_state* state_of(ByteArray<384>& bytes) noexcept {
    static_assert(sizeof(crypto_generichash_blake2b_state) == 384);
    return reinterpret_cast<crypto_generichash_blake2b_state*>(bytes.data());
}

}  // namespace

ByteArray<8> blake2b_64(BytesView input) noexcept { return blake2b<ByteArray<8>>(input); }
ByteArray<16> blake2b_128(BytesView input) noexcept { return blake2b<ByteArray<16>>(input); }
Hash256 blake2b_256(BytesView input) noexcept { return blake2b<Hash256>(input); }
ByteArray<64> blake2b_512(BytesView input) noexcept { return blake2b<ByteArray<64>>(input); }

Bytes blake2b_128_concat(BytesView input) { return concat(blake2b_128(input), input); }
Bytes blake2b_256_concat(BytesView input) { return concat(blake2b_256(input), input); }

Blake2b::Blake2b(size_t output_size) noexcept : output_size_(output_size) {
    SERINUS_ASSERT(output_size >= 1 && output_size <= 64);
    choose_implementation();
    crypto_generichash_blake2b_init(state_of(state_), nullptr, 0, output_size);
}

Blake2b& Blake2b::update(BytesView input) noexcept {
    crypto_generichash_blake2b_update(state_of(state_), input.data(), input.size());
    return *this;
}

void Blake2b::finish(MutableBytesView out) noexcept {
    SERINUS_ASSERT(out.size() == output_size_);
    crypto_generichash_blake2b_final(state_of(state_), out.data(), out.size());
}

}  // namespace serinus::hashing

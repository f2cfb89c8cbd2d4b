#define XXH_INLINE_ALL  // most inputs are names: a call into the library would take longer than their hashes
#include <xxhash.h>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"
#include "hashing/streaming.hpp"

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

Twox::Twox(size_t output_size) noexcept : count_(output_size / 8) {
    static_assert(sizeof(XXH64_state_t) == kStateSize);
    SERINUS_ASSERT(output_size == 8 || output_size == 16 || output_size == 32);
    for (size_t seed = 0; seed < count_; ++seed) {
        XXH64_reset(reinterpret_cast<XXH64_state_t*>(&states_[seed * kStateSize]), seed);
    }
}

Twox& Twox::update(BytesView input) noexcept {
    if (input.empty()) return *this;  // the library takes a null pointer for an error
    for (size_t i = 0; i < count_; ++i) {
        XXH64_update(reinterpret_cast<XXH64_state_t*>(&states_[i * kStateSize]), input.data(), input.size());
    }
    return *this;
}

void Twox::finish(MutableBytesView out) noexcept {
    SERINUS_ASSERT(out.size() == 8 * count_);
    for (size_t i = 0; i < count_; ++i) {
        store_le(&out[8 * i], XXH64_digest(reinterpret_cast<const XXH64_state_t*>(&states_[i * kStateSize])));
    }
}

}  // namespace serinus::hashing

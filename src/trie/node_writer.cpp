#include "trie/node_writer.hpp"

#include <cstdlib>
#include <new>

#include "base/assert.hpp"
#include "hashing/hashing.hpp"

namespace serinus::trie {

uint8_t* write_header(uint8_t* out, NodeVariant variant, size_t partial_key_nibbles) noexcept {
    const uint8_t mask = header_length_mask(variant);
    if (partial_key_nibbles < mask) {
        *out++ = static_cast<uint8_t>(static_cast<uint8_t>(variant) | partial_key_nibbles);
        return out;
    }
    *out++ = static_cast<uint8_t>(static_cast<uint8_t>(variant) | mask);
    size_t rest = partial_key_nibbles - mask;
    for (; rest >= 255; rest -= 255) *out++ = 255;
    *out++ = static_cast<uint8_t>(rest);  // less than 255: the last length byte
    return out;
}

uint8_t* write_partial_key(uint8_t* out, BytesView key, size_t from, size_t to) noexcept {
    const uint8_t* in = key.data() + from / 2;
    const size_t nibbles = to - from;
    const size_t bytes = nibbles / 2;
    const bool starts_low = from % 2 != 0;
    if (nibbles % 2 != 0) *out++ = starts_low ? *in++ & 0x0f : *in >> 4;
    if (starts_low == (nibbles % 2 != 0)) {  // what is left starts at a byte of the key
        if (bytes != 0) std::memcpy(out, in, bytes);
        return out + bytes;
    }
    for (size_t i = 0; i < bytes; ++i) out[i] = static_cast<uint8_t>(in[i] << 4 | in[i + 1] >> 4);
    return out + bytes;
}

uint8_t* write_compact_length(uint8_t* out, size_t length) noexcept {
    if (length < 1u << 6) {
        *out = static_cast<uint8_t>(length << 2);
        return out + 1;
    }
    if (length < 1u << 14) {
        store_le(out, static_cast<uint16_t>(length << 2 | 0b01));
        return out + 2;
    }
    if (length < 1u << 30) {
        store_le(out, static_cast<uint32_t>(length << 2 | 0b10));
        return out + 4;
    }
    *out = 0b11;  // four bytes follow
    store_le(out + 1, static_cast<uint32_t>(length));
    return out + 5;
}

void Scratch::Free::operator()(uint8_t* memory) const noexcept { std::free(memory); }

uint8_t* Scratch::reserve(size_t size) {
    if (size > capacity_) {
        capacity_ = std::max(size, 2 * capacity_);
        memory_.reset(static_cast<uint8_t*>(std::malloc(capacity_)));
        SERINUS_ASSERT(memory_ != nullptr);
    }
    return memory_.get();
}

MerkleValue MerkleValue::of(BytesView encoding) noexcept {
    if (encoding.size() >= Hash256::kSize) return of_hash(hashing::blake2b_256(encoding));
    MerkleValue out;
    write_bytes(out.bytes_.data(), encoding);
    out.size_ = static_cast<uint8_t>(encoding.size());
    return out;
}

MerkleValue MerkleValue::of_hash(const Hash256& hash) noexcept {
    MerkleValue out;
    out.bytes_ = hash.bytes;
    out.size_ = Hash256::kSize;
    return out;
}

}  // namespace serinus::trie

#include "trie/nibbles.hpp"

namespace serinus::trie {
namespace {

size_t common_bytes(const uint8_t* a, const uint8_t* b, size_t limit) noexcept {
    size_t i = 0;
    for (; i + 8 <= limit; i += 8) {
        const uint64_t difference = load_le<uint64_t>(a + i) ^ load_le<uint64_t>(b + i);
        if (difference != 0) return i + static_cast<size_t>(std::countr_zero(difference)) / 8;
    }
    while (i < limit && a[i] == b[i]) ++i;
    return i;
}

}  // namespace

size_t common_nibbles(NibblesView a, NibblesView b) noexcept {
    const size_t limit = std::min(a.size_, b.size_);
    size_t i = 0;
    if (a.offset_ == b.offset_) {
        if (limit != 0 && a.offset_ == 1) {
            if (a[0] != b[0]) return 0;
            i = 1;
        }
        i += 2 * common_bytes(a.bytes_ + a.offset_, b.bytes_ + b.offset_, (limit - i) / 2);
    }
    while (i < limit && a[i] == b[i]) ++i;
    return i;
}

uint8_t* write_nibbles(uint8_t* out, NibblesView nibbles) noexcept {
    const uint8_t* in = nibbles.bytes_;
    const bool odd = nibbles.size_ % 2 != 0;
    const size_t bytes = nibbles.size_ / 2;
    if (odd) {
        *out++ = nibbles[0];
        in += nibbles.offset_;
    }
    if (odd == (nibbles.offset_ == 1)) {  // the rest starts at a byte
        if (bytes != 0) std::memcpy(out, in, bytes);
        return out + bytes;
    }
    for (size_t i = 0; i < bytes; ++i) out[i] = static_cast<uint8_t>(in[i] << 4 | in[i + 1] >> 4);
    return out + bytes;
}

void NibblePath::append(NibblesView nibbles) {
    const size_t old_size = nibbles_.size();
    const size_t size = nibbles.size();
    nibbles_.resize(old_size + size);
    uint8_t* out = nibbles_.data() + old_size;
    size_t i = 0;
    if (size != 0 && nibbles.offset_ == 1) out[i++] = nibbles[0];
    const uint8_t* in = nibbles.bytes_ + nibbles.offset_;
    for (; i + 2 <= size; i += 2, ++in) {
        out[i] = *in >> 4;
        out[i + 1] = *in & 0x0f;
    }
    if (i < size) out[i] = *in >> 4;
}

void NibblePath::resize_down(size_t size) noexcept {
    SERINUS_ASSERT(size <= nibbles_.size());
    nibbles_.resize(size);
}

void NibblePath::write_key(Bytes& key) const {
    SERINUS_ASSERT(is_key());
    key.resize(size() / 2);
    for (size_t i = 0; i < key.size(); ++i) key[i] = static_cast<uint8_t>(nibbles_[2 * i] << 4 | nibbles_[2 * i + 1]);
}

std::string NibblePath::to_string() const {
    std::string out;
    for (const uint8_t nibble : nibbles_) out += "0123456789abcdef"[nibble];
    return out;
}

}  // namespace serinus::trie

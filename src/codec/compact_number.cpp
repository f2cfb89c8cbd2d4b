#include "codec/compact_number.hpp"

namespace serinus::scale {
namespace {

/// The number, if it has at most 64 bits.
uint64_t low_bits(BytesView bytes) noexcept {
    uint64_t value = 0;
    std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof value));
    return value;
}

}  // namespace

size_t Codec<BigCompact>::size(const BigCompact& value) noexcept {
    const BytesView bytes = value.bytes();
    if (bytes.empty()) return 1;
    return bytes.size() <= 8 ? compact_size(low_bits(bytes)) : 1 + bytes.size();
}

void Codec<BigCompact>::write(Encoder& out, const BigCompact& value) {
    const BytesView bytes = value.bytes();
    if (bytes.size() <= 8) {
        out.compact(bytes.empty() ? uint64_t{0} : low_bits(bytes));
    } else {
        out.byte(static_cast<uint8_t>((bytes.size() - 4) << 2 | 3));
        out.append(bytes);
    }
}

bool Codec<BigCompact>::read(Decoder& in, BigCompact& value) noexcept {
    const uint8_t* const start = in.position();
    if (in.remaining() == 0) return in.fail(DecodeFault::kTruncated, start, 1, 0);
    const size_t counted = size_t{*start} / 4 + 4;
    if ((*start & 3) != 3 || counted <= 8) {
        uint64_t number;
        if (!in.compact(number)) return false;
        value = BigCompact({reinterpret_cast<const uint8_t*>(&number), sizeof number});
        return true;
    }
    const uint8_t* at;
    if (!in.take(1 + counted, at)) return false;
    if (at[counted] == 0) return in.fail(DecodeFault::kNonCanonicalCompact, start);
    value = BigCompact({at + 1, counted});
    return true;
}

}  // namespace serinus::scale

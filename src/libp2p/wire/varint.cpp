#include "libp2p/wire/varint.hpp"

namespace serinus::network::wire {

void append_varint(Bytes& out, uint64_t value) {
    while (value >= 0x80) {
        out.push_back(static_cast<uint8_t>(value) | 0x80);
        value >>= 7;
    }
    out.push_back(static_cast<uint8_t>(value));
}

size_t varint_size(uint64_t value) noexcept {
    size_t size = 1;
    while (value >= 0x80) {
        value >>= 7;
        ++size;
    }
    return size;
}

namespace {

/// The value of the first varint of at most `max_bytes`, and how many bytes it has.
Result<std::pair<uint64_t, size_t>, VarintError> scan(BytesView input, size_t max_bytes) noexcept {
    uint64_t value = 0;
    for (size_t i = 0; i < max_bytes; ++i) {
        if (i == input.size()) return Err(VarintError::kTruncated);
        const auto bits = static_cast<uint64_t>(input[i] & 0x7f);
        if (i < kMaxVarintBytes) value |= bits << (7 * i);  // of the tenth byte only the lowest bit fits
        if ((input[i] & 0x80) == 0) return std::pair(value, i + 1);
    }
    return Err(VarintError::kTooLong);
}

}  // namespace

Result<uint64_t, VarintError> decode_varint(BytesView& input) noexcept {
    constexpr size_t kMaxBytes = 9;
    TRY_ASSIGN(const auto found, scan(input, kMaxBytes));
    const auto [value, size] = found;
    if (size > 1 && input[size - 1] == 0) return Err(VarintError::kNotCanonical);
    input = input.subspan(size);
    return value;
}

Result<uint64_t, VarintError> decode_protobuf_varint(BytesView& input) noexcept {
    TRY_ASSIGN(const auto found, scan(input, kMaxVarintBytes));
    input = input.subspan(found.second);
    return found.first;
}

void append_length_prefixed(Bytes& out, BytesView message) {
    append_varint(out, message.size());
    append(out, message);
}

}  // namespace serinus::network::wire

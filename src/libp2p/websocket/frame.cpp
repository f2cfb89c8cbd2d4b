#include "libp2p/websocket/frame.hpp"

namespace serinus::network::websocket {
namespace {

constexpr uint8_t kLastBit = 0x80, kReservedBits = 0x70, kOpcodeBits = 0x0f;
constexpr uint8_t kMaskBit = 0x80, kLengthBits = 0x7f;
constexpr uint8_t kLength16 = 126, kLength64 = 127;  ///< two and eight bytes of length follow

uint64_t load_big_endian(BytesView bytes) noexcept {
    uint64_t out = 0;
    for (const uint8_t byte : bytes) out = out << 8 | byte;
    return out;
}

bool is_known(uint8_t opcode) noexcept { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

}  // namespace

const char* to_string(FrameError error) noexcept {
    switch (error) {
        case FrameError::kReservedBits:
            return "a WebSocket frame has reserved bits set";
        case FrameError::kUnknownOpcode:
            return "a WebSocket frame has an unknown opcode";
        case FrameError::kBadLength:
            return "the length of a WebSocket frame is encoded wrongly";
        case FrameError::kLongControl:
            return "a WebSocket control frame is too long";
        case FrameError::kFragmentedControl:
            return "a WebSocket control frame is fragmented";
    }
    return "";
}

Result<std::optional<FrameHead>, FrameError> decode_frame_head(BytesView& input) noexcept {
    using Out = std::optional<FrameHead>;
    if (input.empty()) return Out();
    // A bad first byte is told at once: its sender may send nothing more.
    ENSURE((input[0] & kReservedBits) == 0, FrameError::kReservedBits);
    ENSURE(is_known(input[0] & kOpcodeBits), FrameError::kUnknownOpcode);
    FrameHead head{.is_last = (input[0] & kLastBit) != 0, .opcode = static_cast<Opcode>(input[0] & kOpcodeBits)};
    ENSURE(head.is_last || !head.is_control(), FrameError::kFragmentedControl);
    if (input.size() < 2) return Out();

    const uint8_t length = input[1] & kLengthBits;
    ENSURE(!head.is_control() || length <= kMaxControlBytes, FrameError::kLongControl);
    const size_t length_bytes = length == kLength16 ? 2 : length == kLength64 ? 8 : 0;
    if (input.size() < 2 + length_bytes) return Out();
    head.payload_bytes = length;
    if (length_bytes != 0) {
        head.payload_bytes = load_big_endian(input.subspan(2, length_bytes));
        const uint64_t least = length_bytes == 2 ? kLength16 : uint64_t{UINT16_MAX} + 1;
        ENSURE(head.payload_bytes >= least && head.payload_bytes >> 63 == 0, FrameError::kBadLength);
    }

    BytesView rest = input.subspan(2 + length_bytes);
    if ((input[1] & kMaskBit) != 0) {
        if (rest.size() < sizeof(Mask)) return Out();
        head.mask.emplace();
        std::copy_n(rest.begin(), sizeof(Mask), head.mask->begin());
        rest = rest.subspan(sizeof(Mask));
    }
    input = rest;
    return Out(head);
}

void append_frame_head(Bytes& out, const FrameHead& head) {
    out.push_back(static_cast<uint8_t>((head.is_last ? kLastBit : 0) | static_cast<uint8_t>(head.opcode)));
    const uint8_t mask_bit = head.mask ? kMaskBit : 0;
    const auto append_length = [&](uint8_t code, size_t bytes) {
        out.push_back(static_cast<uint8_t>(mask_bit | code));
        for (size_t i = bytes; i-- > 0;) out.push_back(static_cast<uint8_t>(head.payload_bytes >> (8 * i)));
    };
    if (head.payload_bytes < kLength16) {
        append_length(static_cast<uint8_t>(head.payload_bytes), 0);
    } else if (head.payload_bytes <= UINT16_MAX) {
        append_length(kLength16, 2);
    } else {
        append_length(kLength64, 8);
    }
    if (head.mask) append(out, *head.mask);
}

void apply_mask(MutableBytesView bytes, const Mask& mask, uint64_t offset) noexcept {
    // Eight bytes at a time: the mask as it stands over the first of them.
    std::array<uint8_t, 8> pattern;
    for (size_t i = 0; i < pattern.size(); ++i) pattern[i] = mask[(offset + i) % mask.size()];
    const auto wide = load_le<uint64_t>(pattern.data());
    size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) store_le(&bytes[at], load_le<uint64_t>(&bytes[at]) ^ wide);
    for (; at < bytes.size(); ++at) bytes[at] ^= pattern[at % 8];
}

}  // namespace serinus::network::websocket

/// Frames of WebSocket: their heads and their masks.
/// Spec: RFC 6455, 5.2
#pragma once

#include <array>
#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::network::websocket {

enum class Opcode : uint8_t {
    kContinuation = 0,
    kText = 1,
    kBinary = 2,
    kClose = 8,
    kPing = 9,
    kPong = 10,
};

inline constexpr size_t kMaxHeadBytes = 14;
/// Of close, ping and pong.
inline constexpr size_t kMaxControlBytes = 125;

using Mask = std::array<uint8_t, 4>;

struct FrameHead {
    bool is_last = true;  ///< of its message
    Opcode opcode = Opcode::kBinary;
    std::optional<Mask> mask = {};
    uint64_t payload_bytes = 0;

    bool is_control() const noexcept { return static_cast<uint8_t>(opcode) >= 8; }
    friend bool operator==(const FrameHead&, const FrameHead&) = default;
};

enum class FrameError : uint8_t {
    kReservedBits,   ///< set without an extension that was agreed on
    kUnknownOpcode,  ///< reserved ones
    kBadLength,      ///< not the shortest encoding, or above 2^63 - 1
    kLongControl,    ///< a control frame of more than kMaxControlBytes
    kFragmentedControl,
};
const char* to_string(FrameError error) noexcept;

/// On success `input` starts behind the head. nullopt: more bytes are needed; `input` is untouched then.
[[nodiscard]] Result<std::optional<FrameHead>, FrameError> decode_frame_head(BytesView& input) noexcept;
void append_frame_head(Bytes& out, const FrameHead& head);

/// Masks and unmasks. `offset`: of the first byte in the payload of the frame.
void apply_mask(MutableBytesView bytes, const Mask& mask, uint64_t offset) noexcept;

}  // namespace serinus::network::websocket

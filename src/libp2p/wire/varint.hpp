/// Unsigned variable-length integers: seven bits a byte, the least significant first, the top bit says that more
/// follow.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::network::wire {

enum class VarintError : uint8_t {
    kTruncated,     ///< more bytes are needed; all that are there fit
    kTooLong,       ///< more bytes than the largest value has
    kNotCanonical,  ///< a shorter encoding of the same value exists
};

/// Bytes of the longest varint in protobuf: 64 bits.
inline constexpr size_t kMaxVarintBytes = 10;

void append_varint(Bytes& out, uint64_t value);
size_t varint_size(uint64_t value) noexcept;

/// As libp2p has them: canonical, at most nine bytes (63 bits). On success `input` starts behind it; on failure `input`
/// is untouched. Spec: multiformats unsigned-varint
[[nodiscard]] Result<uint64_t, VarintError> decode_varint(BytesView& input) noexcept;

/// As protobuf has them: at most ten bytes, zeros at the end allowed, bits above the 64th ignored.
[[nodiscard]] Result<uint64_t, VarintError> decode_protobuf_varint(BytesView& input) noexcept;

/// A message with its length before it.
void append_length_prefixed(Bytes& out, BytesView message);

}  // namespace serinus::network::wire

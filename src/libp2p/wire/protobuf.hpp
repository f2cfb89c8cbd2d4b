/// Protocol Buffers, as far as the protocols of libp2p and Polkadot need them. Decoding copies nothing and allocates
/// nothing: lengths are checked against the bytes that remain.
/// Spec: Protocol Buffers encoding (proto2 and proto3 alike)
#pragma once

#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::network::wire {

enum class ProtobufError : uint8_t {
    kTruncated,
    kBadVarint,
    kBadTag,        ///< field number 0, or a number above 2^29 - 1
    kBadWireType,   ///< groups, and types that do not exist
    kWrongType,     ///< a known field with another wire type than it has
    kMissingField,  ///< for the decoders of messages
    kBadValue,      ///< likewise: a value out of its range
};

enum class WireType : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

/// One field of a message.
struct ProtobufField {
    uint32_t number = 0;
    WireType type = WireType::kVarint;
    uint64_t varint = 0;   ///< of kVarint, and of the fixed types
    BytesView bytes = {};  ///< of kBytes: a view into the message

    /// The value of a field that is a varint, or bytes. Error: kWrongType.
    [[nodiscard]] Result<uint64_t, ProtobufError> as_varint() const noexcept;
    [[nodiscard]] Result<BytesView, ProtobufError> as_bytes() const noexcept;
    /// As `bool`: any value but 0.
    [[nodiscard]] Result<bool, ProtobufError> as_bool() const noexcept;
};

/// Goes through the fields of a message in the order of their encoding; unknown ones are for the caller to pass over.
class ProtobufReader {
  public:
    explicit ProtobufReader(BytesView message) noexcept : rest_(message) {}

    /// nullopt: the end of the message.
    [[nodiscard]] Result<std::optional<ProtobufField>, ProtobufError> next() noexcept;

  private:
    BytesView rest_;
};

/// Appends fields in the order of the calls. Default values are written too: the caller leaves them out.
class ProtobufWriter {
  public:
    ProtobufWriter& varint(uint32_t field, uint64_t value);
    ProtobufWriter& bytes(uint32_t field, BytesView value);
    ProtobufWriter& text(uint32_t field, std::string_view value) { return bytes(field, as_bytes(value)); }
    ProtobufWriter& message(uint32_t field, const ProtobufWriter& value) { return bytes(field, value.encoded_); }

    BytesView view() const noexcept { return encoded_; }
    Bytes take() && noexcept { return std::move(encoded_); }

  private:
    Bytes encoded_;
};

}  // namespace serinus::network::wire

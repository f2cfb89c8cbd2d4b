#include "libp2p/wire/protobuf.hpp"

#include "libp2p/wire/varint.hpp"

namespace serinus::network::wire {
namespace {

Result<uint64_t, ProtobufError> varint_of(BytesView& input) noexcept {
    const auto value = decode_protobuf_varint(input);
    if (value) return *value;
    return Err(value.error() == VarintError::kTruncated ? ProtobufError::kTruncated : ProtobufError::kBadVarint);
}

Result<BytesView, ProtobufError> take(BytesView& input, uint64_t size) noexcept {
    if (size > input.size()) return Err(ProtobufError::kTruncated);
    const BytesView out = input.first(static_cast<size_t>(size));
    input = input.subspan(static_cast<size_t>(size));
    return out;
}

Result<uint64_t, ProtobufError> fixed_of(BytesView& input, size_t size) noexcept {
    TRY_ASSIGN(const BytesView bytes, take(input, size));
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i) value |= static_cast<uint64_t>(bytes[i]) << (8 * i);
    return value;
}

constexpr uint64_t kMaxFieldNumber = (uint64_t{1} << 29) - 1;

}  // namespace

Result<uint64_t, ProtobufError> ProtobufField::as_varint() const noexcept {
    if (type != WireType::kVarint) return Err(ProtobufError::kWrongType);
    return varint;
}

Result<BytesView, ProtobufError> ProtobufField::as_bytes() const noexcept {
    if (type != WireType::kBytes) return Err(ProtobufError::kWrongType);
    return bytes;
}

Result<bool, ProtobufError> ProtobufField::as_bool() const noexcept {
    TRY_ASSIGN(const uint64_t value, as_varint());
    return value != 0;
}

Result<std::optional<ProtobufField>, ProtobufError> ProtobufReader::next() noexcept {
    if (rest_.empty()) return std::optional<ProtobufField>();
    TRY_ASSIGN(const uint64_t tag, varint_of(rest_));
    const uint64_t number = tag >> 3;
    if (number == 0 || number > kMaxFieldNumber) return Err(ProtobufError::kBadTag);
    ProtobufField field{.number = static_cast<uint32_t>(number), .type = static_cast<WireType>(tag & 7)};
    switch (field.type) {
        case WireType::kVarint:
            field.varint = TRY(varint_of(rest_));
            break;
        case WireType::kFixed64:
            field.varint = TRY(fixed_of(rest_, 8));
            break;
        case WireType::kFixed32:
            field.varint = TRY(fixed_of(rest_, 4));
            break;
        case WireType::kBytes: {
            TRY_ASSIGN(const uint64_t size, varint_of(rest_));
            field.bytes = TRY(take(rest_, size));
            break;
        }
        default:
            return Err(ProtobufError::kBadWireType);
    }
    return std::optional(field);
}

ProtobufWriter& ProtobufWriter::varint(uint32_t field, uint64_t value) {
    append_varint(encoded_, static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(WireType::kVarint));
    append_varint(encoded_, value);
    return *this;
}

ProtobufWriter& ProtobufWriter::bytes(uint32_t field, BytesView value) {
    append_varint(encoded_, static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(WireType::kBytes));
    append_length_prefixed(encoded_, value);
    return *this;
}

}  // namespace serinus::network::wire

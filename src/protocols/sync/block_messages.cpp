#include "protocols/sync/block_messages.hpp"

#include "chain/import/import_core.hpp"
#include "codec/scale.hpp"
#include "trie/root_builder.hpp"

namespace serinus::network::sync {

using wire::ProtobufError;

namespace {

// The fields of BlockRequest, BlockResponse and BlockData (api.v1).
constexpr uint32_t kFields = 1, kFromHash = 2, kFromNumber = 3, kDirection = 5, kMaxBlocks = 6, kManyJustifications = 7;
constexpr uint32_t kBlocks = 1;
constexpr uint32_t kHash = 1, kHeader = 2, kBody = 3, kJustification = 6, kIsEmptyJustification = 7,
                   kJustifications = 8;

// The parts of a block are bits of the highest byte of a 32-bit number.
constexpr uint32_t kHeaderBit = 1u << 24, kBodyBit = 2u << 24, kJustificationBit = 16u << 24;

BlockResponseError malformed(ProtobufError) noexcept { return BlockResponseError::kMalformed; }

}  // namespace

Bytes encode(const BlockRequest& request) {
    wire::ProtobufWriter writer;
    const uint32_t bits = (request.fields.header ? kHeaderBit : 0) | (request.fields.body ? kBodyBit : 0) |
                          (request.fields.justification ? kJustificationBit : 0);
    writer.varint(kFields, bits);
    if (const auto* hash = std::get_if<Hash256>(&request.from)) {
        writer.bytes(kFromHash, hash->bytes);
    } else {
        writer.bytes(kFromNumber, scale::encode(std::get<BlockNumber>(request.from)));
    }
    if (request.direction == Direction::kDescending)
        writer.varint(kDirection, static_cast<uint64_t>(request.direction));
    if (request.max_blocks != 0) writer.varint(kMaxBlocks, request.max_blocks);
    if (request.knows_several_justifications) writer.varint(kManyJustifications, 1);
    return std::move(writer).take();
}

Result<BlockRequest, ProtobufError> decode_block_request(BytesView encoded) {
    BlockRequest out;
    out.knows_several_justifications = false;
    bool has_start = false;
    wire::ProtobufReader reader(encoded);
    for (;;) {
        TRY_ASSIGN(const auto field, reader.next());
        if (!field) break;
        switch (field->number) {
            case kFields: {
                TRY_ASSIGN(const uint64_t bits, field->as_varint());
                out.fields = {.header = (bits & kHeaderBit) != 0,
                              .body = (bits & kBodyBit) != 0,
                              .justification = (bits & kJustificationBit) != 0};
                break;
            }
            case kFromHash: {
                const auto hash = Hash256::from(TRY(field->as_bytes()));
                if (!hash) return Err(ProtobufError::kBadValue);
                out.from = *hash;
                has_start = true;
                break;
            }
            case kFromNumber: {
                const auto number = scale::decode<BlockNumber>(TRY(field->as_bytes()));
                if (!number) return Err(ProtobufError::kBadValue);
                out.from = *number;
                has_start = true;
                break;
            }
            case kDirection: {
                TRY_ASSIGN(const uint64_t direction, field->as_varint());
                if (direction > 1) return Err(ProtobufError::kBadValue);
                out.direction = static_cast<Direction>(direction);
                break;
            }
            case kMaxBlocks: {
                TRY_ASSIGN(const uint64_t count, field->as_varint());
                out.max_blocks = static_cast<uint32_t>(std::min<uint64_t>(count, UINT32_MAX));
                break;
            }
            case kManyJustifications:
                out.knows_several_justifications = TRY(field->as_bool());
                break;
            default:
                break;
        }
    }
    if (!has_start) return Err(ProtobufError::kMissingField);
    return out;
}

uint64_t size_in_memory(const ReceivedBlock& block) noexcept {
    return chain::size_in_queue(block.header, block.body, block.justifications);
}

void BlockResponseWriter::add(const BlockData& block) {
    wire::ProtobufWriter data;
    data.bytes(kHash, block.hash.bytes);
    if (!block.header.empty()) data.bytes(kHeader, block.header);
    for (const Bytes& extrinsic : block.body) data.bytes(kBody, extrinsic);
    // One that is empty looks like none, so a field of its own says that it is there.
    if (block.justification) data.bytes(kJustification, *block.justification);
    if (block.justification && block.justification->empty()) data.varint(kIsEmptyJustification, 1);
    if (block.justifications) data.bytes(kJustifications, *block.justifications);
    writer_.message(kBlocks, data);
}

namespace {

/// Counts over all blocks of an answer.
struct AnswerSoFar {
    size_t extrinsics = 0;
    uint64_t bytes = 0;  ///< in memory
    trie::StateVersion root_version =
        trie::StateVersion::kV0;  ///< of the latest extrinsics root: the next one is likewise
};

/// `encoded` are the extrinsics with their lengths. Both versions agree where no extrinsic has more than 32 bytes.
bool has_root(std::span<const BytesView> encoded, const Hash256& root, AnswerSoFar& so_far) {
    using enum trie::StateVersion;
    const auto other = so_far.root_version == kV0 ? kV1 : kV0;
    if (trie::ordered_root(encoded, so_far.root_version) == root) return true;
    if (trie::ordered_root(encoded, other) != root) return false;
    so_far.root_version = other;
    return true;
}

Result<ReceivedBlock, BlockResponseError> decode_block(const BlockRequest& request, BytesView encoded,
                                                       AnswerSoFar& so_far) {
    ReceivedBlock out;
    std::vector<BytesView> extrinsics;
    std::optional<Hash256> claimed;
    bool has_header = false;
    wire::ProtobufReader reader(encoded);
    for (;;) {
        const auto next = reader.next();
        if (!next) return Err(malformed(next.error()));
        if (!*next) break;
        const wire::ProtobufField& field = **next;
        if (field.number != kHash && field.number != kHeader && field.number != kBody &&
            field.number != kJustifications) {
            continue;
        }
        const bool is_wanted = field.number == kBody             ? request.fields.body
                               : field.number == kJustifications ? request.fields.justification
                                                                 : true;
        if (!is_wanted) continue;
        const auto bytes = field.as_bytes();
        if (!bytes) return Err(malformed(bytes.error()));
        if (field.number == kHash) {
            claimed = Hash256::from(*bytes);
            if (!claimed) return Err(BlockResponseError::kMalformed);
        } else if (field.number == kHeader && !bytes->empty()) {
            auto header = scale::decode<primitives::Header>(*bytes);
            if (!header) return Err(BlockResponseError::kMalformed);
            out.header = *std::move(header);
            out.hash = primitives::header_hash(out.header);
            has_header = true;
        } else if (field.number == kBody) {
            auto extrinsic = scale::decode<primitives::Extrinsic>(*bytes);
            if (!extrinsic) return Err(BlockResponseError::kMalformed);
            if (++so_far.extrinsics > kMaxExtrinsicsInAnswer) return Err(BlockResponseError::kTooLarge);
            extrinsics.push_back(*bytes);
            out.body.push_back(*std::move(extrinsic));
        } else if (field.number == kJustifications && !bytes->empty()) {
            auto justifications = scale::decode<primitives::Justifications>(*bytes);
            if (!justifications) return Err(BlockResponseError::kMalformed);
            out.justifications = *std::move(justifications);
        }
    }
    if (request.fields.header && !has_header) return Err(BlockResponseError::kMissingHeader);
    if (has_header && claimed && *claimed != out.hash) return Err(BlockResponseError::kWrongHash);
    if (!has_header) {
        if (!claimed) return Err(BlockResponseError::kMissingHeader);
        out.hash = *claimed;
    }
    // On the wire an empty body looks like one that is not there; the header knows.
    const bool lacks_body =
        out.body.empty() && out.header.number > 0 && out.header.extrinsics_root != trie::empty_root();
    if (request.fields.body && lacks_body) return Err(BlockResponseError::kMissingBody);
    if (has_header && !out.body.empty() && !has_root(extrinsics, out.header.extrinsics_root, so_far)) {
        return Err(BlockResponseError::kWrongBody);
    }
    so_far.bytes += size_in_memory(out);
    if (so_far.bytes > kMaxAnswerInMemory) return Err(BlockResponseError::kTooLarge);
    return out;
}

}  // namespace

Result<std::vector<ReceivedBlock>, BlockResponseError> check_block_response(const BlockRequest& request,
                                                                            BytesView encoded) {
    std::vector<ReceivedBlock> out;
    AnswerSoFar so_far;
    wire::ProtobufReader reader(encoded);
    for (;;) {
        const auto next = reader.next();
        if (!next) return Err(malformed(next.error()));
        if (!*next) break;
        if ((*next)->number != kBlocks) continue;
        const auto bytes = (*next)->as_bytes();
        if (!bytes) return Err(malformed(bytes.error()));
        if (request.max_blocks != 0 && out.size() == request.max_blocks) return Err(BlockResponseError::kTooMany);
        out.push_back(TRY(decode_block(request, *bytes, so_far)));
    }
    if (out.empty()) return out;
    const ReceivedBlock& first = out.front();
    if (const auto* hash = std::get_if<Hash256>(&request.from)) {
        if (first.hash != *hash) return Err(BlockResponseError::kWrongStart);
    } else if (request.fields.header && first.header.number != std::get<BlockNumber>(request.from)) {
        return Err(BlockResponseError::kWrongStart);
    }
    if (!request.fields.header) return out;
    for (size_t i = 1; i < out.size(); ++i) {
        const bool ascends = request.direction == Direction::kAscending;
        const ReceivedBlock& parent = ascends ? out[i - 1] : out[i];
        const ReceivedBlock& child = ascends ? out[i] : out[i - 1];
        const bool is_next = child.header.number == uint64_t{parent.header.number} + 1;
        if (child.header.parent_hash != parent.hash || !is_next) return Err(BlockResponseError::kNotLinked);
    }
    return out;
}

}  // namespace serinus::network::sync

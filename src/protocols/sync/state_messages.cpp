#include "protocols/sync/state_messages.hpp"

namespace serinus::network::sync {
namespace {

using wire::ProtobufError;
using wire::ProtobufReader;

// The fields of StateRequest, StateResponse, KeyValueStateEntry and StateEntry (api.v1).
constexpr uint32_t kStateBlock = 1, kStateStart = 2, kStateNoProof = 3;
constexpr uint32_t kStateEntries = 1, kStateProof = 2;
constexpr uint32_t kStateRoot = 1, kStateLevelEntries = 2, kStateIsComplete = 3;
constexpr uint32_t kStateKey = 1, kStateValue = 2;

StateAnswerError malformed_answer(ProtobufError) noexcept { return StateAnswerError::kMalformed; }

}  // namespace

Bytes encode(const StateRequest& request) {
    wire::ProtobufWriter writer;
    writer.bytes(kStateBlock, request.block.bytes);
    for (const Bytes& key : request.start) writer.bytes(kStateStart, key);
    if (request.no_proof) writer.varint(kStateNoProof, 1);
    return std::move(writer).take();
}

Result<StateRequest, ProtobufError> decode_state_request(BytesView encoded) {
    StateRequest out;
    bool has_block = false;
    ProtobufReader reader(encoded);
    while (const auto field = TRY(reader.next())) {
        if (field->number == kStateBlock) {
            const auto hash = Hash256::from(TRY(field->as_bytes()));
            ENSURE(hash.has_value(), ProtobufError::kBadValue);
            out.block = *hash;
            has_block = true;
        } else if (field->number == kStateStart) {
            ENSURE(out.start.size() < state::kMaxRangeLevels, ProtobufError::kBadValue);
            out.start.push_back(to_bytes(TRY(field->as_bytes())));
        } else if (field->number == kStateNoProof) {
            out.no_proof = TRY(field->as_bool());
        }
    }
    ENSURE(has_block, ProtobufError::kMissingField);
    return out;
}

Bytes encode_state_answer(const trie::CompactProof& proof) {
    wire::ProtobufWriter writer;
    writer.bytes(kStateProof, trie::encode_proof_items(proof));
    return std::move(writer).take();
}

Bytes encode_state_answer(const state::RangeEntries& entries) {
    wire::ProtobufWriter writer;
    for (const auto& level : entries.levels) {
        wire::ProtobufWriter one;
        one.bytes(kStateRoot, level.root);
        for (const auto& [key, value] : level.entries) {
            one.message(kStateLevelEntries, wire::ProtobufWriter().bytes(kStateKey, key).bytes(kStateValue, value));
        }
        if (level.is_complete) one.varint(kStateIsComplete, 1);
        writer.message(kStateEntries, one);
    }
    return std::move(writer).take();
}

Result<BytesView, StateAnswerError> find_state_proof(BytesView encoded) {
    std::optional<BytesView> proof;
    ProtobufReader reader(encoded);
    for (;;) {
        const auto field = reader.next();
        if (!field) return Err(malformed_answer(field.error()));
        if (!*field) break;
        if ((*field)->number != kStateProof) continue;
        const auto bytes = (*field)->as_bytes();
        if (!bytes) return Err(malformed_answer(bytes.error()));
        proof = *bytes;
    }
    ENSURE(proof && !proof->empty(), StateAnswerError::kNoProof);
    return *proof;
}

Result<trie::CompactProof, StateAnswerError> decode_state_proof(BytesView encoded) {
    TRY_ASSIGN(const BytesView proof, find_state_proof(encoded));
    auto items = trie::decode_proof_items(proof);
    ENSURE(items.has_value(), StateAnswerError::kMalformed);
    return *std::move(items);
}

}  // namespace serinus::network::sync

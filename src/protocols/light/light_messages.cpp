#include "protocols/light/light_messages.hpp"

#include "trie/proof.hpp"

namespace serinus::network::serve {
namespace {

using wire::ProtobufError;
using wire::ProtobufReader;

// The fields of Request (light.v1), and of what stands in it.
constexpr uint32_t kCall = 1, kRead = 2, kReadChild = 4, kReadV2 = 6;
constexpr uint32_t kBlock = 2, kMethod = 3, kArguments = 4;  // of a call
constexpr uint32_t kKeys = 3;                                // of a read
constexpr uint32_t kChildKey = 3, kChildKeys = 6;            // of a read in a child trie
constexpr uint32_t kV2Block = 1, kV2Child = 2, kV2Keys = 3, kV2After = 4, kV2AfterIgnoresNibble = 5;
constexpr uint32_t kV2ChildKey = 1, kV2ChildKind = 2, kV2DefaultChild = 1;
constexpr uint32_t kV2Key = 1, kV2SkipsValue = 2, kV2Descendants = 3;
// Of Response.
constexpr uint32_t kCallAnswer = 1, kReadAnswer = 2, kProof = 2;

Result<Hash256, ProtobufError> hash_of(const wire::ProtobufField& field) {
    const auto hash = Hash256::from(TRY(field.as_bytes()));
    ENSURE(hash.has_value(), ProtobufError::kBadValue);
    return *hash;
}

Result<void, ProtobufError> add_key(LightRead& read, state::KeyToProve key) {
    ENSURE(read.keys.keys.size() < kMaxLightKeys, ProtobufError::kBadValue);
    read.keys.keys.push_back(std::move(key));
    return {};
}

Result<LightRequest, ProtobufError> decode_call(BytesView encoded) {
    LightCall out;
    bool has_block = false, has_method = false, has_arguments = false;
    ProtobufReader reader(encoded);
    while (const auto field = TRY(reader.next())) {
        if (field->number == kBlock) {
            out.block = TRY(hash_of(*field));
            has_block = true;
        } else if (field->number == kMethod) {
            out.method = std::string(as_text(TRY(field->as_bytes())));
            has_method = true;
        } else if (field->number == kArguments) {
            out.arguments = to_bytes(TRY(field->as_bytes()));
            has_arguments = true;
        }
    }
    ENSURE(has_block && has_method && has_arguments, ProtobufError::kMissingField);
    return out;
}

Result<LightRequest, ProtobufError> decode_read(BytesView encoded, bool of_child) {
    LightRead out;
    bool has_block = false;
    ProtobufReader reader(encoded);
    while (const auto field = TRY(reader.next())) {
        if (field->number == kBlock) {
            out.block = TRY(hash_of(*field));
            has_block = true;
        } else if (of_child && field->number == kChildKey) {
            const BytesView key = TRY(field->as_bytes());
            const BytesView prefix = as_bytes(trie::kDefaultChildPrefix);
            ENSURE(key.size() >= prefix.size() && equal(key.first(prefix.size()), prefix), ProtobufError::kBadValue);
            out.child = to_bytes(key.subspan(prefix.size()));
        } else if (field->number == (of_child ? kChildKeys : kKeys)) {
            TRY_ASSIGN(const BytesView key, field->as_bytes());
            TRY(add_key(out, {.key = to_bytes(key)}));
        }
    }
    ENSURE(has_block && !out.keys.keys.empty() && out.child.has_value() == of_child, ProtobufError::kMissingField);
    return out;
}

Result<state::KeyToProve, ProtobufError> decode_key(BytesView encoded) {
    state::KeyToProve out;
    bool has_key = false;
    ProtobufReader reader(encoded);
    while (const auto field = TRY(reader.next())) {
        if (field->number == kV2Key) {
            out.key = to_bytes(TRY(field->as_bytes()));
            has_key = true;
        } else if (field->number == kV2SkipsValue) {
            out.skips_value = TRY(field->as_bool());
        } else if (field->number == kV2Descendants) {
            out.with_descendants = TRY(field->as_bool());
        }
    }
    ENSURE(has_key, ProtobufError::kMissingField);
    return out;
}

Result<Bytes, ProtobufError> decode_child(BytesView encoded) {
    std::optional<Bytes> out;
    bool is_default = false;
    ProtobufReader reader(encoded);
    while (const auto field = TRY(reader.next())) {
        if (field->number == kV2ChildKey) out = to_bytes(TRY(field->as_bytes()));
        if (field->number == kV2ChildKind) is_default = TRY(field->as_varint()) == kV2DefaultChild;
    }
    ENSURE(out.has_value(), ProtobufError::kMissingField);
    ENSURE(is_default, ProtobufError::kBadValue);
    return *std::move(out);
}

Result<LightRequest, ProtobufError> decode_read_v2(BytesView encoded) {
    LightRead out;
    bool has_block = false, ignores_nibble = false;
    ProtobufReader reader(encoded);
    while (const auto field = TRY(reader.next())) {
        switch (field->number) {
            case kV2Block:
                out.block = TRY(hash_of(*field));
                has_block = true;
                break;
            case kV2Child: {
                TRY_ASSIGN(const BytesView child, field->as_bytes());
                out.child = TRY(decode_child(child));
                break;
            }
            case kV2Keys: {
                TRY_ASSIGN(const BytesView bytes, field->as_bytes());
                TRY_ASSIGN(auto key, decode_key(bytes));
                TRY(add_key(out, std::move(key)));
                break;
            }
            case kV2After:
                out.keys.from = to_bytes(TRY(field->as_bytes()));
                break;
            case kV2AfterIgnoresNibble:
                ignores_nibble = TRY(field->as_bool());
                break;
            default:
                break;
        }
    }
    ENSURE(has_block && !out.keys.keys.empty(), ProtobufError::kMissingField);
    if (ignores_nibble && out.keys.from) {
        ENSURE(!out.keys.from->empty(), ProtobufError::kBadValue);
        // Behind a path of an odd number of nibbles comes all that begins with it, beginning with a zero nibble.
        out.keys.from->back() &= 0xf0;
        out.keys.excludes_from = false;
    }
    return out;
}

}  // namespace

Result<LightRequest, ProtobufError> decode_light_request(BytesView encoded) {
    std::optional<LightRequest> out;
    ProtobufReader reader(encoded);
    while (const auto field = TRY(reader.next())) {
        const uint32_t kind = field->number;
        if (kind != kCall && kind != kRead && kind != kReadChild && kind != kReadV2) continue;
        TRY_ASSIGN(const BytesView content, field->as_bytes());
        auto request = kind == kCall     ? decode_call(content)
                       : kind == kReadV2 ? decode_read_v2(content)
                                         : decode_read(content, kind == kReadChild);
        ENSURE(request.has_value(), request.error());
        out = *std::move(request);
    }
    ENSURE(out.has_value(), ProtobufError::kMissingField);
    return *std::move(out);
}

Bytes encode_light_answer(const LightRequest& request, const std::optional<Bytes>& proof) {
    wire::ProtobufWriter answer;
    if (proof) answer.bytes(kProof, *proof);
    wire::ProtobufWriter out;
    out.message(std::holds_alternative<LightCall>(request) ? kCallAnswer : kReadAnswer, answer);
    return std::move(out).take();
}

}  // namespace serinus::network::serve

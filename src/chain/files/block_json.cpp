#include "chain/files/block_json.hpp"

#include <boost/json.hpp>

#include "base/format.hpp"
#include "base/hex.hpp"
#include "codec/scale.hpp"

namespace serinus::chain {
namespace {

namespace json = boost::json;
using primitives::DigestItem;
using primitives::EngineId;
using primitives::Header;
using primitives::Justifications;
using primitives::SignedBlock;

template <class T>
using Read = Result<T, std::string>;

constexpr size_t kMaxDepth = 8;  // the deepest is a byte of a justification, at 4

void append_hex(std::string& out, BytesView bytes) {
    out += '"';
    out += to_hex_prefixed(bytes);
    out += '"';
}

/// The number as the reference writes it: hex without leading zeros.
void append_number(std::string& out, uint32_t number) { append_text(out, "\"{:#x}\"", number); }

void append_byte_numbers(std::string& out, BytesView bytes) {
    out += '[';
    for (size_t i = 0; i < bytes.size(); ++i) {
        if (i != 0) out += ',';
        out += std::to_string(bytes[i]);
    }
    out += ']';
}

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

auto wrong(std::string_view where, std::string_view what) { return Err(std::string(where) + ": " + std::string(what)); }

/// The members that an object may have; all others are refused, as the reference does.
Read<void> check_members(const json::object& object, std::string_view where,
                         std::initializer_list<std::string_view> allowed) {
    for (const auto& member : object) {
        const std::string_view key{member.key().data(), member.key().size()};
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
            return wrong(where, "unknown field \"" + std::string(key.substr(0, 64)) + "\"");
        }
    }
    return {};
}

Read<const json::object*> object_at(const json::value& value, std::string_view where) {
    const auto* object = value.if_object();
    if (object == nullptr) return wrong(where, "must be an object");
    return object;
}

Read<const json::value*> member(const json::object& object, std::string_view key, std::string_view where) {
    const auto* found = object.if_contains(json::string_view(key.data(), key.size()));
    if (found == nullptr) return wrong(where, "is missing");
    return found;
}

Read<Bytes> hex_bytes(const json::value& value, std::string_view where) {
    const auto* text = value.if_string();
    if (text == nullptr) return wrong(where, "must be a string of hex digits");
    auto bytes = from_hex_prefixed(view(*text));
    if (!bytes) return wrong(where, to_string(bytes.error()));
    return *std::move(bytes);
}

Read<Hash256> hash_member(const json::object& object, std::string_view key, std::string_view where) {
    TRY_ASSIGN(const json::value* value, member(object, key, where));
    TRY_ASSIGN(const Bytes bytes, hex_bytes(*value, where));
    const auto hash = Hash256::from(bytes);
    if (!hash) return wrong(where, "must have 32 bytes");
    return *hash;
}

Read<uint32_t> read_number(const json::value& value, std::string_view where) {
    uint64_t number = 0;
    if (value.is_uint64() || value.is_int64()) {  // as some tools write it
        if (value.is_int64() && value.as_int64() < 0) return wrong(where, "must not be negative");
        number = value.is_uint64() ? value.as_uint64() : static_cast<uint64_t>(value.as_int64());
    } else {
        const auto* text = value.if_string();
        if (text == nullptr || !view(*text).starts_with("0x") || text->size() == 2) {
            return wrong(where, "must be a number in hex digits");
        }
        for (const char c : view(*text).substr(2)) {
            const int digit = hex_digit(c);
            if (digit < 0) return wrong(where, "must be a number in hex digits");
            number = number << 4 | static_cast<uint64_t>(digit);
            if (number > UINT32_MAX) break;
        }
    }
    if (number > UINT32_MAX) return wrong(where, "is larger than 32 bits");
    return static_cast<uint32_t>(number);
}

Read<Header> read_header(const json::value& value) {
    TRY_ASSIGN(const json::object* object, object_at(value, "block.header"));
    TRY(check_members(*object, "block.header", {"parentHash", "number", "stateRoot", "extrinsicsRoot", "digest"}));
    Header header;
    TRY_ASSIGN(header.parent_hash, hash_member(*object, "parentHash", "block.header.parentHash"));
    TRY_ASSIGN(const json::value* number, member(*object, "number", "block.header.number"));
    TRY_ASSIGN(header.number.value, read_number(*number, "block.header.number"));
    TRY_ASSIGN(header.state_root, hash_member(*object, "stateRoot", "block.header.stateRoot"));
    TRY_ASSIGN(header.extrinsics_root, hash_member(*object, "extrinsicsRoot", "block.header.extrinsicsRoot"));

    TRY_ASSIGN(const json::value* digest, member(*object, "digest", "block.header.digest"));
    TRY_ASSIGN(const json::object* digest_object, object_at(*digest, "block.header.digest"));
    TRY(check_members(*digest_object, "block.header.digest", {"logs"}));
    TRY_ASSIGN(const json::value* logs, member(*digest_object, "logs", "block.header.digest.logs"));
    const auto* items = logs->if_array();
    if (items == nullptr) return wrong("block.header.digest.logs", "must be an array");
    for (size_t i = 0; i < items->size(); ++i) {
        const std::string where = "block.header.digest.logs[" + std::to_string(i) + "]";
        TRY_ASSIGN(const Bytes bytes, hex_bytes((*items)[i], where));
        auto item = scale::decode<DigestItem>(bytes);
        if (!item) return wrong(where, to_string(item.error()));
        header.digest.push_back(*std::move(item));
    }
    return header;
}

Read<primitives::Body> read_body(const json::value& value) {
    const auto* items = value.if_array();
    if (items == nullptr) return wrong("block.extrinsics", "must be an array");
    primitives::Body body;
    body.reserve(items->size());
    for (size_t i = 0; i < items->size(); ++i) {
        const std::string where = "block.extrinsics[" + std::to_string(i) + "]";
        TRY_ASSIGN(const Bytes bytes, hex_bytes((*items)[i], where));
        auto extrinsic = scale::decode<primitives::Extrinsic>(bytes);
        if (!extrinsic) return wrong(where, to_string(extrinsic.error()));
        body.push_back(*std::move(extrinsic));
    }
    return body;
}

/// An array of numbers below 256, or hex digits, as some tools write it.
Read<Bytes> read_bytes(const json::value& value, std::string_view where) {
    if (value.is_string()) return hex_bytes(value, where);
    const auto* items = value.if_array();
    if (items == nullptr) return wrong(where, "must be an array of bytes");
    Bytes bytes;
    bytes.reserve(items->size());
    for (const json::value& item : *items) {
        const auto* number = item.if_int64();
        if (number == nullptr || *number < 0 || *number > 255) return wrong(where, "must be an array of bytes");
        bytes.push_back(static_cast<uint8_t>(*number));
    }
    return bytes;
}

Read<Justifications> read_justifications(const json::value& value) {
    const auto* items = value.if_array();
    if (items == nullptr) return wrong("justifications", "must be null or an array");
    Justifications out;
    for (size_t i = 0; i < items->size(); ++i) {
        const std::string where = "justifications[" + std::to_string(i) + "]";
        const auto* pair = (*items)[i].if_array();
        if (pair == nullptr || pair->size() != 2) return wrong(where, "must be an engine and a proof");
        TRY_ASSIGN(const Bytes engine, read_bytes((*pair)[0], where + "[0]"));
        const auto id = EngineId::from(engine);
        if (!id) return wrong(where + "[0]", "must have 4 bytes");
        TRY_ASSIGN(Bytes data, read_bytes((*pair)[1], where + "[1]"));
        out.push_back({*id, std::move(data)});
    }
    return out;
}

Read<SignedBlock> read_block(const json::value& value) {
    TRY_ASSIGN(const json::object* object, object_at(value, "the value"));
    // Observed: before polkadot v0.8.30 there was one justification, always GRANDPA's, as bytes or null.
    TRY(check_members(*object, "the value", {"block", "justifications", "justification"}));
    TRY_ASSIGN(const json::value* block, member(*object, "block", "block"));
    TRY_ASSIGN(const json::object* block_object, object_at(*block, "block"));
    TRY(check_members(*block_object, "block", {"header", "extrinsics"}));
    SignedBlock out;
    TRY_ASSIGN(const json::value* header, member(*block_object, "header", "block.header"));
    TRY_ASSIGN(out.block.header, read_header(*header));
    TRY_ASSIGN(const json::value* body, member(*block_object, "extrinsics", "block.extrinsics"));
    TRY_ASSIGN(out.block.body, read_body(*body));
    if (const auto* many = object->if_contains("justifications"); many != nullptr && !many->is_null()) {
        TRY_ASSIGN(out.justifications, read_justifications(*many));
    } else if (const auto* one = object->if_contains("justification"); one != nullptr && !one->is_null()) {
        TRY_ASSIGN(Bytes data, read_bytes(*one, "justification"));
        out.justifications = Justifications{{primitives::kGrandpaEngine, std::move(data)}};
    }
    return out;
}

json::parse_options block_json_options() {
    json::parse_options out;
    out.max_depth = kMaxDepth;
    return out;
}

}  // namespace

void append_block_json(std::string& out, const SignedBlock& signed_block) {
    const auto& [block, justifications] = signed_block;
    out += R"({"block":{"header":{"parentHash":)";
    append_hex(out, block.header.parent_hash.bytes);
    out += R"(,"number":)";
    append_number(out, block.header.number);
    out += R"(,"stateRoot":)";
    append_hex(out, block.header.state_root.bytes);
    out += R"(,"extrinsicsRoot":)";
    append_hex(out, block.header.extrinsics_root.bytes);
    out += R"(,"digest":{"logs":[)";
    for (size_t i = 0; i < block.header.digest.size(); ++i) {
        if (i != 0) out += ',';
        append_hex(out, scale::encode(block.header.digest[i]));
    }
    out += R"(]}},"extrinsics":[)";
    for (size_t i = 0; i < block.body.size(); ++i) {
        if (i != 0) out += ',';
        append_hex(out, scale::encode(block.body[i]));
    }
    out += R"(]},"justifications":)";
    if (justifications) {
        out += '[';
        for (size_t i = 0; i < justifications->size(); ++i) {
            out += i == 0 ? "[" : ",[";
            append_byte_numbers(out, (*justifications)[i].engine.bytes);
            out += ',';
            append_byte_numbers(out, (*justifications)[i].data);
            out += ']';
        }
        out += ']';
    } else {
        out += "null";
    }
    out += '}';
}

struct BlockJsonReader::Impl {
    json::stream_parser parser{json::storage_ptr(), block_json_options()};
    size_t value_bytes = 0;  ///< of the value that has begun

    Read<std::optional<SignedBlock>> read(std::string_view& text) {
        if (value_bytes == 0) {
            const size_t start = text.find_first_not_of(" \t\r\n");
            text.remove_prefix(std::min(start, text.size()));
            if (text.empty()) return std::optional<SignedBlock>();
            if (text.front() != '{') return Err(std::string("not JSON lines: a block must begin with \"{\""));
        }
        json::error_code code;
        const size_t taken = parser.write_some(text.data(), text.size(), code);
        text.remove_prefix(taken);
        value_bytes += taken;
        if (code == json::error::too_deep) return Err(std::string("objects and arrays are nested too deep"));
        if (code) return Err("not JSON: " + code.message());
        if (value_bytes > kMaxBlockJsonBytes) return Err(std::string("larger than the 32 MiB allowed here"));
        if (!parser.done()) return std::optional<SignedBlock>();
        value_bytes = 0;
        const json::value value = parser.release();
        parser.reset();
        TRY_ASSIGN(SignedBlock block, read_block(value));
        return std::optional<SignedBlock>(std::move(block));
    }
};

BlockJsonReader::BlockJsonReader() : impl_(std::make_unique<Impl>()) {}
BlockJsonReader::~BlockJsonReader() = default;

Result<std::optional<SignedBlock>, std::string> BlockJsonReader::read(std::string_view& text) {
    try {
        return impl_->read(text);
    } catch (const std::exception& failure) {  // of the parser: no memory
        return Err(std::string("cannot be read: ") + failure.what());
    }
}

bool BlockJsonReader::inside_value() const noexcept { return impl_->value_bytes != 0; }

}  // namespace serinus::chain

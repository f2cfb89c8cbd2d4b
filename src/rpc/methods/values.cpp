#include "rpc/methods/values.hpp"

#include <array>
#include <cstring>

#include "base/hex.hpp"
#include "codec/scale.hpp"

namespace serinus::rpc {

namespace json = boost::json;

Json hex(BytesView bytes) {
    /// Two digits for each byte.
    static constexpr auto kPairs = [] {
        constexpr std::string_view kDigits = "0123456789abcdef";
        std::array<std::array<char, 2>, 256> out{};
        for (size_t byte = 0; byte < out.size(); ++byte) out[byte] = {kDigits[byte >> 4], kDigits[byte & 15]};
        return out;
    }();
    json::string text(2 + 2 * bytes.size(), '0');
    char* at = text.data();
    at[1] = 'x';
    at += 2;
    for (const uint8_t byte : bytes) {
        std::memcpy(at, kPairs[byte].data(), 2);
        at += 2;
    }
    return text;
}

Json hex_or_null(const std::optional<Bytes>& bytes) { return bytes ? hex(BytesView(*bytes)) : Json(nullptr); }

Json hex_number(uint128_t number) {
    char digits[32];
    char* at = digits + sizeof digits;
    do {
        *--at = "0123456789abcdef"[static_cast<size_t>(number & 15)];
        number >>= 4;
    } while (number != 0);
    return Json("0x" + std::string(at, digits + sizeof digits));
}

Json hex_number(uint64_t number) { return hex_number(uint128_t{number}); }

std::string decimal(uint128_t number) {
    char digits[39];  // 2^128 has 39
    char* at = digits + sizeof digits;
    do {
        *--at = static_cast<char>('0' + static_cast<int>(number % 10));
        number /= 10;
    } while (number != 0);
    return {at, digits + sizeof digits};
}

Json hash_list(const std::vector<Hash256>& hashes) {
    json::array out;
    out.reserve(hashes.size());
    for (const auto& hash : hashes) out.push_back(hex(hash));
    return out;
}

Json bytes_list(const std::vector<Bytes>& list) {
    json::array out;
    out.reserve(list.size());
    for (const auto& bytes : list) out.push_back(hex(BytesView(bytes)));
    return out;
}

Json header_json(const primitives::Header& header) {
    json::array logs;
    for (const auto& item : header.digest) logs.push_back(hex(BytesView(scale::encode(item))));
    return json::object{{"parentHash", hex(header.parent_hash)},
                        {"number", hex_number(uint64_t{header.number})},
                        {"stateRoot", hex(header.state_root)},
                        {"extrinsicsRoot", hex(header.extrinsics_root)},
                        {"digest", json::object{{"logs", std::move(logs)}}}};
}

namespace {

Json byte_numbers(BytesView bytes) {
    json::array out;
    out.reserve(bytes.size());
    for (const uint8_t byte : bytes) out.emplace_back(byte);
    return out;
}

Json justifications_json(const std::optional<primitives::Justifications>& justifications) {
    if (!justifications) return nullptr;
    json::array out;
    for (const auto& justification : *justifications) {
        out.push_back(json::array{byte_numbers(justification.engine.bytes), byte_numbers(justification.data)});
    }
    return out;
}

}  // namespace

Json signed_block_json(const primitives::Header& header, const primitives::Body& body,
                       const std::optional<primitives::Justifications>& justifications) {
    json::array extrinsics;
    extrinsics.reserve(body.size());
    for (const auto& extrinsic : body) extrinsics.push_back(hex(BytesView(scale::encode(extrinsic))));
    return json::object{{"block", json::object{{"header", header_json(header)}, {"extrinsics", std::move(extrinsics)}}},
                        {"justifications", justifications_json(justifications)}};
}

Json runtime_version_json(const executor::RuntimeVersion& version) {
    json::array apis;
    for (const auto& api : version.apis) apis.push_back(json::array{hex(BytesView(api.id)), api.version});
    return json::object{{"specName", version.spec_name},
                        {"implName", version.impl_name},
                        {"authoringVersion", version.authoring_version},
                        {"specVersion", version.spec_version},
                        {"implVersion", version.impl_version},
                        {"apis", std::move(apis)},
                        {"transactionVersion", version.transaction_version},
                        {"systemVersion", version.system_version},
                        {"stateVersion", version.system_version}};  // its older name, for older tools
}

Json transaction_status_json(const pool::TransactionStatus& status) {
    using Kind = pool::TransactionStatus::Kind;
    switch (status.kind) {
        case Kind::kFuture:
            return "future";
        case Kind::kReady:
            return "ready";
        case Kind::kDropped:
            return "dropped";
        case Kind::kInvalid:
            return "invalid";
        case Kind::kInBlock:
            return json::object{{"inBlock", hex(status.block)}};
        case Kind::kRetracted:
            return json::object{{"retracted", hex(status.block)}};
        case Kind::kFinalityTimeout:
            return json::object{{"finalityTimeout", hex(status.block)}};
        case Kind::kFinalized:
            return json::object{{"finalized", hex(status.block)}};
        case Kind::kUsurped:
            return json::object{{"usurped", hex(status.usurper)}};
        case Kind::kBroadcast:
            break;
    }
    return json::object{{"broadcast", json::array(status.peers.begin(), status.peers.end())}};
}

}  // namespace serinus::rpc

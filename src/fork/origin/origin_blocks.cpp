// What an origin is asked of blocks before the fork.
#include "fork/origin/origin_calls.hpp"

namespace serinus::fork {

using primitives::Body;
using primitives::Header;

Result<Body, std::string> OriginNode::body_of(const json::array& extrinsics) const {
    Body out;
    for (const auto& one : extrinsics) {
        const auto bytes = bytes_of(one, "an extrinsic");
        if (!bytes) return Err(name_ + ": " + bytes.error());
        auto extrinsic = scale::decode<primitives::Extrinsic>(*bytes);
        if (!extrinsic) return Err(name_ + ": an extrinsic cannot be decoded");
        out.push_back(*std::move(extrinsic));
    }
    return out;
}

Result<json::value, std::string> OriginNode::ask(const char* method, const char* archive_method, const Hash256& block) {
    if (!is_archive_) {
        Calls calls;
        calls.add(method, {hex(block.bytes)});
        const auto done = exchange(calls);
        if (done) return *std::move(calls.calls[0].result);
        if (!calls.lacks_method) return Err(done.error());
    }
    Calls calls;
    calls.add(archive_method, {hex(block.bytes)});
    TRY(exchange_archived(calls));
    return *std::move(calls.calls[0].result);
}

Result<std::optional<Header>, std::string> OriginNode::header(const Hash256& block) {
    TRY_ASSIGN(const auto answer, ask("chain_getHeader", "archive_v1_header", block));
    if (answer.is_null()) return std::optional<Header>();
    auto header = answer.is_string() ? encoded_header_of(answer) : header_of(answer);
    if (!header) return Err(name_ + ": " + header.error());
    TRY(check_hash("block " + std::to_string(header->number), block, *header));
    return std::optional(*std::move(header));
}

Result<std::optional<Body>, std::string> OriginNode::body(const Hash256& block) {
    TRY_ASSIGN(const auto answer, ask("chain_getBlock", "archive_v1_body", block));
    if (answer.is_null()) return std::optional<Body>();
    const json::value* list = &answer;
    for (const char* name : {"block", "extrinsics"}) {
        const auto* fields = list->if_object();
        if (fields == nullptr) continue;  // archive_v1_body gives the list
        list = fields->if_contains(name);
        if (list == nullptr) return Err(name_ + ": a block has no extrinsics");
    }
    if (!list->is_array()) return Err(name_ + ": a block has no extrinsics");
    TRY_ASSIGN(auto body, body_of(list->get_array()));
    return std::optional(std::move(body));
}

Result<std::vector<std::optional<Hash256>>, std::string> OriginNode::hashes(
    std::span<const primitives::BlockNumber> numbers) {
    Calls calls;
    const auto add = [&](const char* method) {
        calls = Calls();
        for (const auto number : numbers) calls.add(method, {number});
    };
    add("chain_getBlockHash");
    if (!is_archive_) {
        const auto done = exchange(calls);
        if (!done && !calls.lacks_method) return Err(done.error());
        if (!done) {
            add("archive_v1_hashByHeight");
            TRY(exchange_archived(calls));
        }
    } else {
        add("archive_v1_hashByHeight");
        TRY(exchange_archived(calls));
    }
    std::vector<std::optional<Hash256>> out;
    for (size_t i = 0; i < numbers.size(); ++i) {
        const json::value* answer = &calls.result(i);
        static const json::value kNone;
        // archive_v1 gives a list: the first one is that of the chain.
        if (const auto* list = answer->if_array()) answer = list->empty() ? &kNone : &list->front();
        out.emplace_back();
        if (answer->is_null()) continue;
        const auto hash = hash_of(*answer, "the hash of a block");
        if (!hash) return Err(name_ + ": " + hash.error());
        out.back() = *hash;
    }
    return out;
}

Result<std::optional<Hash256>, std::string> OriginNode::value_hash(const Hash256& block, BytesView key) {
    if (is_archive_) return std::optional<Hash256>();
    Calls calls;
    calls.add("state_getStorageHash", {hex(key), hex(block.bytes)});
    const auto done = exchange(calls);
    if (!done && calls.lacks_method) return std::optional<Hash256>();
    if (!done) return Err(done.error());
    if (calls.result(0).is_null()) return std::optional<Hash256>();
    const auto hash = hash_of(calls.result(0), "the hash of a value");
    if (!hash) return Err(name_ + ": " + hash.error());
    return std::optional(*hash);
}

}  // namespace serinus::fork

// An origin that is asked by archive_v1. Source: JSON-RPC interface specification, archive
#include "fork/origin/origin_calls.hpp"

namespace serinus::fork {

using state::Area;

namespace {

constexpr const char* kStorage = "archive_v1_storage";
constexpr const char* kStopStorage = "archive_v1_stopStorage";

json::value child_trie(Area area) { return area.is_top() ? json::value(nullptr) : json::value(hex(area.child_key())); }

json::value member(const json::value& object, std::string_view name) {
    const auto* fields = object.if_object();
    const auto* found = fields == nullptr ? nullptr : fields->if_contains(name);
    return found == nullptr ? json::value(nullptr) : *found;
}

}  // namespace

Result<primitives::Header, std::string> encoded_header_of(const json::value& value) {
    TRY_ASSIGN(const Bytes bytes, bytes_of(value, "a header"));
    auto header = scale::decode<primitives::Header>(bytes);
    if (!header) return Err(std::string("a header cannot be decoded"));
    return *std::move(header);
}

Result<void, std::string> OriginNode::exchange_archived(Calls& calls) {
    auto done = exchange(calls);
    if (done) {
        is_archive_ = true;
        return {};
    }
    if (calls.lacks_method) {
        return Err(name_ + ": it offers neither state_getStorage nor archive_v1_storage: choose another --endpoint");
    }
    return done;
}

Result<ChainFacts, std::string> OriginNode::archived_facts(const std::string& at) {
    const auto prefixed = [this](std::string reason) { return Err(name_ + ": " + std::move(reason)); };
    ChainFacts out;
    Calls first;
    first.add("archive_v1_genesisHash", {});
    first.add("archive_v1_finalizedHeight", {});
    TRY(exchange_archived(first));
    const auto genesis_hash = hash_of(first.result(0), "the hash of the genesis block");
    if (!genesis_hash) return prefixed(genesis_hash.error());
    out.genesis_hash = *genesis_hash;
    if (at.starts_with("0x")) {
        const auto hash = hash_of(json::value(at), "--at");
        if (!hash) return Err(hash.error());
        out.hash = *hash;
    } else {
        Calls second;
        second.add("archive_v1_hashByHeight",
                   {at.empty() ? first.result(1) : json::value(std::strtoull(at.c_str(), nullptr, 10))});
        TRY(exchange_archived(second));
        const auto* hashes = second.result(0).if_array();
        if (hashes == nullptr || hashes->empty()) return prefixed("it has no block " + at);
        const auto hash = hash_of(hashes->front(), "the hash of the block");
        if (!hash) return prefixed(hash.error());
        out.hash = *hash;
    }
    Calls third;
    third.add("archive_v1_header", {hex(out.genesis_hash.bytes)});
    third.add("archive_v1_header", {hex(out.hash.bytes)});
    third.add("archive_v1_body", {hex(out.hash.bytes)});
    TRY(exchange_archived(third));
    auto genesis = encoded_header_of(third.result(0));
    if (!genesis) return prefixed("the genesis block: " + genesis.error());
    out.genesis = *std::move(genesis);
    const auto* body = third.result(2).if_array();
    if (third.result(1).is_null() || body == nullptr)
        return prefixed("it does not have the block " + hex(out.hash.bytes));
    auto header = encoded_header_of(third.result(1));
    if (!header) return prefixed(header.error());
    out.header = *std::move(header);
    // Nothing depends on the names.
    Calls names;
    names.add("chainSpec_v1_chainName", {});
    names.add("chainSpec_v1_properties", {});
    if (exchange(names)) {
        if (const auto* name = names.result(0).if_string()) out.name = *name;
        if (names.result(1).is_object()) out.properties = json::serialize(names.result(1));
    }
    return with_body(std::move(out), *body);
}

Result<std::vector<std::optional<Bytes>>, std::string> OriginNode::archived_values(const Hash256& block, Area area,
                                                                                   std::span<const Bytes> keys) {
    json::array items;
    for (const Bytes& key : keys) items.push_back(json::object{{"key", hex(key)}, {"type", "value"}});
    Calls calls;
    calls.calls.push_back({.method = kStorage,
                           .params = {hex(block.bytes), std::move(items), child_trie(area)},
                           .stop = kStopStorage,
                           .max_events = keys.size() + 1});
    const auto done = exchange_archived(calls);
    if (!done && calls.is_too_much && keys.size() > 1) return archived_values(block, area, keys.first(1));
    if (!done) return Err(done.error());
    std::map<Bytes, Bytes> found;
    for (const auto& event : calls.result(0).get_array()) {
        auto key = bytes_of(member(event, "key"), "a key");
        auto value = bytes_of(member(event, "value"), "a value");
        if (!key || !value) return Err(name_ + ": " + (key ? value.error() : key.error()));
        found[*std::move(key)] = *std::move(value);
    }
    std::vector<std::optional<Bytes>> out;
    for (const Bytes& key : keys) {
        const auto value = found.find(key);
        out.push_back(value == found.end() ? std::nullopt : std::optional(value->second));
    }
    count_fetched(out.size());
    return out;
}

Result<std::vector<Bytes>, std::string> OriginNode::archived_keys_after(const Hash256& block, Area area,
                                                                        BytesView key) {
    json::object item = {{"key", "0x"}, {"type", "descendantsHashes"}};
    if (!key.empty()) item["paginationStartKey"] = hex(key);
    Calls calls;
    calls.calls.push_back({.method = kStorage,
                           .params = {hex(block.bytes), json::array{std::move(item)}, child_trie(area)},
                           .stop = kStopStorage,
                           .max_events = kPageKeys + 1});
    TRY(exchange_archived(calls));
    // Some begin with the key itself, some behind it.
    json::array keys;
    for (const auto& event : calls.result(0).get_array()) {
        json::value one = member(event, "key");
        if (one != json::value(hex(key)) && keys.size() < kPageKeys) keys.push_back(std::move(one));
    }
    return page_of(keys, key);
}

}  // namespace serinus::fork

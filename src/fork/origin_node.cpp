#include "fork/origin_node.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::fork {

namespace json = boost::json;
using state::Area;

namespace {

/// Ours.
constexpr uint32_t kFirstDelayMs = 250;
constexpr uint32_t kMaxDelayMs = 8'000;
/// Ours: messages that answer nothing of ours, before a connection counts as broken.
constexpr size_t kMaxStrays = 100;
constexpr size_t kMaxKeyBytes = 32767;

std::string hex(BytesView bytes) { return to_hex_prefixed(bytes); }
std::string child_key(BytesView child) { return hex(concat(as_bytes(":child_storage:default:"), child)); }

Result<Bytes, std::string> bytes_of(const json::value& value, const char* what) {
    const auto* text = value.if_string();
    if (text != nullptr) {
        auto bytes = from_hex_prefixed(*text);
        if (bytes) return *std::move(bytes);
    }
    return Err(std::string(what) + " is no hex text");
}

Result<Hash256, std::string> hash_of(const json::value& value, const char* what) {
    TRY_ASSIGN(const Bytes bytes, bytes_of(value, what));
    if (bytes.size() != 32) return Err(std::string(what) + " is no hash");
    Hash256 out;
    std::ranges::copy(bytes, out.bytes.begin());
    return out;
}

Result<primitives::Header, std::string> header_of(const json::value& value) {
    const auto bad = [](const char* what) { return Err("a header has no " + std::string(what)); };
    const auto* object = value.if_object();
    if (object == nullptr) return Err(std::string("a header is no object"));
    const auto field = [&](const char* name) -> const json::value& {
        static const json::value kNone;
        const auto* found = object->if_contains(name);
        return found == nullptr ? kNone : *found;
    };
    primitives::Header out;
    TRY_ASSIGN(out.parent_hash, hash_of(field("parentHash"), "parentHash"));
    TRY_ASSIGN(out.state_root, hash_of(field("stateRoot"), "stateRoot"));
    TRY_ASSIGN(out.extrinsics_root, hash_of(field("extrinsicsRoot"), "extrinsicsRoot"));
    const auto* number = field("number").if_string();
    if (number == nullptr || !number->starts_with("0x") || number->size() > 10) return bad("number");
    uint32_t value_of_number = 0;
    for (const char c : std::string_view(*number).substr(2)) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) return bad("number");
        value_of_number = value_of_number << 4 | static_cast<uint32_t>(digit);
    }
    out.number = {value_of_number};
    const auto* digest = field("digest").if_object();
    const auto* logs = digest == nullptr ? nullptr : digest->if_contains("logs");
    if (logs == nullptr || !logs->is_array()) return bad("digest");
    for (const auto& log : logs->get_array()) {
        TRY_ASSIGN(const Bytes bytes, bytes_of(log, "an item of a digest"));
        auto item = scale::decode<primitives::DigestItem>(bytes);
        if (!item) return Err(std::string("an item of a digest cannot be decoded"));
        out.digest.push_back(*std::move(item));
    }
    return out;
}

}  // namespace

/// Requests, and their results once they are there.
struct OriginNode::Calls {
    struct Call {
        std::string method;
        json::array params;
        std::optional<json::value> result = {};
    };
    std::vector<Call> calls;
    std::string refusal;      ///< the origin answered with an error: asking again is of no use
    bool is_limited = false;  ///< it was asked too much

    void add(std::string method, json::array params) { calls.push_back({std::move(method), std::move(params)}); }
};

namespace {

/// Whether an origin says that it is asked too much. Observed: the codes and words of public endpoints: 429 of HTTP,
/// -32005 and -32029 of gateways, -32999 of jsonrpsee
bool is_rate_limit(const json::value& failure) {
    std::string text = json::serialize(failure).substr(0, 1'000);
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    for (const char* word : {"rate limit", "too many requests", "limit exceeded", "\"code\":429", "\"code\":-32005,",
                             "\"code\":-32029", "\"code\":-32999"}) {
        if (text.find(word) != text.npos) return true;
    }
    return false;
}

}  // namespace

Result<void, std::string> OriginNode::take_answer(Calls& calls, std::map<uint64_t, size_t>& waiting, size_t& strays) {
    TRY_ASSIGN(const std::string text, connection_->receive());
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 64;
    json::value message = json::parse(text, error, {}, options);
    auto* object = error ? nullptr : message.if_object();
    if (object == nullptr) return Err(std::string("it answers with what is no JSON object"));
    const auto* failure = object->if_contains("error");
    const auto* id = object->if_contains("id");
    boost::system::error_code no_number;
    const uint64_t number = id == nullptr ? 0 : id->to_number<uint64_t>(no_number);
    const auto found = no_number ? waiting.end() : waiting.find(number);
    if (failure != nullptr && is_rate_limit(*failure)) {
        calls.is_limited = true;
        return Err("it limits the rate of calls: " + json::serialize(*failure).substr(0, 200));
    }
    if (found == waiting.end()) {
        if (++strays > kMaxStrays) return Err(std::string("it sends messages that answer nothing"));
        return {};
    }
    auto& call = calls.calls[found->second];
    if (failure != nullptr) {
        calls.refusal = call.method + " failed: " + json::serialize(*failure).substr(0, 300);
        return Err(calls.refusal);
    }
    auto* result = object->if_contains("result");
    has_answered_ = true;
    call.result = result == nullptr ? json::value(nullptr) : std::move(*result);
    waiting.erase(found);
    return {};
}

Result<void, std::string> OriginNode::exchange_once(Calls& calls) {
    if (connection_ == nullptr) {
        auto made = connect_();
        if (!made) {
            calls.is_limited = made.error().ends_with(" 429") || made.error().ends_with(" 503");
            return Err(made.error());
        }
        connection_ = *std::move(made);
    }
    std::map<uint64_t, size_t> waiting;
    size_t strays = 0;
    for (size_t i = 0; i < calls.calls.size(); ++i) {
        auto& call = calls.calls[i];
        if (call.result) continue;
        const uint64_t id = ++last_id_;
        waiting[id] = i;
        TRY(connection_->send(json::serialize(
            json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", call.method}, {"params", call.params}})));
        while (waiting.size() >= window_) TRY(take_answer(calls, waiting, strays));
    }
    while (!waiting.empty()) TRY(take_answer(calls, waiting, strays));
    return {};
}

Result<void, std::string> OriginNode::exchange(Calls& calls) {
    const std::lock_guard lock(mutex_);
    std::string reason;
    const auto missing = [&calls] {
        return std::ranges::count_if(calls.calls, [](const auto& call) { return !call.result; });
    };
    int attempt = 0;
    uint32_t delay_ms = kFirstDelayMs;
    while (calls.refusal.empty() && attempt < attempts_) {
        const auto before = missing();
        calls.is_limited = false;
        auto done = exchange_once(calls);
        if (done) {
            window_ = std::min(kMaxAtOnce, window_ + 1);
            return {};
        }
        reason = std::move(done.error());
        connection_.reset();
        // An origin that gives something each time is slow, not dead.
        const bool has_progress = missing() < before;
        attempt = has_progress ? 1 : attempt + 1;
        if (has_progress) delay_ms = kFirstDelayMs;
        if (!calls.refusal.empty() || attempt >= attempts_) break;
        // Some origins close the connection instead of saying that they are asked too much.
        window_ = std::max<size_t>(1, window_ / 4);
        if (!calls.is_limited && (!has_answered_ || attempt < 2)) continue;
        log::info("fork", "⏳ " + name_ + ": " + reason + "; asking again in " + std::to_string(delay_ms) + " ms");
        wait_(delay_ms);
        delay_ms = std::min(2 * delay_ms, kMaxDelayMs);
    }
    return Err(name_ + ": " + reason);
}

void OriginNode::count_fetched(size_t count) {
    constexpr size_t kLoggedEach = 1'000;
    const std::lock_guard lock(mutex_);
    const size_t before = fetched_;
    fetched_ += count;
    if (before / kLoggedEach == fetched_ / kLoggedEach) return;
    log::info("fork", "⚙️  " + std::to_string(fetched_) + " values fetched from " + name_);
}

Result<ChainFacts, std::string> OriginNode::facts(const std::string& at) {
    const auto prefixed = [this](std::string reason) { return Err(name_ + ": " + std::move(reason)); };
    Calls first;
    first.add("chain_getBlockHash", {0});
    if (at.starts_with("0x")) {
        first.add("chain_getHeader", {at});
    } else if (at.empty()) {
        first.add("chain_getBlockHash", {});
    } else {
        first.add("chain_getBlockHash", {std::strtoull(at.c_str(), nullptr, 10)});
    }
    first.add("system_chain", {});
    first.add("system_properties", {});
    TRY(exchange(first));
    ChainFacts out;
    const auto genesis_hash = hash_of(*first.calls[0].result, "the hash of the genesis block");
    if (!genesis_hash) return prefixed(genesis_hash.error());
    out.genesis_hash = *genesis_hash;
    if (at.starts_with("0x")) {
        const auto hash = hash_of(json::value(at), "--at");
        if (!hash) return Err(hash.error());
        out.hash = *hash;
    } else {
        if (first.calls[1].result->is_null()) return prefixed("it has no block " + at);
        const auto hash = hash_of(*first.calls[1].result, "the hash of the block");
        if (!hash) return prefixed(hash.error());
        out.hash = *hash;
    }
    if (const auto* name = first.calls[2].result->if_string()) out.name = *name;
    if (first.calls[3].result->is_object()) out.properties = json::serialize(*first.calls[3].result);

    Calls second;
    second.add("chain_getHeader", {hex(out.genesis_hash.bytes)});
    second.add("chain_getBlock", {hex(out.hash.bytes)});
    TRY(exchange(second));
    auto genesis = header_of(*second.calls[0].result);
    if (!genesis) return prefixed("the genesis block: " + genesis.error());
    out.genesis = *std::move(genesis);
    const auto* signed_block = second.calls[1].result->if_object();
    if (signed_block == nullptr) return prefixed("it does not have the block " + hex(out.hash.bytes));
    const auto* block = signed_block->if_contains("block");
    const auto* fields = block == nullptr ? nullptr : block->if_object();
    const auto* header = fields == nullptr ? nullptr : fields->if_contains("header");
    const auto* extrinsics = fields == nullptr ? nullptr : fields->if_contains("extrinsics");
    if (header == nullptr || extrinsics == nullptr || !extrinsics->is_array()) return prefixed("a block has no header");
    auto decoded = header_of(*header);
    if (!decoded) return prefixed(decoded.error());
    out.header = *std::move(decoded);
    for (const auto& one : extrinsics->get_array()) {
        const auto bytes = bytes_of(one, "an extrinsic");
        if (!bytes) return prefixed(bytes.error());
        auto extrinsic = scale::decode<primitives::Extrinsic>(*bytes);
        if (!extrinsic) return prefixed("an extrinsic cannot be decoded");
        out.body.push_back(*std::move(extrinsic));
    }
    if (primitives::header_hash(out.header) != out.hash || primitives::header_hash(out.genesis) != out.genesis_hash) {
        return prefixed("the hash of a header is not that of its block");
    }
    return out;
}

Result<std::vector<std::optional<Bytes>>, std::string> OriginNode::values(const Hash256& block, Area area,
                                                                          std::span<const Bytes> keys) {
    Calls calls;
    const std::string at = hex(block.bytes);
    for (const Bytes& key : keys) {
        if (area.is_top()) {
            calls.add("state_getStorage", {hex(key), at});
        } else {
            calls.add("childstate_getStorage", {child_key(area.child_key()), hex(key), at});
        }
    }
    TRY(exchange(calls));
    std::vector<std::optional<Bytes>> out;
    for (const auto& call : calls.calls) {
        if (call.result->is_null()) {
            out.emplace_back();
            continue;
        }
        auto bytes = bytes_of(*call.result, "a value");
        if (!bytes) return Err(name_ + ": " + bytes.error());
        out.emplace_back(*std::move(bytes));
    }
    count_fetched(out.size());
    return out;
}

Result<std::vector<Bytes>, std::string> OriginNode::keys_after(const Hash256& block, Area area, BytesView key) {
    Calls calls;
    const std::string at = hex(block.bytes);
    const json::value start = key.empty() ? json::value(nullptr) : json::value(hex(key));
    if (area.is_top()) {
        calls.add("state_getKeysPaged", {"0x", kPageKeys, start, at});
    } else {
        calls.add("childstate_getKeysPaged", {child_key(area.child_key()), "0x", kPageKeys, start, at});
    }
    TRY(exchange(calls));
    const auto wrong = [this](const char* what) { return Err(name_ + ": " + what); };
    const auto* list = calls.calls[0].result->if_array();
    if (list == nullptr || list->size() > kPageKeys) return wrong("a page of keys is no list, or too long");
    std::vector<Bytes> out;
    Bytes last = to_bytes(key);
    for (const auto& one : *list) {
        auto bytes = bytes_of(one, "a key");
        if (!bytes) return wrong("a key is no hex text");
        if (*bytes <= last || bytes->size() > kMaxKeyBytes) return wrong("the keys of a page are not in their order");
        last = *bytes;
        out.push_back(*std::move(bytes));
    }
    return out;
}

}  // namespace serinus::fork

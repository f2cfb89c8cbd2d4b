#include <iterator>

#include "fork/origin/origin_calls.hpp"
#include "platform/log.hpp"

namespace serinus::fork {

using state::Area;

namespace {

/// Ours.
constexpr uint32_t kFirstDelayMs = 250;
constexpr size_t kFewKeys = 3;  ///< so many are asked for together
constexpr uint32_t kMaxDelayMs = 8'000;
/// Ours: messages that answer nothing of ours, before a connection counts as broken.
constexpr size_t kMaxStrays = 100;
/// Ours: events of a subscription that has been ended, which were on their way.
constexpr size_t kMaxLateEvents = 100'000;
/// Ours: values in the JSON of one message, each of which takes more memory than text. Those of hex have one.
constexpr ptrdiff_t kMaxItems = 200'000;

std::string child_key(BytesView child) { return hex(concat(as_bytes(":child_storage:default:"), child)); }

}  // namespace

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

namespace {

/// Whether an origin says that it is asked too much. The codes and words are those of public endpoints: 429 of HTTP,
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

/// Whether an origin says that it has no such method. Source: JSON-RPC 2.0, section 5.1
bool is_missing_method(const json::value& failure) {
    const auto* object = failure.if_object();
    const auto* code = object == nullptr ? nullptr : object->if_contains("code");
    constexpr int64_t kMethodNotFound = -32601;
    return code != nullptr && code->is_int64() && code->get_int64() == kMethodNotFound;
}

/// What a user can do about a refusal; empty: nothing is known of it. Observed: the words of polkadot 1.25.1
std::string advice_on(std::string_view refusal) {
    const auto says = [&](std::string_view words) { return refusal.find(words) != refusal.npos; };
    if (says("already discarded") || says("pruned")) {
        return "; the origin has pruned the state of this block: choose a later one with --at, or as --endpoint a node "
               "that keeps all states (--state-pruning archive)";
    }
    if (says("UnknownBlock") || says("Header was not found")) {
        return "; the origin does not know this block: choose another one with --at, or another --endpoint";
    }
    return {};
}

/// Null is none. An object that is far larger than its text is refused before it is made.
Result<json::value, std::string> parse_message(const std::string& text) {
    if (std::ranges::count(text, ',') > kMaxItems) return Err(std::string("it sends a message of too many values"));
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = 64;
    // Texts and lists behind one another, for they are given back together.
    auto memory = json::make_shared_resource<json::monotonic_resource>(text.size() + 1'024);
    json::value out = json::parse(text, error, std::move(memory), options);
    if (error || !out.is_object()) return Err(std::string("it answers with what is no JSON object"));
    return out;
}

}  // namespace

Result<void, std::string> OriginNode::take_event(Calls& calls, std::map<uint64_t, size_t>& waiting,
                                                 const json::object& message, Strays& strays) {
    const auto* params = message.at("params").if_object();
    const auto* subscription = params == nullptr ? nullptr : params->if_contains("subscription");
    const auto* event = params == nullptr ? nullptr : params->if_contains("result");
    const auto* fields = event == nullptr ? nullptr : event->if_object();
    const auto* kind = fields == nullptr ? nullptr : fields->if_contains("event");
    if (subscription == nullptr || subscription->is_null() || kind == nullptr || !kind->is_string()) {
        return Err(std::string("it sends an event without a subscription or a name"));
    }
    const auto found = std::ranges::find_if(
        waiting, [&](const auto& one) { return calls.calls[one.second].subscription == *subscription; });
    if (found == waiting.end()) {
        strays.was_last = true;
        if (++strays.late_events > kMaxLateEvents) return Err(std::string("it does not end a subscription"));
        return {};
    }
    auto& call = calls.calls[found->second];
    const std::string_view name = kind->get_string();
    if (name == "storage") call.events.push_back(*event);
    if (name == "storageError") {
        calls.refusal = call.method + " failed: " + json::serialize(*event).substr(0, 300);
        calls.refusal += advice_on(calls.refusal);
        return Err(calls.refusal);
    }
    const bool is_enough = call.events.size() >= call.max_events;
    if (name != "storageDone" && !is_enough) return {};
    call.result = std::move(call.events);
    has_answered_ = true;
    waiting.erase(found);
    if (name == "storageDone") return {};
    return connection_->send(json::serialize(json::object{
        {"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", call.stop}, {"params", json::array{call.subscription}}}));
}

Result<void, std::string> OriginNode::take_answer(Calls& calls, std::map<uint64_t, size_t>& waiting, Strays& strays) {
    TRY_ASSIGN(const std::string text, connection_->receive(strays.was_last));
    TRY_ASSIGN(json::value message, parse_message(text));
    strays.was_last = false;
    calls.bytes += text.size();
    if (calls.bytes > kMaxExchangeBytes) {
        calls.is_too_much = true;
        calls.refusal = "its answers are too large together";
        return Err(calls.refusal);
    }
    auto* object = &message.get_object();
    const auto* failure = object->if_contains("error");
    const auto* id = object->if_contains("id");
    if (id == nullptr && object->contains("method") && object->contains("params")) {
        return take_event(calls, waiting, *object, strays);
    }
    boost::system::error_code no_number;
    const uint64_t number = id == nullptr ? 0 : id->to_number<uint64_t>(no_number);
    const auto found = no_number ? waiting.end() : waiting.find(number);
    if (failure != nullptr && is_rate_limit(*failure)) {
        calls.is_limited = true;
        return Err("it limits the rate of calls: " + json::serialize(*failure).substr(0, 200));
    }
    if (found == waiting.end()) {
        strays.was_last = true;
        if (++strays.messages > kMaxStrays) return Err(std::string("it sends messages that answer nothing"));
        return {};
    }
    auto& call = calls.calls[found->second];
    if (failure != nullptr) {
        calls.refusal = call.method + " failed: " + json::serialize(*failure).substr(0, 300);
        calls.refusal += advice_on(calls.refusal);
        calls.lacks_method = is_missing_method(*failure);
        return Err(calls.refusal);
    }
    auto* result = object->if_contains("result");
    has_answered_ = true;
    if (!call.stop.empty()) {
        if (result == nullptr || !(result->is_string() || result->is_number())) {
            return Err(call.method + " gives no subscription");
        }
        call.subscription = std::move(*result);
        return {};
    }
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
        ++connections_;
    }
    std::map<uint64_t, size_t> waiting;
    Strays strays;
    for (size_t i = 0; i < calls.calls.size(); ++i) {
        auto& call = calls.calls[i];
        if (call.result) continue;
        call.subscription = {};
        call.events.clear();
        const uint64_t id = ++last_id_;
        waiting[id] = i;
        TRY(connection_->send(json::serialize(
            json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", call.method}, {"params", call.params}})));
        while (waiting.size() >= window_) TRY(take_answer(calls, waiting, strays));
    }
    while (!waiting.empty()) TRY(take_answer(calls, waiting, strays));
    return {};
}

Result<void, std::string> OriginNode::exchange(Calls& calls, int attempts) {
    const std::lock_guard lock(mutex_);
    const auto is_stopped = [this] { return limits_.should_stop && limits_.should_stop(); };
    std::string reason;
    const auto missing = [&calls] {
        return std::ranges::count_if(calls.calls, [](const auto& call) { return !call.result; });
    };
    int attempt = 0;
    uint32_t delay_ms = kFirstDelayMs;
    while (calls.refusal.empty() && attempt < attempts && !is_stopped()) {
        const auto before = missing();
        calls.is_limited = false;
        auto done = exchange_once(calls);
        if (done) {
            window_ = std::min(kMaxAtOnce, window_ + 1);
            return {};
        }
        reason = std::move(done.error());
        // Of a call that was alone and refused nothing more comes.
        if (calls.refusal.empty() || calls.is_too_much || calls.calls.size() > 1) connection_.reset();
        // An origin that gives something each time is slow, not dead.
        const bool has_progress = missing() < before;
        attempt = has_progress ? 1 : attempt + 1;
        if (has_progress) delay_ms = kFirstDelayMs;
        if (!calls.refusal.empty() || attempt >= attempts) break;
        // Some origins close the connection instead of saying that they are asked too much.
        window_ = std::max<size_t>(1, window_ / 4);
        if (!calls.is_limited && (!has_answered_ || attempt < 2)) continue;
        log::info("fork", "⏳ " + name_ + ": " + reason + "; asking again in " + std::to_string(delay_ms) + " ms");
        wait_(delay_ms);
        delay_ms = std::min(2 * delay_ms, kMaxDelayMs);
    }
    if (is_stopped()) return Err(std::string("interrupted"));
    if (calls.is_limited) reason += "; try later, with more --origin-attempts, or another --endpoint";
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

Result<Hash256, std::string> OriginNode::genesis_hash() {
    const auto ask = [this](const char* method, json::array params) -> Result<Hash256, std::string> {
        Calls calls;
        calls.add(method, std::move(params));
        auto done = exchange(calls, 1);
        if (!done) return Err(done.error());
        auto hash = hash_of(calls.result(0), "the hash of the genesis block");
        if (!hash) return Err(name_ + ": " + hash.error());
        return hash;
    };
    auto hash = ask("chain_getBlockHash", {0});
    return hash ? hash : ask("archive_v1_genesisHash", {});
}

Result<std::optional<Hash256>, std::string> OriginNode::hash_at(primitives::BlockNumber number) {
    Calls calls;
    calls.add("chain_getBlockHash", {number});
    auto done = exchange(calls, 1);
    if (!done && calls.lacks_method) {
        calls = Calls();
        calls.add("archive_v1_hashByHeight", {number});
        done = exchange(calls, 1);
    }
    if (!done) return Err(done.error());
    const auto* hashes = calls.result(0).if_array();
    const json::value& one = hashes == nullptr || hashes->empty() ? calls.result(0) : hashes->front();
    if (one.is_null() || one.is_array()) return std::optional<Hash256>();
    const auto hash = hash_of(one, "the hash of a block");
    if (!hash) return Err(name_ + ": " + hash.error());
    return std::optional(*hash);
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
    const auto asked = exchange(first);
    if (!asked && first.lacks_method) return archived_facts(at);
    if (!asked) return Err(asked.error());
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
    if (signed_block == nullptr) {
        return prefixed("it does not have the block " + hex(out.hash.bytes) +
                        ": choose another one with --at, or another --endpoint");
    }
    const auto* block = signed_block->if_contains("block");
    const auto* fields = block == nullptr ? nullptr : block->if_object();
    const auto* header = fields == nullptr ? nullptr : fields->if_contains("header");
    const auto* extrinsics = fields == nullptr ? nullptr : fields->if_contains("extrinsics");
    if (header == nullptr || extrinsics == nullptr || !extrinsics->is_array()) return prefixed("a block has no header");
    auto decoded = header_of(*header);
    if (!decoded) return prefixed(decoded.error());
    out.header = *std::move(decoded);
    return with_body(std::move(out), extrinsics->get_array());
}

Result<void, std::string> OriginNode::check_hash(std::string_view block, const Hash256& hash,
                                                 const primitives::Header& header) const {
    const Hash256 of_header = primitives::header_hash(header);
    if (of_header == hash) return {};
    return Err(
        name_ + ": the hash of a header is not that of its block: " + std::string(block) + " is called " +
        hex(hash.bytes) + ", and its header has the hash " + hex(of_header.bytes) +
        ". The node gives its blocks other hashes than those of their headers (as Chopsticks does that was started "
        "from a chain specification), or its answers are false: what it says cannot be checked, so it is no origin. "
        "Fork the specification itself (--chain FILE.json), or another node of the chain (--endpoint)");
}

Result<ChainFacts, std::string> OriginNode::with_body(ChainFacts facts, const json::array& extrinsics) const {
    facts.body = TRY(body_of(extrinsics));
    TRY(check_hash("the genesis block", facts.genesis_hash, facts.genesis));
    TRY(check_hash("block " + std::to_string(facts.header.number), facts.hash, facts.header));
    return facts;
}

namespace {

using Values = std::vector<std::optional<Bytes>>;

/// Of a pair of texts; errors are sentences.
Result<std::optional<Bytes>, std::string> value_of(const json::value& value) {
    if (value.is_null()) return std::optional<Bytes>();
    return std::optional(TRY(bytes_of(value, "a value")));
}

bool is_hex_of(const json::value& value, BytesView bytes) {
    const auto* text = value.if_string();
    if (text == nullptr || text->size() != 2 + 2 * bytes.size() || !text->starts_with("0x")) return false;
    const char* at = text->data() + 2;
    for (const uint8_t byte : bytes) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        if (at[0] != kDigits[byte >> 4] || at[1] != kDigits[byte & 15]) return false;
        at += 2;
    }
    return true;
}

/// Most origins answer in the order of the question. nullopt: this one does not.
Result<std::optional<Values>, std::string> values_in_order(const json::array& changes, std::span<const Bytes> keys) {
    if (changes.size() != keys.size()) return std::optional<Values>();
    Values out;
    out.reserve(keys.size());
    for (size_t i = 0; i < keys.size(); ++i) {
        const auto* pair = changes[i].if_array();
        if (pair == nullptr || pair->size() != 2 || !is_hex_of(pair->front(), keys[i])) return std::optional<Values>();
        out.push_back(TRY(value_of(pair->back())));
    }
    return std::optional(std::move(out));
}

/// nullopt: a key has no value.
Result<std::optional<Values>, std::string> values_by_key(const json::array& changes, std::span<const Bytes> keys) {
    std::map<Bytes, std::optional<Bytes>> found;
    for (const auto& change : changes) {
        const auto* pair = change.if_array();
        if (pair == nullptr || pair->size() != 2) return Err(std::string("a value is no pair with its key"));
        TRY_ASSIGN(Bytes key, bytes_of(pair->front(), "a key"));
        TRY_ASSIGN(found[std::move(key)], value_of(pair->back()));
    }
    Values out;
    for (const Bytes& key : keys) {
        const auto value = found.find(key);
        if (value == found.end()) return std::optional<Values>();
        out.push_back(value->second);
    }
    return std::optional(std::move(out));
}

/// [{"block": "0x…", "changes": [["0xkey", "0xvalue" or null], …]}]; nullopt: it is something else, or not all.
Result<std::optional<Values>, std::string> values_of(const json::value& result, std::span<const Bytes> keys) {
    const auto* sets = result.if_array();
    const auto* set = sets == nullptr || sets->size() != 1 ? nullptr : sets->front().if_object();
    const auto* changes = set == nullptr ? nullptr : set->if_contains("changes");
    if (changes == nullptr || !changes->is_array()) return std::optional<Values>();
    TRY_ASSIGN(auto in_order, values_in_order(changes->get_array(), keys));
    if (in_order) return in_order;
    return values_by_key(changes->get_array(), keys);
}

}  // namespace

Result<std::optional<OriginNode::Values>, std::string> OriginNode::values_together(const Hash256& block,
                                                                                   std::span<const Bytes> keys) {
    Calls calls;
    for (size_t at = 0; at < keys.size(); at += kMaxAtOnce) {
        json::array list;
        for (const Bytes& key : keys.subspan(at, std::min(kMaxAtOnce, keys.size() - at))) list.emplace_back(hex(key));
        calls.add("state_queryStorageAt", {std::move(list), hex(block.bytes)});
    }
    const auto done = exchange(calls);
    if (!done && calls.refusal.empty()) return Err(done.error());
    if (calls.lacks_method) lacks_query_ = true;
    if (!done) return std::optional<Values>();
    Values out;
    out.reserve(keys.size());
    for (size_t i = 0; i < calls.calls.size(); ++i) {
        const size_t at = i * kMaxAtOnce;
        auto some = values_of(calls.result(i), keys.subspan(at, std::min(kMaxAtOnce, keys.size() - at)));
        if (!some) return Err(name_ + ": " + some.error());
        if (!*some) return std::optional<Values>();
        std::ranges::move(**some, std::back_inserter(out));
    }
    count_fetched(out.size());
    return std::optional(std::move(out));
}

Result<std::vector<std::optional<Bytes>>, std::string> OriginNode::values(const Hash256& block, Area area,
                                                                          std::span<const Bytes> keys) {
    if (area.is_top() && keys.size() >= kFewKeys && !lacks_query_ && !is_archive_) {
        TRY_ASSIGN(auto together, values_together(block, keys));
        if (together) return *std::move(together);
    }
    keys = keys.first(std::min(keys.size(), kMaxAtOnce));
    if (is_archive_) return archived_values(block, area, keys);
    Calls calls;
    const std::string at = hex(block.bytes);
    for (const Bytes& key : keys) {
        if (area.is_top()) {
            calls.add("state_getStorage", {hex(key), at});
        } else {
            calls.add("childstate_getStorage", {child_key(area.child_key()), hex(key), at});
        }
    }
    const auto done = exchange(calls);
    if (!done && calls.lacks_method) return archived_values(block, area, keys);
    if (!done && calls.is_too_much && keys.size() > 1) return values(block, area, keys.first(1));
    if (!done) return Err(done.error());
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
    if (is_archive_) return archived_keys_after(block, area, key);
    Calls calls;
    const std::string at = hex(block.bytes);
    const json::value start = key.empty() ? json::value(nullptr) : json::value(hex(key));
    if (area.is_top()) {
        calls.add("state_getKeysPaged", {"0x", kPageKeys, start, at});
    } else {
        calls.add("childstate_getKeysPaged", {child_key(area.child_key()), "0x", kPageKeys, start, at});
    }
    const auto done = exchange(calls);
    if (!done && calls.lacks_method) return archived_keys_after(block, area, key);
    if (!done) return Err(done.error());
    const auto* list = calls.calls[0].result->if_array();
    if (list == nullptr) return Err(name_ + ": a page of keys is no list");
    return page_of(*list, key);
}

Result<std::vector<Bytes>, std::string> OriginNode::page_of(const json::array& keys, BytesView after) const {
    const auto wrong = [this](const char* what) { return Err(name_ + ": " + what); };
    if (keys.size() > kPageKeys) return wrong("a page of keys is too long");
    std::vector<Bytes> out;
    Bytes last = to_bytes(after);
    for (const auto& one : keys) {
        auto bytes = bytes_of(one, "a key");
        if (!bytes) return wrong("a key is no hex text");
        if (*bytes <= last || bytes->size() > kMaxKeyBytes) return wrong("the keys of a page are not in their order");
        last = *bytes;
        out.push_back(*std::move(bytes));
    }
    return out;
}

}  // namespace serinus::fork

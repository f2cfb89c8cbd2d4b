#include "tools/remote/chain_view.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "runtime_api/metadata.hpp"
#include "runtime_api/newest_metadata.hpp"

namespace serinus::remote {
namespace {

namespace json = boost::json;

std::string hex_text(BytesView bytes) { return to_hex_prefixed(bytes); }

Result<Bytes, std::string> bytes_of(const json::value& value, const std::string& what) {
    const auto* text = value.if_string();
    auto bytes = text == nullptr ? Result<Bytes, HexError>(Err(HexError::kMissingPrefix)) : from_hex_prefixed(*text);
    if (!bytes) return Err(what + " is no hex text");
    return *std::move(bytes);
}

Result<Hash256, std::string> hash_from(const json::value& value, const std::string& what) {
    TRY_ASSIGN(const Bytes bytes, bytes_of(value, what));
    const auto hash = Hash256::from(bytes);
    if (!hash) return Err(what + " is no hash");
    return *hash;
}

/// "0x1a" in the field `number` of a header.
Result<uint64_t, std::string> number_in(const json::value& header) {
    const auto* fields = header.if_object();
    const auto* number = fields == nullptr ? nullptr : fields->if_contains("number");
    const auto* text = number == nullptr ? nullptr : number->if_string();
    constexpr size_t kMostDigits = 16;
    if (text == nullptr || !text->starts_with("0x") || text->size() < 3 || text->size() > kMostDigits + 2) {
        return Err(std::string("a header has no number"));
    }
    uint64_t out = 0;
    for (const char c : std::string_view(*text).substr(2)) {
        if (hex_digit(c) < 0) return Err(std::string("a header has no number"));
        out = out << 4 | static_cast<uint64_t>(hex_digit(c));
    }
    return out;
}

uint32_t number_field(const json::value& version, std::string_view name) {
    const auto* fields = version.if_object();
    const auto* number = fields == nullptr ? nullptr : fields->if_contains(name);
    boost::system::error_code failed;
    const auto out = number == nullptr ? 0 : number->to_number<uint32_t>(failed);
    return failed ? 0 : out;
}

/// What a user can do about a refusal; empty: nothing is known of it. Observed: the words of polkadot 1.25.1
std::string advice_on(std::string_view refusal) {
    const auto says = [&](std::string_view words) { return refusal.find(words) != refusal.npos; };
    if (says("already discarded") || says("pruned")) {
        return "; the node has pruned the state of this block: choose a later one with --at, or as --url a node that "
               "keeps all states (--state-pruning archive)";
    }
    if (says("UnknownBlock") || says("Header was not found")) {
        return "; the node does not know this block: choose another one with --at, or another --url";
    }
    return {};
}

}  // namespace

Result<json::value, std::string> ChainView::call(std::string_view method, const json::array& params) {
    auto answer = rpc_->call(method, params);
    if (answer) return *std::move(answer);
    if (answer.error().kind == RpcError::Kind::kMethodNotFound) {
        return Err(rpc_->name() + " does not offer the method " + std::string(method) + ": choose another --url");
    }
    return Err(answer.error().reason + advice_on(answer.error().reason));
}

Result<std::unique_ptr<ChainView>, std::string> ChainView::open(std::unique_ptr<RpcClient> rpc, const std::string& at) {
    std::unique_ptr<ChainView> out(new ChainView(std::move(rpc)));
    out->genesis_hash_ = TRY(out->hash_at(0));
    const json::value name = TRY(out->call("system_chain"));
    if (const auto* text = name.if_string()) out->chain_name_ = std::string(*text);
    compose::read_properties(json::serialize(TRY(out->call("system_properties"))), out->units_);
    if (at.empty()) {
        out->block_ = TRY(out->best());
    } else if (at.starts_with("0x")) {
        TRY_ASSIGN(const Hash256 hash, hash_from(json::string(at), "--at"));
        out->block_ = {.number = TRY(out->number_of(hash)), .hash = hash};
    } else {
        const bool is_number = at.find_first_not_of("0123456789") == at.npos && at.size() < 11;
        ENSURE(is_number, "--at " + at + " is neither the number of a block nor its hash");
        const uint64_t number = std::strtoull(at.c_str(), nullptr, 10);
        out->block_ = {.number = number, .hash = TRY(out->hash_at(number))};
    }
    TRY(out->learn_runtime());
    return out;
}

Result<void, std::string> ChainView::learn_runtime() {
    const json::value version = TRY(call("state_getRuntimeVersion", {hex_text(block_.hash.bytes)}));
    RuntimeNumbers now{.spec_name = {},
                       .spec_version = number_field(version, "specVersion"),
                       .transaction_version = number_field(version, "transactionVersion")};
    const auto* fields = version.if_object();
    const auto* name = fields == nullptr ? nullptr : fields->if_contains("specName");
    ENSURE(name != nullptr && name->is_string(), std::string("the node does not tell the version of its runtime"));
    now.spec_name = std::string(name->get_string());
    const bool is_same =
        metadata_ != nullptr && now.spec_version == runtime_.spec_version && now.spec_name == runtime_.spec_name;
    if (is_same) return {};
    runtime_ = std::move(now);
    auto encoded = runtime_api::newest_metadata(
        [this](const auto& of, const auto&... arguments) { return ask(of, arguments...); });
    if (!encoded) return Err(encoded.error());
    metadata_ = TRY(metadata::Metadata::decode(*std::move(encoded)));
    if (const auto* prefix = metadata_->find_constant("System", "SS58Prefix")) {
        const auto wide = scale::decode<uint16_t>(prefix->value);
        const auto narrow = scale::decode<uint8_t>(prefix->value);
        if (wide || narrow) units_.prefix = wide ? *wide : *narrow;
    }
    return {};
}

Result<void, std::string> ChainView::move_to(const BlockAt& block) {
    block_ = block;
    return learn_runtime();
}

Result<Hash256, std::string> ChainView::hash_at(uint64_t number) {
    TRY_ASSIGN(const json::value hash, call("chain_getBlockHash", {number}));
    ENSURE(!hash.is_null(), rpc_->name() + " has no block " + std::to_string(number));
    return hash_from(hash, "the hash of a block");
}

Result<uint64_t, std::string> ChainView::number_of(const Hash256& block) {
    TRY_ASSIGN(const json::value header, call("chain_getHeader", {hex_text(block.bytes)}));
    ENSURE(!header.is_null(), rpc_->name() + " does not know the block " + hex_text(block.bytes));
    return number_in(header);
}

Result<BlockAt, std::string> ChainView::best() {
    TRY_ASSIGN(const json::value hash, call("chain_getBlockHash"));
    TRY_ASSIGN(const Hash256 of, hash_from(hash, "the hash of the best block"));
    return BlockAt{.number = TRY(number_of(of)), .hash = of};
}

Result<BlockAt, std::string> ChainView::finalized() {
    TRY_ASSIGN(const json::value hash, call("chain_getFinalizedHead"));
    TRY_ASSIGN(const Hash256 of, hash_from(hash, "the hash of the last final block"));
    return BlockAt{.number = TRY(number_of(of)), .hash = of};
}

Result<std::vector<Bytes>, std::string> ChainView::extrinsics(const Hash256& block) {
    TRY_ASSIGN(const json::value answer, call("chain_getBlock", {hex_text(block.bytes)}));
    const auto* fields = answer.if_object();
    const auto* inner = fields == nullptr ? nullptr : fields->if_contains("block");
    const auto* block_fields = inner == nullptr ? nullptr : inner->if_object();
    const auto* list = block_fields == nullptr ? nullptr : block_fields->if_contains("extrinsics");
    ENSURE(list != nullptr && list->is_array(), "the node does not have the block " + hex_text(block.bytes));
    std::vector<Bytes> out;
    out.reserve(list->get_array().size());
    for (const auto& one : list->get_array()) out.push_back(TRY(bytes_of(one, "an extrinsic")));
    return out;
}

Result<std::optional<Bytes>, std::string> ChainView::storage(BytesView key, const Hash256& block) {
    TRY_ASSIGN(const json::value value, call("state_getStorage", {hex_text(key), hex_text(block.bytes)}));
    if (value.is_null()) return std::optional<Bytes>();
    return std::optional(TRY(bytes_of(value, "a value of the state")));
}

Result<std::vector<Bytes>, std::string> ChainView::keys(BytesView prefix, BytesView after, size_t count) {
    TRY_ASSIGN(const json::value answer,
               call("state_getKeysPaged",
                    {hex_text(prefix), count, after.empty() ? json::value(nullptr) : json::value(hex_text(after)),
                     hex_text(block_.hash.bytes)}));
    const auto* list = answer.if_array();
    ENSURE(list != nullptr && list->size() <= count, std::string("the node does not list keys as it should"));
    std::vector<Bytes> out;
    out.reserve(list->size());
    for (const auto& one : *list) {
        Bytes key = TRY(bytes_of(one, "a key of the state"));
        const BytesView last = out.empty() ? after : BytesView(out.back());
        const bool is_good =
            key.size() >= prefix.size() && equal(BytesView(key).first(prefix.size()), prefix) && compare(key, last) > 0;
        ENSURE(is_good, std::string("the node does not list keys in their order"));
        out.push_back(std::move(key));
    }
    return out;
}

Result<std::vector<std::optional<Bytes>>, std::string> ChainView::values(const std::vector<Bytes>& keys) {
    std::vector<std::optional<Bytes>> out;
    out.reserve(keys.size());
    json::array texts;
    for (const Bytes& key : keys) texts.push_back(json::string(hex_text(key)));
    auto answer = rpc_->call("state_queryStorageAt", {texts, hex_text(block_.hash.bytes)});
    const json::value* changes = nullptr;
    if (answer && answer->is_array() && answer->get_array().size() == 1) {
        const auto* set = answer->get_array()[0].if_object();
        changes = set == nullptr ? nullptr : set->if_contains("changes");
    }
    if (changes == nullptr || !changes->is_array() || changes->get_array().size() != keys.size()) {
        // A node that does not answer for many keys at once.
        for (const Bytes& key : keys) out.push_back(TRY(storage(key)));
        return out;
    }
    for (const auto& one : changes->get_array()) {
        const auto* pair = one.if_array();
        const bool is_good =
            pair != nullptr && pair->size() == 2 && (*pair)[0] == json::string(hex_text(keys[out.size()]));
        ENSURE(is_good, std::string("the node does not answer values as it should"));
        out.push_back((*pair)[1].is_null() ? std::optional<Bytes>()
                                           : std::optional(TRY(bytes_of((*pair)[1], "a value of the state"))));
    }
    return out;
}

Result<Bytes, std::string> ChainView::call_runtime(std::string_view function, BytesView arguments) {
    TRY_ASSIGN(const json::value answer,
               call("state_call", {json::string(function), hex_text(arguments), hex_text(block_.hash.bytes)}));
    return bytes_of(answer, "the answer of " + std::string(function));
}

Result<std::unique_ptr<const metadata::Metadata>, std::string> ChainView::metadata_of_version(uint32_t version) {
    auto found = ask(runtime_api::metadata::kMetadataAtVersion, version);
    if (!found || !*found) return std::unique_ptr<const metadata::Metadata>();
    return metadata::Metadata::decode(**std::move(found));
}

Result<uint64_t, std::string> ChainView::next_nonce(BytesView account) {
    TRY_ASSIGN(const json::value nonce, call("system_accountNextIndex", {units_.address(account)}));
    boost::system::error_code failed;
    const auto out = nonce.to_number<uint64_t>(failed);
    ENSURE(!failed, std::string("the node does not tell the nonce of the account"));
    return out;
}

}  // namespace serinus::remote

#include "rpc/methods/state_history.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "rpc/methods/storage.hpp"
#include "rpc/methods/values.hpp"
#include "runtime_api/core.hpp"

namespace serinus::rpc {
namespace {

namespace json = boost::json;
using chain::BlockId;
using chain::Client;

RpcError bad_range(const std::string& from, const std::string& to, const std::string& details) {
    return {error_codes::kStateBlockRange, "Cannot resolve a block range ['" + from + "' ... '" + to + "]. " + details};
}

/// A block that is there, as the reference shows it in an error about a range.
std::string shown(const BlockId& id) { return std::to_string(id.number) + " (" + to_hex_prefixed(id.hash.bytes) + ")"; }

Result<BlockId, std::string> find_block_id(Client& client, const Hash256& hash) {
    const auto header = client.look_up_header(hash);
    if (!header) return Err(header.error().reason);
    if (*header == nullptr)
        return Err("UnknownBlock: Header was not found in the database: " + to_hex_prefixed(hash.bytes));
    return BlockId{hash, (*header)->number};
}

/// Ours: the reference has no limit, and advises caution.
constexpr uint32_t kMaxRange = 100'000;

/// The blocks from one to another, ascending.
Result<std::vector<Hash256>, RpcError> range(Client& client, const CallTime& time, const Hash256& from,
                                             const Hash256& to) {
    const auto unknown = [&](const std::string& details) {
        return bad_range(to_hex_prefixed(from.bytes), "Some(" + to_hex_prefixed(to.bytes) + ")", details);
    };
    const auto first = find_block_id(client, from);
    if (!first) return Err(unknown(first.error()));
    const auto last = find_block_id(client, to);
    if (!last) return Err(unknown(last.error()));
    ENSURE(first->number <= last->number, bad_range(shown(*first), shown(*last), "from number > to number"));
    ENSURE(last->number - first->number <= kMaxRange, bad_range(shown(*first), shown(*last), "too many blocks"));
    std::vector<Hash256> blocks = {to};
    for (uint32_t number = last->number; number > first->number; --number) {
        ENSURE(!time.is_over(), state_error("the call took too long"));
        const auto header = client.look_up_header(blocks.back());
        ENSURE(header && *header != nullptr, bad_range(shown(*first), shown(*last), "a block between is missing"));
        blocks.push_back((*header)->parent_hash);
    }
    ENSURE(blocks.back() == from, bad_range(shown(*first), shown(*last), "from and to are on different forks"));
    std::ranges::reverse(blocks);
    return blocks;
}

/// For each block, the keys whose value is not that of the block before; all, in the first.
RpcResult query_storage(Services& services, const Call& call, const std::vector<Bytes>& keys,
                        const std::vector<Hash256>& blocks) {
    json::array out;
    std::map<Bytes, std::optional<Bytes>> last;
    Collected collected(services);
    const CallTime time(services, call);
    for (const auto& block : blocks) {
        ENSURE(!time.is_over(), state_error("the call took too long"));
        auto state = open_state(services.client, block);
        if (!state) return Err(state_error(state.error()));
        StorageView view{*std::move(state)};
        json::array changes;
        for (const auto& key : keys) {
            TRY_ASSIGN(auto value, read_entry(view, key));
            const auto [known, is_new] = last.try_emplace(key);
            if (!is_new && known->second == value) continue;
            changes.push_back(json::array{hex(BytesView(key)), hex_or_null(value)});
            const size_t size = key.size() + (value ? value->size() : 0);
            ENSURE(collected.add(3 * size + 3 * Collected::kValueBytes), collected.error());
            known->second = std::move(value);
        }
        if (changes.empty()) continue;
        out.push_back(json::object{{"block", hex(block)}, {"changes", std::move(changes)}});
    }
    return out;
}

RpcResult query_range(Services& services, const Call& call) {
    Client& client = services.client;
    const Params& params = call.params;
    TRY_ASSIGN(const auto keys, params.bytes_list(0, "keys"));
    TRY_ASSIGN(const Hash256 from, params.hash(1, "block"));
    TRY_ASSIGN(const auto to, params.optional_hash(2, "hash"));
    TRY_ASSIGN(const auto blocks, range(client, CallTime(services, call), from, block_or_best(client, to)));
    return query_storage(services, call, keys, blocks);
}

/// The one set of changes that query_storage gives for one block.
Json changes_at(const Hash256& block, const std::vector<Bytes>& keys, const Values& values) {
    json::array changes;
    std::set<Bytes> seen;
    for (size_t i = 0; i < keys.size(); ++i) {
        if (!seen.insert(keys[i]).second) continue;
        changes.push_back(json::array{hex(BytesView(keys[i])), hex_or_null(values[i])});
    }
    if (changes.empty()) return json::array();
    return json::array{json::object{{"block", hex(block)}, {"changes", std::move(changes)}}};
}

/// What query_at reads: the keys, and the block with its state.
struct AskedKeys {
    std::vector<Bytes> keys;
    Hash256 block;
    StorageView view;
};
Result<AskedKeys, RpcError> asked_keys(Services& services, const Call& call) {
    Client& client = services.client;
    const Params& params = call.params;
    TRY_ASSIGN(auto keys, params.bytes_list(0, "keys"));
    TRY_ASSIGN(const auto at, params.optional_hash(1, "at"));
    const Hash256 block = block_or_best(client, at);
    TRY(range(client, CallTime(services, call), block, block));
    auto state = open_state(client, block);
    if (!state) return Err(state_error(state.error()));
    return AskedKeys{std::move(keys), block, {*std::move(state)}};
}

/// Ours: more keys are read one after the other.
constexpr size_t kMaxKeysTogether = 4096;

std::optional<RpcResult> query_at(Services& services, const Call& call, const Later& later) {
    auto asked = asked_keys(services, call);
    if (!asked) return RpcResult(Err(std::move(asked).error()));
    if (asked->keys.size() > kMaxKeysTogether) return query_storage(services, call, asked->keys, {asked->block});
    const auto keys = std::make_shared<const std::vector<Bytes>>(std::move(asked->keys));
    const auto show = [block = asked->block, keys](const Values& values) { return changes_at(block, *keys, values); };
    return values_json(services, asked->view, *keys, show, later);
}

Result<std::string, RpcError> text_or(const Params& params, size_t index, const char* name, const char* otherwise) {
    return params.find(index) == nullptr ? Result<std::string, RpcError>(std::string(otherwise))
                                         : params.string(index, name);
}

std::string bare_hex(const Hash256& hash) { return to_hex_prefixed(hash.bytes).substr(2); }

/// Executes the block again. Spans and events come from runtimes that were built with tracing, and from the reference's
/// own storage functions; without a filter of storage keys and of methods the reference returns no events at all.
RpcResult trace_block(Client& client, const Call& call) {
    const Params& params = call.params;
    TRY_ASSIGN(const Hash256 hash, params.hash(0, "block"));
    TRY_ASSIGN(const std::string targets, text_or(params, 1, "targets", "pallet,frame,state"));
    TRY_ASSIGN(const std::string keys, text_or(params, 2, "storage_keys", ""));
    TRY_ASSIGN(const std::string methods, text_or(params, 3, "methods", ""));
    const auto fail = [&](const std::string& details) {
        return bad_range(to_hex_prefixed(hash.bytes), "None", details);
    };
    const auto header = client.look_up_header(hash);
    ENSURE(header && *header != nullptr, fail("Missing block component: Header not found"));
    const auto own = client.find_header(hash);
    // The runtime compares the roots of states, and there are no tries of those before a fork.
    ENSURE(
        own && *own != nullptr,
        fail(
            "Dispatch error: the block is before the fork, whose tries are not here; `serinus run-block` executes it"));
    const auto body = client.look_up_body(hash);
    ENSURE(body && *body, fail("Missing block component: Extrinsics not found"));
    ENSURE(params.find(2) == nullptr || params.find(3) == nullptr,
           fail("Dispatch error: this node does not record storage events"));
    primitives::Header unsealed = **header;
    primitives::take_seal(unsealed);
    Bytes block = scale::encode(unsealed);
    scale::append_encoded(block, **body);
    const auto executed =
        call_runtime(client, call, unsealed.parent_hash, runtime_api::core::kExecuteBlock.name, block);
    if (!executed) {
        return Err(fail("Dispatch error: Failed to collect traces and execute block: " + executed.error()));
    }
    return json::object{{"blockTrace", json::object{{"blockHash", bare_hex(hash)},
                                                    {"parentHash", bare_hex(unsealed.parent_hash)},
                                                    {"tracingTargets", targets},
                                                    {"storageKeys", keys},
                                                    {"methods", methods},
                                                    {"spans", json::array()},
                                                    {"events", json::array()}}}};
}

}  // namespace

void add_state_history(Registry& registry, Services& services) {
    Client& client = services.client;
    registry.method("state_queryStorage", {.safety = Safety::kUnsafe, .parameters = {"keys", "block", "hash"}},
                    [&services](const Call& call) { return query_range(services, call); });
    registry.later_method(
        "state_queryStorageAt", {.parameters = {"keys", "at"}},
        [&services](const Call& call, const Later& later) { return query_at(services, call, later); });
    registry.method("state_traceBlock",
                    {.safety = Safety::kUnsafe, .parameters = {"block", "targets", "storage_keys", "methods"}},
                    [&client](const Call& call) { return trace_block(client, call); });
}

}  // namespace serinus::rpc

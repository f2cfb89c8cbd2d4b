#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "fork/cache_places.hpp"
#include "fork/fork_client.hpp"
#include "fork/origin/backend_origin.hpp"
#include "fork/origin/origin_nodes.hpp"
#include "platform/log.hpp"
#include "state/memory_backend.hpp"

namespace serinus::fork {

namespace {

/// Whether `at` is empty, a number or a hash.
bool is_block_name(std::string_view at) {
    if (at.starts_with("0x")) {
        const auto hash = from_hex_prefixed(at);
        return hash && hash->size() == sizeof(Hash256);
    }
    constexpr size_t kMaxDigits = 10;
    return at.size() <= kMaxDigits && std::ranges::all_of(at, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether `at` names the block that the cache begins with.
bool is_block_of(const ChainFacts& facts, const std::string& at) {
    return at.empty() || at == std::to_string(facts.header.number.value) || at == to_hex_prefixed(facts.hash.bytes);
}

/// An origin that is away may be so: the cache can have all that is needed.
Result<void, std::string> check_chain(const ForkSource& source, const std::string& folder, const ChainFacts& known,
                                      OriginApi& node) {
    const auto genesis = node.genesis_hash();
    if (!genesis) {
        log::warn("fork", genesis.error() + "; going on with what is in the cache");
    } else if (*genesis != known.genesis_hash) {
        return Err("the cache in " + folder + " is of another chain, " + known.name + " (" +
                   to_hex_prefixed(known.genesis_hash.bytes) + "), than " + source.endpoints.front() +
                   "; choose another --cache, or another --endpoint");
    }
    return {};
}

/// `asked`: what the origin said of the block, if it was asked.
Result<ChainFacts, std::string> find_facts(const ForkSource& source, const std::string& folder, Cache& cache,
                                           OriginApi* node, std::optional<ChainFacts> asked) {
    TRY_ASSIGN(auto known, cache.facts());
    if (known) {
        if (node != nullptr) TRY(check_chain(source, folder, *known, *node));
        if (is_block_of(*known, source.at) || source.continues) return *std::move(known);
        return Err("the cache in " + folder + " is of block #" + std::to_string(known->header.number.value) + " (" +
                   to_hex_prefixed(known->hash.bytes) + ") of " + known->name +
                   "; choose another --cache for another block");
    }
    if (node == nullptr) {
        return Err(folder.empty() ? std::string("a fork needs an --endpoint, or a --cache that an earlier fork filled")
                                  : "the cache in " + folder + " is empty: start the fork once with --endpoint");
    }
    if (!asked) TRY_ASSIGN(asked, node->facts(source.at));
    TRY(cache.put_facts(*asked));
    return *std::move(asked);
}

using Nodes = std::shared_ptr<OriginNodes>;

Result<Nodes, std::string> open_nodes(const ForkSource& source) {
    std::vector<std::shared_ptr<OriginNode>> out;
    for (const std::string& name : source.endpoints) {
        const auto endpoint = parse_endpoint(name);
        if (!endpoint) return Err("--endpoint " + name + " is no address such as ws://127.0.0.1:9944");
        out.push_back(std::make_shared<OriginNode>(
            name, [endpoint = *endpoint, limits = source.limits] { return connect(endpoint, limits); },
            [stop = source.limits.should_stop](uint32_t duration_ms) { pause(duration_ms, stop); }, source.limits));
    }
    if (out.empty() || source.is_offline) return Nodes();
    return std::make_shared<OriginNodes>(std::move(out), source.now_ms, source.limits.attempts);
}

}  // namespace

Result<Fork, std::string> open_fork(const ForkSource& source) {
    if (!is_block_name(source.at)) {
        return Err("--at " + source.at + " is neither a number nor a hash such as 0x5f01… of 32 bytes");
    }
    TRY_ASSIGN(const Nodes nodes, open_nodes(source));
    Fork out;
    out.cache_folder = source.cache_folder;
    std::optional<ChainFacts> asked;
    if (out.cache_folder.empty() && !source.cache_root.empty()) {
        TRY_ASSIGN(auto place, find_cache_place(source, nodes.get()));
        out.cache_folder = std::move(place.folder);
        asked = std::move(place.facts);
    }
    TRY_ASSIGN(auto opened, Cache::open(out.cache_folder));
    out.cache = std::move(opened);
    const bool is_new = !TRY(out.cache->facts());
    TRY_ASSIGN(out.facts, find_facts(source, out.cache_folder, *out.cache, nodes.get(), std::move(asked)));
    if (nodes != nullptr && source.endpoints.size() > 1) {
        TRY(nodes->expect(out.facts));
    } else if (nodes != nullptr) {
        nodes->expect_of_single(out.facts, is_new);
    }
    std::shared_ptr<ReadHistory> history;
    if (nodes != nullptr && !source.history_folder.empty()) {
        history = std::make_shared<ReadHistory>(source.history_folder + '/' + to_hex(out.facts.genesis_hash.bytes));
    }
    out.remote = std::make_shared<RemoteOrigin>(out.facts, out.cache, nodes, history, source.max_listed_bytes);
    out.older = std::make_shared<OlderOrigin>(out.facts, out.cache, nodes, out.remote, source.max_listed_bytes);
    out.origin = out.remote;
    out.states = std::make_shared<state::ForkedStates>(out.origin);
    if (!source.overrides.empty()) override_state(out, source.overrides);
    return out;
}

Result<Fork, std::string> fork_of_spec(const chain::ChainSpec& spec, const std::string& cache_folder) {
    const auto* entries = std::get_if<chain::RawGenesis>(&spec.genesis);
    if (entries == nullptr) return Err(std::string("the specification has no state of the genesis"));
    const auto genesis = chain::genesis_block(spec);
    if (!genesis) return Err(genesis.error().to_string());
    state::StateChanges changes;
    const auto add = [](const chain::StorageMap& from, state::ChangeSet& into) {
        for (size_t i = 0; i < from.size(); ++i) into[to_bytes(from[i].key)] = to_bytes(from[i].value);
    };
    add(entries->top, changes.top);
    for (const auto& child : entries->children) add(child.entries, changes.children[child.key]);
    auto backend = std::make_unique<state::MemoryBackend>();
    const auto root = backend->apply(changes, genesis->state_version.value_or(trie::StateVersion::kV1));
    if (!root) return Err(root.error().reason);
    Fork out;
    out.facts = {.genesis = genesis->header,
                 .genesis_hash = genesis->hash,
                 .header = genesis->header,
                 .hash = genesis->hash,
                 .body = {},
                 .name = spec.name,
                 .properties = spec.properties ? spec.properties->text : std::string()};
    if (!cache_folder.empty()) {
        TRY_ASSIGN(out.cache, Cache::open(cache_folder));
        TRY_ASSIGN(const auto known, out.cache->facts());
        if (known && known->hash != genesis->hash) {
            return Err("the cache in " + cache_folder + " is of block #" + std::to_string(known->header.number.value) +
                       " of " + known->name + "; choose another --cache");
        }
        if (!known) TRY(out.cache->put_facts(out.facts));
    }
    out.cache_folder = cache_folder;
    out.origin = std::make_shared<BackendOrigin>(std::move(backend), genesis->hash, genesis->header.state_root);
    out.states = std::make_shared<state::ForkedStates>(out.origin);
    return out;
}

void override_state(Fork& fork, state::ChangeSet changes) {
    for (const auto& [key, value] : changes) fork.overrides[key] = value;
    fork.origin = std::make_shared<OverriddenOrigin>(fork.origin, std::move(changes));
    fork.states = std::make_shared<state::ForkedStates>(fork.origin);
}

Result<void, std::string> keep_blocks(Fork& fork, KeptForkOptions options) {
    const bool continues = !options.resume.empty();
    if (!continues) options.overrides = fork.overrides;
    TRY_ASSIGN(fork.kept, KeptFork::open(std::move(options), fork.facts));
    if (continues && !fork.kept->overrides().empty()) override_state(fork, fork.kept->overrides());
    return {};
}

}  // namespace serinus::fork

#include "fork/fork_client.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "consensus/genesis_engine.hpp"
#include "crypto/verdict_cache.hpp"
#include "platform/log.hpp"
#include "state/fork_store.hpp"

namespace serinus::fork {

namespace json = boost::json;

namespace {

/// Nobody but this node builds on a fork.
class AnyHeader final : public chain::HeaderVerifier {
  public:
    Result<chain::HeaderVerdict, chain::ChainError> check(const chain::HeaderToCheck&, chain::Ancestry&) override {
        return chain::HeaderVerdict{};
    }
};

/// The engines of real chains, without their rules for headers.
class ForkEngines final : public chain::EngineFactory {
  public:
    Result<Engine, chain::ChainError> of_genesis(chain::RuntimeSource& runtimes, state::Backend& genesis) override {
        return engines_.of_genesis(runtimes, genesis);
    }
    Result<Engine, chain::ChainError> of_record(BytesView record) override { return engines_.of_record(record); }
    Result<std::unique_ptr<chain::HeaderVerifier>, chain::ChainError> make_verifier(
        const Engine&, std::function<uint64_t()>) override {
        return std::unique_ptr<chain::HeaderVerifier>(std::make_unique<AnyHeader>());
    }
    std::unique_ptr<chain::ForkChoice> make_fork_choice() override { return engines_.make_fork_choice(); }

  private:
    consensus::GenesisEngines engines_;
};

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
Result<void, std::string> check_chain(const ForkSource& source, const ChainFacts& known, OriginNode& node) {
    const auto genesis = node.genesis_hash();
    if (!genesis) {
        log::warn("fork", genesis.error() + "; going on with what is in the cache");
    } else if (*genesis != known.genesis_hash) {
        return Err("the cache in " + source.cache_folder + " is of another chain, " + known.name + " (" +
                   to_hex_prefixed(known.genesis_hash.bytes) + "), than " + source.endpoint +
                   "; choose another --cache, or another --endpoint");
    }
    return {};
}

Result<ChainFacts, std::string> find_facts(const ForkSource& source, Cache& cache, OriginNode* node) {
    TRY_ASSIGN(auto known, cache.facts());
    if (known) {
        if (node != nullptr) TRY(check_chain(source, *known, *node));
        if (is_block_of(*known, source.at)) return *std::move(known);
        return Err("the cache in " + source.cache_folder + " is of block #" +
                   std::to_string(known->header.number.value) + " (" + to_hex_prefixed(known->hash.bytes) + ") of " +
                   known->name + "; choose another --cache for another block");
    }
    if (node == nullptr) {
        return Err(source.cache_folder.empty()
                       ? std::string("a fork needs an --endpoint, or a --cache that an earlier fork filled")
                       : "the cache in " + source.cache_folder + " is empty: start the fork once with --endpoint");
    }
    TRY_ASSIGN(auto facts, node->facts(source.at));
    TRY(cache.put_facts(facts));
    return facts;
}

}  // namespace

Result<Fork, std::string> open_fork(const ForkSource& source) {
    std::shared_ptr<OriginNode> node;
    if (!is_block_name(source.at)) {
        return Err("--at " + source.at + " is neither a number nor a hash such as 0x5f01… of 32 bytes");
    }
    if (!source.endpoint.empty()) {
        const auto endpoint = parse_endpoint(source.endpoint);
        if (!endpoint) return Err("--endpoint " + source.endpoint + " is no address such as ws://127.0.0.1:9944");
        node = std::make_shared<OriginNode>(
            source.endpoint, [endpoint = *endpoint, limits = source.limits] { return connect(endpoint, limits); },
            [stop = source.limits.should_stop](uint32_t duration_ms) { pause(duration_ms, stop); }, source.limits);
    }
    TRY_ASSIGN(auto opened, Cache::open(source.cache_folder));
    const std::shared_ptr<Cache> cache = std::move(opened);
    Fork out;
    TRY_ASSIGN(out.facts, find_facts(source, *cache, node.get()));
    std::shared_ptr<ReadHistory> history;
    if (node != nullptr && !source.history_folder.empty()) {
        history = std::make_shared<ReadHistory>(source.history_folder + '/' + to_hex(out.facts.genesis_hash.bytes));
    }
    out.origin = std::make_shared<RemoteOrigin>(out.facts, cache, node, history, source.max_listed_bytes);
    if (!source.overrides.empty()) out.origin = std::make_shared<OverriddenOrigin>(out.origin, source.overrides);
    out.states = std::make_shared<state::ForkedStates>(out.origin);
    return out;
}

Result<state::ChangeSet, std::string> read_overrides(std::string_view text) {
    boost::system::error_code error;
    const json::value parsed = json::parse(text, error);
    if (error) return Err("no JSON: " + error.message());
    state::ChangeSet out;
    const auto add = [&out](const json::value& key, const json::value& value) {
        const auto* key_text = key.if_string();
        auto key_bytes = key_text == nullptr ? Result<Bytes, HexError>(Err(HexError{})) : from_hex_prefixed(*key_text);
        if (!key_bytes || key_bytes->empty()) return false;
        if (value.is_null()) {
            out[*std::move(key_bytes)] = std::nullopt;
            return true;
        }
        const auto* value_text = value.if_string();
        if (value_text == nullptr) return false;
        auto value_bytes = from_hex_prefixed(*value_text);
        if (!value_bytes) return false;
        out[*std::move(key_bytes)] = *std::move(value_bytes);
        return true;
    };
    const std::string bad = "it is neither a list of pairs [[\"0x…key\", \"0x…value\" or null]] nor such an object";
    if (const auto* list = parsed.if_array()) {
        for (const auto& one : *list) {
            const auto* pair = one.if_array();
            if (pair == nullptr || pair->size() != 2 || !add((*pair)[0], (*pair)[1])) return Err(bad);
        }
        return out;
    }
    const auto* object = parsed.if_object();
    if (object == nullptr) return Err(bad);
    for (const auto& [key, value] : *object) {
        if (!add(json::value(key), value)) return Err(bad);
    }
    return out;
}

Result<std::unique_ptr<chain::Client>, std::string> open_client(const Fork& fork, chain::ClientOptions options) {
    const ChainFacts& facts = fork.facts;
    chain::ChainSpec spec;
    spec.name = facts.name.empty() ? "Fork" : facts.name;
    spec.id = "fork";
    spec.chain_type.kind = chain::ChainType::Kind::kDevelopment;
    if (!facts.properties.empty()) spec.properties = chain::JsonText{facts.properties};
    spec.genesis = chain::StateRootGenesis{facts.genesis.state_root};
    const auto genesis = chain::genesis_block(spec);
    if (!genesis) return Err(genesis.error().to_string());
    if (genesis->hash != facts.genesis_hash) {
        return Err(std::string("the chain begins with an unusual block: its header is not that of a genesis"));
    }
    options.database.folder.clear();
    const auto states = fork.states != nullptr ? fork.states : std::make_shared<state::ForkedStates>(fork.origin);
    options.database.open_store = [states]() -> Result<std::unique_ptr<storage::Store>, storage::StoreError> {
        return std::unique_ptr<storage::Store>(std::make_unique<state::ForkStore>(states));
    };
    ForkEngines engines;
    auto client = chain::Client::open(std::move(spec), options, engines);
    if (!client) return Err(client.error().reason);
    if (fork.accepts_mock_signatures) {
        const auto& verdicts = (*client)->executor().verdicts();
        if (verdicts == nullptr) return Err(std::string("mock signatures need the cache of verdicts on signatures"));
        verdicts->accept_mocks();
    }
    if (facts.hash == facts.genesis_hash) return *std::move(client);
    const auto based =
        (*client)->import_base({.header = facts.header, .body = facts.body, .state = chain::RawGenesis()});
    if (!based) return Err(based.error().reason);
    if (based->kind != chain::ImportOutcome::Kind::kImported) return Err(based->to_string());
    return *std::move(client);
}

}  // namespace serinus::fork

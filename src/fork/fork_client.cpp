#include "fork/fork_client.hpp"

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "consensus/genesis_engine.hpp"
#include "crypto/verdict_cache.hpp"
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

}  // namespace

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
    if (fork.older != nullptr) options.older = fork.older;
    ForkEngines engines;
    auto client = chain::Client::open(std::move(spec), options, engines);
    if (!client) return Err(client.error().reason);
    if (fork.accepts_mock_signatures) {
        const auto& verdicts = (*client)->executor().verdicts();
        if (verdicts == nullptr) return Err(std::string("mock signatures need the cache of verdicts on signatures"));
        verdicts->accept_mocks();
    }
    if (facts.hash != facts.genesis_hash) {
        const auto based =
            // The body is as trusted as the state. Observed: blocks of Chopsticks 1.5.1 have no extrinsics root of
            // their own.
            (*client)->import_base(
                {.header = facts.header, .body = facts.body, .checks_body = false, .state = chain::RawGenesis()});
        if (!based) return Err(based.error().reason);
        if (based->kind != chain::ImportOutcome::Kind::kImported) return Err(based->to_string());
    }
    if (fork.kept != nullptr) TRY(fork.kept->begin(**client, *states));
    return *std::move(client);
}

}  // namespace serinus::fork

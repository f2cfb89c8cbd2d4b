#include "chain/client/open_chain.hpp"

#include "base/hex.hpp"
#include "chain/spec/genesis.hpp"
#include "chain/spec/raw_state.hpp"
#include "platform/process.hpp"
#include "state/fork_store.hpp"
#include "state/forked_states.hpp"

namespace serinus::chain {
namespace {

Result<void, ChainError> initialise(const ChainSpec& spec, const GenesisBlock& genesis, OpenedChain& chain,
                                    EngineFactory& engines) {
    const auto* state = std::get_if<RawGenesis>(&spec.genesis);
    if (const auto origin = state::origin_of(chain.database->store())) {
        // The engine of the block where the fork begins, as later blocks have it.
        const auto base = state::make_fork_base(origin);
        TRY_ASSIGN(auto engine, engines.of_genesis(*chain.runtimes, *base));
        return chain.database->initialise({.hash = genesis.hash,
                                           .header = genesis.header,
                                           .body = primitives::Body(),
                                           .justifications = std::nullopt,
                                           .record = std::move(engine.record)},
                                          RawGenesis(), trie::StateVersion::kV1);
    }
    if (state == nullptr) {
        return Err(ChainError{ChainError::Kind::kSpec,
                              "the specification gives only the root of the genesis state; a new database needs the "
                              "state itself: take the full specification of the chain"});
    }
    RawStateBackend backend(*state);
    TRY_ASSIGN(auto engine, engines.of_genesis(*chain.runtimes, backend));
    const NewBlock block{.hash = genesis.hash,
                         .header = genesis.header,
                         .body = primitives::Body(),
                         .justifications = std::nullopt,
                         .record = std::move(engine.record)};
    TRY(chain.database->initialise(block, *state, *genesis.state_version));
    platform::release_unused_memory();  // of the specification's text and the state's rows
    return {};
}

}  // namespace

Result<OpenedChain, ChainError> open_chain(const ChainSpec& spec, const DatabaseOptions& options,
                                           executor::Executor& executor, EngineFactory& engines) {
    const auto genesis = genesis_block(spec);
    if (!genesis) return Err(ChainError{ChainError::Kind::kSpec, genesis.error().to_string()});
    OpenedChain chain;
    TRY_ASSIGN(chain.database, Database::open(options, engines.make_fork_choice()));
    const auto number_of = [database = chain.database.get()](const Hash256& hash) {
        const auto header = database->blocks().find_header(hash);
        return header && *header ? std::optional((*header)->number.value) : std::nullopt;
    };
    chain.runtimes = std::make_unique<RuntimeSource>(executor, spec.code_substitutes, number_of);
    if (chain.database->empty()) TRY(initialise(spec, *genesis, chain, engines));
    if (chain.database->genesis().hash != genesis->hash) {
        return Err(ChainError{ChainError::Kind::kSpec,
                              "the database in " + options.folder + " is of another chain: its genesis is " +
                                  to_hex_prefixed(chain.database->genesis().hash.bytes) +
                                  ", that of the specification " + to_hex_prefixed(genesis->hash.bytes) +
                                  "; choose another --base-path, or remove it with purge-chain"});
    }
    TRY_ASSIGN(const auto record, chain.database->blocks().find_record(genesis->hash));
    TRY_ASSIGN(chain.engine, engines.of_record(record.value_or(Bytes())));
    return chain;
}

}  // namespace serinus::chain

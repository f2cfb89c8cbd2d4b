#include "node/offline_chain.hpp"

#include "base/hex.hpp"
#include "chain/genesis_state.hpp"
#include "codec/scale.hpp"
#include "consensus/genesis_engine.hpp"
#include "platform/process.hpp"
#include "state/memory_backend.hpp"

namespace serinus::node {

using chain::ChainError;

struct OfflineChain::Impl {
    chain::ChainSpec spec;
    executor::Executor executor;
    std::unique_ptr<chain::Database> database;
    std::unique_ptr<chain::RuntimeSource> runtimes;
    std::unique_ptr<chain::HeaderVerifier> verifier;  ///< nullptr: seals are not checked
    std::unique_ptr<chain::BlockImporter> importer;

    Impl(chain::ChainSpec given, const executor::ExecutorOptions& options)
        : spec(std::move(given)), executor(options) {}

    Result<void, ChainError> initialise(const chain::GenesisBlock& genesis) {
        const auto* state = std::get_if<chain::RawGenesis>(&spec.genesis);
        if (state == nullptr) {
            return Err(
                ChainError{ChainError::Kind::kSpec,
                           "the specification gives only the root of the genesis state; a new database needs the "
                           "state itself: take the full specification of the chain"});
        }
        state::MemoryBackend backend;
        if (const auto root = backend.apply(chain::changes_of(*state), *genesis.state_version); !root) {
            return Err(chain::from(root.error()));
        }
        TRY_ASSIGN(const consensus::GenesisEngine engine, consensus::ask_genesis(*runtimes, backend));
        const chain::NewBlock block{.hash = genesis.hash,
                                    .header = genesis.header,
                                    .body = {},
                                    .justifications = std::nullopt,
                                    .record = scale::encode(engine)};
        return database->initialise(block, *state, *genesis.state_version);
    }

    Result<void, ChainError> open(const OfflineChainOptions& options) {
        const auto genesis = chain::genesis_block(spec);
        if (!genesis) return Err(ChainError{ChainError::Kind::kSpec, genesis.error().to_string()});
        TRY_ASSIGN(database, chain::Database::open(options.database));
        const auto number_of = [this](const Hash256& hash) -> std::optional<primitives::BlockNumber> {
            const auto header = database->blocks().find_header(hash);
            return header && *header ? std::optional((*header)->number.value) : std::nullopt;
        };
        runtimes = std::make_unique<chain::RuntimeSource>(executor, spec.code_substitutes, number_of);
        if (database->empty()) TRY(initialise(*genesis));
        if (database->genesis().hash != genesis->hash) {
            return Err(ChainError{ChainError::Kind::kSpec,
                                  "the database in " + options.database.folder +
                                      " is of another chain: its genesis is " +
                                      to_hex_prefixed(database->genesis().hash.bytes) + ", that of the specification " +
                                      to_hex_prefixed(genesis->hash.bytes) +
                                      "; choose another --base-path, or remove it with purge-chain"});
        }
        if (options.check_seals) {
            TRY_ASSIGN(const auto record, database->blocks().find_record(genesis->hash));
            const auto engine = scale::decode<consensus::GenesisEngine>(record.value_or(Bytes()));
            if (!engine)
                return Err(ChainError{ChainError::Kind::kStore, "the database is damaged: no consensus engine"});
            TRY_ASSIGN(verifier, consensus::make_verifier(*engine, platform::unix_time_ms));
        }
        importer =
            std::make_unique<chain::BlockImporter>(*database, *runtimes, verifier.get(), chain::known_forks(spec));
        return {};
    }
};

OfflineChain::OfflineChain() = default;
OfflineChain::~OfflineChain() = default;

Result<std::unique_ptr<OfflineChain>, ChainError> OfflineChain::open(chain::ChainSpec spec,
                                                                     const OfflineChainOptions& options) {
    std::unique_ptr<OfflineChain> out(new OfflineChain);
    out->impl_ = std::make_unique<Impl>(std::move(spec), options.executor);
    TRY(out->impl_->open(options));
    return out;
}

const chain::ChainSpec& OfflineChain::spec() const noexcept { return impl_->spec; }
void OfflineChain::set_genesis(chain::Genesis genesis) noexcept { impl_->spec.genesis = std::move(genesis); }
chain::Database& OfflineChain::database() noexcept { return *impl_->database; }
chain::RuntimeSource& OfflineChain::runtimes() noexcept { return *impl_->runtimes; }
chain::BlockImporter& OfflineChain::importer() noexcept { return *impl_->importer; }

}  // namespace serinus::node

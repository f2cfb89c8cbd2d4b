#include "node/offline_chain.hpp"

#include "chain/open_chain.hpp"
#include "consensus/genesis_engine.hpp"
#include "platform/process.hpp"

namespace serinus::node {

using chain::ChainError;

struct OfflineChain::Impl {
    chain::ChainSpec spec;
    executor::Executor executor;
    chain::OpenedChain chain;
    std::unique_ptr<chain::BlockRuntimes> runtimes;
    std::unique_ptr<chain::HeaderVerifier> verifier;  ///< nullptr: seals are not checked
    std::unique_ptr<chain::BlockImporter> importer;

    Impl(chain::ChainSpec given, const executor::ExecutorOptions& options)
        : spec(std::move(given)), executor(options) {}

    Result<void, ChainError> open(const OfflineChainOptions& options) {
        consensus::GenesisEngines engines;
        chain::DatabaseOptions database = options.database;
        database.canonical_depth = chain::kCanonicalDepthOfFiles;
        TRY_ASSIGN(chain, chain::open_chain(spec, database, executor, engines));
        if (options.check_seals) TRY_ASSIGN(verifier, engines.make_verifier(chain.engine, platform::unix_time_ms));
        runtimes = std::make_unique<chain::BlockRuntimes>(*chain.runtimes, !spec.code_substitutes.empty());
        importer = std::make_unique<chain::BlockImporter>(*chain.database, *runtimes, verifier.get(),
                                                          chain::known_forks(spec));
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
chain::Database& OfflineChain::database() noexcept { return *impl_->chain.database; }
chain::RuntimeSource& OfflineChain::runtimes() noexcept { return *impl_->chain.runtimes; }
chain::BlockImporter& OfflineChain::importer() noexcept { return *impl_->importer; }

}  // namespace serinus::node

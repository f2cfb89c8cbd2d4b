#include "node/offline_chain.hpp"

#include "chain/client/open_chain.hpp"
#include "consensus/genesis_engine.hpp"
#include "consensus/open_client.hpp"
#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::node {

using chain::ChainError;

namespace {

chain::DatabaseOptions database_options(const OfflineChainOptions& options) {
    chain::DatabaseOptions out = options.database;
    out.canonical_depth = chain::kCanonicalDepthOfFiles;
    return out;
}

/// The time of a development chain may run by its slots, ahead of every clock (--sealing): its blocks are never from
/// the future.
std::function<uint64_t()> clock_of(const chain::ChainSpec& spec) {
    if (to_string(spec.chain_type) == "Development") return {};
    return platform::unix_time_ms;
}

}  // namespace

struct OfflineChain::Impl {
    chain::ChainSpec spec;
    executor::Executor executor;
    chain::OpenedChain chain;
    std::unique_ptr<chain::BlockRuntimes> runtimes;
    std::unique_ptr<chain::HeaderVerifier> verifier;  ///< nullptr: seals are not checked
    std::unique_ptr<chain::BlockChecks> checks;

    Impl(chain::ChainSpec given, const executor::ExecutorOptions& options)
        : spec(std::move(given)), executor(options) {}

    Result<void, ChainError> open(const OfflineChainOptions& options) {
        consensus::GenesisEngines engines;
        TRY_ASSIGN(chain, chain::open_chain(spec, database_options(options), executor, engines));
        if (options.check_seals) TRY_ASSIGN(verifier, engines.make_verifier(chain.engine, clock_of(spec)));
        runtimes = std::make_unique<chain::BlockRuntimes>(*chain.runtimes, !spec.code_substitutes.empty());
        checks =
            std::make_unique<chain::BlockChecks>(*chain.database, *runtimes, verifier.get(), chain::known_forks(spec));
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
chain::BlockChecks& OfflineChain::checks() noexcept { return *impl_->checks; }

Result<GrowingChain, ChainError> GrowingChain::open(chain::ChainSpec spec, const OfflineChainOptions& options) {
    GrowingChain out;
    out.scheduler = platform::make_threaded_scheduler();
    chain::ClientOptions client{.database = database_options(options),
                                .executor = options.executor,
                                .now_ms = clock_of(spec),
                                .check_seals = options.check_seals};
    client.executor.scheduler = out.scheduler.get();
    client.database.scheduler = out.scheduler.get();
    out.client = TRY(consensus::open_client(std::move(spec), client));
    out.finality = TRY(consensus::grandpa::follow(*out.client, *out.scheduler));
    return out;
}

}  // namespace serinus::node

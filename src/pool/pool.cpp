#include "pool/pool.hpp"

#include "pool/client_chain.hpp"
#include "pool/live_pool.hpp"

namespace serinus::pool {
namespace {

std::vector<primitives::Extrinsic> extrinsics_of(const std::vector<TransactionPtr>& transactions) {
    std::vector<primitives::Extrinsic> out;
    out.reserve(transactions.size());
    for (const auto& one : transactions) out.push_back(*one->extrinsic);
    return out;
}

}  // namespace

struct TransactionPool::Impl final : chain::ClientListener {
    chain::Client& client;
    ClientPoolChain chain;
    LivePool live;

    Impl(chain::Client& on, platform::Scheduler& scheduler, PoolOptions options)
        : client(on), chain(on, options.max_validation_ms), live(chain, scheduler, std::move(options)) {
        client.add_listener(this);
        // A block may have come before the listener.
        const auto seen = live.read([](const PoolCore& core) { return core.best(); });
        const auto route = client.route(seen.hash, client.best().hash);
        if (route && end_of(*route) != seen) live.on_change({.route = *route, .finalized = {}});
    }
    ~Impl() override { stop(); }

    void stop() {
        client.remove_listener(this);
        live.stop();
    }

    void on_imported(const chain::ImportedBlock& block) override {
        if (block.is_new_best) live.on_change({.route = block.route, .finalized = {}});
    }
    void on_best_changed(const chain::BestChanged& change) override {
        live.on_change({.route = change.route, .finalized = {}, .is_reset = change.is_set});
    }
    void on_finalized(const chain::FinalizedBlocks& finalized) override {
        live.on_change({.route = finalized.new_best ? std::optional(finalized.route) : std::nullopt,
                        .finalized = finalized.blocks});
    }
};

TransactionPool::TransactionPool(chain::Client& client, platform::Scheduler& scheduler, PoolOptions options)
    : impl_(std::make_unique<Impl>(client, scheduler, std::move(options))) {}
TransactionPool::~TransactionPool() = default;

void TransactionPool::stop() { impl_->stop(); }

Result<Hash256, PoolError> TransactionPool::submit(primitives::Extrinsic extrinsic, TransactionSource source) {
    return impl_->live.submit(std::move(extrinsic), source);
}

Result<Hash256, PoolError> TransactionPool::submit_and_watch(primitives::Extrinsic extrinsic, TransactionSource source,
                                                             StatusWatcher watcher, uint64_t& watch_id) {
    return impl_->live.submit(std::move(extrinsic), source, std::move(watcher), &watch_id);
}

bool TransactionPool::submit_batch(std::vector<primitives::Extrinsic> extrinsics, TransactionSource source,
                                   std::move_only_function<void(std::vector<SubmissionVerdict>)> callback) {
    return impl_->live.submit_batch(std::move(extrinsics), source, std::move(callback));
}

void TransactionPool::unwatch(uint64_t watch_id) { impl_->live.watchers().remove(watch_id); }

std::vector<ReadyTransaction> TransactionPool::ready() const { return impl_->live.ready(); }

void TransactionPool::when_ready(const Hash256& parent, uint64_t timeout_ms, std::weak_ptr<platform::Lane> lane,
                                 std::move_only_function<void(std::vector<ReadyTransaction>)> callback) {
    impl_->live.when_ready(parent, timeout_ms, std::move(lane), std::move(callback));
}

std::vector<primitives::Extrinsic> TransactionPool::pending() const {
    auto out = extrinsics_of(impl_->live.read([](const PoolCore& core) { return core.graph().ready(); }));
    auto later = future();
    std::move(later.begin(), later.end(), std::back_inserter(out));
    return out;
}

std::vector<primitives::Extrinsic> TransactionPool::future() const {
    return extrinsics_of(impl_->live.read([](const PoolCore& core) { return core.graph().future(); }));
}

std::optional<primitives::Extrinsic> TransactionPool::find(const Hash256& hash) const {
    const auto found = impl_->live.read([&](const PoolCore& core) { return core.graph().find(hash); });
    return found ? std::optional(*found->extrinsic) : std::nullopt;
}

std::optional<primitives::Extrinsic> TransactionPool::find_propagated(const Hash256& hash) const {
    const auto found = impl_->live.read([&](const PoolCore& core) { return core.graph().find(hash); });
    return found && found->propagate ? std::optional(*found->extrinsic) : std::nullopt;
}

std::vector<Hash256> TransactionPool::remove(const std::vector<Hash256>& hashes, std::string reason) {
    return impl_->live.remove(hashes, reason);
}

void TransactionPool::clear() { impl_->live.clear(); }

PoolStatus TransactionPool::status() const { return impl_->live.status(); }
uint64_t TransactionPool::memory_bytes() const { return impl_->live.memory_bytes(); }

uint64_t TransactionPool::on_ready(std::function<void(const Hash256&)> callback) {
    return impl_->live.watchers().on_ready(std::move(callback));
}
void TransactionPool::remove_on_ready(uint64_t id) { impl_->live.watchers().remove_on_ready(id); }

std::vector<std::pair<std::string, uint64_t>> TransactionPool::counters() const {
    const auto counters = impl_->live.read([](const PoolCore& core) { return core.counters(); });
    return {{"submitted_transactions", counters.submitted},
            {"validations_scheduled", counters.validations_scheduled},
            {"validations_finished", counters.validations_finished},
            {"validations_invalid", counters.invalid},
            {"block_transactions_pruned", counters.pruned},
            {"block_transactions_resubmitted", counters.resubmitted}};
}

}  // namespace serinus::pool

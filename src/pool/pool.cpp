#include "pool/pool.hpp"

#include "platform/workers.hpp"
#include "pool/client_chain.hpp"
#include "pool/live_pool.hpp"

namespace serinus::pool {
namespace {

/// Ours: how long a proposer or a submitter waits for the pool to see the last block.
constexpr uint64_t kPatienceMs = 500;

std::vector<primitives::Extrinsic> extrinsics_of(const std::vector<TransactionPtr>& transactions) {
    std::vector<primitives::Extrinsic> out;
    out.reserve(transactions.size());
    for (const auto& one : transactions) out.push_back(*one->extrinsic);
    return out;
}

}  // namespace

struct TransactionPool::Impl final : chain::ClientListener {
    chain::Client& client;
    ClientChain chain;
    LivePool live;
    std::atomic<bool> scheduled = false;
    platform::Workers worker{1};

    Impl(chain::Client& on, PoolOptions options) : client(on), chain(on), live(chain, std::move(options), kPatienceMs) {
        client.add_listener(this);
    }
    ~Impl() override { stop(); }

    void stop() {
        client.remove_listener(this);
        live.stop();
        worker.stop();
    }

    void on_imported(const chain::ImportedBlock& block) override {
        if (block.is_new_best) hear({.route = block.route, .finalized = {}});
    }
    void on_finalized(const chain::FinalizedBlocks& finalized) override {
        hear({.route = finalized.new_best ? std::optional(finalized.route) : std::nullopt,
              .finalized = finalized.blocks});
    }
    void hear(ChainNews news) {
        live.hear(std::move(news));
        if (scheduled.exchange(true)) return;
        worker.post([this] {
            scheduled = false;
            while (live.step()) {
            }
        });
    }
};

TransactionPool::TransactionPool(chain::Client& client, PoolOptions options)
    : impl_(std::make_unique<Impl>(client, std::move(options))) {}
TransactionPool::~TransactionPool() = default;

void TransactionPool::stop() { impl_->stop(); }

Result<Hash256, PoolError> TransactionPool::submit(primitives::Extrinsic extrinsic, TransactionSource source) {
    return impl_->live.submit(std::move(extrinsic), source);
}

Result<Hash256, PoolError> TransactionPool::submit_and_watch(primitives::Extrinsic extrinsic, TransactionSource source,
                                                             StatusWatcher watcher, uint64_t& watch_id) {
    return impl_->live.submit(std::move(extrinsic), source, std::move(watcher), &watch_id);
}

void TransactionPool::unwatch(uint64_t watch_id) { impl_->live.watchers().remove(watch_id); }

std::vector<ReadyTransaction> TransactionPool::ready(const Hash256&) { return impl_->live.ready(); }

std::vector<primitives::Extrinsic> TransactionPool::pending() const {
    auto out = extrinsics_of(impl_->live.ready_now());
    auto later = future();
    std::move(later.begin(), later.end(), std::back_inserter(out));
    return out;
}

std::vector<primitives::Extrinsic> TransactionPool::future() const { return extrinsics_of(impl_->live.future_now()); }

std::optional<primitives::Extrinsic> TransactionPool::find(const Hash256& hash) const {
    const auto found = impl_->live.find(hash);
    return found ? std::optional(*found->extrinsic) : std::nullopt;
}

std::vector<Hash256> TransactionPool::remove(const std::vector<Hash256>& hashes, std::string reason) {
    return impl_->live.remove(hashes, reason);
}

PoolStatus TransactionPool::status() const { return impl_->live.status(); }
uint64_t TransactionPool::memory_bytes() const { return impl_->live.memory_bytes(); }

void TransactionPool::on_ready(std::function<void(const Hash256&)> callback) {
    impl_->live.watchers().on_ready(std::move(callback));
}

std::vector<std::pair<std::string, uint64_t>> TransactionPool::counters() const { return impl_->live.counters(); }

}  // namespace serinus::pool

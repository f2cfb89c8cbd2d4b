/// What runs after each best block, off the chain: the runtime's offchain worker.
#pragma once

#include <atomic>

#include "chain/client/client.hpp"
#include "executor/node_keys.hpp"
#include "executor/offchain.hpp"
#include "platform/workers.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// The services of one run; transactions go to the pool. HTTP begins when it is first used.
std::unique_ptr<executor::OffchainServices> offchain_services(chain::Client& client, pool::TransactionPool& pool,
                                                              bool is_validator);

/// Runs beside everything else: at most kThreads at once and kWaiting more; what comes while that many wait is not run.
class OffchainWorkerRunner final : public chain::ClientListener {
  public:
    static constexpr size_t kThreads = 2;
    static constexpr size_t kWaiting = 16;

    /// All must outlive this.
    OffchainWorkerRunner(chain::Client& client, pool::TransactionPool& pool, executor::NodeKeys& keys,
                         bool is_validator);
    ~OffchainWorkerRunner() override;

    void on_imported(const chain::ImportedBlock& block) override;
    /// That came to a good end.
    uint64_t runs() const noexcept { return runs_.load(); }

  private:
    void run(const chain::BlockId& block, const primitives::Header& header);

    chain::Client* client_;
    pool::TransactionPool* pool_;
    executor::NodeKeys* keys_;
    bool is_validator_;
    std::atomic<uint64_t> runs_ = 0;
    std::atomic<bool> told_missing_ = false;
    platform::Workers workers_;
};

}  // namespace serinus::authorship

/// What runs after each best block, off the chain: the runtime's offchain worker.
#pragma once

#include <array>
#include <atomic>

#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "executor/offchain.hpp"
#include "platform/scheduler.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// The services of one run, without HTTP; transactions go to the pool.
std::unique_ptr<executor::OffchainServices> offchain_services(chain::Client& client, pool::TransactionPool& pool,
                                                              platform::Scheduler& scheduler, bool is_validator);

/// Runs beside everything else: at most kRunning at once, while kWaiting more wait; a block that is imported while so
/// many wait gets no run.
class OffchainWorkerRunner final : public chain::ClientListener {
  public:
    static constexpr size_t kRunning = 2;
    static constexpr size_t kWaiting = 16;
    static constexpr uint64_t kMaxDurationMs = 300'000;  ///< of one run; ours

    /// All must outlive this.
    OffchainWorkerRunner(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                         platform::Scheduler& scheduler, bool is_validator, executor::OffchainHttpFactory http);
    ~OffchainWorkerRunner() override;

    void on_imported(const chain::ImportedBlock& block) override;
    /// That succeeded.
    uint64_t runs() const noexcept { return runs_.load(); }

  private:
    void run(const chain::BlockId& block, const primitives::Header& header, const std::stop_token& stop);

    chain::Client* client_;
    pool::TransactionPool* pool_;
    crypto::NodeKeys* keys_;
    platform::Scheduler* scheduler_;
    bool is_validator_;
    executor::OffchainHttpFactory http_;  ///< may be empty
    std::atomic<uint64_t> runs_ = 0;
    std::atomic<bool> has_reported_missing_ = false;
    std::atomic<size_t> outstanding_[kRunning] = {};  ///< runs on each lane that wait or run
    std::array<std::unique_ptr<platform::Lane>, kRunning> lanes_;
};

}  // namespace serinus::authorship

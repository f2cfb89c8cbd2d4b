/// Runs the runtime's offchain worker after each best block.
#pragma once

#include <mutex>

#include "authorship/offchain_core.hpp"
#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "executor/offchain.hpp"
#include "platform/scheduler.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// The services of one run, without HTTP; transactions go to the pool.
std::unique_ptr<executor::OffchainServices> offchain_services(chain::Client& client, pool::TransactionPool& pool,
                                                              platform::Scheduler& scheduler, bool is_validator);

/// Performs what OffchainCore decides, on lanes of its own.
class OffchainWorkerRunner final : public chain::ClientListener {
  public:
    /// All must outlive this.
    OffchainWorkerRunner(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                         platform::Scheduler& scheduler, bool is_validator, executor::OffchainHttpFactory http,
                         OffchainCore::Limits limits = {});
    ~OffchainWorkerRunner() override;

    void on_imported(const chain::ImportedBlock& block) override;
    /// That succeeded.
    uint64_t runs() const;

  private:
    void handle(OffchainCore::Input input);
    /// With the lock.
    void perform(const OffchainCore::Effect& effect);
    OffchainCore::Outcome run(const OffchainCore::Run& run);

    chain::Client* client_;
    pool::TransactionPool* pool_;
    crypto::NodeKeys* keys_;
    platform::Scheduler* scheduler_;
    bool is_validator_;
    executor::OffchainHttpFactory http_;  ///< may be empty
    mutable std::mutex mutex_;
    OffchainCore core_;
    std::vector<std::unique_ptr<platform::Lane>> lanes_;  ///< by worker
};

}  // namespace serinus::authorship

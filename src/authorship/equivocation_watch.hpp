/// Finds authors of imported blocks that sign two blocks in one slot, and reports them to the runtime.
#pragma once

#include <mutex>

#include "authorship/equivocation_core.hpp"
#include "chain/client/client.hpp"
#include "consensus/babe/announced_epochs.hpp"
#include "crypto/node_keys.hpp"
#include "platform/scheduler.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// Performs what EquivocationCore decides, on chains with BABE. Observed: polkadot 1.25.1 looks at
/// headers before their blocks are executed, but not at those of the initial synchronisation, whose reports would come
/// too late.
class EquivocationWatch final : public chain::ClientListener {
  public:
    /// All must outlive this.
    EquivocationWatch(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                      platform::Scheduler& scheduler, consensus::babe::Configuration genesis);
    ~EquivocationWatch() override;

    void on_imported(const chain::ImportedBlock& block) override;
    uint64_t seen() const;

  private:
    /// nullopt: the block is not sealed in the way of BABE, or its epoch is not known.
    Result<std::optional<EquivocationCore::BlockSeen>, chain::ChainError> read(const chain::ImportedBlock& block);
    void handle(EquivocationCore::Input input);
    /// With the lock.
    void perform(EquivocationCore::Effect effect);
    /// SCALE of OpaqueKeyOwnershipProof; nullopt: the runtime has none.
    std::optional<Bytes> ownership_proof(const EquivocationCore::AskOwnership& question);
    void report(const EquivocationCore::SubmitReport& effect);

    chain::Client* client_;
    pool::TransactionPool* pool_;
    crypto::NodeKeys* keys_;
    platform::Scheduler* scheduler_;
    consensus::babe::AnnouncedEpochs epochs_;  ///< of the thread that imports
    mutable std::mutex mutex_;
    EquivocationCore core_;
    std::unique_ptr<platform::Lane> lane_;  ///< of the calls into the runtime
};

}  // namespace serinus::authorship

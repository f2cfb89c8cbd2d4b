/// Watches imported blocks for authors who sign two in one slot, and reports them to the runtime.
#pragma once

#include <atomic>

#include "chain/client/client.hpp"
#include "consensus/babe/announced_epochs.hpp"
#include "consensus/babe/equivocation.hpp"
#include "crypto/node_keys.hpp"
#include "platform/scheduler.hpp"
#include "pool/pool.hpp"

namespace serinus::authorship {

/// For chains with BABE. Observed: the reference looks at headers before their blocks are executed, but not at those of
/// the initial synchronisation, whose reports would come too late.
class EquivocationWatch final : public chain::ClientListener {
  public:
    /// All must outlive this.
    EquivocationWatch(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                      platform::Scheduler& scheduler, consensus::babe::Configuration genesis);
    ~EquivocationWatch() override;

    void on_imported(const chain::ImportedBlock& block) override;
    uint64_t seen() const noexcept { return seen_.load(); }

  private:
    Result<std::optional<consensus::babe::EquivocationProof>, chain::ChainError> examine(
        const chain::ImportedBlock& block);
    void report(const consensus::babe::EquivocationProof& proof);
    /// SCALE of OpaqueKeyOwnershipProof; nullopt: the runtime has none.
    std::optional<Bytes> ownership_proof(const consensus::babe::EquivocationProof& proof, const Hash256& best);

    chain::Client* client_;
    pool::TransactionPool* pool_;
    crypto::NodeKeys* keys_;
    platform::Scheduler* scheduler_;
    consensus::babe::AnnouncedEpochs epochs_;
    consensus::babe::EquivocationDetector detector_;
    std::atomic<uint64_t> seen_ = 0;
    std::unique_ptr<platform::Lane> lane_;  ///< of the reports
};

}  // namespace serinus::authorship

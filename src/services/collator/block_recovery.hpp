/// Recovers the parachain's blocks that no peer gives from the PoVs that the relay chain's validators have, and imports
/// them. The rules are those of collator/body_recovery.hpp.
#pragma once

#include <mutex>

#include "collator/body_recovery.hpp"
#include "collator/equivocation_limit.hpp"
#include "collator/relay_chain.hpp"
#include "services/collator/pov_source.hpp"
#include "services/sync/sync.hpp"

namespace serinus::services {

class BlockRecovery final : public Service {
  public:
    /// Of a candidate that waits for its availability at a block of the relay chain: PovSource::recover.
    using RecoverPov =
        std::function<void(parachain::CandidateReceipt receipt, const Hash256& seen_at, PovSource::OnPov on_pov)>;
    struct Relay {
        collator::RelayChain& chain;
        RecoverPov recover;
        std::shared_ptr<collator::EquivocationLimit> limit;  ///< of the parachain's client; nullptr: it has none
    };
    /// `node`, of the parachain, must outlive it, but for the lists of protocols and services; so must `sync` and
    /// `relay`.
    BlockRecovery(NodeParts& node, Sync& sync, const Relay& relay, polkadot_primitives::ParaId para,
                  collator::RecoveryDelay delay);
    ~BlockRecovery() override { BlockRecovery::stop(); }

    void connect(ModuleParts& parts) override { network_ = &parts.network; }
    Result<void, std::string> start() override;
    void stop() override;

    /// The head of the parachain on the relay chain, which this node does not have: peers are asked for it, and later
    /// the validators. Any thread.
    void fetch(const chain::BlockId& block);

  private:
    using Candidates = std::vector<polkadot_primitives::v5::CommittedCandidateReceipt>;

    class RelayListener final : public collator::RelayChainListener {
      public:
        explicit RelayListener(BlockRecovery& owner) : owner_(owner) {}
        void on_block(const collator::RelayBlock& block) override { owner_.note_relay_block(block); }

      private:
        BlockRecovery& owner_;
    };
    class ParaListener final : public chain::ClientListener {
      public:
        explicit ParaListener(BlockRecovery& owner) : owner_(owner) {}
        void on_imported(const chain::ImportedBlock& block) override { owner_.note_imported(block.id.hash); }
        void on_finalized(const chain::FinalizedBlocks& blocks) override {
            owner_.note_final(blocks.blocks.back().number);
        }

      private:
        BlockRecovery& owner_;
    };

    void note_relay_block(const collator::RelayBlock& block);
    void note_imported(const Hash256& block);
    void note_final(primitives::BlockNumber number);

    void look_at_candidates(const Hash256& relay_block);
    std::optional<Candidates> pending_at(const Hash256& relay_block);
    bool is_known(const Hash256& block);
    void recover(collator::BodyRecovery::Recover wanted);
    void on_blocks(const Hash256& block,
                   std::variant<std::vector<primitives::Block>, collator::BodyRecovery::NoBlocks> result);
    void carry_out(collator::BodyRecovery::Effects& effects);
    void plan_wake();

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    Sync& sync_;
    const Relay relay_;
    const polkadot_primitives::ParaId para_;
    const collator::RecoveryDelay delay_;
    ServiceNetwork* network_ = nullptr;
    std::unique_ptr<platform::Lane> lane_;
    /// For answers of the relay chain's node, which outlives this: nullptr from stop() on.
    struct Owner {
        std::mutex mutex;
        BlockRecovery* alive = nullptr;
    };
    const std::shared_ptr<Owner> owner_ = std::make_shared<Owner>();
    RelayListener relay_listener_{*this};
    ParaListener para_listener_{*this};
    bool is_listening_ = false;

    // On the lane.
    std::optional<collator::BodyRecovery> core_;
    std::optional<uint64_t> planned_wake_;
};

/// For recipes of a parachain's node.
BlockRecovery& add_block_recovery(NodeParts& node, Sync& sync, const BlockRecovery::Relay& relay,
                                  polkadot_primitives::ParaId para, collator::RecoveryDelay delay);

}  // namespace serinus::services

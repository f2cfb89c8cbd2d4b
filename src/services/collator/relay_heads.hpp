/// The parachain's best and final blocks on its node: those that the relay chain has included. Blocks that the relay
/// chain has and this node lacks are asked of peers, and recovered from validators.
#pragma once

#include "collator/relay_follower.hpp"
#include "primitives/parachain/parachain.hpp"
#include "services/collator/block_recovery.hpp"
#include "services/sync/sync.hpp"

namespace serinus::services {

class RelayHeads final : public Service {
  public:
    /// `node`, of the parachain, must outlive it, but for the lists of protocols and services; so must `sync`,
    /// `recovery`, and `relay`, the relay chain's client.
    RelayHeads(NodeParts& node, Sync& sync, BlockRecovery& recovery, chain::Client& relay,
               polkadot_primitives::ParaId para);
    ~RelayHeads() override { RelayHeads::stop(); }

    void connect(ModuleParts& parts) override { network_ = &parts.network; }
    Result<void, std::string> start() override;
    bool finalizes() const override { return true; }
    void stop() override;

  private:
    /// Hears of the relay chain.
    class RelayListener final : public chain::ClientListener {
      public:
        explicit RelayListener(RelayHeads& owner) : owner_(owner) {}
        void on_imported(const chain::ImportedBlock& block) override {
            if (block.is_new_best) owner_.note_best(block.id.hash);
        }
        void on_best_changed(const chain::BestChanged& change) override { owner_.note_best(change.best.hash); }
        void on_finalized(const chain::FinalizedBlocks& blocks) override {
            owner_.note_final(blocks.blocks.back().hash);
            if (blocks.new_best) owner_.note_best(blocks.new_best->hash);
        }

      private:
        RelayHeads& owner_;
    };
    /// Hears of the parachain.
    class ParaListener final : public chain::ClientListener {
      public:
        explicit ParaListener(RelayHeads& owner) : owner_(owner) {}
        void on_imported(const chain::ImportedBlock& block) override { owner_.note_imported(block.header); }

      private:
        RelayHeads& owner_;
    };

    // Any thread. Of the relay chain's blocks only the last counts.
    void note_best(const Hash256& block);
    void note_final(const Hash256& block);
    void note_imported(std::shared_ptr<const primitives::Header> header);

    void look_at_relay();
    /// The para's head in the state of a block of the relay chain.
    std::optional<primitives::Header> head_at(const Hash256& relay_block);
    collator::RelayFollower::Known known(const primitives::Header& head);
    void check_genesis(const primitives::Header& head);
    void carry_out(collator::RelayFollower::Effects& effects);
    void set_best(const Hash256& hash);

    chain::Client& client_;
    chain::Client& relay_;
    platform::Scheduler& scheduler_;
    Sync& sync_;
    BlockRecovery& recovery_;
    const polkadot_primitives::ParaId para_;
    ServiceNetwork* network_ = nullptr;
    std::unique_ptr<platform::Lane> lane_;
    RelayListener relay_listener_{*this};
    ParaListener para_listener_{*this};
    bool is_listening_ = false;

    std::mutex mutex_;
    std::optional<Hash256> best_, final_;  ///< of the relay chain, not looked at yet
    bool is_posted_ = false;

    // On the lane.
    std::optional<collator::RelayFollower> follower_;
    bool has_said_wrong_genesis_ = false;
};

/// For recipes of a parachain's node.
void add_relay_heads(NodeParts& node, Sync& sync, BlockRecovery& recovery, chain::Client& relay,
                     polkadot_primitives::ParaId para);

}  // namespace serinus::services

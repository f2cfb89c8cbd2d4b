/// The parachain's best and final blocks on its node: those that the relay chain has included. Blocks that the relay
/// chain has and this node lacks are asked of peers, and recovered from validators; a warp is told of them.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "collator/relay_chain.hpp"
#include "collator/relay_follower.hpp"
#include "primitives/parachain/parachain.hpp"
#include "services/service.hpp"

namespace serinus::services {

class BlockRecovery;  // services/collator/block_recovery.hpp
class Warp;           // services/warp/warp.hpp

class RelayHeads final : public Service {
  public:
    /// All outlive the service.
    struct Chains {
        chain::Client& parachain;
        collator::RelayChain& relay;
        platform::Scheduler& scheduler;
    };
    /// What is told of what the relay chain has. On the service's lane.
    struct Sinks {
        std::function<void(const chain::BlockId&)> fetch;            ///< a block that the parachain's node has not
        std::function<void(const primitives::Header&)> final_block;  ///< one that is final, as the relay chain is made
    };

    RelayHeads(const Chains& chains, polkadot_primitives::ParaId para, Sinks sinks)
        : client_(chains.parachain),
          relay_(chains.relay),
          scheduler_(chains.scheduler),
          para_(para),
          sinks_(std::move(sinks)) {}
    ~RelayHeads() override { RelayHeads::stop(); }

    Result<void, std::string> start() override;
    bool finalizes() const override { return true; }
    void stop() override;

  private:
    /// Hears of the relay chain.
    class RelayListener final : public collator::RelayChainListener {
      public:
        explicit RelayListener(RelayHeads& owner) : owner_(owner) {}
        void on_block(const collator::RelayBlock& block) override {
            if (block.is_recent) owner_.is_live_ = true;
        }
        void on_best(const chain::BlockId& block) override { owner_.note_best(block.hash); }
        void on_final(const chain::BlockId& block) override { owner_.note_final(block.hash); }

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
    collator::RelayChain& relay_;
    platform::Scheduler& scheduler_;
    const polkadot_primitives::ParaId para_;
    const Sinks sinks_;
    std::unique_ptr<platform::Lane> lane_;
    RelayListener relay_listener_{*this};
    ParaListener para_listener_{*this};
    bool is_listening_ = false;
    std::atomic<bool> is_live_ = false;  ///< the relay chain's blocks come as they are made

    std::mutex mutex_;
    std::optional<Hash256> best_, final_;  ///< of the relay chain, not looked at yet
    bool is_posted_ = false;

    // On the lane.
    std::optional<collator::RelayFollower> follower_;
    bool has_said_wrong_genesis_ = false;
};

/// For recipes of a parachain's node.
/// `warp` is told of final blocks; while it runs `recovery` fetches nothing. Both outlive the service.
void add_relay_heads(NodeParts& node, BlockRecovery& recovery, Warp& warp, collator::RelayChain& relay,
                     polkadot_primitives::ParaId para);

}  // namespace serinus::services

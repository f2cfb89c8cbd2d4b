/// A collator's authoring: in each slot of the relay chain that is this node's, the blocks of its parachain, each
/// imported at once, and for each core the collation that validators are told of.
/// Observed: cumulus-client-consensus-aura 0.36.0, slot_based
#pragma once

#include "collator/collation_builder.hpp"
#include "collator/relay_reader.hpp"
#include "collator/slot_watch.hpp"
#include "runtime_api/aura.hpp"
#include "services/collator/collator_protocol.hpp"

namespace serinus::services {

class Collating final : public Service {
  public:
    struct Relay {
        collator::RelayChain& chain;
        CollatorProtocol& protocol;
    };
    /// `node`, of the parachain, must outlive it, but for the lists of protocols and services; so must `relay`.
    Collating(NodeParts& node, const Relay& relay, polkadot_primitives::ParaId para);
    ~Collating() override;

    Result<void, std::string> start() override;
    bool authors() const override { return true; }
    void write_metrics(MetricsText& out) const override;
    void stop() override;

  private:
    /// Hears of the relay chain's best blocks.
    class RelayListener final : public collator::RelayChainListener {
      public:
        explicit RelayListener(Collating& owner) : owner_(owner) {}
        void on_best(const chain::BlockId& block) override { owner_.note_best(block.hash); }

      private:
        Collating& owner_;
    };

    using Header = primitives::Header;
    template <class T>
    using OrReason = Result<T, std::string>;

    /// The slot that is worked at.
    struct Work;
    /// How the runtime of a block wants candidates on it.
    struct Wanted {
        uint32_t relay_parent_offset = 0;
        bool is_v3 = false;
        friend bool operator==(const Wanted&, const Wanted&) = default;
    };
    struct Figures {
        uint64_t slots = 0, blocks = 0, collations = 0, failures = 0;
        size_t last_pov_bytes = 0;
        uint8_t last_version = 0;
    };

    void note_best(const Hash256& block);
    void on_leaf(const Hash256& leaf);
    void wake_with_slot(uint64_t relay_slot_ms);
    void begin_next();
    OrReason<std::unique_ptr<Work>> prepare(const Hash256& leaf);
    OrReason<std::optional<collator::RelayContext>> find_context(const Hash256& leaf,
                                                                 std::optional<collator::FoundParent>& parent);
    OrReason<Wanted> wanted_on(const Hash256& block);
    OrReason<std::optional<collator::RelayContext>> read_context(const Hash256& leaf, const Wanted& wanted);
    OrReason<collator::ParachainFacts> para_facts(const Hash256& parent, const collator::RelayContext& context);
    std::optional<crypto::KeyPair> key_of(const runtime_api::aura::AuthorityKey& author) const;

    // Steps of the work; each posts the next one.
    void begin_core();
    OrReason<void> open_core();
    void next_block();
    void build_block(const std::vector<pool::ReadyTransaction>& transactions);
    OrReason<bool> add_block(const std::vector<pool::ReadyTransaction>& transactions);
    void end_core();
    OrReason<void> offer_collation();
    void end_work();
    void fail(const std::string& reason);

    OrReason<bool> can_build_upon(const Hash256& block) const;
    OrReason<collator::BlockToBuild> next_block_to_build() const;

    chain::Client& client_;
    pool::TransactionPool& pool_;
    crypto::NodeKeys& keys_;
    platform::Scheduler& scheduler_;
    const Relay relay_;
    const polkadot_primitives::ParaId para_;
    std::shared_ptr<platform::Lane> lane_;

    RelayListener relay_listener_{*this};

    // On the lane.
    std::optional<Hash256> next_leaf_;
    std::optional<Hash256> last_leaf_;  ///< that was not the best block then, and may become it
    Hash256 best_leaf_;                 ///< the last one that was the best block
    bool wakes_with_slot_ = false;      ///< it is planned
    std::unique_ptr<Work> work_;
    collator::SlotWatch watch_;
    std::string last_trouble_;  ///< that was said

    mutable std::mutex mutex_;
    Figures figures_;
};

/// For recipes of a parachain's node.
void add_collating(NodeParts& node, const Collating::Relay& relay, polkadot_primitives::ParaId para);

}  // namespace serinus::services

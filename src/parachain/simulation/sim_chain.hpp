/// A relay chain for simulations: what the runtime does with bitfields and candidates, in a few rules, and what it says
/// to nodes at each block. Guide: inclusion, scheduler.
#pragma once

#include "parachain/inherent/provisioner.hpp"
#include "parachain/statements/statements_test_support.hpp"

namespace serinus::parachain::simulation {

using Millis = uint64_t;
inline constexpr Millis kSlotMs = 6000;
/// Blocks that a candidate waits for its availability at most.
inline constexpr BlockNumber kAvailabilityPeriod = 5;
inline constexpr size_t kLookahead = 3;

struct Pending {
    CommittedCandidateReceipt receipt;
    CandidateHash hash;
    GroupIndex group;
    BlockNumber backed_at{};
    Bits availability;
};

struct Included {
    CommittedCandidateReceipt receipt;
    CandidateHash hash;
    CoreIndex core;
    GroupIndex group;
};

struct SimBlock {
    Hash256 hash;
    Hash256 parent;
    BlockNumber number{};
    uint64_t slot = 0;
    Hash256 storage_root;
    std::vector<std::optional<Pending>> cores;  ///< after this block
    std::map<ParaId, HeadData> heads;
    std::vector<Included> included;
    std::vector<CandidateHash> backed;
};

struct SimInherent {
    UncheckedSignedAvailabilityBitfields bitfields;
    std::vector<BackedCandidate> candidates;
};

/// All blocks. Para 1000 + c has core c. Groups change cores each `rotation` blocks.
class SimChain : public RelayParents {
  public:
    SimChain(const StatementWorld& world, BlockNumber rotation);

    const SimBlock& genesis() const { return *blocks_.begin()->second; }
    const SimBlock& at(const Hash256& hash) const { return *by_hash_.at(hash); }
    bool contains(const Hash256& hash) const { return by_hash_.contains(hash); }
    /// The block itself and its ancestors, at most `count`.
    std::vector<Hash256> path(const Hash256& hash, size_t count) const;
    /// A child with this inherent. What the runtime would refuse is left out, and counted.
    const SimBlock& add(const Hash256& parent, uint64_t slot, const SimInherent& inherent);
    size_t refused = 0;

    std::optional<RelayParent> find(const Hash256& block, SessionIndex session, const Hash256& hash) const override;

    // --- what nodes are told ---
    GroupRotationInfo rotation_at(const Hash256& hash) const;
    LeafFacts prospective_facts(const Hash256& leaf) const;
    BackingFacts backing_facts(const Hash256& block, ValidatorIndex own) const;
    SchedulingFacts scheduling_facts(const Hash256& block, ValidatorIndex own) const;
    StatementLeaf statement_leaf(const Hash256& leaf, ValidatorIndex own) const;
    std::vector<CoreState> core_states(const Hash256& leaf) const;
    const ClaimQueue& claim_queue() const { return world_.claim_queue; }
    const StatementWorld& world() const { return world_; }
    RelayParent relay_parent(const SimBlock& block) const { return {block.hash, block.number, block.storage_root}; }

  private:
    bool is_good(const SimBlock& block, const BackedCandidate& candidate, CoreIndex& core) const;

    const StatementWorld& world_;
    BlockNumber rotation_;
    std::map<std::pair<BlockNumber, Hash256>, std::unique_ptr<SimBlock>> blocks_;
    std::map<Hash256, const SimBlock*> by_hash_;
    mutable std::map<ValidatorIndex, std::shared_ptr<const StatementSession>> sessions_;
};

}  // namespace serinus::parachain::simulation

/// Prospective parachains: the candidates of all paras by leaf of the relay chain.
/// Observed: polkadot-node-core-prospective-parachains 35.0.0.
///
/// There is a chain for each para that is scheduled at a leaf; it stays while the block is a possible scheduling parent
/// of an active leaf. A new leaf begins with what the chains of its parent know.
#pragma once

#include "parachain/candidates/fragment_chain.hpp"
#include "primitives/parachain/claim_queue.hpp"

namespace serinus::parachain {

using polkadot_primitives::v9::ClaimQueue;

/// Which blocks may be relay parents of candidates at a block, as the runtime says it (`ancestor_relay_parent_info`;
/// the block itself, and all of them where the runtime has no such function, by its header if it is of this session).
class RelayParents {
  public:
    virtual ~RelayParents() = default;
    /// nullopt if `relay_parent` may not be one at `block`, or was not in `session`.
    virtual std::optional<RelayParent> find(const Hash256& block, SessionIndex session,
                                            const Hash256& relay_parent) const = 0;
};

/// The relay chain's data at a block that has become a leaf.
struct LeafFacts {
    Hash256 hash;
    BlockNumber number{};
    SessionIndex session{};  ///< of its children
    /// Its ancestors from its parent on, as far as their children are of the same session; at most lookahead − 1.
    std::vector<Hash256> ancestors;
    ClaimQueue claim_queue;
    struct Para {
        Constraints constraints;
        std::vector<CommittedCandidateReceipt> pending;  ///< those that wait for their availability, in order
    };
    std::map<ParaId, Para> paras;  ///< those of the claim queue that the runtime has constraints for
};

class ProspectiveParachains {
  public:
    /// Makes the chains of a leaf. Nothing happens for a leaf that is active. New leaves are activated before old ones
    /// are deactivated, so that they can take over what these know.
    void activate(const LeafFacts& leaf, const RelayParents& relay_parents);
    void deactivate(const Hash256& leaf);

    /// A candidate was seconded. Returns whether a chain at any block keeps it, or knows it already.
    bool introduce_seconded(const CandidateHash& hash, const CommittedCandidateReceipt& receipt,
                            const PersistedValidationData& data, const RelayParents& relay_parents);
    /// A candidate has enough votes. Returns whether a chain knows it.
    bool mark_backed(ParaId para, const CandidateHash& hash);

    /// What the author of the leaf's child may bring of a para, at most `count`, behind `ancestors`. Nothing for a
    /// block that is no active leaf.
    std::vector<FragmentChain::Backable> find_backable(const Hash256& leaf, ParaId para,
                                                       const std::set<CandidateHash>& ancestors, size_t count) const;

    /// The active leaves at which a candidate could be, or is, in the chain or beside it.
    std::vector<Hash256> membership(ParaId para, const HypotheticalCandidate& candidate) const;
    std::vector<Hash256> membership(const CandidateHash& hash, const CommittedCandidateReceipt& receipt,
                                    const PersistedValidationData& data, const RelayParents& relay_parents) const;

    /// The input of a candidate, as far as the parent's head is known (or given) and its relay parent is allowed at a
    /// leaf where the para is scheduled.
    std::optional<PersistedValidationData> find_validation_data(ParaId para, const Hash256& relay_parent,
                                                                SessionIndex session, const Hash256& parent_head_hash,
                                                                std::optional<HeadData> parent_head,
                                                                const RelayParents& relay_parents) const;

    /// nullptr if the para is not scheduled at the block, or the block is neither a leaf nor a scheduling parent of
    /// one.
    const FragmentChain* find_chain(const Hash256& block, ParaId para) const;
    const std::set<Hash256>& leaves() const noexcept { return leaves_; }
    /// Blocks that chains are kept for.
    size_t block_count() const noexcept { return blocks_.size(); }

  private:
    struct Block {
        SchedulingScope scheduling;
        SessionIndex session;
        std::map<ParaId, FragmentChain> chains;
    };
    void prune();

    std::map<Hash256, Block> blocks_;
    std::set<Hash256> leaves_;
};

}  // namespace serinus::parachain

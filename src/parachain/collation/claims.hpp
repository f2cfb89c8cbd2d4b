/// Which positions of a core's claim queue a validator may still fetch a collation for.
/// Observed: polkadot-collator-protocol 36.0.0, `LeafClaimQueues` and `LeafCoreCq`.
///
/// A scheduling parent that is d blocks behind the leaf reaches the first (lookahead - d) positions of the leaf's
/// queue: what would come later finds it too old. Each collation that is fetched or being fetched takes a position;
/// parents that reach fewest take theirs first, and each takes the last one that it reaches, so that as many as can
/// find one.
#pragma once

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

/// How many collations of a para a peer may offer at a scheduling parent of this depth.
size_t count_claims(std::span<const ParaId> queue, size_t lookahead, size_t depth, ParaId para);

class CoreClaims {
  public:
    using Consumer = std::pair<Hash256, ParaId>;  ///< the scheduling parent and the para of a collation

    /// The leaf and its ancestors, the leaf first; nullopt: there the validator's group has another core.
    CoreClaims(std::vector<std::optional<Hash256>> parents_by_depth, std::span<const ParaId> queue, size_t lookahead);

    /// Collations that are fetched or being fetched. Those of other parents are ignored, and those that find no
    /// position, for the queue may have changed since.
    void allocate(std::span<const Consumer> consumers);
    /// One more; no other core's or leaf's claims are touched by it. False: it has no position here.
    bool reserve(const Hash256& parent, ParaId para);

    /// As many as the lookahead.
    size_t size() const noexcept { return free_.size(); }
    /// The para that may still be fetched for a position. Positions are filled from the last one on.
    std::optional<ParaId> free_at(size_t position) const { return free_.at(position); }
    std::vector<Hash256> parents_reaching(size_t position) const;

  private:
    std::optional<size_t> reach_of(const Hash256& parent) const;
    bool take(size_t reach, ParaId para);

    std::vector<std::optional<Hash256>> parents_by_depth_;
    std::vector<std::optional<ParaId>> free_;
};

}  // namespace serinus::parachain

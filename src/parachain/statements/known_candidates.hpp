/// Candidates that peers speak of: claimed until this node has the receipt, then confirmed, with a verdict on each
/// claim. Observed: polkadot-statement-distribution 36.0.0, v2/candidates.rs.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "libp2p/wire/peer_id.hpp"
#include "parachain/candidates/fragment_chain.hpp"

namespace serinus::parachain {

using network::wire::PeerId;

/// A peer's claim on a candidate.
struct CandidateClaim {
    Hash256 scheduling_parent;
    GroupIndex group;
    /// Only manifests say these.
    std::optional<std::pair<Hash256, ParaId>> parent_head_and_para;
    friend bool operator==(const CandidateClaim&, const CandidateClaim&) = default;
};

class KnownCandidates {
  public:
    struct Confirmed {
        CommittedCandidateReceipt receipt;
        PersistedValidationData data;
        GroupIndex group;
        Hash256 scheduling_parent;
        Hash256 parent_head_hash;
        std::set<Hash256> importable_at;  ///< leaves at which it may follow

        ParaId para() const noexcept { return receipt.descriptor.para_id; }
    };
    /// Who was right about a candidate, and who was not.
    struct Reckoning {
        std::set<PeerId> correct;
        std::set<PeerId> wrong;
    };
    /// A candidate of which what is known may be asked of the prospective chains.
    struct Hypothetical {
        ParaId para;
        HypotheticalCandidate candidate;
        friend bool operator==(const Hypothetical& a, const Hypothetical& b) {
            return a.para == b.para && a.candidate.hash == b.candidate.hash &&
                   a.candidate.scheduling_parent == b.candidate.scheduling_parent &&
                   a.candidate.parent_head_hash == b.candidate.parent_head_hash;
        }
    };

    /// Claims that are kept for one candidate: ours. A peer that would claim more is right to be ignored, since who may
    /// claim at all is bounded by the cluster and the grid.
    static constexpr size_t kMaxClaims = 4096;

    /// Returns false if the claim contradicts what is confirmed.
    bool claim(const PeerId& peer, const CandidateHash& candidate, const CandidateClaim& claim);
    /// The receipt is here; `group` is that of its core. Returns nothing if it was here before.
    std::optional<Reckoning> confirm(const CandidateHash& candidate, const CommittedCandidateReceipt& receipt,
                                     const PersistedValidationData& data, GroupIndex group);

    const Confirmed* find_confirmed(const CandidateHash& candidate) const;
    bool is_importable(const CandidateHash& candidate) const;
    bool is_importable_at(const CandidateHash& candidate, const Hash256& leaf) const;
    /// The prospective chains say that a candidate, if it is what is claimed, may follow at a leaf.
    void note_importable(const Hypothetical& candidate, const Hash256& leaf);

    /// All candidates that may be asked for, or those that build on a head of a para.
    std::vector<Hypothetical> hypotheticals(std::optional<std::pair<Hash256, ParaId>> parent = std::nullopt) const;

    /// Leaves are gone; `is_live` says which scheduling parents still matter.
    void deactivate(const std::vector<Hash256>& leaves, const std::function<bool(const Hash256&)>& is_live);
    size_t size() const noexcept { return candidates_.size(); }

  private:
    struct State {
        std::optional<Confirmed> confirmed;
        std::vector<std::pair<PeerId, CandidateClaim>> claims;  ///< until it is confirmed
        std::set<std::tuple<Hash256, Hash256, Hash256, ParaId>>
            maybe_importable;  ///< leaf, scheduling parent, head, para
    };
    static void add_hypotheticals(const CandidateHash& hash, const State& state,
                                  const std::optional<std::pair<Hash256, ParaId>>& parent,
                                  std::vector<Hypothetical>& out);

    std::map<CandidateHash, State> candidates_;
};

}  // namespace serinus::parachain

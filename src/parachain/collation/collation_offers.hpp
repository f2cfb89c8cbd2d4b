/// The offers of collators, and which one is fetched next.
/// Observed: polkadot-collator-protocol 36.0.0, validator_side_experimental/collation_manager.
///
/// - Every advertisement is a *segment*, and one segment is the right to one fetch: of `collation/1` it has no entry,
/// of
///   /2 and /3 one with a candidate's hash, of /4 up to 32 with the heads that candidates lead to, the oldest first.
/// - Positions of the claim queue are filled from the last one on (`CoreClaims`): of the segments for a position's para
///   that with the collator's highest score, then the earliest. One whose score is too low waits (`fetch_delay`), and
///   the position with it.
/// - Of a segment with heads the oldest entry is fetched that is neither known to prospective chains, nor fetched, nor
///   being fetched. If all are known, the segment is spent; if some are only on their way, it stays, for these may
///   fail.
/// - A peer may make as many offers at a scheduling parent as its para has claims there; those that are refused count.
#pragma once

#include <functional>

#include "parachain/collation/claims.hpp"
#include "parachain/collation/collator_scores.hpp"
#include "parachain/view/implicit_view.hpp"
#include "parachain/wire/collation_messages.hpp"

namespace serinus::parachain {

using Millis = uint64_t;  ///< monotonic

/// A candidate as an advertisement names it: by its hash, or by the head that it leads to.
struct OfferedCandidate {
    Hash256 parent_head_hash;
    std::optional<CandidateHash> hash;
    std::optional<Hash256> output_head_hash;
    friend bool operator==(const OfferedCandidate&, const OfferedCandidate&) = default;
};

/// The fetched offer: a segment's only entry, or the one that was chosen.
struct CollationOffer {
    Hash256 scheduling_parent;
    ParaId para;
    PeerId peer;
    std::optional<OfferedCandidate> candidate;  ///< nothing: over `collation/1`
    std::optional<DescriptorVersion> version;   ///< said by /3 and /4
    friend bool operator==(const CollationOffer&, const CollationOffer&) = default;
};

struct OfferedSegment {
    ParaId para;
    std::optional<DescriptorVersion> version;
    std::vector<OfferedCandidate> entries;
    Millis received_at = 0;
};

/// The relay chain's data at a leaf; `core` is that of this validator's group at each block of the path.
struct CollationLeaf {
    std::vector<Hash256> path;  ///< the leaf, its parent and so on: those that may be scheduling parents at it
    BlockNumber number{};
    std::optional<uint64_t> slot;  ///< of BABE; without it nothing of version 3 is taken at the leaf
    Hash256 parent;
    SessionIndex session{};
    std::map<CoreIndex, std::vector<ParaId>> claim_queue;
    size_t lookahead = 0;
    std::map<Hash256, CoreIndex> cores;  ///< without an entry this validator is in no group there
    /// Those in the queue of the core that this validator's group changes to, when it does so soon. Ours: their
    /// collators get places before. A collator may hear of the block of the change first, and come at once.
    std::set<ParaId> ahead = {};
};

enum class OfferVerdict : uint8_t {
    kAccepted,
    kNotDeclared,    ///< the peer has not said which para it collates for
    kNotConnected,   ///< the peer is to be disconnected, or is already
    kMalformed,      ///< a segment without entries, or with a candidate that leads to the head that it builds on
    kDuplicate,      ///< offered, fetched or being fetched
    kOutOfView,      ///< the scheduling parent is none of this node's
    kTooMany,        ///< more than the para has claims
    kNotSecondable,  ///< prospective chains have no place for it
    kOldBlock,       ///< `collation/1` offers at leaves alone
    kWrongSlot,      ///< version 3: the scheduling parent is not the block of the slot that was last
};

class CollationOffers {
  public:
    using FetchId = uint64_t;

    /// Scheduling parents without a core take no part. Nothing happens for a leaf that is active.
    void activate(CollationLeaf leaf, Millis now);
    /// Returns the fetches that are of no use any more.
    std::vector<FetchId> deactivate(const Hash256& leaf);

    bool is_active(const Hash256& leaf) const { return view_.contains_leaf(leaf); }
    bool contains(const Hash256& scheduling_parent) const { return blocks_.contains(scheduling_parent); }
    std::optional<CoreIndex> core_at(const Hash256& scheduling_parent) const;
    std::optional<SessionIndex> session_at(const Hash256& scheduling_parent) const;
    /// The paras that this validator's group backs at some block in view, or will soon.
    std::set<ParaId> paras() const;
    /// `may_second`: of an entry with a hash.
    OfferVerdict add(const PeerId& peer, const Hash256& scheduling_parent, OfferedSegment segment,
                     uint64_t current_slot, const std::function<bool(const OfferedCandidate&)>& may_second);
    void remove_peer(const PeerId& peer);

    struct Chosen {
        FetchId id;
        CollationOffer offer;
    };
    struct Plan {
        std::vector<Chosen> fetches;
        std::optional<Millis> wake_at;  ///< when an offer has waited long enough
    };
    struct Knowledge {
        std::function<std::optional<Score>(const PeerId&, ParaId)> score_of;  ///< nothing: not connected
        std::function<Score(ParaId)> highest_score;
        /// Heads that candidates known at a leaf lead to, and the para's.
        std::function<std::set<Hash256>(const Hash256&, ParaId)> known_heads;
    };
    /// What to fetch now; it is being fetched from then on.
    Plan plan(Millis now, const Knowledge& knowledge);
    /// A fetch has ended in whatever way; nothing if it was given up.
    std::optional<CollationOffer> take(FetchId id);

    struct Fetched {
        PeerId peer;
        ParaId para;
        Hash256 output_head_hash;
    };
    /// A candidate has come: it holds its position until it is released or its scheduling parent goes.
    void note_fetched(const Hash256& scheduling_parent, const CandidateHash& hash, const Fetched& fetched);
    const Fetched* find_fetched(const Hash256& scheduling_parent, const CandidateHash& hash) const;
    std::optional<Fetched> release(const Hash256& scheduling_parent, const CandidateHash& hash);

    size_t segment_count() const;
    size_t fetch_count() const noexcept { return fetching_.size(); }
    size_t block_count() const noexcept { return blocks_.size(); }

  private:
    struct OfPeer {
        size_t offered = 0;
        std::map<uint64_t, OfferedSegment> segments;  ///< by the order of their coming
    };
    struct Block {
        SessionIndex session{};
        CoreIndex core;
        Millis activated_at = 0;
        std::map<PeerId, OfPeer> peers;
        std::map<CandidateHash, Fetched> fetched;
    };
    struct Leaf {
        std::optional<uint64_t> slot;
        Hash256 parent;
        std::map<CoreIndex, std::vector<ParaId>> claim_queue;
        size_t lookahead = 0;
        std::set<ParaId> ahead;
    };
    struct Ranked {
        Score score;
        Millis received_at;
        Hash256 scheduling_parent;
        PeerId peer;
        uint64_t number;
        friend bool operator<(const Ranked& a, const Ranked& b) {
            if (a.score != b.score) return a.score > b.score;
            return std::tie(a.received_at, a.scheduling_parent, a.peer, a.number) <
                   std::tie(b.received_at, b.scheduling_parent, b.peer, b.number);
        }
    };
    struct View {
        Hash256 leaf;
        CoreClaims claims;
    };
    using Heads = std::map<std::pair<Hash256, ParaId>, std::set<Hash256>>;

    std::vector<ParaId> window_of(const Hash256& scheduling_parent) const;
    bool is_in_time(const Hash256& scheduling_parent, uint64_t current_slot) const;
    bool is_fetching(const CollationOffer& offer) const;
    std::vector<View> make_views() const;
    /// Heads that are fetched or being fetched at blocks of the leaf's path.
    std::set<Hash256> pending_heads(const Hash256& leaf, ParaId para) const;
    void rank(const Hash256& scheduling_parent, ParaId para, const Knowledge& knowledge, std::set<Ranked>& out) const;
    bool is_free(const Block& block, const CollationOffer& offer) const;
    std::optional<CollationOffer> choose(const std::set<Ranked>& ranked, ParaId para, Millis now,
                                         const std::set<Hash256>& pending, const std::set<Hash256>& known,
                                         Score highest, std::optional<Millis>& wake_at);

    ImplicitView view_;
    std::map<Hash256, Leaf> leaves_;
    std::map<Hash256, Block> blocks_;
    std::map<FetchId, CollationOffer> fetching_;
    FetchId next_fetch_ = 1;
    uint64_t next_segment_ = 1;
};

}  // namespace serinus::parachain

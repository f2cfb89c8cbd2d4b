/// The authorities that vote, and the changes of them that blocks of all forks have signalled.
#pragma once

#include "chain/import/refusal.hpp"
#include "consensus/grandpa/change_tree.hpp"

namespace serinus::consensus::grandpa {

/// Why a block cannot be what it claims to be.
struct SetVerdict {
    chain::MaybeRefusal refusal = {};
    bool changed = false;  ///< the set, or what is pending
    bool enacted = false;  ///< the authorities are others now
};

/// Its SCALE form is that of the reference's record "grandpa_voters" and of `grandpaAuthoritySet` in light
/// specifications. Spec: sect-authority-set. Observed: sc_consensus_grandpa::AuthoritySet, polkadot v1.0.0
struct AuthoritySet {
    AuthorityList current;
    SetId set_id = 0;
    ChangeTree standard;
    std::optional<BlockNumber> best_finalized;
    std::vector<PendingChange> forced;                   ///< by effective number, then by number
    std::vector<std::pair<SetId, BlockNumber>> history;  ///< the last block of each set, as far as known

    friend bool operator==(const AuthoritySet&, const AuthoritySet&) = default;

    /// Notes what a block signals, before it is imported. Refused (kBadAuthorityChange): no authorities or one without
    /// weight; a second forced change on one fork; the same block again. Spec: defn-consensus-message-grandpa
    OrFailure<SetVerdict> add(PendingChange change, const IsAbove& is_above);

    /// The forced change that takes effect with this block, which is being imported. Refused
    /// (kAuthorityChangeTooEarly): a standard change that was due before must be enacted first. Spec:
    /// sect-finality-forced-changes
    OrFailure<SetVerdict> apply_forced(const BlockId& block, const IsAbove& is_above);

    /// A block is final: its change takes effect, those on other forks go. Refused: it would pass over two changes
    /// (kJustificationTooEarly), or goes back (kJustificationTooLate).
    OrFailure<SetVerdict> apply_finalized(const BlockId& block, const IsAbove& is_above);

    /// Whether finality of this block enacts a standard change, so that it needs a justification.
    OrFailure<bool> enacts(const BlockId& block, const IsAbove& is_above) const;
    /// The block at which a change on this block's chain takes effect, if that is below it and not final: then this
    /// block cannot be justified before that one.
    OrFailure<std::optional<BlockNumber>> change_below(const BlockId& block, const IsAbove& is_above) const;

    /// Voters go no further than this; the lowest effective number of the next changes that is not below `least`.
    std::optional<BlockNumber> limit(BlockNumber least) const;
    /// The block that signalled the next change on the chain of `best`.
    OrFailure<std::optional<BlockId>> next_change(const Hash256& best, const IsAbove& is_above) const;

    /// The set whose turn a final block was, and its last block; `last` is nullopt for the current set. nullopt: not
    /// known.
    struct SetOfBlock {
        SetId set_id = 0;
        std::optional<BlockNumber> last;
    };
    std::optional<SetOfBlock> set_of(BlockNumber block) const;
};

/// Not empty and none without weight.
bool is_valid(const AuthorityList& authorities);

}  // namespace serinus::consensus::grandpa

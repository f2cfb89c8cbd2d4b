/// Who votes: the current authorities, and the changes that blocks have signalled on all forks.
#pragma once

#include <functional>

#include "consensus/grandpa/types.hpp"

namespace serinus::consensus::grandpa {

/// Whether the second block is above the first; the same block is not.
template <class T>
using OrFailure = Result<T, chain::ChainError>;
using IsAbove = std::function<OrFailure<bool>(const Hash256& ancestor, const Hash256& block)>;

/// When a change takes effect: `delay` blocks after the one that signalled it, once that is final, or once it is
/// imported.
struct WhenFinalized {
    friend bool operator==(WhenFinalized, WhenFinalized) = default;
};
struct WhenImported {
    BlockNumber median_last_finalized = 0;
    friend bool operator==(const WhenImported&, const WhenImported&) = default;
};

struct PendingChange {
    AuthorityList next_authorities;
    BlockNumber delay = 0;
    BlockNumber number = 0;  ///< of the block that signalled it
    Hash256 hash;            ///< likewise
    std::variant<WhenFinalized, WhenImported> when;

    BlockNumber effective() const noexcept { return number + delay < number ? UINT32_MAX : number + delay; }
    bool forced() const noexcept { return std::holds_alternative<WhenImported>(when); }
    friend bool operator==(const PendingChange&, const PendingChange&) = default;
};

/// A signalled change and those that later blocks on top of it have signalled.
struct ChangeNode {
    Hash256 hash;
    BlockNumber number = 0;
    PendingChange change;
    std::vector<ChangeNode> children;

    friend bool operator==(const ChangeNode&, const ChangeNode&) = default;
};

/// The standard changes by fork: a change waits for those below it.
struct ChangeTree {
    std::vector<ChangeNode> roots;
    std::optional<BlockNumber> best_finalized;

    friend bool operator==(const ChangeTree&, const ChangeTree&) = default;
};

/// More changes do not wait for finality: ours. Each stands inside the one before it, in memory and in the record, and
/// blocks may come without anything that makes them final. Kusama signals four a day at most.
inline constexpr size_t kMaxPendingChanges = 256;
/// For decoding a set.
inline constexpr uint32_t kMaxSetDepth = 4 * kMaxPendingChanges + 64;

/// Why a block cannot be what it claims to be.
struct SetVerdict {
    std::string refusal = {};
    bool changed = false;  ///< the set, or what is pending
    bool enacted = false;  ///< the authorities are others now
};

/// Its SCALE form is that of the reference's record "grandpa_voters" and of `grandpaAuthoritySet` in light
/// specifications. Spec: sect-authority-set. Observed: sc_consensus_grandpa::AuthoritySet
struct AuthoritySet {
    AuthorityList current;
    SetId set_id = 0;
    ChangeTree standard;
    std::vector<PendingChange> forced;                   ///< by effective number, then by number
    std::vector<std::pair<SetId, BlockNumber>> history;  ///< the last block of each set, as far as known

    friend bool operator==(const AuthoritySet&, const AuthoritySet&) = default;

    /// Notes what a block signals, before it is imported. Refused: no authorities or one without weight; a second
    /// forced change on one fork; the same block again. Neither refused nor changed: kMaxPendingChanges wait already.
    /// Spec: defn-consensus-message-grandpa
    OrFailure<SetVerdict> add(PendingChange change, const IsAbove& is_above);

    /// The forced change that takes effect with this block, which is being imported. Refused: a standard change that
    /// was due before must be enacted first. Spec: sect-finality-forced-changes
    OrFailure<SetVerdict> apply_forced(const BlockId& block, const IsAbove& is_above);

    /// A block is final: its change takes effect, those on other forks go. Refused: it would pass over two changes, or
    /// goes back.
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

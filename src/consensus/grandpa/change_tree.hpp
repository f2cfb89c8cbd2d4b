/// Changes of authorities that wait for finality, by fork.
#pragma once

#include <functional>

#include "consensus/grandpa/types.hpp"

namespace serinus::consensus::grandpa {

template <class T>
using OrFailure = Result<T, chain::ChainError>;
/// Whether the second block is above the first; the same block is not.
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

/// The standard changes. A change waits for those that blocks below its own have signalled: its parent is the highest
/// of them.
///
/// Bound: the unfinalized blocks of the chain; no change may be lost, as its block cannot be final without it. A chain
/// without finality signals one an epoch and fork, each above the one before, so depth costs no recursion.
class ChangeTree {
  public:
    /// Adds a change under the highest one that its block is above. False: its block is there already.
    OrFailure<bool> add(PendingChange change, const IsAbove& is_above);

    /// What finality of a block makes of the tree.
    struct Finalized {
        bool passes_two = false;  ///< refused, nothing is changed: the block is at or above a change that waits for one
        bool changed = false;
        std::optional<PendingChange> enacted = {};  ///< the root that takes effect; its children are the roots
    };
    /// Enacts the root that is due; roots on other forks are dropped. Spec: sect-authority-set
    OrFailure<Finalized> finalize(const BlockId& block, const IsAbove& is_above);

    /// Whether a change takes effect exactly at this block. All changes count, not the roots alone.
    OrFailure<bool> has_effective_at(const BlockId& block, const IsAbove& is_above) const;

    /// Removes the changes for which `is_gone` holds, and all above them.
    OrFailure<void> remove_if(const std::function<OrFailure<bool>(const PendingChange&)>& is_gone);

    /// Each change, to be corrected; its block must stay the same.
    void for_each(const std::function<void(PendingChange&)>& correct) {
        for (Node& node : nodes_) correct(node.change);
    }

    bool empty() const noexcept { return nodes_.empty(); }
    size_t size() const noexcept { return nodes_.size(); }
    /// Those that wait for no other one. Valid until the tree changes.
    std::vector<const PendingChange*> roots() const;

    friend bool operator==(const ChangeTree&, const ChangeTree&) = default;

  private:
    friend struct scale::Codec<ChangeTree>;
    struct Node {
        PendingChange change;
        uint32_t children = 0;
        friend bool operator==(const Node&, const Node&) = default;
    };

    /// The first node behind `node` and all that is above it.
    size_t end_of(size_t node) const noexcept;

    std::vector<Node> nodes_;  ///< in pre-order: a node, then all that is above it
};

}  // namespace serinus::consensus::grandpa

namespace serinus::scale {

/// The roots, each node as hash, number, change and children. Observed: fork_tree::ForkTree, polkadot-stable2407
template <>
struct Codec<consensus::grandpa::ChangeTree> {
    using ChangeTree = consensus::grandpa::ChangeTree;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const ChangeTree& tree);
    static void write(Encoder& out, const ChangeTree& tree);
    static bool read(Decoder& in, ChangeTree& tree);
};

}  // namespace serinus::scale

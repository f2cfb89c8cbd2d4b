#include "consensus/grandpa/authority_set.hpp"

namespace serinus::consensus::grandpa {
namespace {

/// Puts a change under the highest one that its block is above. False: its block is there already.
OrFailure<bool> insert(std::vector<ChangeNode>& nodes, ChangeNode& node, const IsAbove& is_above) {
    for (ChangeNode& other : nodes) {
        if (other.hash == node.hash) return false;
        if (other.number < node.number && TRY(is_above(other.hash, node.hash))) {
            return insert(other.children, node, is_above);
        }
    }
    nodes.push_back(std::move(node));
    return true;
}

OrFailure<bool> at_or_above(const ChangeNode& node, const BlockId& block, const IsAbove& is_above) {
    return node.hash == block.hash || TRY(is_above(node.hash, block.hash));
}

/// Whether the block is at or above a change that waits for `node`.
OrFailure<bool> passes_child(const ChangeNode& node, const BlockId& block, const IsAbove& is_above) {
    for (const ChangeNode& child : node.children) {
        if (child.number <= block.number && TRY(at_or_above(child, block, is_above))) return true;
    }
    return false;
}

constexpr const char* kPassesTwo = "it would enact a change of authorities before the one below it";

/// Spec: sect-authority-set. All nodes, as a block may be checked whose turn is not yet.
OrFailure<bool> enacts_any(const std::vector<ChangeNode>& nodes, const BlockId& block, const IsAbove& is_above) {
    for (const ChangeNode& node : nodes) {
        if (node.number > block.number) continue;
        if (node.change.effective() == block.number && TRY(at_or_above(node, block, is_above))) return true;
        if (TRY(enacts_any(node.children, block, is_above))) return true;
    }
    return false;
}

size_t count(const std::vector<ChangeNode>& nodes) {
    size_t out = nodes.size();
    for (const ChangeNode& node : nodes) out += count(node.children);
    return out;
}

}  // namespace

bool is_valid(const AuthorityList& authorities) {
    return !authorities.empty() &&
           std::ranges::none_of(authorities, [](const Authority& authority) { return authority.weight == 0; });
}

OrFailure<SetVerdict> AuthoritySet::add(PendingChange change, const IsAbove& is_above) {
    if (!is_valid(change.next_authorities)) return SetVerdict{"it signals authorities that are none"};
    if (count(standard.roots) + forced.size() >= kMaxPendingChanges) return SetVerdict{};
    if (!change.forced()) {
        ChangeNode node{change.hash, change.number, std::move(change), {}};
        if (!TRY(insert(standard.roots, node, is_above))) return SetVerdict{"its change of authorities is known"};
        return SetVerdict{.changed = true};
    }
    for (const PendingChange& other : forced) {
        if (other.hash == change.hash) return SetVerdict{"its change of authorities is known"};
        if (TRY(is_above(other.hash, change.hash)))
            return SetVerdict{"it signals a second forced change of authorities"};
    }
    const auto order = [](const PendingChange& one) { return std::pair(one.effective(), one.number); };
    const auto place = std::ranges::upper_bound(forced, order(change), {}, order);
    forced.insert(place, std::move(change));
    return SetVerdict{.changed = true};
}

OrFailure<SetVerdict> AuthoritySet::apply_forced(const BlockId& block, const IsAbove& is_above) {
    for (const PendingChange& change : forced) {
        if (change.effective() != block.number) continue;
        if (change.hash != block.hash && !TRY(is_above(change.hash, block.hash))) continue;

        const BlockNumber median = std::get<WhenImported>(change.when).median_last_finalized;
        for (const ChangeNode& root : standard.roots) {
            if (root.change.effective() <= median && TRY(is_above(root.hash, change.hash))) {
                return SetVerdict{"a forced change of authorities must wait for the standard one of block " +
                                  std::to_string(root.change.effective())};
            }
        }
        history.emplace_back(set_id, median);
        AuthorityList next = change.next_authorities;  // `change` goes with `forced`
        current = std::move(next);
        ++set_id;
        standard = {};
        forced.clear();
        return SetVerdict{.changed = true, .enacted = true};
    }
    return SetVerdict{};
}

OrFailure<SetVerdict> AuthoritySet::apply_finalized(const BlockId& block, const IsAbove& is_above) {
    if (standard.best_finalized && block.number <= *standard.best_finalized) {
        return SetVerdict{"a higher block is final"};
    }
    auto& roots = standard.roots;
    SetVerdict verdict;
    std::optional<PendingChange> enacted;
    for (auto root = roots.begin(); root != roots.end(); ++root) {
        if (root->change.effective() > block.number || !TRY(at_or_above(*root, block, is_above))) continue;
        if (TRY(passes_child(*root, block, is_above))) return SetVerdict{kPassesTwo};
        enacted = std::move(root->change);
        std::vector<ChangeNode> next = std::move(root->children);
        roots.erase(root);
        roots = std::move(next);  // what was signalled on other forks can never be final
        verdict.changed = true;
        break;
    }

    std::vector<ChangeNode> kept;
    for (ChangeNode& root : roots) {
        const bool above = root.number > block.number && TRY(is_above(block.hash, root.hash));
        if (above || root.hash == block.hash || TRY(is_above(root.hash, block.hash))) {
            kept.push_back(std::move(root));
        } else {
            verdict.changed = true;
        }
    }
    roots = std::move(kept);
    standard.best_finalized = block.number;
    if (!verdict.changed) return verdict;

    std::vector<PendingChange> still_forced;
    for (PendingChange& change : forced) {
        if (change.effective() > block.number && TRY(is_above(block.hash, change.hash))) {
            still_forced.push_back(std::move(change));
        }
    }
    forced = std::move(still_forced);
    if (enacted) {
        history.emplace_back(set_id, block.number);
        current = std::move(enacted->next_authorities);
        ++set_id;
        verdict.enacted = true;
    }
    return verdict;
}

OrFailure<bool> AuthoritySet::enacts(const BlockId& block, const IsAbove& is_above) const {
    return enacts_any(standard.roots, block, is_above);
}

OrFailure<std::optional<BlockNumber>> AuthoritySet::change_below(const BlockId& block, const IsAbove& is_above) const {
    for (const ChangeNode& root : standard.roots) {
        if (root.change.effective() < block.number && TRY(at_or_above(root, block, is_above))) {
            return std::optional(root.change.effective());
        }
    }
    return std::optional<BlockNumber>();
}

std::optional<BlockNumber> AuthoritySet::limit(BlockNumber least) const {
    std::optional<BlockNumber> lowest;
    for (const ChangeNode& root : standard.roots) {
        const BlockNumber effective = root.change.effective();
        if (effective >= least && (!lowest || effective < *lowest)) lowest = effective;
    }
    return lowest;
}

OrFailure<std::optional<BlockId>> AuthoritySet::next_change(const Hash256& best, const IsAbove& is_above) const {
    std::optional<BlockId> next;
    for (const PendingChange& change : forced) {
        if (!TRY(is_above(change.hash, best))) continue;
        next = BlockId{change.hash, change.number};
        break;
    }
    for (const ChangeNode& root : standard.roots) {
        if (!TRY(is_above(root.hash, best))) continue;
        if (!next || root.number <= next->number) next = BlockId{root.hash, root.number};
        break;
    }
    return next;
}

std::optional<AuthoritySet::SetOfBlock> AuthoritySet::set_of(BlockNumber block) const {
    // The first set whose last block is not below this one.
    const auto found = std::ranges::lower_bound(history, block, {}, &std::pair<SetId, BlockNumber>::second);
    if (found == history.end()) {
        if (history.empty() && set_id != 0) return std::nullopt;
        return SetOfBlock{set_id, std::nullopt};
    }
    if (found == history.begin() && found->first != 0) return std::nullopt;
    return SetOfBlock{found->first, found->second};
}

}  // namespace serinus::consensus::grandpa

#include "consensus/grandpa/vote_graph.hpp"

#include "base/assert.hpp"

namespace serinus::consensus::grandpa {

bool BlockTree::is_same_or_above(const BlockId& ancestor, const BlockId& block) const {
    Hash256 hash = block.hash;
    for (BlockNumber number = block.number; number > ancestor.number; --number) {
        const auto link = find(hash);
        if (!link || link->number != number) return false;
        hash = link->parent;
    }
    return block.number >= ancestor.number && hash == ancestor.hash;
}

VoteGraph::VoteGraph(const BlockId& base, size_t voters) {
    nodes_.push_back({.block = base, .votes = BlockVotes(voters)});
    where_.emplace(base.hash, 0);
}

bool VoteGraph::insert(const BlockId& target, VoteKind kind, size_t voter, const BlockTree& tree) {
    uint32_t node = kNone;
    if (const auto known = where_.find(target.hash); known != where_.end()) {
        const Node& above = nodes_[known->second];
        const size_t distance =
            above.block.hash == target.hash
                ? 0
                : static_cast<size_t>(std::ranges::find(above.between, target.hash) - above.between.begin()) + 1;
        if (target.number != above.block.number - distance) return false;
        node = node_at(target);
    } else {
        std::vector<Hash256> between;
        BlockId at = target;
        for (;;) {
            if (at.number <= base().number) return false;
            const auto link = tree.find(at.hash);
            if (!link || link->number != at.number) return false;
            at = {link->parent, at.number - 1};
            if (where_.contains(at.hash)) break;
            between.push_back(at.hash);
        }
        const uint32_t below = node_at(at);
        node = append(target, std::move(between), below);
    }

    for (; node != kNone; node = nodes_[node].parent) {
        auto& votes = nodes_[node].votes;
        (kind == VoteKind::kPrevote ? votes.prevotes : votes.precommits).set(voter);
    }
    return true;
}

uint32_t VoteGraph::append(const BlockId& block, std::vector<Hash256> between, uint32_t parent) {
    const auto index = static_cast<uint32_t>(nodes_.size());
    where_[block.hash] = index;
    for (const Hash256& hash : between) where_[hash] = index;
    // A copy of the base's sets for their size; the caller, or the votes to come, fill them.
    const size_t voters = nodes_[0].votes.prevotes.words().size() * 64;
    nodes_.push_back({block, parent, std::move(between), {}, BlockVotes(voters)});
    nodes_[parent].children.push_back(index);
    return index;
}

/// The node of a block that is in the graph; made of a block on an edge if need be.
uint32_t VoteGraph::node_at(const BlockId& block) {
    const uint32_t above = where_.at(block.hash);
    if (nodes_[above].block.hash == block.hash) return above;

    auto& between = nodes_[above].between;
    const auto position = std::ranges::find(between, block.hash);
    SERINUS_ASSERT(position != between.end());
    std::vector<Hash256> below(position + 1, between.end());
    between.erase(position, between.end());

    const uint32_t parent = nodes_[above].parent;
    std::erase(nodes_[parent].children, above);
    const uint32_t middle = append(block, std::move(below), parent);
    nodes_[middle].votes = nodes_[above].votes;
    nodes_[middle].children.push_back(above);
    nodes_[above].parent = middle;
    return middle;
}

std::optional<BlockId> VoteGraph::find_ancestor(const BlockId& head, const Enough& enough) const {
    const auto found = where_.find(head.hash);
    if (found == where_.end()) return std::nullopt;
    uint32_t node = found->second;
    if (enough(nodes_[node].votes)) return head;
    for (node = nodes_[node].parent; node != kNone; node = nodes_[node].parent) {
        if (enough(nodes_[node].votes)) return nodes_[node].block;
    }
    return std::nullopt;
}

std::optional<BlockId> VoteGraph::find_ghost(const std::optional<BlockId>& from, const Enough& enough) const {
    const auto found = from ? where_.find(from->hash) : where_.end();
    uint32_t node = found == where_.end() ? 0 : found->second;
    if (!enough(nodes_[node].votes)) return std::nullopt;
    for (;;) {
        const auto& children = nodes_[node].children;
        const auto next = std::ranges::find_if(children, [&](uint32_t child) { return enough(nodes_[child].votes); });
        if (next == children.end()) return nodes_[node].block;
        node = *next;
    }
}

}  // namespace serinus::consensus::grandpa

#include "consensus/grandpa/change_tree.hpp"

namespace serinus::consensus::grandpa {
namespace {

OrFailure<bool> at_or_above(const PendingChange& change, const BlockId& block, const IsAbove& is_above) {
    return change.hash == block.hash || TRY(is_above(change.hash, block.hash));
}

}  // namespace

size_t ChangeTree::end_of(size_t node) const noexcept {
    for (uint64_t expected = 1; expected != 0; ++node) expected += nodes_[node].children - uint64_t{1};
    return node;
}

std::vector<const PendingChange*> ChangeTree::roots() const {
    std::vector<const PendingChange*> out;
    for (size_t root = 0; root < nodes_.size(); root = end_of(root)) out.push_back(&nodes_[root].change);
    return out;
}

OrFailure<bool> ChangeTree::add(PendingChange change, const IsAbove& is_above) {
    for (const Node& node : nodes_) {
        if (node.change.hash == change.hash) return false;
    }
    // In pre-order the highest of a chain comes last; most changes are above the latest one.
    for (size_t i = nodes_.size(); i-- > 0;) {
        const PendingChange& other = nodes_[i].change;
        if (other.number >= change.number || !TRY(is_above(other.hash, change.hash))) continue;
        const size_t behind = end_of(i);
        ++nodes_[i].children;
        nodes_.insert(nodes_.begin() + static_cast<ptrdiff_t>(behind), Node{std::move(change)});
        return true;
    }
    nodes_.push_back(Node{std::move(change)});
    return true;
}

OrFailure<ChangeTree::Finalized> ChangeTree::finalize(const BlockId& block, const IsAbove& is_above) {
    // All questions come before all changes: one that fails leaves the tree as it was.
    std::optional<size_t> enacted;
    for (size_t root = 0; root < nodes_.size() && !enacted; root = end_of(root)) {
        const PendingChange& change = nodes_[root].change;
        if (change.effective() <= block.number && TRY(at_or_above(change, block, is_above))) enacted = root;
    }
    // Of the roots to come: what was signalled beside the enacted change can never be final.
    const size_t begin = enacted ? *enacted + 1 : 0;
    const size_t end = enacted ? end_of(*enacted) : nodes_.size();
    std::vector<size_t> kept_roots;
    bool drops = false;
    for (size_t root = begin; root < end; root = end_of(root)) {
        const PendingChange& change = nodes_[root].change;
        const bool below = change.number <= block.number && TRY(at_or_above(change, block, is_above));
        if (enacted && below) return Finalized{.passes_two = true};
        if (below || (change.number > block.number && TRY(is_above(block.hash, change.hash)))) {
            kept_roots.push_back(root);
        } else {
            drops = true;
        }
    }

    Finalized out{.changed = enacted || drops};
    if (!out.changed) return out;
    std::vector<Node> kept;
    for (const size_t root : kept_roots) {
        kept.insert(kept.end(), std::make_move_iterator(nodes_.begin() + static_cast<ptrdiff_t>(root)),
                    std::make_move_iterator(nodes_.begin() + static_cast<ptrdiff_t>(end_of(root))));
    }
    if (enacted) out.enacted = std::move(nodes_[*enacted].change);
    nodes_ = std::move(kept);
    return out;
}

OrFailure<bool> ChangeTree::has_effective_at(const BlockId& block, const IsAbove& is_above) const {
    for (const Node& node : nodes_) {
        if (node.change.number > block.number || node.change.effective() != block.number) continue;
        if (TRY(at_or_above(node.change, block, is_above))) return true;
    }
    return false;
}

OrFailure<void> ChangeTree::remove_if(const std::function<OrFailure<bool>(const PendingChange&)>& is_gone) {
    std::vector<Node> kept;
    // Nodes that are kept and whose children come next: position in `kept`, end of their range in `nodes_`.
    std::vector<std::pair<size_t, size_t>> open;
    for (size_t i = 0; i < nodes_.size();) {
        while (!open.empty() && open.back().second <= i) open.pop_back();
        if (TRY(is_gone(nodes_[i].change))) {
            if (!open.empty()) --kept[open.back().first].children;
            i = end_of(i);
            continue;
        }
        open.emplace_back(kept.size(), end_of(i));
        kept.push_back(nodes_[i]);
        ++i;
    }
    nodes_ = std::move(kept);
    return {};
}

}  // namespace serinus::consensus::grandpa

namespace serinus::scale {

using consensus::grandpa::BlockNumber;
using consensus::grandpa::ChangeTree;
using consensus::grandpa::PendingChange;

size_t Codec<ChangeTree>::size(const ChangeTree& tree) {
    size_t out = compact_size(uint64_t{tree.roots().size()});
    for (const auto& node : tree.nodes_) {
        out +=
            sizeof(Hash256) + sizeof(BlockNumber) + encoded_size(node.change) + compact_size(uint64_t{node.children});
    }
    return out;
}

void Codec<ChangeTree>::write(Encoder& out, const ChangeTree& tree) {
    out.compact(uint64_t{tree.roots().size()});
    for (const auto& node : tree.nodes_) {
        encode_to(out, node.change.hash);
        encode_to(out, node.change.number);
        encode_to(out, node.change);
        out.compact(uint64_t{node.children});
    }
}

bool Codec<ChangeTree>::read(Decoder& in, ChangeTree& tree) {
    constexpr size_t kMinNodeSize = sizeof(Hash256) + sizeof(BlockNumber) + Codec<PendingChange>::kMinSize + 1;
    tree.nodes_.clear();
    uint32_t count;
    if (!in.length(count, kMinNodeSize)) return false;
    for (uint64_t expected = count; expected != 0; --expected) {
        const uint8_t* const begin = in.position();
        Hash256 hash;
        BlockNumber number = 0;
        ChangeTree::Node node;
        if (!decode_into(in, hash) || !decode_into(in, number) || !decode_into(in, node.change)) return false;
        if (hash != node.change.hash || number != node.change.number) return in.fail(DecodeFault::kInvalidValue, begin);
        if (!in.length(node.children, kMinNodeSize)) return false;
        expected += node.children;
        tree.nodes_.push_back(std::move(node));
    }
    return true;
}

}  // namespace serinus::scale

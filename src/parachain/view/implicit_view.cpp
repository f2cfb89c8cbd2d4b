#include "parachain/view/implicit_view.hpp"

namespace serinus::parachain {

void ImplicitView::activate(std::vector<Hash256> path, BlockNumber leaf_number) {
    SERINUS_ASSERT(!path.empty());
    const Hash256 leaf = path.front();
    if (leaves_.contains(leaf)) return;
    const auto below = [&](size_t distance) {
        return leaf_number - static_cast<BlockNumber>(std::min<size_t>(leaf_number, distance));
    };
    for (size_t i = 0; i < path.size(); ++i) numbers_.emplace(path[i], below(i));
    leaves_.emplace(leaf, below(std::max<size_t>(path.size() - 1, kMinRetained)));
    paths_.insert_or_assign(leaf, std::move(path));
}

std::vector<Hash256> ImplicitView::deactivate(const Hash256& leaf) {
    std::vector<Hash256> removed;
    if (leaves_.erase(leaf) == 0) return removed;
    std::optional<BlockNumber> minimum;
    for (const auto& [other, number] : leaves_) minimum = std::min(minimum.value_or(number), number);
    for (auto it = numbers_.begin(); it != numbers_.end();) {
        if (minimum && it->second >= *minimum) {
            ++it;
            continue;
        }
        removed.push_back(it->first);
        paths_.erase(it->first);
        it = numbers_.erase(it);
    }
    return removed;
}

std::optional<BlockNumber> ImplicitView::number_of(const Hash256& block) const {
    const auto found = numbers_.find(block);
    if (found == numbers_.end()) return std::nullopt;
    return found->second;
}

std::vector<Hash256> ImplicitView::leaves() const {
    std::vector<Hash256> out;
    for (const auto& [leaf, number] : leaves_) out.push_back(leaf);
    return out;
}

std::vector<Hash256> ImplicitView::blocks() const {
    std::vector<Hash256> out;
    for (const auto& [block, number] : numbers_) out.push_back(block);
    return out;
}

const std::vector<Hash256>* ImplicitView::allowed_at(const Hash256& block) const {
    const auto found = paths_.find(block);
    return found == paths_.end() ? nullptr : &found->second;
}

std::vector<std::vector<Hash256>> ImplicitView::paths_via(const Hash256& block) const {
    std::vector<std::vector<Hash256>> out;
    for (const auto& [leaf, number] : leaves_) {
        const std::vector<Hash256>& path = paths_.at(leaf);
        if (std::find(path.begin(), path.end(), block) != path.end()) out.emplace_back(path.rbegin(), path.rend());
    }
    return out;
}

}  // namespace serinus::parachain

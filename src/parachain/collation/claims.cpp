#include "parachain/collation/claims.hpp"

namespace serinus::parachain {

size_t count_claims(std::span<const ParaId> queue, size_t lookahead, size_t depth, ParaId para) {
    const size_t reach = std::min(lookahead - std::min(lookahead, depth), queue.size());
    return static_cast<size_t>(std::count(queue.begin(), queue.begin() + static_cast<ptrdiff_t>(reach), para));
}

CoreClaims::CoreClaims(std::vector<std::optional<Hash256>> parents_by_depth, std::span<const ParaId> queue,
                       size_t lookahead)
    : parents_by_depth_(std::move(parents_by_depth)), free_(lookahead) {
    for (size_t i = 0; i < std::min(lookahead, queue.size()); ++i) free_[i] = queue[i];
}

void CoreClaims::allocate(std::span<const Consumer> consumers) {
    std::vector<std::pair<size_t, ParaId>> by_reach;
    for (const auto& [parent, para] : consumers) {
        if (const auto reach = reach_of(parent)) by_reach.emplace_back(*reach, para);
    }
    std::sort(by_reach.begin(), by_reach.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [reach, para] : by_reach) take(reach, para);
}

bool CoreClaims::reserve(const Hash256& parent, ParaId para) {
    const auto reach = reach_of(parent);
    return reach && take(*reach, para);
}

std::vector<Hash256> CoreClaims::parents_reaching(size_t position) const {
    std::vector<Hash256> out;
    for (size_t depth = 0; depth < parents_by_depth_.size() && depth + position < free_.size(); ++depth) {
        if (parents_by_depth_[depth]) out.push_back(*parents_by_depth_[depth]);
    }
    return out;
}

std::optional<size_t> CoreClaims::reach_of(const Hash256& parent) const {
    const auto found = std::find(parents_by_depth_.begin(), parents_by_depth_.end(), std::optional(parent));
    if (found == parents_by_depth_.end()) return std::nullopt;
    const auto depth = static_cast<size_t>(found - parents_by_depth_.begin());
    return free_.size() - std::min(free_.size(), depth);
}

bool CoreClaims::take(size_t reach, ParaId para) {
    for (size_t i = reach; i-- > 0;) {
        if (free_[i] != para) continue;
        free_[i] = std::nullopt;
        return true;
    }
    return false;
}

}  // namespace serinus::parachain

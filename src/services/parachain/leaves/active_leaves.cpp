#include "services/parachain/leaves/active_leaves.hpp"

#include <algorithm>

namespace serinus::services::paras {

ActiveLeaves::Update ActiveLeaves::on_imported(const Leaf& block, const Hash256& parent) {
    Update out;
    if (block.number <= finalized_ || leaves_.contains(block.hash)) return out;
    if (leaves_.erase(parent) > 0) out.deactivated.push_back(parent);
    leaves_.emplace(block.hash, block.number);
    out.activated = block;
    if (leaves_.size() > kMaxLeaves) {
        const auto lowest = std::ranges::min_element(leaves_, {}, [](const auto& one) { return one.second; });
        if (lowest->first == block.hash) {
            out.activated.reset();
        } else {
            out.deactivated.push_back(lowest->first);
        }
        leaves_.erase(lowest);
    }
    std::ranges::sort(out.deactivated);
    return out;
}

ActiveLeaves::Update ActiveLeaves::on_finalized(const Leaf& block) {
    Update out;
    finalized_ = std::max(finalized_, block.number);
    std::erase_if(leaves_, [&](const auto& leaf) {
        const bool is_given_up = leaf.second <= block.number && leaf.first != block.hash;
        if (is_given_up) out.deactivated.push_back(leaf.first);
        return is_given_up;
    });
    return out;
}

parachain::View ActiveLeaves::view() const {
    std::vector<std::pair<BlockNumber, Hash256>> highest;
    highest.reserve(leaves_.size());
    for (const auto& [hash, number] : leaves_) highest.emplace_back(number, hash);
    std::ranges::sort(highest, std::greater{});
    if (highest.size() > parachain::kMaxViewHeads) highest.resize(parachain::kMaxViewHeads);
    parachain::View out{.heads = {}, .finalized_number = finalized_};
    for (const auto& [number, hash] : highest) out.heads.push_back(hash);
    std::ranges::sort(out.heads);
    return out;
}

}  // namespace serinus::services::paras

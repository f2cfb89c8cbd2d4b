#include "services/parachain/inherent/inherent.hpp"

namespace serinus::services::paras {

using authorship::ParachainsData;

ParachainsData InherentShelf::data_for(const chain::BlockId& parent) {
    const std::lock_guard lock(mutex_);
    ++figures_.asked;
    const auto found = data_.find(parent.hash);
    if (found == data_.end()) return {};
    ++figures_.given;
    figures_.bitfields += found->second.bitfields.size();
    figures_.candidates += found->second.backed_candidates.size();
    return found->second;
}

void InherentShelf::put(const Hash256& leaf, ParachainsData data) {
    const std::lock_guard lock(mutex_);
    data_.insert_or_assign(leaf, std::move(data));
}

void InherentShelf::remove(const Hash256& leaf) {
    const std::lock_guard lock(mutex_);
    data_.erase(leaf);
}

InherentShelf::Figures InherentShelf::figures() const {
    const std::lock_guard lock(mutex_);
    return figures_;
}

void Inherents::on_leaf(const RelayState& leaf) {
    leaves_.emplace(leaf.hash, Leaf{leaf, {}, 0});
    (void)lane_.post_after(parachain::kInherentReadyMs, [this, hash = leaf.hash] { make(hash); });
}

void Inherents::on_leaf_gone(const Hash256& leaf) {
    leaves_.erase(leaf);
    shelf_.remove(leaf);
}

void Inherents::take(const parachain::BitfieldMessage::Bitfield& bitfield) {
    const auto found = leaves_.find(bitfield.relay_parent);
    if (found != leaves_.end()) found->second.bitfields.push_back(bitfield.bitfield);
}

void Inherents::make(const Hash256& hash) {
    const auto found = leaves_.find(hash);
    if (found == leaves_.end()) return;
    Leaf& leaf = found->second;
    ParachainsData data;
    data.bitfields = parachain::select_bitfields(leaf.state.cores, leaf.bitfields);
    data.backed_candidates =
        candidates_.select(hash, parachain::plan_candidates(leaf.state.cores, data.bitfields, leaf.state.number));
    data.disputes = disputes_.votes_for(hash);
    shelf_.put(hash, std::move(data));
    if (++leaf.times < kMaxTimes) (void)lane_.post_after(kAgainMs, [this, hash] { make(hash); });
}

}  // namespace serinus::services::paras

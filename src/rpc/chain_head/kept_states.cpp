#include "rpc/chain_head/kept_states.hpp"

namespace serinus::rpc::chain_head {
namespace {

/// An open state without what it reads: a snapshot of the store.
constexpr size_t kStateBytes = 4096;

}  // namespace

bool KeptStates::take(const Hash256& block, uint64_t now_ms) {
    auto state = client_->state_of(block);
    if (!state) return false;
    const auto kept = std::make_shared<KeptBlock>();
    kept->state = std::move(*state);
    if (auto body = client_->find_body(block)) kept->body = std::move(*body);
    size_t bytes = kStateBytes;
    if (kept->body) {
        for (const primitives::Extrinsic& extrinsic : *kept->body) bytes += extrinsic.size() + sizeof(extrinsic);
    }
    if (!kept->charge.take(memory_, MemoryOwner::kPinnedBlocks, bytes)) return false;
    kept->taken_ms = now_ms;
    kept_[block] = kept;
    return true;
}

std::vector<Hash256> KeptStates::update(const std::set<Hash256>& endangered, const std::set<Hash256>& pinned,
                                        uint64_t now_ms) {
    std::vector<Hash256> lost;
    for (auto at = kept_.begin(); at != kept_.end();) {
        const Hash256 block = at->first;
        const bool is_there = client_->has_state(block);
        const bool is_old = now_ms - at->second->taken_ms > limits_.hold_ms;
        if (!pinned.contains(block) || (is_there && !endangered.contains(block))) {
            at = kept_.erase(at);
        } else if (is_old && !(is_there && take(block, now_ms))) {
            lost.push_back(block);
            at = kept_.erase(at);
        } else {
            ++at;
        }
    }
    for (const Hash256& block : endangered) {
        if (kept_.size() >= limits_.blocks) break;
        if (pinned.contains(block) && !kept_.contains(block)) take(block, now_ms);
    }
    return lost;
}

std::shared_ptr<KeptBlock> KeptStates::find(const Hash256& block) const {
    const auto found = kept_.find(block);
    return found == kept_.end() ? nullptr : found->second;
}

}  // namespace serinus::rpc::chain_head

#include "protocols/sync/request_ledger.hpp"

#include <algorithm>

namespace serinus::network::sync {

bool RequestLedger::take(std::deque<Sent>& sent, const BlockRequest& request) {
    const auto found = std::ranges::find(sent, request, &Sent::request);
    if (found != sent.end()) return found->times < kMaxSame && ++found->times > 0;
    sent.push_back({request, 1});
    if (sent.size() > kMaxKeptPerPeer) sent.pop_front();
    return true;
}

std::optional<BlockRequest> RequestLedger::note(const wire::PeerId& peer, const BlockRequest& request, bool may_grow) {
    if (sent_.size() >= kMaxPeers && !sent_.contains(peer)) sent_.erase(sent_.begin());
    std::deque<Sent>& sent = sent_[peer];
    BlockRequest variant = request;
    for (; variant.max_blocks > 0; --variant.max_blocks) {
        if (take(sent, variant)) return variant;
    }
    if (!may_grow) return std::nullopt;
    for (uint32_t more = 1; more <= kMaxGrowth; ++more) {
        variant.max_blocks = request.max_blocks + more;
        if (take(sent, variant)) return variant;
    }
    return std::nullopt;
}

}  // namespace serinus::network::sync

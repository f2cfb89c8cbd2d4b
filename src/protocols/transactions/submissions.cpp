#include "protocols/transactions/submissions.hpp"

namespace serinus::network::gossip {

uint64_t Submissions::bytes_of(const PeerId& peer) const {
    const auto found = bytes_of_.find(peer);
    return found == bytes_of_.end() ? 0 : found->second;
}

bool Submissions::add(const PeerId& peer, primitives::Extrinsic extrinsic) {
    const uint64_t size = extrinsic.size(), own = bytes_of(peer);
    if (own > 0 && own + size > limits_.max_bytes_of_peer) return false;
    if (bytes_ > 0 && bytes_ + size > limits_.max_bytes) return false;
    if (!turns_.add(peer, std::move(extrinsic))) return false;
    bytes_of_[peer] = own + size;
    bytes_ += size;
    return true;
}

void Submissions::drop(const PeerId& peer) {
    (void)turns_.drop(peer);
    const auto own = bytes_of_.extract(peer);
    if (!own.empty()) bytes_ -= own.mapped();
}

std::vector<Submissions::Submission> Submissions::take() {
    std::vector<Submission> out;
    const auto has_room = [this](const PeerId&, const primitives::Extrinsic& next) {
        return running_bytes_ == 0 || running_bytes_ + next.size() <= limits_.max_bytes_at_once;
    };
    while (auto turn = turns_.take_if(has_room)) {
        const uint64_t size = turn->task.size();
        bytes_ -= size;
        running_bytes_ += size;
        const auto own = bytes_of_.find(turn->owner);
        own->second -= size;
        if (turns_.waiting_of(turn->owner) == 0) bytes_of_.erase(own);
        running_of_[turn->owner].push_back(size);
        out.push_back({std::move(turn->owner), std::move(turn->task)});
    }
    return out;
}

void Submissions::finished(const PeerId& peer) {
    const auto found = running_of_.find(peer);
    if (found == running_of_.end()) return;
    running_bytes_ -= found->second.front();
    found->second.pop_front();
    if (found->second.empty()) running_of_.erase(found);
    turns_.finished(peer);
}

bool Submissions::is_crowded(const PeerId& peer) const {
    return 2 * turns_.waiting_of(peer) >= limits_.max_of_peer || 2 * bytes_of(peer) >= limits_.max_bytes_of_peer ||
           2 * bytes_ >= limits_.max_bytes;
}

}  // namespace serinus::network::gossip

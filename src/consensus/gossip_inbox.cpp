#include "consensus/gossip_inbox.hpp"

#include <algorithm>

namespace serinus::consensus {
namespace {

/// What a message takes here besides its content.
constexpr uint64_t kInboxEntryBytes = 64;

uint64_t size_in_inbox(const Bytes& message) noexcept { return kInboxEntryBytes + message.size(); }

}  // namespace

bool GossipInbox::push(Peer peer, Bytes message) {
    const uint64_t bytes = size_in_inbox(message);
    const std::lock_guard lock(mutex_);
    if (size_ >= limits_.max_messages || bytes_ + bytes > limits_.max_bytes) return false;
    const auto found = waiting_.find(peer);
    if (found != waiting_.end() && found->second.messages.size() >= limits_.max_messages_per_peer) return false;
    const uint64_t own = found == waiting_.end() ? 0 : found->second.bytes;
    if (own + bytes > limits_.max_bytes_per_peer) return false;
    if (found == waiting_.end()) turns_.push_back(peer);
    Waiting& waiting = found == waiting_.end() ? waiting_[peer] : found->second;
    waiting.messages.push_back(std::move(message));
    waiting.bytes += bytes;
    ++size_;
    bytes_ += bytes;
    return true;
}

std::optional<GossipInbox::Message> GossipInbox::pop() {
    const std::lock_guard lock(mutex_);
    if (turns_.empty()) return std::nullopt;
    const Peer peer = turns_.front();
    turns_.pop_front();
    const auto found = waiting_.find(peer);
    Waiting& waiting = found->second;
    Message out{peer, std::move(waiting.messages.front())};
    waiting.messages.pop_front();
    const uint64_t bytes = size_in_inbox(out.content);
    waiting.bytes -= bytes;
    bytes_ -= bytes;
    --size_;
    if (waiting.messages.empty()) {
        waiting_.erase(found);
    } else {
        turns_.push_back(peer);
    }
    return out;
}

void GossipInbox::drop(Peer peer) {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(peer);
    if (found == waiting_.end()) return;
    size_ -= found->second.messages.size();
    bytes_ -= found->second.bytes;
    waiting_.erase(found);
    std::erase(turns_, peer);
}

size_t GossipInbox::size() const {
    const std::lock_guard lock(mutex_);
    return size_;
}

uint64_t GossipInbox::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace serinus::consensus

/// Messages of other nodes that wait for a gadget to judge them.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>

#include "base/bytes.hpp"

namespace serinus::consensus {

/// Ours. A commit of a thousand voters has 100 KB, a vote 150 bytes; votes of a round come by the thousand from a peer
/// that this node has just connected to.
struct GossipInboxLimits {
    size_t max_messages = 8192;
    uint64_t max_bytes = uint64_t{32} << 20;
    size_t max_messages_per_peer = 2048;
    uint64_t max_bytes_per_peer = uint64_t{4} << 20;
};

/// Each peer has a share, and peers take turns: however much one sends, the next message of another one waits for a
/// message of each peer at most. Any thread.
class GossipInbox {
  public:
    using Peer = uint64_t;
    struct Message {
        Peer peer = 0;
        Bytes content;
    };

    explicit GossipInbox(const GossipInboxLimits& limits = {}) : limits_(limits) {}

    /// False: no room in the peer's share, or at all; the message is dropped.
    bool push(Peer peer, Bytes message);
    /// The oldest message of the peer whose turn it is.
    std::optional<Message> pop();
    /// Forgets what the peer has sent: it is gone, or has been found to lie.
    void drop(Peer peer);

    size_t size() const;
    uint64_t bytes() const;

  private:
    struct Waiting {
        std::deque<Bytes> messages;
        uint64_t bytes = 0;
    };

    GossipInboxLimits limits_;
    mutable std::mutex mutex_;
    std::map<Peer, Waiting> waiting_;  ///< none is empty
    std::deque<Peer> turns_;           ///< those of `waiting_`, the next one first
    size_t size_ = 0;
    uint64_t bytes_ = 0;
};

}  // namespace serinus::consensus

/// Which block requests each peer got, so that none gets the same one too often: a reference node takes the third equal
/// request for an attack and bans its sender.
/// Observed: MAX_NUMBER_OF_SAME_REQUESTS_PER_PEER of sc-network-sync, polkadot-stable2407
#pragma once

#include <deque>
#include <map>

#include "libp2p/wire/peer_id.hpp"
#include "protocols/sync/block_messages.hpp"

namespace serinus::network::sync {

class RequestLedger {
  public:
    static constexpr size_t kMaxSame = 2;
    /// The reference remembers fewer, of all peers together.
    static constexpr size_t kMaxKeptPerPeer = 256;
    static constexpr size_t kMaxPeers = 1024;
    static constexpr uint32_t kMaxGrowth = 16;

    /// The request as it may be sent to the peer, and counts as sent: with fewer blocks if the peer had the same one
    /// kMaxSame times; `may_grow`: with more if there are no fewer. nullopt: this peer had all variants of it, others
    /// are to be asked. Peers that leave and come back are the same to others, and so here.
    std::optional<BlockRequest> note(const wire::PeerId& peer, const BlockRequest& request, bool may_grow);
    size_t peer_count() const noexcept { return sent_.size(); }

  private:
    struct Sent {
        BlockRequest request;
        size_t times = 0;
    };
    static bool take(std::deque<Sent>& sent, const BlockRequest& request);

    std::map<wire::PeerId, std::deque<Sent>> sent_;  ///< the latest at the end
};

}  // namespace serinus::network::sync

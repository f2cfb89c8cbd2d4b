/// The peers behind the validators of a session's grid, and the peers beside these that a message goes to by chance.
/// Observed: polkadot-node-network-protocol 36.0.0, grid_topology.
#pragma once

#include <functional>

#include "libp2p/wire/peer_id.hpp"
#include "parachain/statements/session_grid.hpp"

namespace serinus::parachain {

using network::wire::PeerId;

/// True with a chance of the first in the second number.
using Draw = std::function<bool(size_t, size_t)>;

/// This node's place in the grid of a session, and the peers behind the validators that are known.
struct PeerTopology {
    GridNeighbors validators;
    std::set<PeerId> row;
    std::set<PeerId> column;
    std::set<PeerId> all;  ///< of all validators of the session

    /// Whether a message that goes this way goes to the peer.
    bool is_on(GridRoute route, const PeerId& peer) const {
        const bool to_row = route == GridRoute::kRow || route == GridRoute::kRowAndColumn;
        const bool to_column = route == GridRoute::kColumn || route == GridRoute::kRowAndColumn;
        return (to_row && row.contains(peer)) || (to_column && column.contains(peer));
    }
};

/// Peers that a message goes to by chance, at most.
inline constexpr size_t kPeersByChance = 4;

/// Whether the next peer is one of these: as many of all peers are drawn, of whom some have the message.
inline bool draw_by_chance(const Draw& draw, size_t peers) {
    constexpr size_t kSample = 25;
    return draw(kSample, std::max(peers, kSample));
}

}  // namespace serinus::parachain

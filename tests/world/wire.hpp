/// The network of a simulated node as real nodes have it: libp2p, discovery of peers, synchronisation and gossip over
/// streams of bytes. In the place of the exchange, which stands in for it where nodes shall lie.
#pragma once

#include "network/simulation/byte_links.hpp"
#include "node/network.hpp"

namespace serinus::world {

using network::simulation::ByteLinks;

/// Settings that the wires of all nodes of a world share.
struct WireOptions {
    ByteLinks& links;
    size_t ends = 0;  ///< of all
};

/// The address at which the node with this number listens.
network::wire::Multiaddr wire_address(size_t end);
network::PeerId wire_peer(size_t end);

/// Each node knows the two behind it in a ring and finds the others through them.
node::NetworkOptions wire_options(const WireOptions& options, size_t end);
network::NetworkService::Factory wire_service(const WireOptions& options, size_t end);

}  // namespace serinus::world

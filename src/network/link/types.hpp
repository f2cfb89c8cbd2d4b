/// Types of peers and connections for protocols.
#pragma once

#include <cstdint>
#include <string>

#include "libp2p/wire/peer_id.hpp"

namespace serinus::network::link {

using wire::PeerId;
using Millis = uint64_t;  ///< monotonic

/// One connection in the life of this node; never used again.
using ConnectionId = uint64_t;
using SubstreamId = uint32_t;

/// A substream among all connections.
struct SubstreamKey {
    ConnectionId connection = 0;
    SubstreamId substream = 0;

    friend auto operator<=>(const SubstreamKey&, const SubstreamKey&) = default;
};

/// The connections, as protocols use them. In a node the shell of the sockets, in a simulation the simulated network.
/// The calls take effect at once; their results are events.
class Substreams {
  public:
    virtual ~Substreams() = default;

    /// nullopt: no such connection, or too many substreams.
    virtual std::optional<SubstreamId> open(ConnectionId connection, std::vector<std::string> names,
                                            size_t max_message_bytes) = 0;
    /// False: the substream is gone, or too much waits.
    virtual bool send(const SubstreamKey& substream, BytesView message) = 0;
    /// Whether nothing waits that was sent before.
    virtual bool is_drained(const SubstreamKey& substream) const = 0;
    virtual void finish(const SubstreamKey& substream) = 0;
    virtual void reset(const SubstreamKey& substream) = 0;
    /// Held: nothing more is read of the substream, and new data keeps its window shut, so that the other side
    /// stops to send. Messages that were read already still come. Where there are no windows this has no effect.
    virtual void hold(const SubstreamKey&, bool /*is_held*/) {}
};

}  // namespace serinus::network::link

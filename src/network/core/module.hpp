/// The interface between the core of the network and the logic of a protocol.
#pragma once

#include <random>

#include "libp2p/wire/multiaddr.hpp"
#include "network/core/report.hpp"
#include "network/link/message_connection.hpp"
#include "network/link/notifications.hpp"
#include "network/link/requests.hpp"

namespace serinus::network {

using link::ConnectionId;
using link::Millis;
using link::PeerId;
using link::SubstreamKey;

/// A connection that is established.
struct ConnectionInfo {
    PeerId peer;
    wire::Multiaddr address;  ///< of the other side, as dialed or as accepted
    bool is_dialer = false;   ///< this side dialed
};

class Module;
struct IdentifyMessage;

/// The core, as modules use it.
class Host {
  public:
    virtual ~Host() = default;

    virtual link::Notifications& notifications() noexcept = 0;
    /// As link::Requests::request; the answer goes to `module`.
    virtual std::optional<link::RequestId> request(Module& module, const PeerId& peer, link::ProtocolIndex protocol,
                                                   BytesView content, Millis now) = 0;
    virtual void cancel(link::RequestId request) = 0;
    virtual void respond(link::InboundRequestId request, const std::optional<Bytes>& response, Millis now) = 0;
    /// As link::Requests::may_respond.
    virtual bool may_respond(link::InboundRequestId) const { return true; }
    virtual link::Substreams& substreams() noexcept = 0;

    virtual void report(const PeerId& peer, const Report& report, Millis now) = 0;
    virtual void disconnect(const PeerId& peer) = 0;
    virtual std::mt19937_64& random() noexcept = 0;
};

/// The logic of one or several protocols. One thread; time is an argument.
class Module {
  public:
    virtual ~Module() = default;

    virtual void on_connection(ConnectionId, const ConnectionInfo&, Millis) {}
    virtual void on_connection_gone(ConnectionId, Millis) {}
    /// With the first connection to a peer, and without the last one.
    virtual void on_peer_connected(const PeerId&, Millis) {}
    virtual void on_peer_gone(const PeerId&, Millis) {}
    /// Once, before any connection: the addresses announced to peers, and those this node listens on.
    virtual void on_addresses(const std::vector<wire::Multiaddr>& announced,
                              const std::vector<wire::Multiaddr>& listening) {
        (void)announced, (void)listening;
    }
    /// Of any module's dial.
    virtual void on_dial_failed(const wire::Multiaddr&, bool is_wrong_peer, Millis) { (void)is_wrong_peer; }
    /// A peer's answer to identify (identify/identify.hpp).
    virtual void on_identified(ConnectionId, const PeerId&, const IdentifyMessage&, Millis) {}
    /// Of the notification protocols that the module was registered for.
    virtual void on_notification(link::NotificationEvent, Millis) {}
    /// Of its own requests, and of the request protocols that it was registered for.
    virtual void on_request(link::RequestEvent, Millis) {}
    /// Of the raw substreams that it was registered for, and of all that it opened itself: a module ignores those that
    /// it does not know. libp2p::SubstreamAccepted comes first.
    virtual void on_substream(ConnectionId, const PeerId&, const link::MessageEvent&, Millis) {}

    virtual void on_timer(Millis) {}
    virtual std::optional<Millis> next_timer() const { return std::nullopt; }
};

}  // namespace serinus::network

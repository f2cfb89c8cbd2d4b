/// Events of connections, from their carrier.
#pragma once

#include "network/core/core.hpp"

namespace serinus::network {

/// Receives the events of connections. All calls come from one thread.
class SocketEvents {
  public:
    virtual ~SocketEvents() = default;
    virtual void on_connected(ConnectionId connection, ConnectionInfo info) = 0;
    virtual void on_message_event(ConnectionId connection, link::MessageEvent event) = 0;
    /// Of established connections only.
    virtual void on_disconnected(ConnectionId connection, const std::string& reason) = 0;
    virtual void on_dial_failed(const wire::Multiaddr& address, const std::string& reason, bool is_wrong_peer) = 0;
    virtual const link::ProtocolRules* find_rules(std::string_view name) = 0;
    /// Whether one more connection may be begun from this address.
    virtual bool may_accept(const wire::Multiaddr& from) = 0;
    /// Beyond so many connections none is accepted.
    virtual size_t max_connections() = 0;
};

}  // namespace serinus::network

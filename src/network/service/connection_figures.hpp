/// Counts connections and peers, for metrics.
#pragma once

#include "network/core/module.hpp"

namespace serinus::network {

struct ConnectionFigures {
    struct Direction {
        uint64_t opened = 0, closed = 0;
    };
    Direction in, out;  ///< `out`: dialed by this node
    uint64_t peers_opened = 0, peers_closed = 0;
};

class ConnectionCounter final : public Module {
  public:
    const ConnectionFigures& figures() const noexcept { return figures_; }

    void on_connection(ConnectionId connection, const ConnectionInfo& info, Millis) override {
        is_dialer_[connection] = info.is_dialer;
        ++of(info.is_dialer).opened;
    }
    void on_connection_gone(ConnectionId connection, Millis) override {
        const auto found = is_dialer_.find(connection);
        if (found == is_dialer_.end()) return;
        ++of(found->second).closed;
        is_dialer_.erase(found);
    }
    void on_peer_connected(const PeerId&, Millis) override { ++figures_.peers_opened; }
    void on_peer_gone(const PeerId&, Millis) override { ++figures_.peers_closed; }

  private:
    ConnectionFigures::Direction& of(bool is_dialer) noexcept { return is_dialer ? figures_.out : figures_.in; }

    ConnectionFigures figures_;
    std::map<ConnectionId, bool> is_dialer_;
};

}  // namespace serinus::network

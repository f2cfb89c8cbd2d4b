/// The network of a node without the sockets: the core with the modules that every node has, and those of a factory.
/// A service puts it on sockets, a simulation on links in memory.
#pragma once

#include "network/service/boot_watch.hpp"
#include "network/service/service.hpp"
#include "network/service/socket_events.hpp"

namespace serinus::network {

/// One thread. The caller arms a timer for next_timer() afterwards.
class ServiceCore final : public SocketEvents {
  public:
    /// `options`, `substreams`, `connections` and `scheduler` must outlive it.
    ServiceCore(platform::Scheduler& scheduler, const ServiceOptions& options, const PeerId& own,
                link::Substreams& substreams, Connections& connections, ModuleFactory factory);

    /// `announced`: the addresses that others are told of. Reserved peers and boot nodes are dialed from here on.
    void start(const std::vector<wire::Multiaddr>& announced);

    Parts parts() noexcept { return {core_, peers_, identify_, own_, scheduler_}; }
    void run_timers() { core_.run_timers(scheduler_.now_ms()); }
    std::optional<Millis> next_timer() const { return core_.next_timer(); }
    /// Without the figures of the carrier of connections.
    NetworkService::State state() const;

    // SocketEvents
    void on_connected(ConnectionId connection, ConnectionInfo info) override;
    void on_message_event(ConnectionId connection, link::MessageEvent event) override;
    void on_disconnected(ConnectionId connection, const std::string& reason) override;
    void on_dial_failed(const wire::Multiaddr& address, const std::string& reason, bool is_wrong_peer) override;
    const link::ProtocolRules* find_rules(std::string_view name) override { return core_.find_rules(name); }
    bool may_accept(const wire::Multiaddr& from) override { return !peers_.is_banned(from, scheduler_.now_ms()); }
    size_t max_connections() override { return peers_.max_connections(); }

  private:
    platform::Scheduler& scheduler_;
    const ServiceOptions& options_;
    const PeerId own_;
    Core core_;
    PeerManager peers_;
    Ping ping_;
    Identify identify_;
    BootWatch boot_watch_;
    std::vector<std::unique_ptr<Module>> modules_;
    std::map<PeerId, std::string> agents_;
};

}  // namespace serinus::network

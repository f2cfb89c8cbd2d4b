/// One node's network without its sockets: joins connections, requests, notifications and the modules that use them.
#pragma once

#include <functional>

#include "network/core/module.hpp"
#include "network/core/request_figures.hpp"

namespace serinus::network {

/// The core's orders to the shell, beside those of link::Substreams.
class Connections {
  public:
    virtual ~Connections() = default;
    /// Its outcome is on_connected() or on_dial_failed() with the same address.
    virtual void dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) = 0;
    /// on_disconnected() follows.
    virtual void disconnect(ConnectionId connection) = 0;
};

struct CoreProtocols {
    std::vector<link::RequestProtocol> requests;
    std::vector<link::NotificationProtocol> notifications;

    link::ProtocolIndex add(link::RequestProtocol protocol) {
        requests.push_back(std::move(protocol));
        return requests.size() - 1;
    }
    link::NotificationIndex add(link::NotificationProtocol protocol) {
        notifications.push_back(std::move(protocol));
        return notifications.size() - 1;
    }
};

/// One thread; the caller calls run_timers() at the time that next_timer() says.
class Core final : public Host {
  public:
    Core(CoreProtocols protocols, link::Substreams& substreams, Connections& connections, uint64_t seed);

    /// Inbound requests and notifications of a protocol go to this module, which must outlive the core's last event.
    void set_request_module(link::ProtocolIndex protocol, Module& module);
    void set_notification_module(link::NotificationIndex protocol, Module& module);
    /// The module handles substreams of this protocol itself.
    void set_raw_module(std::string name, const link::ProtocolRules& rules, Module& module);
    /// Hears of peers and timers too. Modules that handle protocols are added by themselves.
    void add_module(Module& module);

    /// The rules of a substream that the other side wants to open, for link::MessageConnection; nullptr: unknown.
    const link::ProtocolRules* find_rules(std::string_view name) const noexcept;
    /// All names that this node accepts.
    std::vector<std::string> protocol_names() const;

    // Events of the shell.
    void on_addresses(const std::vector<wire::Multiaddr>& announced, const std::vector<wire::Multiaddr>& listening);
    void on_connected(ConnectionId connection, ConnectionInfo info, Millis now);
    void on_disconnected(ConnectionId connection, Millis now);
    void on_message_event(ConnectionId connection, link::MessageEvent event, Millis now);
    void on_dial_failed(const wire::Multiaddr& address, bool is_wrong_peer, Millis now);
    void on_identified(ConnectionId connection, const PeerId& peer, const IdentifyMessage& message, Millis now);
    void run_timers(Millis now);
    std::optional<Millis> next_timer() const;

    const std::map<ConnectionId, ConnectionInfo>& connections() const noexcept { return connections_; }
    bool is_connected(const PeerId& peer) const noexcept { return presences_.contains(peer); }
    /// When the peer was last of use, or used this node: now, while notifications with it stand or are on their way,
    /// else when the last request or notification began, else when it connected. Precondition: it is connected.
    Millis last_used(const PeerId& peer, Millis now) const {
        return notifications_.has_any(peer) ? now : presences_.at(peer).last_used;
    }
    /// In the order of their beginnings.
    const std::vector<ConnectionId>& connections_of(const PeerId& peer) const noexcept;
    size_t peer_count() const noexcept { return presences_.size(); }
    /// Since the start, by protocol in the order of the list that was given.
    std::vector<RequestFigures> request_figures() const;
    Connections& shell() noexcept { return shell_; }
    /// As Connections::dial, but a dial of the same address that is on its way serves all modules that want it: each
    /// hears of its end.
    void dial(const wire::Multiaddr& address, const PeerId& expected);

    // Host.
    link::Notifications& notifications() noexcept override { return notifications_; }
    std::optional<link::RequestId> request(Module& module, const PeerId& peer, link::ProtocolIndex protocol,
                                           BytesView content, Millis now) override;
    void cancel(link::RequestId request) override;
    void respond(link::InboundRequestId request, const std::optional<Bytes>& response, Millis now) override;
    bool may_respond(link::InboundRequestId request) const override { return requests_.may_respond(request); }
    link::Substreams& substreams() noexcept override { return substreams_; }
    void report(const PeerId& peer, const Report& report, Millis now) override;
    void disconnect(const PeerId& peer) override;
    std::mt19937_64& random() noexcept override { return random_; }

    /// Judges peers by the reports of modules.
    std::function<void(const PeerId&, const Report&, Millis)> on_report;

  private:
    void dispatch(std::vector<link::RequestEvent>& events, Millis now);
    void dispatch(std::vector<link::NotificationEvent>& events, Millis now);

    std::map<std::string, Module*, std::less<>> raw_;  ///< by the name of a protocol
    std::map<std::string, link::ProtocolRules, std::less<>> rules_;
    link::Substreams& substreams_;
    Connections& shell_;
    std::mt19937_64 random_;
    link::Requests requests_;
    link::Notifications notifications_;
    std::vector<Module*> modules_;
    std::vector<Module*> request_modules_;
    std::vector<Module*> notification_modules_;
    struct Running {
        Module* module = nullptr;
        link::ProtocolIndex protocol = 0;
        Millis since = 0;
    };
    std::map<link::RequestId, Running> asked_by_;
    std::map<link::InboundRequestId, Running> answered_by_;
    std::vector<RequestFigures> figures_;
    std::map<ConnectionId, ConnectionInfo> connections_;
    struct Presence {
        std::vector<ConnectionId> connections = {};
        Millis last_used = 0;
    };
    std::map<PeerId, Presence> presences_;                   ///< of those that are connected
    std::map<PeerId, std::vector<wire::Multiaddr>> dialed_;  ///< on their way
};

}  // namespace serinus::network

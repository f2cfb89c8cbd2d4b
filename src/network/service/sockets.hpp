/// Sockets of the network: TCP connections that carry libp2p. The only place, beside the other files of this folder,
/// that knows Asio.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>

#include "network/core/core.hpp"
#include "platform/scheduler.hpp"

namespace serinus::network {

/// Who hears of connections. All calls come from the thread of the io_context.
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
};

struct SocketLimits {
    size_t max_connections = 1024;  ///< beyond, nothing is accepted
    size_t max_upgrading = 128;     ///< connections whose peers have not proved who they are
};

class Sockets final : public link::Substreams, public Connections {
  public:
    Sockets(boost::asio::io_context& io, platform::Scheduler& scheduler, const noise::Identity& identity,
            SocketEvents& events, const SocketLimits& limits);
    ~Sockets() override;

    /// Binds and listens at once; gives the address with the port that was bound. The error is a sentence.
    Result<wire::Multiaddr, std::string> listen(const wire::Multiaddr& address);
    /// Closes everything; what waits is not sent.
    void close();

    // Connections.
    void dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) override;
    void disconnect(ConnectionId connection) override;

    // link::Substreams.
    std::optional<link::SubstreamId> open(ConnectionId connection, std::vector<std::string> names,
                                          size_t max_message_bytes) override;
    bool send(const SubstreamKey& substream, BytesView message) override;
    bool is_drained(const SubstreamKey& substream) const override;
    void finish(const SubstreamKey& substream) override;
    void reset(const SubstreamKey& substream) override;

    struct Traffic {
        uint64_t bytes_in = 0, bytes_out = 0;
    };
    Traffic traffic() const noexcept { return traffic_; }
    size_t memory_bytes() const noexcept;

    struct Session;

  private:
    using Tcp = boost::asio::ip::tcp;
    struct Listener;
    struct Dial;

    void accept(Listener& listener);
    void begin(Tcp::socket socket, wire::Multiaddr address, bool is_dialer, const std::optional<PeerId>& expected,
               std::optional<wire::Multiaddr> dialed);
    void wait_for_input(const std::shared_ptr<Session>& session);
    void read(const std::shared_ptr<Session>& session);
    void write(const std::shared_ptr<Session>& session);
    void handle(const std::shared_ptr<Session>& session, std::vector<link::MessageEvent>& events);
    void arm_timer(const std::shared_ptr<Session>& session);
    void close_after_writing(const std::shared_ptr<Session>& session, std::string reason);
    void end(const std::shared_ptr<Session>& session, const std::string& reason);
    std::shared_ptr<Session> find(ConnectionId connection) const;
    /// Sends what protocols wrote, once the present event is done.
    void flush_later(ConnectionId connection);

    boost::asio::io_context& io_;
    platform::Scheduler& scheduler_;
    const noise::Identity& identity_;
    SocketEvents& events_;
    SocketLimits limits_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::map<ConnectionId, std::shared_ptr<Session>> sessions_;
    std::set<std::shared_ptr<Dial>> dials_;
    std::set<ConnectionId> dirty_;
    bool is_flush_posted_ = false;
    size_t upgrading_ = 0;
    ConnectionId next_id_ = 1;
    Traffic traffic_;
    Bytes scratch_;  ///< all sockets are read into it, one at a time
    bool is_closed_ = false;
};

}  // namespace serinus::network

/// Sockets of the network: TCP connections that carry libp2p, plain, in WebSocket, or in TLS. The only place, beside
/// the other files of this folder, that knows Asio.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>

#include "network/peers/network_prefix.hpp"
#include "network/service/buffer_budget.hpp"
#include "network/service/carrier.hpp"
#include "network/service/dialer.hpp"
#include "network/service/socket_events.hpp"

namespace serinus::network {

struct SocketLimits {
    /// Accepted connections whose peers have not proved their ids: in all, and of one network (/24, IPv6 /56) except
    /// private ones.
    size_t max_upgrading = 64;
    size_t max_upgrading_per_network = 8;
};

class Sockets final : public link::Substreams, public Connections {
  public:
    Sockets(boost::asio::io_context& io, platform::Scheduler& scheduler, const noise::Identity& identity,
            SocketEvents& events, const SocketLimits& limits);
    ~Sockets() override;

    /// Binds and listens at once. Plain TCP and WebSocket are served on each port, TLS where the address asks for it;
    /// an address that is listened on already is shared. Gives the addresses of all forms, with the port that was
    /// bound, the one that was asked for first. The error is a sentence.
    Result<std::vector<wire::Multiaddr>, std::string> listen(const wire::Multiaddr& address);
    /// Closes everything; waiting bytes are not sent.
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
    void hold(const SubstreamKey& substream, bool is_held) override;

    struct Traffic {
        uint64_t bytes_in = 0, bytes_out = 0;
    };
    Traffic traffic() const noexcept { return traffic_; }
    size_t memory_bytes() const noexcept;

    struct Session;

  private:
    using Tcp = boost::asio::ip::tcp;
    struct Listener;
    /// How a connection came to be.
    struct Origin {
        wire::Multiaddr address;                     ///< of the other side
        std::optional<wire::Multiaddr> dialed = {};  ///< the address of the order; nullopt: accepted
        std::optional<PeerId> expected = {};
    };

    void accept(Listener& listener);
    bool may_accept(const wire::Multiaddr& from) const;
    void begin(Tcp::socket socket, Carrier carrier, Origin origin);
    const TlsContext& tls_for_dialing();
    void wait_for_input(const std::shared_ptr<Session>& session);
    void read(const std::shared_ptr<Session>& session);
    void write(const std::shared_ptr<Session>& session);
    void handle(const std::shared_ptr<Session>& session, std::vector<link::MessageEvent>& events);
    void on_upgraded(Session& session);
    /// After each change of the bytes the session holds.
    void check_budget(const Session& session);
    void release_memory();
    void arm_timer(const std::shared_ptr<Session>& session);
    void close_after_writing(const std::shared_ptr<Session>& session, std::string reason);
    void end(const std::shared_ptr<Session>& session, const std::string& reason);
    std::shared_ptr<Session> find(ConnectionId connection) const;
    /// Sends the bytes protocols wrote, once the present event is done.
    void flush_later(ConnectionId connection);

    boost::asio::io_context& io_;
    platform::Scheduler& scheduler_;
    const noise::Identity& identity_;
    SocketEvents& events_;
    SocketLimits limits_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::map<ConnectionId, std::shared_ptr<Session>> sessions_;
    Dialer dialer_;
    std::unique_ptr<TlsContext> dialing_tls_, listening_tls_;  ///< made when they are needed
    std::set<ConnectionId> dirty_;
    bool is_flush_posted_ = false;
    BufferBudget budget_;
    bool held_much_ = false;  ///< since the last release of memory
    Millis next_release_ = 0;
    size_t upgrading_ = 0;  ///< of those accepted
    std::map<NetworkPrefix, size_t> upgrading_by_network_;
    ConnectionId next_id_ = 1;
    Traffic traffic_;
    Bytes scratch_;  ///< all sockets are read into it, one at a time
    bool is_closed_ = false;
};

}  // namespace serinus::network

#include "network/service/sockets.hpp"

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "network/service/addresses.hpp"
#include "platform/process.hpp"

namespace serinus::network {

namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr size_t kReadBytes = 128 * 1024;   ///< at a time, into the buffer that all share
constexpr size_t kWriteBytes = 128 * 1024;  ///< at a time, of each connection
/// For the last bytes of a connection that ends, which the other side may not read.
constexpr uint64_t kClosingMs = 2'000;

/// Private networks are not limited: an operator of many nodes in one has a reason.
std::optional<NetworkPrefix> handshake_network_of(const wire::Multiaddr& address) {
    return address.is_global() ? network_of(address, 24, 56) : std::nullopt;
}

}  // namespace

struct Sockets::Listener {
    explicit Listener(asio::io_context& io) : acceptor(io) {}
    Tcp::acceptor acceptor;
    bool accepts_tls = false;
};

struct Sockets::Session {
    Session(Tcp::socket socket_in, Carrier carrier_in, ConnectionId id_in, asio::io_context& io,
            const noise::Identity& identity, const noise::SecretKey& ephemeral, link::FindRules find_rules,
            const link::MessageConnectionOptions& options, Millis now)
        : socket(std::move(socket_in)),
          carrier(std::move(carrier_in)),
          id(id_in),
          timer(io),
          connection(identity, ephemeral, std::move(find_rules), options, now) {}

    Tcp::socket socket;
    Carrier carrier;
    ConnectionId id;
    asio::steady_timer timer;
    std::optional<Millis> armed;
    link::MessageConnection connection;
    Origin origin;
    std::optional<NetworkPrefix> network;  ///< among whose unfinished handshakes it counts
    bool is_established = false;
    bool is_writing = false;
    bool ends_after_writing = false;
    bool is_wrong_peer = false;
    bool is_over = false;
    std::string reason;
    Bytes output;
};

Sockets::Sockets(asio::io_context& io, platform::Scheduler& scheduler, const noise::Identity& identity,
                 SocketEvents& events, const SocketLimits& limits)
    : io_(io),
      scheduler_(scheduler),
      identity_(identity),
      events_(events),
      limits_(limits),
      dialer_(io, scheduler),
      scratch_(kReadBytes) {}

Sockets::~Sockets() { close(); }

void Sockets::close() {
    is_closed_ = true;
    Error ignored;
    for (const auto& listener : listeners_) listener->acceptor.close(ignored);
    dialer_.close();
    for (const auto& [id, session] : std::exchange(sessions_, {})) {
        session->is_over = true;
        session->socket.close(ignored);
        session->timer.cancel();
    }
}

Result<std::vector<wire::Multiaddr>, std::string> Sockets::listen(const wire::Multiaddr& address) {
    TRY_ASSIGN(const auto endpoint, endpoint_of(address));
    const auto asked = *wire::transport_address_of(address);
    const auto found = std::ranges::find_if(listeners_, [&](const auto& one) {
        Error ignored;
        return endpoint.port() != 0 && one->acceptor.local_endpoint(ignored) == endpoint;
    });
    Listener* listener = found == listeners_.end() ? nullptr : found->get();
    if (listener == nullptr) {
        auto fresh = std::make_unique<Listener>(io_);
        auto& acceptor = fresh->acceptor;
        Error error;
        acceptor.open(endpoint.protocol(), error);
        if (!error && endpoint.protocol() == Tcp::v6()) acceptor.set_option(asio::ip::v6_only(true), error);
        if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
        ENSURE(!error, "cannot listen on " + address.to_string() + ": " + error.message());
        listener = fresh.get();
        listeners_.push_back(std::move(fresh));
        accept(*listener);
    }
    if (asked.has_tls) {
        listener->accepts_tls = true;
        if (!listening_tls_) listening_tls_ = TlsContext::for_listening(scheduler_.unix_now_ms() / 1000);
    }
    Error ignored;
    const auto bound = listener->acceptor.local_endpoint(ignored);
    std::vector<wire::Multiaddr> out = {multiaddr_of(bound), multiaddr_of(bound, CarrierForm::kWebSocket)};
    if (asked.has_tls) {
        out.insert(out.begin(), multiaddr_of(bound, CarrierForm::kSecureWebSocket));
    } else if (asked.has_websocket) {
        std::swap(out[0], out[1]);
    }
    return out;
}

void Sockets::accept(Listener& listener) {
    listener.acceptor.async_accept([this, &listener](const Error& error, Tcp::socket socket) {
        if (is_closed_ || error == asio::error::operation_aborted) return;
        if (error) {
            // No descriptors are left, most likely. A connection that ends wakes nobody here, so a short wait it is.
            auto timer = std::make_shared<asio::steady_timer>(io_, std::chrono::milliseconds(200));
            timer->async_wait([this, &listener, timer](const Error&) {
                if (!is_closed_) accept(listener);
            });
            return;
        }
        Error ignored;
        const auto address = multiaddr_of(socket.remote_endpoint(ignored));
        if (!ignored && may_accept(address)) {
            begin(std::move(socket), Carrier::listener(listener.accepts_tls ? listening_tls_.get() : nullptr),
                  {.address = address});
        }
        accept(listener);
    });
}

bool Sockets::may_accept(const wire::Multiaddr& from) const {
    if (sessions_.size() >= events_.max_connections() || upgrading_ >= limits_.max_upgrading) return false;
    const auto network = handshake_network_of(from);
    const auto count = network ? upgrading_by_network_.find(*network) : upgrading_by_network_.end();
    if (count != upgrading_by_network_.end() && count->second >= limits_.max_upgrading_per_network) return false;
    return events_.may_accept(from);
}

void Sockets::dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) {
    if (is_closed_) return;
    dialer_.dial(
        address,
        [this, address, expected](Tcp::socket socket, const DialPlan::Attempt& attempt) {
            if (is_closed_) return;
            const bool has_tls = attempt.target.has_tls;
            const Carrier::Random random{scheduler_.random_array<16>(),
                                         load_le<uint64_t>(scheduler_.random_array<8>().data())};
            begin(std::move(socket), Carrier::dialer(attempt.target, has_tls ? &tls_for_dialing() : nullptr, random),
                  {.address = attempt.address, .dialed = address, .expected = expected});
        },
        [this, address](const std::string& reason) {
            if (!is_closed_) events_.on_dial_failed(address, reason, false);
        });
}

const TlsContext& Sockets::tls_for_dialing() {
    if (!dialing_tls_) dialing_tls_ = TlsContext::for_dialing();
    return *dialing_tls_;
}

void Sockets::begin(Tcp::socket socket, Carrier carrier, Origin origin) {
    Error ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    const ConnectionId id = next_id_++;
    const auto session = std::make_shared<Session>(
        std::move(socket), std::move(carrier), id, io_, identity_, noise::SecretKey(scheduler_.random_array<32>()),
        [this](std::string_view name) { return events_.find_rules(name); },
        link::MessageConnectionOptions{
            .connection = {.is_dialer = origin.dialed.has_value(), .expected = origin.expected}},
        scheduler_.now_ms());
    session->origin = std::move(origin);
    sessions_.emplace(id, session);
    if (!session->origin.dialed) {
        ++upgrading_;
        session->network = handshake_network_of(session->origin.address);
        if (session->network) ++upgrading_by_network_[*session->network];
    }
    arm_timer(session);
    write(session);
    wait_for_input(session);
}

/// The handshake is over, well or not.
void Sockets::on_upgraded(Session& session) {
    if (session.origin.dialed) return;
    --upgrading_;
    if (!session.network) return;
    const auto count = upgrading_by_network_.find(*session.network);
    if (--count->second == 0) upgrading_by_network_.erase(count);
}

void Sockets::wait_for_input(const std::shared_ptr<Session>& session) {
    session->socket.async_wait(Tcp::socket::wait_read, [this, session](const Error& error) {
        if (session->is_over) return;
        if (error) return end(session, error.message());
        read(session);
    });
}

void Sockets::read(const std::shared_ptr<Session>& session) {
    Error error;
    const size_t size = session->socket.read_some(asio::buffer(scratch_), error);
    if (error == asio::error::would_block) return wait_for_input(session);
    if (error) return end(session, error == asio::error::eof ? "closed by the other side" : error.message());
    traffic_.bytes_in += size;
    std::vector<MutableBytesView> data;
    const auto carried = session->carrier.take(MutableBytesView(scratch_).first(size), data);
    for (const MutableBytesView part : data) {
        std::vector<link::MessageEvent> events;
        session->connection.take(part, scheduler_.now_ms(), events);
        handle(session, events);
        if (session->is_over) return;
    }
    check_budget(*session);
    if (!carried) {
        close_after_writing(session, carried.error());
    } else if (session->carrier.is_closed()) {
        close_after_writing(session, "closed by the other side");
    }
    write(session);
    arm_timer(session);
    // Others take their turns before more of this one is read.
    wait_for_input(session);
}

void Sockets::handle(const std::shared_ptr<Session>& session, std::vector<link::MessageEvent>& events) {
    for (auto& event : events) {
        if (session->is_over) return;
        if (const auto* established = std::get_if<libp2p::Established>(&event)) {
            session->is_established = true;
            on_upgraded(*session);
            auto& origin = session->origin;
            if (!origin.dialed) {
                Error ignored;
                const auto remote = session->socket.remote_endpoint(ignored);
                if (!ignored) origin.address = multiaddr_of(remote, *session->carrier.form());
            }
            events_.on_connected(session->id, {established->peer, origin.address, origin.dialed.has_value()});
        } else if (const auto* failed = std::get_if<libp2p::Failed>(&event)) {
            session->is_wrong_peer = failed->error == libp2p::ConnectionError::kWrongPeer;
            close_after_writing(session, failed->reason);
        } else {
            events_.on_message_event(session->id, std::move(event));
        }
    }
}

void Sockets::check_budget(const Session& session) {
    budget_.set(session.id, session.connection.imposed_bytes());
    release_memory();
    const auto excess = budget_.find_excess();
    const auto largest = excess ? find(*excess) : nullptr;
    if (largest == nullptr || std::exchange(largest->ends_after_writing, true)) return;
    asio::post(io_, [this, largest] { end(largest, "it holds too much of this node's memory"); });
}

/// The allocator keeps the memory of long messages for the next ones, which may never come.
void Sockets::release_memory() {
    constexpr size_t kMuch = size_t{8} << 20, kLittle = size_t{1} << 20;
    constexpr Millis kPeriodMs = 5'000;
    held_much_ = held_much_ || budget_.total() > kMuch;
    if (!held_much_ || budget_.total() > kLittle || scheduler_.now_ms() < next_release_) return;
    held_much_ = false;
    next_release_ = scheduler_.now_ms() + kPeriodMs;
    (void)scheduler_.post(platform::WorkClass::kDisk,
                          [](const std::stop_token&) { platform::release_unused_memory(); });
}

void Sockets::write(const std::shared_ptr<Session>& session) {
    Carrier& carrier = session->carrier;
    if (session->is_writing || session->is_over) return;
    const bool has_payload = carrier.is_open() && session->connection.has_output();
    if (!has_payload && session->ends_after_writing) carrier.close();
    if (!has_payload && !carrier.has_output()) return;
    std::vector<link::MessageEvent> events;
    session->output.clear();
    if (has_payload) {
        Bytes payload;
        session->connection.give(kWriteBytes, payload, events);
        check_budget(*session);
        if (!payload.empty()) carrier.write(payload, session->output);
    }
    carrier.give(session->output);
    if (!session->output.empty()) {
        session->is_writing = true;
        asio::async_write(session->socket, asio::buffer(session->output),
                          [this, session](const Error& error, size_t size) {
                              traffic_.bytes_out += size;
                              session->is_writing = false;
                              Bytes().swap(session->output);
                              if (session->is_over) return;
                              if (error) return end(session, error.message());
                              write(session);
                              if (session->ends_after_writing && !session->is_writing) end(session, session->reason);
                          });
    }
    handle(session, events);
}

void Sockets::arm_timer(const std::shared_ptr<Session>& session) {
    const auto next = session->connection.next_timer();
    if (next == session->armed || session->is_over || session->ends_after_writing) return;
    session->armed = next;
    if (!next) {
        session->timer.cancel();
        return;
    }
    const Millis now = scheduler_.now_ms();
    session->timer.expires_after(std::chrono::milliseconds(*next > now ? *next - now : 0));
    session->timer.async_wait([this, session](const Error& error) {
        if (error || session->is_over) return;
        session->armed.reset();
        std::vector<link::MessageEvent> events;
        session->connection.on_timer(scheduler_.now_ms(), events);
        handle(session, events);
        if (session->is_over) return;
        write(session);
        arm_timer(session);
    });
}

void Sockets::end(const std::shared_ptr<Session>& session, const std::string& reason) {
    if (std::exchange(session->is_over, true)) return;
    Error ignored;
    session->socket.close(ignored);
    session->timer.cancel();
    sessions_.erase(session->id);
    budget_.remove(session->id);
    if (session->is_established) {
        events_.on_disconnected(session->id, reason);
        return;
    }
    on_upgraded(*session);
    const auto& dialed = session->origin.dialed;
    if (dialed) events_.on_dial_failed(*dialed, reason, session->is_wrong_peer);
}

void Sockets::disconnect(ConnectionId connection) {
    const auto session = find(connection);
    if (session == nullptr) return;
    session->connection.go_away();
    close_after_writing(session, "closed by this node");
}

/// The message that tells the peer why goes out first.
void Sockets::close_after_writing(const std::shared_ptr<Session>& session, std::string reason) {
    if (std::exchange(session->ends_after_writing, true)) return;
    session->reason = std::move(reason);
    session->timer.expires_after(std::chrono::milliseconds(kClosingMs));
    session->timer.async_wait([this, session](const Error& error) {
        if (!error) end(session, session->reason);
    });
    // After the present event: the code that orders it may still look at the connection.
    asio::post(io_, [this, session] {
        write(session);
        if (!session->is_writing) end(session, session->reason);
    });
}

std::shared_ptr<Sockets::Session> Sockets::find(ConnectionId connection) const {
    const auto found = sessions_.find(connection);
    return found == sessions_.end() ? nullptr : found->second;
}

void Sockets::flush_later(ConnectionId connection) {
    dirty_.insert(connection);
    if (std::exchange(is_flush_posted_, true)) return;
    asio::post(io_, [this] {
        is_flush_posted_ = false;
        for (const ConnectionId id : std::exchange(dirty_, {})) {
            const auto session = find(id);
            if (session == nullptr) continue;
            write(session);
            arm_timer(session);
        }
    });
}

std::optional<link::SubstreamId> Sockets::open(ConnectionId connection, std::vector<std::string> names,
                                               size_t max_message_bytes) {
    const auto session = find(connection);
    if (session == nullptr || session->ends_after_writing) return std::nullopt;
    link::Framing framing{.max_message_bytes = max_message_bytes};
    // Protocols whose messages have a fixed size are the same in both directions.
    if (const auto* rules = events_.find_rules(names.front())) framing.fixed_bytes = rules->framing.fixed_bytes;
    flush_later(connection);
    return session->connection.open(std::move(names), framing, scheduler_.now_ms());
}

bool Sockets::send(const SubstreamKey& substream, BytesView message) {
    const auto session = find(substream.connection);
    if (session == nullptr) return false;
    flush_later(substream.connection);
    const bool is_sent = session->connection.send(substream.substream, message);
    check_budget(*session);
    return is_sent;
}

bool Sockets::is_drained(const SubstreamKey& substream) const {
    const auto session = find(substream.connection);
    return session != nullptr && session->connection.is_drained(substream.substream);
}

void Sockets::hold(const SubstreamKey& substream, bool is_held) {
    const auto session = find(substream.connection);
    if (session == nullptr) return;
    session->connection.hold(substream.substream, is_held);
    flush_later(substream.connection);
}

void Sockets::finish(const SubstreamKey& substream) {
    const auto session = find(substream.connection);
    if (session == nullptr) return;
    session->connection.finish(substream.substream);
    flush_later(substream.connection);
}

void Sockets::reset(const SubstreamKey& substream) {
    const auto session = find(substream.connection);
    if (session == nullptr) return;
    session->connection.reset(substream.substream);
    flush_later(substream.connection);
}

size_t Sockets::memory_bytes() const noexcept {
    size_t out = scratch_.capacity();
    for (const auto& [id, session] : sessions_) {
        out += sizeof(Session) + session->output.capacity() + session->connection.memory_bytes();
    }
    return out;
}

}  // namespace serinus::network

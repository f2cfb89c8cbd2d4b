#include "network/service/sockets.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "network/service/addresses.hpp"

namespace serinus::network {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Tcp = asio::ip::tcp;

namespace {

constexpr size_t kReadBytes = 128 * 1024;   ///< at a time, into the buffer that all share
constexpr size_t kWriteBytes = 128 * 1024;  ///< at a time, of each connection
constexpr uint64_t kDialTimeoutMs = 10'000;
/// For the last bytes of a connection that ends, which the other side may not read.
constexpr uint64_t kClosingMs = 2'000;

}  // namespace

struct Sockets::Listener {
    explicit Listener(asio::io_context& io) : acceptor(io) {}
    Tcp::acceptor acceptor;
};

struct Sockets::Session {
    Session(Tcp::socket socket_in, ConnectionId id_in, asio::io_context& io, const noise::Identity& identity,
            const noise::SecretKey& ephemeral, link::FindRules find_rules,
            const link::MessageConnectionOptions& options, Millis now)
        : socket(std::move(socket_in)),
          id(id_in),
          timer(io),
          connection(identity, ephemeral, std::move(find_rules), options, now) {}

    Tcp::socket socket;
    ConnectionId id;
    asio::steady_timer timer;
    std::optional<Millis> armed;
    link::MessageConnection connection;
    wire::Multiaddr address;
    std::optional<wire::Multiaddr> dialed;  ///< the address of the order
    bool is_dialer = false;
    bool is_established = false;
    bool is_writing = false;
    bool ends_after_writing = false;
    bool is_wrong_peer = false;
    bool is_over = false;
    std::string reason;
    Bytes output;
};

struct Sockets::Dial {
    Dial(asio::io_context& io, wire::Multiaddr address_in, std::optional<PeerId> expected_in)
        : address(std::move(address_in)), expected(expected_in), resolver(io), socket(io), timer(io) {}
    wire::Multiaddr address;
    std::optional<PeerId> expected;
    Tcp::resolver resolver;
    Tcp::socket socket;
    asio::steady_timer timer;
};

Sockets::Sockets(asio::io_context& io, platform::Scheduler& scheduler, const noise::Identity& identity,
                 SocketEvents& events, const SocketLimits& limits)
    : io_(io), scheduler_(scheduler), identity_(identity), events_(events), limits_(limits), scratch_(kReadBytes) {}

Sockets::~Sockets() { close(); }

void Sockets::close() {
    is_closed_ = true;
    Error ignored;
    for (const auto& listener : listeners_) listener->acceptor.close(ignored);
    for (const auto& dial : dials_) {
        dial->resolver.cancel();
        dial->socket.close(ignored);
        dial->timer.cancel();
    }
    for (const auto& [id, session] : std::exchange(sessions_, {})) {
        session->is_over = true;
        session->socket.close(ignored);
        session->timer.cancel();
    }
}

Result<wire::Multiaddr, std::string> Sockets::listen(const wire::Multiaddr& address) {
    TRY_ASSIGN(const auto endpoint, endpoint_of(address));
    auto listener = std::make_unique<Listener>(io_);
    auto& acceptor = listener->acceptor;
    Error error;
    acceptor.open(endpoint.protocol(), error);
    if (!error && endpoint.protocol() == Tcp::v6()) acceptor.set_option(asio::ip::v6_only(true), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    ENSURE(!error, "cannot listen on " + address.to_string() + ": " + error.message());
    const auto bound = multiaddr_of(acceptor.local_endpoint());
    accept(*listener);
    listeners_.push_back(std::move(listener));
    return bound;
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
        if (!ignored && sessions_.size() < limits_.max_connections && upgrading_ < limits_.max_upgrading &&
            events_.may_accept(address)) {
            begin(std::move(socket), address, false, std::nullopt, std::nullopt);
        }
        accept(listener);
    });
}

void Sockets::dial(const wire::Multiaddr& address, const std::optional<PeerId>& expected) {
    if (is_closed_) return;
    const auto dial = std::make_shared<Dial>(io_, address, expected);
    const auto fail = [this, dial](const std::string& reason) {
        if (dials_.erase(dial) == 0 || is_closed_) return;
        dial->timer.cancel();
        Error ignored;
        dial->socket.close(ignored);
        dial->resolver.cancel();
        events_.on_dial_failed(dial->address, reason, false);
    };
    dials_.insert(dial);
    const auto target = dial_target_of(address);
    if (!target) {
        asio::post(io_, [fail, reason = target.error()] { fail(reason); });
        return;
    }
    const auto on_connect = [this, dial, fail](const Error& error) {
        if (error) return fail(error.message());
        if (dials_.erase(dial) == 0 || is_closed_) return;
        dial->timer.cancel();
        begin(std::move(dial->socket), dial->address, true, dial->expected, dial->address);
    };
    dial->timer.expires_after(std::chrono::milliseconds(kDialTimeoutMs));
    dial->timer.async_wait([fail](const Error& error) {
        if (!error) fail("nobody answered in time");
    });
    if (!target->is_name) {
        Error error;
        const auto ip = asio::ip::make_address(target->host, error);
        dial->socket.async_connect({ip, target->port}, on_connect);
        return;
    }
    const auto on_resolve = [dial, fail, on_connect](const Error& error, const Tcp::resolver::results_type& found) {
        if (error) return fail("the name is not found: " + error.message());
        asio::async_connect(dial->socket, found,
                            [dial, on_connect](const Error& failed, const Tcp::endpoint&) { on_connect(failed); });
    };
    const std::string port = std::to_string(target->port);
    if (target->only_ip4) {
        dial->resolver.async_resolve(Tcp::v4(), target->host, port, on_resolve);
    } else if (target->only_ip6) {
        dial->resolver.async_resolve(Tcp::v6(), target->host, port, on_resolve);
    } else {
        dial->resolver.async_resolve(target->host, port, on_resolve);
    }
}

void Sockets::begin(Tcp::socket socket, wire::Multiaddr address, bool is_dialer, const std::optional<PeerId>& expected,
                    std::optional<wire::Multiaddr> dialed) {
    Error ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    const ConnectionId id = next_id_++;
    const auto session = std::make_shared<Session>(
        std::move(socket), id, io_, identity_, noise::SecretKey(scheduler_.random_array<32>()),
        [this](std::string_view name) { return events_.find_rules(name); },
        link::MessageConnectionOptions{.connection = {.is_dialer = is_dialer, .expected = expected}},
        scheduler_.now_ms());
    session->address = std::move(address);
    session->dialed = std::move(dialed);
    session->is_dialer = is_dialer;
    sessions_.emplace(id, session);
    ++upgrading_;
    arm_timer(session);
    write(session);
    wait_for_input(session);
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
    std::vector<link::MessageEvent> events;
    session->connection.take(MutableBytesView(scratch_).first(size), scheduler_.now_ms(), events);
    handle(session, events);
    if (session->is_over) return;
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
            --upgrading_;
            events_.on_connected(session->id, {established->peer, session->address, session->is_dialer});
        } else if (const auto* failed = std::get_if<libp2p::Failed>(&event)) {
            session->is_wrong_peer = failed->error == libp2p::ConnectionError::kWrongPeer;
            close_after_writing(session, failed->reason);
        } else {
            events_.on_message_event(session->id, std::move(event));
        }
    }
}

void Sockets::write(const std::shared_ptr<Session>& session) {
    if (session->is_writing || session->is_over || !session->connection.has_output()) return;
    std::vector<link::MessageEvent> events;
    session->output.clear();
    session->connection.give(kWriteBytes, session->output, events);
    if (!session->output.empty()) {
        session->is_writing = true;
        asio::async_write(session->socket, asio::buffer(session->output),
                          [this, session](const Error& error, size_t size) {
                              traffic_.bytes_out += size;
                              session->is_writing = false;
                              Bytes().swap(session->output);
                              if (session->is_over) return;
                              if (error) return end(session, error.message());
                              if (session->ends_after_writing) return end(session, session->reason);
                              write(session);
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
    if (session->is_established) {
        events_.on_disconnected(session->id, reason);
        return;
    }
    --upgrading_;
    if (session->dialed) events_.on_dial_failed(*session->dialed, reason, session->is_wrong_peer);
}

void Sockets::disconnect(ConnectionId connection) {
    const auto session = find(connection);
    if (session == nullptr) return;
    session->connection.go_away();
    close_after_writing(session, "closed by this node");
}

/// What tells the other side why goes out first.
void Sockets::close_after_writing(const std::shared_ptr<Session>& session, std::string reason) {
    if (std::exchange(session->ends_after_writing, true)) return;
    session->reason = std::move(reason);
    session->timer.expires_after(std::chrono::milliseconds(kClosingMs));
    session->timer.async_wait([this, session](const Error& error) {
        if (!error) end(session, session->reason);
    });
    // After the present event: who orders it may still look at the connection.
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
    return session->connection.send(substream.substream, message);
}

bool Sockets::is_drained(const SubstreamKey& substream) const {
    const auto session = find(substream.connection);
    return session != nullptr && session->connection.is_drained(substream.substream);
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

/// Many peers in one thread, for the benches of a service: each has an identity, a connection and a core of its own, on
/// a TCP socket of the loopback interface.
#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "base/assert.hpp"
#include "libp2p/noise/handshake.hpp"
#include "network/core/core.hpp"

namespace serinus::bench {

using namespace serinus::network;

inline uint64_t clock_ms() {
    using namespace std::chrono;
    return static_cast<uint64_t>(duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

inline int connect_to(uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket);
        return -1;
    }
    const int yes = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return socket;
}

/// The key of the number; its peer is not the same for two numbers.
inline crypto::ed25519::Seed key_of(uint32_t number) {
    ByteArray<32> bytes{};
    for (size_t i = 0; i < 4; ++i) bytes[i] = static_cast<uint8_t>(number >> 8 * i);
    return crypto::ed25519::Seed(bytes);
}

/// One peer that dialed. Its socket blocks, and is read when it has something.
class Client final : public link::Substreams, public Connections {
  public:
    Client(uint16_t port, uint32_t number, CoreProtocols protocols)
        : identity_(key_of(number + 1'000'000), key_of(number + 2'000'000)),
          core_(std::move(protocols), *this, *this, number),
          connection_(
              identity_, key_of(number + 3'000'000), [this](std::string_view name) { return core_.find_rules(name); },
              {.connection = {.is_dialer = true}}, clock_ms()),
          socket_(connect_to(port)) {
        SERINUS_ASSERT(socket_ >= 0);
    }
    ~Client() override { ::close(socket_); }

    int socket() const noexcept { return socket_; }
    Core& core() noexcept { return core_; }
    bool is_established() const noexcept { return connection_.is_established(); }

    /// Writes what there is to write.
    void flush() {
        while (connection_.has_output()) {
            output_.clear();
            std::vector<link::MessageEvent> events;
            connection_.give(128 * 1024, output_, events);
            for (size_t done = 0; done < output_.size();) {
                const ssize_t size = ::send(socket_, output_.data() + done, output_.size() - done, MSG_NOSIGNAL);
                SERINUS_ASSERT(size > 0);
                done += static_cast<size_t>(size);
            }
            handle(events);
        }
    }
    /// Reads once; waits if there is nothing. False: the other side closed.
    bool read() {
        static Bytes buffer(128 * 1024);
        const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (size <= 0) return false;
        std::vector<link::MessageEvent> events;
        connection_.take(MutableBytesView(buffer).first(static_cast<size_t>(size)), clock_ms(), events);
        handle(events);
        flush();
        return true;
    }

    // link::Substreams
    std::optional<link::SubstreamId> open(ConnectionId, std::vector<std::string> names, size_t max) override {
        link::Framing framing{.max_message_bytes = max};
        if (const auto* rules = core_.find_rules(names.front())) framing.fixed_bytes = rules->framing.fixed_bytes;
        return connection_.open(std::move(names), framing, clock_ms());
    }
    bool send(const SubstreamKey& key, BytesView message) override { return connection_.send(key.substream, message); }
    bool is_drained(const SubstreamKey& key) const override { return connection_.is_drained(key.substream); }
    void finish(const SubstreamKey& key) override { connection_.finish(key.substream); }
    void reset(const SubstreamKey& key) override { connection_.reset(key.substream); }
    // Connections
    void dial(const wire::Multiaddr&, const std::optional<PeerId>&) override {}
    void disconnect(ConnectionId) override {}

  private:
    void handle(std::vector<link::MessageEvent>& events) {
        for (auto& event : events) {
            if (const auto* established = std::get_if<libp2p::Established>(&event)) {
                core_.on_connected(1, {.peer = established->peer, .address = {}, .is_dialer = true}, clock_ms());
            } else {
                core_.on_message_event(1, std::move(event), clock_ms());
            }
        }
    }

    const noise::Identity identity_;
    Core core_;
    link::MessageConnection connection_;
    int socket_;
    Bytes output_;
};

}  // namespace serinus::bench

#include "node/metrics_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace serinus::node {
namespace {

// Ours: a scrape is one short request now and then.
constexpr size_t kMaxConnections = 32;
constexpr size_t kMaxRequestBytes = 8192;
constexpr uint64_t kConnectionNs = 10'000'000'000;

std::string response(const char* status, const char* type, const std::string& body, bool with_body = true) {
    return std::string("HTTP/1.1 ") + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" +
           (with_body ? body : "");
}

class Socket {
  public:
    explicit Socket(int fd) noexcept : fd_(fd) {}
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const noexcept { return fd_; }

  private:
    int fd_;
};

struct Peer {
    Socket socket;
    uint64_t deadline_ns;
    std::string request = {};
    std::string answer = {};
    size_t sent = 0;

    short events() const { return answer.empty() ? POLLIN : POLLOUT; }
};

/// Whether this call on a socket, which does not wait, only has to be made again later.
bool must_wait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

}  // namespace

std::string answer_to(std::string_view request, const std::function<std::string()>& collect) {
    const size_t end = request.find("\r\n\r\n");
    if (end == request.npos && request.size() < kMaxRequestBytes) return "";
    const std::string_view line = request.substr(0, std::min(request.find("\r\n"), request.size()));
    const size_t space = line.find(' ');
    const std::string_view method = line.substr(0, std::min(space, line.size()));
    const std::string_view rest = space == line.npos ? "" : line.substr(space + 1);
    const std::string_view path = rest.substr(0, std::min(rest.find_first_of("? "), rest.size()));
    constexpr const char* kText = "text/plain; charset=utf-8";
    if (end == request.npos || !rest.ends_with(" HTTP/1.1")) {
        if (!rest.ends_with(" HTTP/1.0")) return response("400 Bad Request", kText, "Bad request.\n");
    }
    if (method != "GET" && method != "HEAD") return response("405 Method Not Allowed", kText, "Only GET.\n");
    if (path != "/metrics") return response("404 Not Found", kText, "Not found.\n", method == "GET");
    return response("200 OK", "text/plain; version=0.0.4; charset=utf-8", collect(), method == "GET");
}

struct MetricsServer::Impl {
    Socket listener{-1};
    Socket wake_read{-1}, wake_write{-1};  ///< a pipe: its end ends the thread
    std::string address;
    std::function<std::string()> collect;
    std::vector<Peer> peers;
    platform::Scheduler* scheduler = nullptr;
    std::unique_ptr<platform::ServiceThread> thread;

    void accept() {
        for (;;) {
            Socket socket(::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
            if (socket.get() < 0) return;
            if (peers.size() >= kMaxConnections) continue;  // it is closed
            peers.push_back({.socket = std::move(socket), .deadline_ns = scheduler->now_ns() + kConnectionNs});
        }
    }

    /// False: done with it.
    bool receive(Peer& peer) const {
        char chunk[2048];
        const ssize_t got = ::recv(peer.socket.get(), chunk, sizeof chunk, 0);
        if (got <= 0) return got < 0 && must_wait();
        peer.request.append(chunk, static_cast<size_t>(got));
        peer.answer = answer_to(peer.request, collect);
        return peer.answer.empty() || send(peer);
    }

    static bool send(Peer& peer) {
        const std::string_view rest = std::string_view(peer.answer).substr(peer.sent);
        const ssize_t sent = ::send(peer.socket.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0) return must_wait();
        peer.sent += static_cast<size_t>(sent);
        return peer.sent < peer.answer.size();
    }

    void run() {
        std::vector<pollfd> waits;
        for (;;) {
            waits.assign({{.fd = wake_read.get(), .events = POLLIN, .revents = 0},
                          {.fd = listener.get(), .events = POLLIN, .revents = 0}});
            for (const Peer& peer : peers) {
                waits.push_back({.fd = peer.socket.get(), .events = peer.events(), .revents = 0});
            }
            ::poll(waits.data(), waits.size(), peers.empty() ? -1 : 1000);
            if (waits[0].revents != 0) return;
            const uint64_t now = scheduler->now_ns();
            size_t index = 2;
            std::erase_if(peers, [&](Peer& peer) {
                const bool ready = waits[index++].revents != 0;
                if (now > peer.deadline_ns) return true;
                return ready && !(peer.answer.empty() ? receive(peer) : send(peer));
            });
            if (waits[1].revents != 0) accept();
        }
    }

    Result<void, std::string> listen(const MetricsAddress& where) {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(where.port);
        name.sin_addr.s_addr = htonl(where.external ? INADDR_ANY : INADDR_LOOPBACK);
        listener = Socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        const int yes = 1;
        ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        const auto* generic = reinterpret_cast<const sockaddr*>(&name);
        if (::bind(listener.get(), generic, sizeof name) != 0 || ::listen(listener.get(), 16) != 0) {
            return Err("port " + std::to_string(where.port) + ": " + std::strerror(errno));
        }
        socklen_t size = sizeof name;
        ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&name), &size);
        address = std::string(where.external ? "0.0.0.0:" : "127.0.0.1:") + std::to_string(ntohs(name.sin_port));
        int pipe[2] = {-1, -1};
        if (::pipe2(pipe, O_CLOEXEC) != 0) return Err(std::string("no pipe: ") + std::strerror(errno));
        wake_read = Socket(pipe[0]);
        wake_write = Socket(pipe[1]);
        return {};
    }
};

MetricsServer::MetricsServer() : impl_(std::make_unique<Impl>()) {}

MetricsServer::~MetricsServer() {
    impl_->wake_write = Socket(-1);
    impl_->thread.reset();
}

Result<std::unique_ptr<MetricsServer>, std::string> MetricsServer::start(const MetricsAddress& address,
                                                                         platform::Scheduler& scheduler,
                                                                         std::function<std::string()> collect) {
    std::unique_ptr<MetricsServer> out(new MetricsServer);
    out->impl_->collect = std::move(collect);
    TRY(out->impl_->listen(address));
    out->impl_->scheduler = &scheduler;
    out->impl_->thread = scheduler.start_thread("metrics", [impl = out->impl_.get()](std::stop_token) { impl->run(); });
    return out;
}

const std::string& MetricsServer::address() const noexcept { return impl_->address; }

}  // namespace serinus::node

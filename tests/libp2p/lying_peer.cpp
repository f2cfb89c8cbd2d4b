// Peers that speak the protocols well and lie, on sockets: `lying_peer PORT GENESIS LIE COUNT SEED` keeps so many
// connections to 127.0.0.1, each of another identity, and comes back where it is thrown out. Ends with its standard
// input, and then reports its actions in a line of JSON.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/hex.hpp"
#include "platform/threaded_scheduler.hpp"
#include "protocols/simulation/lying_peer.hpp"

namespace serinus::network::simulation {
namespace {

constexpr uint64_t kActMs = 100;

/// One connection after the other.
class Socket {
  public:
    Socket(uint16_t port, LyingPeerOptions options) : port_(port), options_(std::move(options)) {}
    ~Socket() { end(); }

    int fd() const noexcept { return fd_; }
    bool has_output() const { return peer_ && (!output_.empty() || peer_->has_output()); }
    size_t lies() const { return lies_ + (peer_ ? peer_->lies() : 0); }
    size_t connections() const noexcept { return connections_; }
    uint64_t answer_bytes() const { return answer_bytes_ + (peer_ ? peer_->answer_bytes() : 0); }

    void act(uint64_t now) {
        if (fd_ < 0) begin(now);
        if (peer_) peer_->act(now);
    }
    void read(uint64_t now) {
        Bytes bytes(64 << 10);
        const ssize_t size = ::recv(fd_, bytes.data(), bytes.size(), 0);
        if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (size <= 0) return end();
        peer_->take(MutableBytesView(bytes).first(static_cast<size_t>(size)), now);
    }
    void write() {
        if (output_.empty()) peer_->give(64 << 10, output_);
        if (output_.empty()) return;
        const ssize_t size = ::send(fd_, output_.data(), output_.size(), MSG_NOSIGNAL);
        if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (size <= 0) return end();
        output_.erase(output_.begin(), output_.begin() + size);
    }
    void end() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
        lies_ += peer_ ? peer_->lies() : 0;
        answer_bytes_ += peer_ ? peer_->answer_bytes() : 0;
        peer_.reset();
        output_.clear();
    }

  private:
    void begin(uint64_t now) {
        fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd_ < 0) return;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS) {
            return end();
        }
        ++connections_;
        options_.seed += 1'000'003;
        peer_ = std::make_unique<LyingPeer>(options_, now);
    }

    uint16_t port_;
    LyingPeerOptions options_;
    int fd_ = -1;
    std::unique_ptr<LyingPeer> peer_;
    Bytes output_;
    size_t lies_ = 0, connections_ = 0;
    uint64_t answer_bytes_ = 0;
};

int run(int argc, char** argv) {
    const auto lie = argc == 6 ? std::ranges::find(kLies, std::string_view(argv[3]), to_string) : std::end(kLies);
    const auto genesis = from_hex(lie == std::end(kLies) ? "" : argv[2]);
    if (!genesis || genesis->size() != Hash256::kSize) {
        std::fprintf(stderr, "lying_peer PORT GENESIS LIE COUNT SEED\n");
        return 2;
    }
    const auto scheduler = platform::make_threaded_scheduler();
    std::vector<std::unique_ptr<Socket>> sockets;
    for (uint64_t i = 0; i < std::stoul(argv[4]); ++i) {
        sockets.push_back(std::make_unique<Socket>(static_cast<uint16_t>(std::stoul(argv[1])),
                                                   LyingPeerOptions{.lie = *lie,
                                                                    .seed = std::stoul(argv[5]) + i,
                                                                    .chain = "/" + std::string(argv[2]),
                                                                    .genesis = *Hash256::from(*genesis)}));
    }
    uint64_t next_act = 0;
    for (;;) {
        const uint64_t now = scheduler->now_ms();
        if (now >= next_act) {
            next_act = now + kActMs;
            for (const auto& one : sockets) one->act(now);
        }
        std::vector<pollfd> waits = {{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}};
        for (const auto& one : sockets) {
            waits.push_back({.fd = one->fd(),
                             .events = static_cast<short>(POLLIN | (one->has_output() ? POLLOUT : 0)),
                             .revents = 0});
        }
        (void)::poll(waits.data(), waits.size(), static_cast<int>(kActMs / 2));
        if (waits[0].revents != 0) break;
        for (size_t i = 0; i < sockets.size(); ++i) {
            if (sockets[i]->fd() < 0 || waits[i + 1].revents == 0) continue;
            if ((waits[i + 1].revents & (POLLIN | POLLHUP | POLLERR)) != 0) sockets[i]->read(scheduler->now_ms());
            if (sockets[i]->fd() >= 0 && (waits[i + 1].revents & POLLOUT) != 0) sockets[i]->write();
        }
    }
    size_t lies = 0, connections = 0;
    uint64_t answer_bytes = 0;
    for (const auto& one : sockets) {
        lies += one->lies();
        connections += one->connections();
        answer_bytes += one->answer_bytes();
    }
    std::printf("{\"lies\":%zu,\"connections\":%zu,\"answerBytes\":%llu}\n", lies, connections,
                static_cast<unsigned long long>(answer_bytes));
    return 0;
}

}  // namespace
}  // namespace serinus::network::simulation

int main(int argc, char** argv) { return serinus::network::simulation::run(argc, argv); }

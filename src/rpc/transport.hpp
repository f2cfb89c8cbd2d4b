/// What the sources of the server share: sockets, the thread that waits for them, and the way to the workers and back.
/// Only for the .cpp files of the server.
#pragma once

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/scheduler.hpp"
#include "rpc/access.hpp"
#include "rpc/call_counters.hpp"
#include "rpc/rate.hpp"
#include "rpc/server.hpp"
#include "rpc/session.hpp"

namespace serinus::rpc {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
/// Ours. Requests up to this size are taken even when large ones have used up the budget.
inline constexpr size_t kSmallRequestBytes = 64 << 10;
/// Ours. What takes longer than its timeout and this rate is not waited for.
inline constexpr uint64_t kMinBytesPerMs = 64;

using HttpRequest = http::request<http::string_body>;

/// One socket. All calls come on the thread of the I/O.
class Peer : public std::enable_shared_from_this<Peer> {
  public:
    virtual ~Peer() = default;
    virtual void tick(uint64_t now_ms) = 0;  ///< now and then: deadlines
    virtual void stop() = 0;                 ///< says good-bye
    virtual void abort() = 0;                ///< closes the socket
};

/// Tasks that workers run or will run for a server.
class Gate {
  public:
    class Pass {
      public:
        Pass(Gate& gate) : gate_(gate) {
            const std::lock_guard lock(gate_.mutex_);
            ++gate_.inside_;
        }
        ~Pass() {
            const std::lock_guard lock(gate_.mutex_);
            if (--gate_.inside_ == 0) gate_.empty_.notify_all();
        }
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;

      private:
        Gate& gate_;
    };
    void wait_until_empty() {
        std::unique_lock lock(mutex_);
        empty_.wait(lock, [&] { return inside_ == 0; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable empty_;
    size_t inside_ = 0;
};

/// What all peers of a server share. Fields without a comment belong to the thread of the I/O.
struct Core : std::enable_shared_from_this<Core> {
    Core(const Registry& registry_in, platform::Scheduler& scheduler_in, ServerOptions options_in)
        : registry(registry_in),
          scheduler(scheduler_in),
          options(std::move(options_in)),
          http_calls(registry, false),
          websocket_calls(registry, true) {}

    const Registry& registry;
    platform::Scheduler& scheduler;
    const ServerOptions options;
    uint16_t port = 0;                   ///< constant after the start
    std::vector<IpNetwork> whitelisted;  ///< likewise
    CallCounters http_calls, websocket_calls;
    std::shared_ptr<QueueBudget> outgoing = std::make_shared<QueueBudget>();  ///< any thread
    std::shared_ptr<QueueBudget> incoming = std::make_shared<QueueBudget>();  ///< any thread
    Gate gate;                                                                ///< any thread
    std::atomic<size_t> sockets{0};                                           ///< read by any thread
    std::atomic<uint64_t> sessions_opened{0}, sessions_closed{0}, session_ms{0};

    asio::io_context io{1};
    std::map<Peer*, std::shared_ptr<Peer>> peers;
    size_t active = 0;  ///< WebSocket sessions, and HTTP requests that are answered
    uint64_t next_session_id = 1;
    bool stopping = false;

    uint64_t now_ms() const noexcept { return scheduler.now_ms(); }

    void add(const std::shared_ptr<Peer>& peer) { peers.emplace(peer.get(), peer); }
    void remove(Peer* peer) { peers.erase(peer); }

    CallOptions call_options(bool websocket);
    /// nullopt: no limit for that client.
    std::shared_ptr<RateLimit> rate_limit_for(const HttpRequest& request, const Socket& socket) const;
    /// Runs `task` on a worker; false: too many wait.
    bool run(std::function<void()> task);
};

std::shared_ptr<Peer> make_http_peer(std::shared_ptr<Core> core, Socket socket);
/// Takes over a connection that asked to be a WebSocket and may be one; it is counted in `active` already.
std::shared_ptr<Peer> make_websocket_peer(std::shared_ptr<Core> core, Socket socket, HttpRequest request);

}  // namespace serinus::rpc

/// Shared by the sources of the server: sockets, the I/O thread, and the exchange with worker threads.
/// Only for the .cpp files of the server.
#pragma once

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/process.hpp"
#include "platform/scheduler.hpp"
#include "rpc/access.hpp"
#include "rpc/brief_calls.hpp"
#include "rpc/call_counters.hpp"
#include "rpc/call_queue.hpp"
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
/// Ours. A transfer that takes longer than its timeout plus the time at this rate is aborted.
inline constexpr uint64_t kMinBytesPerMs = 64;

using HttpRequest = http::request<http::string_body>;

/// One socket. All calls come on the thread of the I/O.
class Peer : public std::enable_shared_from_this<Peer> {
  public:
    virtual ~Peer() = default;
    virtual void tick(uint64_t now_ms) = 0;  ///< periodically: checks deadlines
    virtual void stop() = 0;                 ///< sends what is ready, then closes
    virtual void abort() = 0;                ///< closes the socket
};

/// The state that all connections of a server share. Fields without a comment belong to the thread of the I/O.
struct Core : std::enable_shared_from_this<Core> {
    Core(platform::Scheduler& scheduler_in, ServerOptions options_in)
        : scheduler(scheduler_in),
          options(std::move(options_in)),
          calls(std::make_shared<CallQueue>(scheduler, CallQueue::Limits{options.heavy_calls, 0})),
          memory(options.memory ? options.memory : std::make_shared<MemoryBudget>()) {}

    platform::Scheduler& scheduler;
    const ServerOptions options;
    const std::shared_ptr<CallQueue> calls;      ///< any thread
    const std::shared_ptr<MemoryBudget> memory;  ///< any thread
    const Registry* registry = nullptr;          ///< constant after the start; nullptr: there are no methods
    uint16_t port = 0;                           ///< constant after the start
    std::vector<IpNetwork> whitelisted;          ///< likewise
    std::unique_ptr<CallCounters> http_calls, websocket_calls;  ///< since the start; any thread
    std::atomic<size_t> sockets{0};                             ///< read by any thread
    std::atomic<uint64_t> sessions_opened{0}, sessions_closed{0}, session_ms{0};

    /// Its sockets and timers belong to one thread; others only post to it.
    asio::io_context io{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    BriefCalls brief_calls{platform::thread_disk_waits};
    std::map<Peer*, std::shared_ptr<Peer>> peers;
    size_t active = 0;  ///< WebSocket sessions, and HTTP requests that are answered
    uint64_t next_session_id = 1;
    bool stopping = false;
    std::function<void()> on_no_peers;  ///< set when the server stops

    uint64_t now_ms() const noexcept { return scheduler.now_ms(); }

    void add(const std::shared_ptr<Peer>& peer) { peers.emplace(peer.get(), peer); }
    void remove(Peer* peer) {
        peers.erase(peer);
        if (peers.empty() && on_no_peers) on_no_peers();
    }

    CallOptions call_options(bool websocket);
    /// nullopt: no limit for that client.
    std::shared_ptr<RateLimit> rate_limit_for(const HttpRequest& request, const Socket& socket) const;
};

/// The calls of one text on their way through the queue of calls.
class TextRun;
struct BegunCalls {
    std::optional<Answer> answer;  ///< nullopt: not all of them have ended
    std::shared_ptr<TextRun> rest;
};
/// Makes on this thread, that of the sockets, what waits for nothing (Registry::MethodOptions::is_at_once), or usually
/// (is_usually_brief). Without an answer, finish_calls() follows. `charge`: that of the text.
BegunCalls begin_calls(const std::shared_ptr<Core>& core, const std::shared_ptr<Session>& session, CallOptions options,
                       std::string text, Charge charge);
using CallsDone = std::move_only_function<void(std::optional<Answer>)>;
/// Runs the rest in turns with the calls of other connections, then calls `done`, on a thread of the scheduler or
/// before this returns. nullopt: not all of them were run, as the connection or the server ends. `done` is called once,
/// whatever happens.
void finish_calls(const std::shared_ptr<TextRun>& rest, CallsDone done);
/// Both.
void run_calls(const std::shared_ptr<Core>& core, const std::shared_ptr<Session>& session, CallOptions options,
               std::string text, Charge charge, CallsDone done);

std::shared_ptr<Peer> make_http_peer(std::shared_ptr<Core> core, Socket socket);
/// Takes over a connection that asked to be a WebSocket and may be one; it is counted in `active` already.
std::shared_ptr<Peer> make_websocket_peer(std::shared_ptr<Core> core, Socket socket, HttpRequest request);

}  // namespace serinus::rpc

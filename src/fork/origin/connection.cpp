#include "fork/origin/connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <chrono>

namespace serinus::fork {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
namespace websocket = boost::beast::websocket;
using beast::error_code;

/// Ours: how often a wait looks whether it shall end.
constexpr uint32_t kStepMs = 100;
/// Ours: of a message that are read at once.
constexpr size_t kReadBytes = size_t{64} << 10;

/// Runs what is under way until it is done, for about that time or until `should_stop` says so. False: it is not done.
bool run_for(asio::io_context& io, uint64_t duration_ms, const std::function<bool()>& should_stop) {
    for (uint64_t steps = duration_ms / kStepMs + 1; steps > 0 && !io.stopped(); --steps) {
        if (should_stop && should_stop()) break;
        io.run_for(std::chrono::milliseconds(kStepMs));
    }
    return io.stopped();
}

using Plain = websocket::stream<beast::tcp_stream>;
using Secure = websocket::stream<beast::ssl_stream<beast::tcp_stream>>;

/// Each step is asynchronous, so that it has a time limit, and runs on the thread that waits for it.
template <class Stream>
class WebSocket final : public Connection {
  public:
    template <class... Arguments>
    WebSocket(const ConnectionLimits& limits, const Endpoint& endpoint, Arguments&&... arguments)
        : limits_(limits), endpoint_(endpoint), stream_(io_, std::forward<Arguments>(arguments)...) {}

    Result<void, std::string> open() {
        asio::ip::tcp::resolver resolver(io_);
        asio::ip::tcp::resolver::results_type addresses;
        TRY(run("cannot find the host", [&](auto done) {
            resolver.async_resolve(endpoint_.host, endpoint_.port, [&addresses, done](error_code error, auto found) {
                addresses = std::move(found);
                done(error);
            });
        }));
        start_time();
        TRY(run("cannot connect", [&](auto done) {
            tcp().async_connect(addresses, [done](error_code error, const auto&) { done(error); });
        }));
        error_code ignored;
        tcp().socket().set_option(asio::ip::tcp::no_delay(true), ignored);
        if constexpr (std::is_same_v<Stream, Secure>) {
            auto& tls = stream_.next_layer();
            (void)::SSL_set_tlsext_host_name(tls.native_handle(), endpoint_.host.c_str());
            tls.set_verify_mode(ssl::verify_peer);
            tls.set_verify_callback(ssl::host_name_verification(endpoint_.host));
            start_time();
            TRY(run("TLS failed", [&](auto done) {
                tls.async_handshake(ssl::stream_base::client, [done](error_code e) { done(e); });
            }));
        }
        stream_.read_message_max(limits_.max_message_bytes);
        const std::string host = endpoint_.host + ":" + endpoint_.port;
        websocket::response_type response;
        response.result(0u);  // until there is one
        start_time();
        auto shaken = run("no WebSocket", [&](auto done) {
            stream_.async_handshake(response, host, endpoint_.path, [done](error_code error) { done(error); });
        });
        if (!shaken && response.result_int() >= 400) {
            return Err(shaken.error() + ": the server answers " + std::to_string(response.result_int()));
        }
        return shaken;
    }

    Result<void, std::string> send(const std::string& message) override {
        start_time();
        return run("cannot send", [&](auto done) {
            stream_.async_write(asio::buffer(message), [done](error_code error, size_t) { done(error); });
        });
    }

    Result<std::string, std::string> receive(bool is_same_wait) override {
        // The stream reads as much at once as there is room without more memory, 512 bytes at least.
        beast::flat_buffer buffer;
        buffer.reserve(kReadBytes);
        if (!is_same_wait) start_time();
        TRY(run("no answer",
                [&](auto done) { stream_.async_read(buffer, [done](error_code error, size_t) { done(error); }); }));
        return std::string(static_cast<const char*>(buffer.data().data()), buffer.size());
    }

  private:
    beast::tcp_stream& tcp() { return beast::get_lowest_layer(stream_); }

    void start_time() { tcp().expires_after(std::chrono::milliseconds(limits_.timeout_ms)); }

    /// A step in the time that was started.
    template <class Start>
    Result<void, std::string> run(const char* what, Start start) {
        error_code outcome = asio::error::operation_aborted;
        start([&outcome](error_code error) { outcome = error; });
        io_.restart();
        // A name server that does not answer knows no time of the stream.
        if (!run_for(io_, limits_.timeout_ms + uint64_t{1'000}, limits_.should_stop)) {
            io_.stop();
            outcome = beast::error::timeout;
        }
        if (!outcome) return {};
        return Err(std::string(what) + ": " + outcome.message());
    }

    ConnectionLimits limits_;
    Endpoint endpoint_;
    asio::io_context io_{1};
    Stream stream_;
};

}  // namespace

void pause(uint32_t duration_ms, const std::function<bool()>& should_stop) {
    asio::io_context io;
    const auto guard = asio::make_work_guard(io);
    (void)run_for(io, duration_ms, should_stop);
}

Result<std::unique_ptr<Connection>, std::string> connect(const Endpoint& endpoint, const ConnectionLimits& limits) {
    if (!endpoint.is_secure) {
        auto socket = std::make_unique<WebSocket<Plain>>(limits, endpoint);
        TRY(socket->open());
        return std::unique_ptr<Connection>(std::move(socket));
    }
    static ssl::context tls = [] {
        ssl::context out(ssl::context::tls_client);
        error_code ignored;
        out.set_default_verify_paths(ignored);
        return out;
    }();
    auto socket = std::make_unique<WebSocket<Secure>>(limits, endpoint, tls);
    TRY(socket->open());
    return std::unique_ptr<Connection>(std::move(socket));
}

}  // namespace serinus::fork

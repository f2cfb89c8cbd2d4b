// The HTTP client of offchain workers: one background thread runs all exchanges; callers wait for it on a condition.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "http/client.hpp"
#include "http/url.hpp"
#include "platform/scheduler.hpp"

namespace serinus::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using executor::HttpDeadline;
using executor::HttpError;
using executor::HttpHeaders;
using executor::HttpRequestId;
using executor::HttpStatus;
using std::chrono::milliseconds;

constexpr auto kAwait = asio::experimental::as_tuple(asio::use_awaitable);
constexpr size_t kPieceSize = size_t{16} << 10;

/// A request on its way. All but the fixed fields is guarded by the client's mutex.
struct Exchange {
    enum class Phase : uint8_t { kFilling, kSent, kAnswered, kFailed };

    std::string method;
    std::string uri;
    std::vector<std::pair<std::string, std::string>> headers;
    Bytes body;
    bool body_begun = false;
    Phase phase = Phase::kFilling;

    uint16_t status = 0;
    HttpHeaders response_headers;
    std::deque<Bytes> pieces;  ///< of the response's body, not read yet
    size_t first_used = 0;     ///< bytes of the first piece that were read
    size_t buffered = 0;
    bool ended = false;   ///< the last piece has come
    bool broken = false;  ///< none will come, though there should be more

    /// Wakes the exchange when there is room again; touched on the background thread only.
    std::optional<asio::steady_timer> room;
};

using ExchangePtr = std::shared_ptr<Exchange>;

bool has_header(const Exchange& exchange, std::string_view name) {
    return std::ranges::any_of(exchange.headers, [&](const auto& h) { return beast::iequals(h.first, name); });
}

http::request<http::vector_body<uint8_t>> request_of(const Exchange& exchange, const Url& url) {
    http::request<http::vector_body<uint8_t>> request;
    request.method_string(exchange.method);
    request.target(url.target);
    request.version(11);
    if (!has_header(exchange, "host")) request.set(http::field::host, url.authority);
    for (const auto& [name, value] : exchange.headers) request.insert(name, value);
    // Observed: hyper 1.12.0 sends no body with these methods unless a header says how long it is.
    const bool has_no_body = exchange.method == "GET" || exchange.method == "HEAD" || exchange.method == "CONNECT";
    const bool is_framed = has_header(exchange, "content-length") || has_header(exchange, "transfer-encoding");
    if (!has_no_body || is_framed) request.body() = exchange.body;
    if (!has_no_body && !is_framed) request.content_length(exchange.body.size());
    return request;
}

class Client final : public executor::OffchainHttp {
  public:
    Client(platform::Scheduler& scheduler, const Limits& limits) : scheduler_(scheduler), limits_(limits) {
        // Observed: sc-offchain 55.0.0: ids begin anywhere, so that no runtime counts on a number.
        next_id_ = static_cast<HttpRequestId>(load_le<uint16_t>(scheduler.random_array<2>().data()) % 2000);
    }

    ~Client() override {
        io_.stop();
        thread_.reset();
    }

    std::optional<HttpRequestId> start(std::string_view method, std::string_view uri) override {
        if (!is_token(method) || !is_uri_text(uri)) return std::nullopt;
        const std::lock_guard lock(mutex_);
        if (next_id_ == UINT16_MAX || exchanges_.size() >= limits_.max_requests) return std::nullopt;
        auto exchange = std::make_shared<Exchange>();
        exchange->method = method;
        exchange->uri = uri;
        exchanges_.emplace(next_id_, std::move(exchange));
        return next_id_++;
    }

    bool add_header(HttpRequestId id, std::string_view name, std::string_view value) override {
        const std::lock_guard lock(mutex_);
        const ExchangePtr exchange = find(id);
        if (exchange == nullptr || exchange->phase != Exchange::Phase::kFilling || exchange->body_begun) return false;
        if (!is_token(name) || !is_header_value(value)) return false;
        exchange->headers.emplace_back(name, value);
        return true;
    }

    Result<void, HttpError> write_body(HttpRequestId id, BytesView chunk, HttpDeadline) override {
        const std::lock_guard lock(mutex_);
        const ExchangePtr exchange = find(id);
        ENSURE(exchange != nullptr, HttpError::kInvalid);
        if (exchange->phase == Exchange::Phase::kFailed) {
            exchanges_.erase(id);
            return Err(HttpError::kIoError);
        }
        ENSURE(exchange->phase == Exchange::Phase::kFilling, HttpError::kInvalid);
        exchange->body_begun = true;
        if (chunk.size() > limits_.max_request_body - exchange->body.size()) {
            exchanges_.erase(id);
            return Err(HttpError::kIoError);
        }
        append(exchange->body, chunk);
        if (chunk.empty()) send(exchange);
        return {};
    }

    std::vector<HttpStatus> wait(std::span<const HttpRequestId> ids, HttpDeadline deadline,
                                 const std::stop_token& stop) override {
        std::unique_lock lock(mutex_);
        for (const HttpRequestId id : ids) send_if_filling(id);
        wait_until(lock, deadline, stop, [&] {
            return std::ranges::none_of(ids, [&](HttpRequestId id) {
                const ExchangePtr exchange = find(id);
                return exchange != nullptr && exchange->phase == Exchange::Phase::kSent;
            });
        });
        std::vector<HttpStatus> statuses;
        statuses.reserve(ids.size());
        for (const HttpRequestId id : ids) statuses.push_back(status_of(find(id)));
        for (size_t i = 0; i < ids.size(); ++i) {
            if (statuses[i].kind == HttpStatus::Kind::kIoError) exchanges_.erase(ids[i]);
        }
        return statuses;
    }

    HttpHeaders response_headers(HttpRequestId id) override {
        const std::lock_guard lock(mutex_);
        send_if_filling(id);
        const ExchangePtr exchange = find(id);
        if (exchange == nullptr) return {};
        if (exchange->phase == Exchange::Phase::kFailed) exchanges_.erase(id);
        return exchange->phase == Exchange::Phase::kAnswered ? exchange->response_headers : HttpHeaders();
    }

    Result<uint32_t, HttpError> read_body(HttpRequestId id, MutableBytesView buffer, HttpDeadline deadline,
                                          const std::stop_token& stop) override {
        std::unique_lock lock(mutex_);
        send_if_filling(id);
        const ExchangePtr exchange = find(id);
        ENSURE(exchange != nullptr, HttpError::kInvalid);
        for (;;) {
            const bool ready = wait_until(lock, deadline, stop, [&] {
                return exchange->phase == Exchange::Phase::kFailed || !exchange->pieces.empty() || exchange->ended ||
                       exchange->broken;
            });
            ENSURE(ready, HttpError::kDeadlineReached);
            if (exchange->pieces.empty()) {
                exchanges_.erase(id);
                ENSURE(exchange->ended, HttpError::kIoError);
                return 0u;
            }
            const size_t count = take(exchange, buffer);
            if (count > 0) return static_cast<uint32_t>(count);
            // Observed: sc-offchain 55.0.0: a read without room passes over what has come.
            exchange->buffered -= exchange->pieces.front().size() - exchange->first_used;
            exchange->pieces.pop_front();
            exchange->first_used = 0;
            wake(exchange);
        }
    }

  private:
    ExchangePtr find(HttpRequestId id) const {
        const auto found = exchanges_.find(id);
        return found == exchanges_.end() ? nullptr : found->second;
    }

    static HttpStatus status_of(const ExchangePtr& exchange) noexcept {
        if (exchange == nullptr) return {HttpStatus::Kind::kInvalid};
        switch (exchange->phase) {
            case Exchange::Phase::kAnswered:
                return {HttpStatus::Kind::kFinished, exchange->status};
            case Exchange::Phase::kFailed:
                return {HttpStatus::Kind::kIoError};
            case Exchange::Phase::kFilling:
            case Exchange::Phase::kSent:
                break;
        }
        return {HttpStatus::Kind::kDeadlineReached};
    }

    /// Whether the condition came true before the deadline and before a stop was requested.
    template <class Condition>
    bool wait_until(std::unique_lock<std::mutex>& lock, HttpDeadline deadline, const std::stop_token& stop,
                    Condition condition) {
        const uint64_t now = scheduler_.unix_now_ms();
        constexpr uint64_t kForever = uint64_t{1000} * 60 * 60 * 24 * 365;  // a year
        if (!deadline || (*deadline > now && *deadline - now > kForever)) return changed_.wait(lock, stop, condition);
        const uint64_t left = *deadline > now ? *deadline - now : 0;
        return changed_.wait_for(lock, stop, milliseconds(left), condition);
    }

    /// Copies what fits from the first piece.
    size_t take(const ExchangePtr& exchange, MutableBytesView buffer) {
        Bytes& piece = exchange->pieces.front();
        const size_t count = std::min(buffer.size(), piece.size() - exchange->first_used);
        std::copy_n(piece.begin() + static_cast<ptrdiff_t>(exchange->first_used), count, buffer.begin());
        exchange->first_used += count;
        exchange->buffered -= count;
        if (exchange->first_used == piece.size()) {
            exchange->pieces.pop_front();
            exchange->first_used = 0;
            wake(exchange);
        }
        return count;
    }

    void wake(const ExchangePtr& exchange) {
        asio::post(io_, [exchange] {
            if (exchange->room) exchange->room->cancel();
        });
    }

    void send_if_filling(HttpRequestId id) {
        const ExchangePtr exchange = find(id);
        if (exchange != nullptr && exchange->phase == Exchange::Phase::kFilling) send(exchange);
    }

    void send(const ExchangePtr& exchange) {
        exchange->phase = Exchange::Phase::kSent;
        asio::co_spawn(io_, run(exchange), asio::detached);
        if (thread_ == nullptr)
            thread_ = scheduler_.start_thread("offchain-http", [this](std::stop_token) { io_.run(); });
    }

    /// Changes what callers see of an exchange.
    template <class Change>
    void update(Change change) {
        {
            const std::lock_guard lock(mutex_);
            change();
        }
        changed_.notify_all();
    }

    void fail(const ExchangePtr& exchange) {
        update([&] {
            if (exchange->phase == Exchange::Phase::kSent) exchange->phase = Exchange::Phase::kFailed;
            exchange->broken = !exchange->ended;
        });
    }

    asio::awaitable<void> run(ExchangePtr exchange) {
        // Nothing may be thrown out of here. Asio's calls report by value; memory may still be short, and OpenSSL odd.
        try {
            if (!co_await talk(exchange)) fail(exchange);
        } catch (const std::exception&) {
            fail(exchange);
        }
    }

    milliseconds idle_timeout() const { return milliseconds(limits_.idle_timeout_ms); }

    asio::awaitable<bool> talk(ExchangePtr exchange) {
        const auto url = parse_url(exchange->uri);
        if (!url) co_return false;
        tcp::resolver resolver(io_);
        const auto [not_resolved, endpoints] = co_await resolver.async_resolve(url->host, url->port, kAwait);
        if (not_resolved) co_return false;
        beast::tcp_stream tcp_stream(io_);
        tcp_stream.expires_after(idle_timeout());
        const auto [not_connected, endpoint] = co_await tcp_stream.async_connect(endpoints, kAwait);
        if (not_connected) co_return false;
        if (!url->is_secure) co_return co_await exchange_over(tcp_stream, tcp_stream, exchange, *url);

        beast::ssl_stream<beast::tcp_stream&> stream(tcp_stream, tls());
        if (SSL_set_tlsext_host_name(stream.native_handle(), url->host.c_str()) != 1) co_return false;
        stream.set_verify_mode(ssl::verify_peer);
        stream.set_verify_callback(ssl::host_name_verification(url->host));
        tcp_stream.expires_after(idle_timeout());
        const auto [no_handshake] = co_await stream.async_handshake(ssl::stream_base::client, kAwait);
        if (no_handshake) co_return false;
        co_return co_await exchange_over(stream, tcp_stream, exchange, *url);
    }

    ssl::context& tls() {
        if (!tls_) {
            tls_.emplace(ssl::context::tls_client);
            tls_->set_default_verify_paths();
        }
        return *tls_;
    }

    template <class Stream>
    asio::awaitable<bool> exchange_over(Stream& stream, beast::tcp_stream& socket, ExchangePtr exchange,
                                        const Url& url) {
        auto request = request_of(*exchange, url);
        socket.expires_after(idle_timeout());
        const auto [not_written, written] = co_await http::async_write(stream, request, kAwait);
        if (not_written) co_return false;

        beast::flat_buffer read_ahead;
        std::optional<http::response_parser<http::buffer_body>> parser;
        do {  // an interim answer comes before the final one
            parser.emplace();
            parser->header_limit(static_cast<uint32_t>(limits_.max_response_headers));
            parser->body_limit(boost::none);
            parser->skip(exchange->method == "HEAD");
            socket.expires_after(idle_timeout());
            const auto [no_header, size] = co_await http::async_read_header(stream, read_ahead, *parser, kAwait);
            if (no_header) co_return false;
        } while (parser->get().result_int() >= 100 && parser->get().result_int() < 200 &&
                 parser->get().result_int() != 101);
        update([&] { take_head(*exchange, parser->get()); });

        while (!parser->is_done()) {
            Bytes piece(kPieceSize);
            parser->get().body().data = piece.data();
            parser->get().body().size = piece.size();
            socket.expires_after(idle_timeout());
            const auto [error, size] = co_await http::async_read_some(stream, read_ahead, *parser, kAwait);
            if (error && error != http::error::need_buffer) co_return false;
            piece.resize(piece.size() - parser->get().body().size);
            socket.expires_never();
            if (!piece.empty()) co_await keep(exchange, std::move(piece));
        }
        update([&] { exchange->ended = true; });
        co_return true;
    }

    static void take_head(Exchange& exchange, const http::response<http::buffer_body>& response) {
        exchange.status = static_cast<uint16_t>(response.result_int());
        for (const auto& field : response) {
            std::string name(field.name_string());
            std::ranges::transform(name, name.begin(), beast::detail::ascii_tolower);
            exchange.response_headers.emplace_back(to_bytes(as_bytes(name)),
                                                   to_bytes(as_bytes({field.value().data(), field.value().size()})));
        }
        exchange.phase = Exchange::Phase::kAnswered;
    }

    /// Hands a piece over, and returns when there is room for another one.
    asio::awaitable<void> keep(ExchangePtr exchange, Bytes piece) {
        exchange->room.emplace(io_, asio::steady_timer::time_point::max());
        bool is_full = false;
        update([&] {
            exchange->buffered += piece.size();
            exchange->pieces.push_back(std::move(piece));
            is_full = exchange->buffered >= limits_.response_buffer;
        });
        while (is_full) {
            (void)co_await exchange->room->async_wait(kAwait);
            const std::lock_guard lock(mutex_);
            is_full = exchange->buffered >= limits_.response_buffer;
            exchange->room->expires_at(asio::steady_timer::time_point::max());
        }
    }

    /// Ends last: what waits in it and in the exchanges looks at the rest.
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};

    platform::Scheduler& scheduler_;
    const Limits limits_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<HttpRequestId, ExchangePtr> exchanges_;
    HttpRequestId next_id_ = 0;

    std::optional<ssl::context> tls_;  ///< of the background thread
    std::unique_ptr<platform::ServiceThread> thread_;
};

}  // namespace

std::unique_ptr<executor::OffchainHttp> make_client(platform::Scheduler& scheduler, const Limits& limits) {
    return std::make_unique<Client>(scheduler, limits);
}

}  // namespace serinus::http

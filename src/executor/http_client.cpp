// The HTTP client of offchain workers: each exchange has a thread of its own; callers wait for it on a condition.
#include <signal.h>

#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include "executor/http_connection.hpp"
#include "executor/http_url.hpp"
#include "executor/offchain_http.hpp"
#include "platform/random.hpp"

namespace serinus::executor {
namespace {

namespace http = boost::beast::http;
using std::chrono::milliseconds;
using std::chrono::system_clock;
using Parser = http::response_parser<http::buffer_body>;

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

    std::thread thread;
    bool over = false;  ///< the thread has nothing more to do
};

using ExchangePtr = std::shared_ptr<Exchange>;

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool has_header(const Exchange& exchange, std::string_view lower_name) {
    return std::ranges::any_of(exchange.headers,
                               [&](const auto& h) { return std::ranges::equal(h.first, lower_name, {}, lower); });
}

std::string_view trimmed(std::string_view text) noexcept {
    const size_t first = text.find_first_not_of(" \t");
    return first == text.npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Whether the headers say that the body comes in chunks.
bool is_chunked(const Exchange& exchange) {
    constexpr std::string_view kChunked = "chunked";
    return std::ranges::any_of(exchange.headers, [&](const auto& h) {
        const std::string_view value = trimmed(h.second);
        return std::ranges::equal(h.first, std::string_view("transfer-encoding"), {}, lower) &&
               value.size() >= kChunked.size() &&
               std::ranges::equal(value.substr(value.size() - kChunked.size()), kChunked, {}, lower);
    });
}

/// The request as it goes over the wire.
Bytes request_of(const Exchange& exchange, const HttpUrl& url) {
    std::string head = exchange.method + " " + url.target + " HTTP/1.1\r\n";
    const auto add = [&](std::string_view name, std::string_view value) {
        head.append(name).append(": ").append(trimmed(value)).append("\r\n");
    };
    if (!has_header(exchange, "host")) add("Host", url.authority);
    for (const auto& [name, value] : exchange.headers) add(name, value);
    // Observed: hyper sends no body with these methods unless a header says how long it is.
    const bool has_no_body = exchange.method == "GET" || exchange.method == "HEAD" || exchange.method == "CONNECT";
    const bool is_framed = has_header(exchange, "content-length") || has_header(exchange, "transfer-encoding");
    if (!has_no_body && !is_framed) add("Content-Length", std::to_string(exchange.body.size()));
    Bytes out = to_bytes(as_bytes(head.append("\r\n")));
    if (has_no_body && !is_framed) return out;
    if (!is_chunked(exchange)) {
        append(out, exchange.body);
        return out;
    }
    if (!exchange.body.empty()) {  // an empty chunk is the last
        char size[20];
        append(out, as_bytes({size, std::to_chars(size, std::end(size), exchange.body.size(), 16).ptr}));
        append(out, as_bytes("\r\n"));
        append(out, exchange.body);
        append(out, as_bytes("\r\n"));
    }
    append(out, as_bytes("0\r\n\r\n"));
    return out;
}

/// Takes a connection's bytes apart as an answer.
class AnswerReader {
  public:
    explicit AnswerReader(HttpConnection& connection) noexcept : connection_(connection) {}

    /// One step; false for a failure.
    bool advance(Parser& parser) {
        boost::beast::error_code error;
        for (;;) {
            if (used_ < ahead_.size()) {
                used_ += parser.put(boost::asio::const_buffer(ahead_.data() + used_, ahead_.size() - used_), error);
                if (error != http::error::need_more) return !error || error == http::error::need_buffer;
            }
            if (!read_more()) {
                if (failed_ || !parser.got_some()) return false;
                parser.put_eof(error = {});
                return !error;
            }
        }
    }

  private:
    bool read_more() {
        ahead_.erase(ahead_.begin(), ahead_.begin() + static_cast<ptrdiff_t>(used_));
        used_ = 0;
        const size_t old_size = ahead_.size();
        ahead_.resize(old_size + kPieceSize);
        const auto count = connection_.read(MutableBytesView(ahead_).subspan(old_size));
        failed_ = !count;
        ahead_.resize(old_size + count.value_or(0));
        return count.value_or(0) > 0;
    }

    HttpConnection& connection_;
    Bytes ahead_;
    size_t used_ = 0;  ///< bytes of it that the parser has taken
    bool failed_ = false;
};

class HttpClient final : public OffchainHttp {
  public:
    explicit HttpClient(const HttpLimits& limits) : limits_(limits) {
        // Observed: ids begin anywhere, so that no runtime counts on a number.
        next_id_ = static_cast<HttpRequestId>(load_le<uint16_t>(platform::random_array<2>().data()) % 2000);
    }

    ~HttpClient() override {
        update([&] { stopping_ = true; });
        connections_.stop();
        for (const ExchangePtr& exchange : running_) exchange->thread.join();
    }

    std::optional<HttpRequestId> start(std::string_view method, std::string_view uri) override {
        if (!is_http_token(method) || !is_uri_text(uri)) return std::nullopt;
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
        if (!is_http_token(name) || !is_http_header_value(value)) return false;
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

    std::vector<HttpStatus> wait(std::span<const HttpRequestId> ids, HttpDeadline deadline) override {
        std::unique_lock lock(mutex_);
        for (const HttpRequestId id : ids) send_if_filling(id);
        wait_until(lock, deadline, [&] {
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

    Result<uint32_t, HttpError> read_body(HttpRequestId id, MutableBytesView buffer, HttpDeadline deadline) override {
        std::unique_lock lock(mutex_);
        send_if_filling(id);
        const ExchangePtr exchange = find(id);
        ENSURE(exchange != nullptr, HttpError::kInvalid);
        for (;;) {
            const bool ready = wait_until(lock, deadline, [&] {
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
            // Observed: a read without room passes over what has come.
            exchange->buffered -= exchange->pieces.front().size() - exchange->first_used;
            exchange->pieces.pop_front();
            exchange->first_used = 0;
            changed_.notify_all();
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

    /// Whether the condition came true before the deadline.
    template <class Condition>
    bool wait_until(std::unique_lock<std::mutex>& lock, HttpDeadline deadline, Condition condition) {
        const auto now = static_cast<uint64_t>(
            std::chrono::duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
        constexpr uint64_t kForever = uint64_t{1000} * 60 * 60 * 24 * 365;  // a year
        if (!deadline || (*deadline > now && *deadline - now > kForever)) {
            changed_.wait(lock, condition);
            return true;
        }
        const uint64_t left = *deadline > now ? *deadline - now : 0;
        return changed_.wait_for(lock, milliseconds(left), condition);
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
            changed_.notify_all();
        }
        return count;
    }

    void send_if_filling(HttpRequestId id) {
        const ExchangePtr exchange = find(id);
        if (exchange != nullptr && exchange->phase == Exchange::Phase::kFilling) send(exchange);
    }

    void send(const ExchangePtr& exchange) {
        std::erase_if(running_, [](const ExchangePtr& other) {
            if (other->over) other->thread.join();
            return other->over;
        });
        exchange->phase = Exchange::Phase::kSent;
        running_.push_back(exchange);
        try {
            exchange->thread = std::thread([this, exchange] { run(exchange); });
        } catch (const std::system_error&) {  // the machine has no more threads
            running_.pop_back();
            exchange->phase = Exchange::Phase::kFailed;
            exchange->broken = true;
        }
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

    void run(const ExchangePtr& exchange) {
        sigset_t all;  // signals are the business of other threads, and a closed connection is an error like others
        sigfillset(&all);
        (void)::pthread_sigmask(SIG_BLOCK, &all, nullptr);
        bool is_good = false;
        // Nothing may be thrown out of here, and memory may be short.
        try {
            is_good = talk(*exchange);
        } catch (const std::exception&) {
        }
        update([&] {
            if (!is_good && exchange->phase == Exchange::Phase::kSent) exchange->phase = Exchange::Phase::kFailed;
            if (is_good) exchange->ended = true;
            exchange->broken = !exchange->ended;
            exchange->over = true;
        });
    }

    /// Whether the answer has come to its end.
    bool talk(Exchange& exchange) {
        const auto url = parse_http_url(exchange.uri);
        if (!url) return false;
        HttpConnection connection(connections_, limits_.idle_timeout_ms);
        if (!connection.open(*url)) return false;
        connection.renew_patience();
        if (!connection.write(request_of(exchange, *url))) return false;

        AnswerReader reader(connection);
        std::optional<Parser> parser;
        do {  // an interim answer comes before the final one
            parser.emplace();
            parser->header_limit(static_cast<uint32_t>(limits_.max_response_headers));
            parser->body_limit(boost::none);
            parser->skip(exchange.method == "HEAD");
            connection.renew_patience();
            while (!parser->is_header_done()) {
                if (!reader.advance(*parser)) return false;
            }
        } while (parser->get().result_int() >= 100 && parser->get().result_int() < 200 &&
                 parser->get().result_int() != 101);
        update([&] { take_head(exchange, parser->get()); });

        while (!parser->is_done()) {
            Bytes piece(kPieceSize);
            parser->get().body().data = piece.data();
            parser->get().body().size = piece.size();
            connection.renew_patience();
            if (!reader.advance(*parser)) return false;
            piece.resize(piece.size() - parser->get().body().size);
            if (!piece.empty() && !keep(exchange, std::move(piece))) return false;
        }
        return true;
    }

    static void take_head(Exchange& exchange, const http::response<http::buffer_body>& response) {
        exchange.status = static_cast<uint16_t>(response.result_int());
        for (const auto& field : response) {
            std::string name(field.name_string());
            std::ranges::transform(name, name.begin(), lower);
            exchange.response_headers.emplace_back(to_bytes(as_bytes(name)),
                                                   to_bytes(as_bytes({field.value().data(), field.value().size()})));
        }
        exchange.phase = Exchange::Phase::kAnswered;
    }

    /// Hands a piece over, and waits until there is room for another one. False if there will be none.
    bool keep(Exchange& exchange, Bytes piece) {
        std::unique_lock lock(mutex_);
        exchange.buffered += piece.size();
        exchange.pieces.push_back(std::move(piece));
        changed_.notify_all();
        changed_.wait(lock, [&] { return stopping_ || exchange.buffered < limits_.response_buffer; });
        return !stopping_;
    }

    const HttpLimits limits_;
    HttpConnections connections_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<HttpRequestId, ExchangePtr> exchanges_;
    std::vector<ExchangePtr> running_;  ///< those with a thread
    HttpRequestId next_id_ = 0;
    bool stopping_ = false;
};

}  // namespace

std::unique_ptr<OffchainHttp> make_http_client(const HttpLimits& limits) {
    return std::make_unique<HttpClient>(limits);
}

}  // namespace serinus::executor

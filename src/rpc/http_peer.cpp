// A socket that speaks HTTP: one request after the other, until one asks to be a WebSocket.
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/json.hpp>

#include "rpc/jsonrpc.hpp"
#include "rpc/short_request.hpp"
#include "rpc/transport.hpp"

namespace serinus::rpc {
namespace {

constexpr std::string_view kJsonType = "application/json; charset=utf-8";
constexpr std::string_view kTextType = "text/plain";
constexpr uint32_t kMaxHeaderBytes = 16 << 10;
/// How much of a refused request is read and thrown away, so that its sender reads the answer.
constexpr size_t kMaxLingerBytes = 32 << 20;
constexpr uint64_t kLingerMs = 2'000;
/// Ours. What a connection that waits for a request has room for: most requests are shorter.
constexpr size_t kReadBytes = 1 << 10;
/// Ours. A body up to this size is copied behind its head, so that both are one piece for the system.
constexpr size_t kJoinedBodyBytes = 16 << 10;
/// Ours. What a connection keeps of the memory of its last answer.
constexpr size_t kKeptHeadBytes = 1 << 10;

std::string_view field(const HttpRequest& request, std::string_view name) {
    const auto value = request[beast::string_view(name.data(), name.size())];
    return {value.data(), value.size()};
}

struct Reply {
    http::status status = http::status::ok;
    std::string_view type = kJsonType;
    std::string body = {};
    std::string own_type = {};  ///< instead of `type`, of pages
};

/// Observed: polkadot-stable2407: GET /health is the result of system_health; /health/readiness is 200 if the node is
/// not syncing and has peers, and where no peers are expected.
Reply health_reply(const Answer& answer, bool readiness) {
    boost::json::error_code error;
    const Json parsed = boost::json::parse(answer.text, error);
    const auto* object = error ? nullptr : parsed.if_object();
    const Json* result = object ? object->if_contains("result") : nullptr;
    if (result == nullptr || !result->is_object()) return {.status = http::status::internal_server_error};
    if (!readiness) return {.body = boost::json::serialize(*result)};
    const auto is_true = [&](const char* name) {
        const Json* value = result->get_object().if_contains(name);
        return value != nullptr && value->is_bool() && value->get_bool();
    };
    const Json* peers = result->get_object().if_contains("peers");
    const bool has_peers = peers != nullptr && peers->is_number() && peers->to_number<double>() > 0;
    const bool ready = (!is_true("isSyncing") && has_peers) || !is_true("shouldHavePeers");
    return {.status = ready ? http::status::ok : http::status::internal_server_error};
}

class HttpPeer final : public Peer {
  public:
    HttpPeer(std::shared_ptr<Core> core, Socket socket) : core_(std::move(core)), socket_(std::move(socket)) {
        ++core_->sockets;
        session_ = std::make_shared<Session>(core_->next_session_id++, SessionOptions{.can_subscribe = false},
                                             core_->calls, core_->memory, [] {});
    }
    ~HttpPeer() override {
        --core_->sockets;
        session_->close();
    }

    void start() {
        beast::error_code error;
        if (socket_.non_blocking(true, error)) return abort();
        read_request();
    }

    void tick(uint64_t now_ms) override {
        if (deadline_ms_ != 0 && now_ms >= deadline_ms_) abort();
    }

    /// Closes an idle connection; one with a call that runs is closed after its answer.
    void stop() override {
        closing_ = true;
        if (!answering_) abort();
    }

    void abort() override {
        beast::error_code ignored;
        socket_.close(ignored);
        session_->request_stop();
        core_->remove(this);
    }

  private:
    std::shared_ptr<HttpPeer> self() { return std::static_pointer_cast<HttpPeer>(shared_from_this()); }
    void expect_within(uint64_t ms) { deadline_ms_ = core_->now_ms() + ms; }

    void read_request() {
        if (closing_) return abort();
        parser_.reset();
        origin_.clear();
        is_head_ = is_read_ = false;
        expect_within(core_->options.header_timeout_ms);
        if (buffer_.size() > 0) {
            // It came with the one before. Others take their turns between the two.
            return asio::post(core_->io, [self = self()] { self->take_request(); });
        }
        socket_.async_read_some(buffer_.prepare(std::max(kReadBytes, buffer_.capacity())),
                                [self = self()](beast::error_code error, size_t size) {
                                    if (error) return self->abort();
                                    self->buffer_.commit(size);
                                    self->take_request();
                                });
    }

    void take_request() {
        if (closing_) return abort();  // it had come before stop(): what it asks for would begin after it
        if (!take_short_request()) read_header();
    }

    /// False: the parser must see it.
    bool take_short_request() {
        const auto& options = core_->options;
        if (core_->registry == nullptr || (options.rate_limit_per_minute && !rate_known_)) return false;
        const auto came = buffer_.data();
        const auto request = ShortRequest::at_front_of({static_cast<const char*>(came.data()), came.size()});
        if (!request || request->body.size() > options.max_request_bytes || is_blank(request->body)) return false;
        if (!is_json_content_type(request->content_type)) return false;
        if (options.cors && !is_local_host(request->host, core_->port)) return false;
        keep_alive_ = is_read_ = true;
        origin_ = request->origin;
        std::string body(request->body);
        buffer_.consume(request->bytes);
        call_for(std::move(body));
        return true;
    }

    static bool is_blank(std::string_view body) { return body.find_first_not_of(" \t\r\n") == body.npos; }

    void read_header() {
        parser_.emplace();
        parser_->header_limit(kMaxHeaderBytes);
        parser_->body_limit(core_->options.max_request_bytes);
        http::async_read_header(socket_, buffer_, *parser_, [self = self()](beast::error_code error, size_t) {
            if (!error) return self->on_header();
            if (error == http::error::body_limit) return self->refuse(self->too_large());
            if (error.category() == http::make_error_code(http::error::end_of_stream).category() &&
                error != http::error::end_of_stream && error != http::error::partial_message) {
                return self->refuse(malformed());
            }
            self->abort();
        });
    }

    static Reply malformed() {
        return {.status = http::status::bad_request, .body = write_error("null", parse_error())};
    }

    void on_header() {
        if (closing_) return abort();  // the header had come before stop(): what it asks for would begin after it
        const HttpRequest& request = parser_->get();
        keep_alive_ = request.keep_alive();
        origin_ = field(request, "Origin");
        if (core_->registry == nullptr) return answer_page_request(request);
        if (auto refusal = check_access(request)) return refuse(std::move(*refusal));
        if (beast::websocket::is_upgrade(request)) return upgrade();
        if (request.method() == http::verb::options) return refuse({.type = kTextType});  // a browser asks beforehand
        if (request.method() == http::verb::get) return answer_get(request.target());
        if (request.method() != http::verb::post) return refuse(method_not_allowed());
        if (!is_json_content_type(field(request, "Content-Type"))) {
            return refuse(
                {.status = http::status::unsupported_media_type,
                 .type = kTextType,
                 .body = "Supplied content type is not allowed. Content-Type: application/json is required\n"});
        }
        read_body(request);
    }

    /// Of a server that has pages alone.
    void answer_page_request(const HttpRequest& request) {
        is_head_ = request.method() == http::verb::head;
        if (is_head_ || request.method() == http::verb::get) return answer_page(path_of(request.target()));
        refuse({.status = http::status::method_not_allowed, .type = kTextType, .body = "GET is required\n"});
    }

    static std::string path_of(beast::string_view target) { return std::string(target.substr(0, target.find('?'))); }

    static Reply method_not_allowed() {
        return {.status = http::status::method_not_allowed,
                .type = kTextType,
                .body = "Used HTTP Method is not allowed. POST is required\n"};
    }

    std::optional<Reply> check_access(const HttpRequest& request) const {
        const auto& options = core_->options;
        if (options.cors) {
            const std::string_view host = field(request, "Host");
            if (host.empty()) return malformed();
            if (!is_local_host(host, core_->port)) {
                return Reply{http::status::forbidden, kTextType, "Provided Host header is not whitelisted.\n"};
            }
        }
        // Browsers do not keep pages from WebSockets of others, so we do: such a page could do all that its visitor
        // may.
        if (beast::websocket::is_upgrade(request) && !origin_.empty() && !is_allowed()) {
            return Reply{http::status::forbidden, kTextType, "Origin is not allowed.\n"};
        }
        return std::nullopt;
    }

    bool is_allowed() const { return !core_->options.cors || is_allowed_origin(*core_->options.cors, origin_); }

    /// Observed: polkadot 1.25.1: the text of a server that has too many connections.
    bool enter() {
        if (core_->active >= core_->options.max_connections) {
            refuse({.status = http::status::too_many_requests,
                    .type = kTextType,
                    .body = "Too many connections. Please try again later."});
            return false;
        }
        ++core_->active;
        return true;
    }

    void upgrade() {
        if (!enter()) return;
        deadline_ms_ = 0;
        const auto peer = make_websocket_peer(core_, std::move(socket_), parser_->release());
        core_->add(peer);
        core_->remove(this);
    }

    void answer_get(beast::string_view target) {
        const std::string path = path_of(target);
        const bool readiness = path == "/health/readiness";
        if (readiness || path == "/health") {
            return call(R"({"jsonrpc":"2.0","method":"system_health","id":0})",
                        [readiness](const Answer& answer) { return health_reply(answer, readiness); });
        }
        if (!core_->options.pages) return refuse(method_not_allowed());
        answer_page(path);
    }

    void answer_page(const std::string& path) {
        if (!begin()) return;
        const auto reply = std::make_shared<Delivery>(self());
        (void)session_->post(Cost::kLight, [core = core_, reply, path] {
            auto page = core->options.pages(path);
            reply->reply = page ? Reply{.body = std::move(page->body), .own_type = std::move(page->content_type)}
                                : Reply{.status = http::status::not_found, .type = kTextType, .body = "Not found\n"};
        });
    }

    void read_body(const HttpRequest& request) {
        const auto& options = core_->options;
        const auto length = parser_->content_length();
        const size_t bytes = length ? static_cast<size_t>(*length) : options.max_request_bytes;
        if (!charge_.take(core_->memory, MemoryOwner::kRequests, bytes, bytes <= kSmallRequestBytes)) {
            return refuse(busy());
        }
        if (!rate_known_) rate_ = core_->rate_limit_for(request, socket_);
        rate_known_ = true;
        expect_within(options.body_timeout_ms + bytes / kMinBytesPerMs);
        if (field(request, "Expect") != "100-continue") return read_rest();
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                          [self = self()](beast::error_code error, size_t) {
                              if (error) return self->abort();
                              self->read_rest();
                          });
    }

    Reply too_large() const {
        return {.status = http::status::payload_too_large,
                .body = write_error("null", oversized_request(core_->options.max_request_bytes))};
    }

    void read_rest() {
        http::async_read(socket_, buffer_, *parser_, [self = self()](beast::error_code error, size_t) {
            if (error == http::error::body_limit) return self->refuse(self->too_large());
            if (error) return self->abort();
            self->on_body();
        });
    }

    void on_body() {
        std::string body = std::move(parser_->get().body());
        if (is_blank(body)) return refuse(malformed());
        call_for(std::move(body));
    }

    void call_for(std::string body) {
        call(std::move(body), [](Answer& answer) { return Reply{.body = std::move(answer.text)}; });
    }

    /// A reply on its way back to the thread of the I/O, where alone peers may be destroyed. Without one the server is
    /// busy, or stops.
    struct Delivery {
        std::shared_ptr<HttpPeer> peer;
        std::optional<Reply> reply = std::nullopt;

        explicit Delivery(std::shared_ptr<HttpPeer> peer_in) : peer(std::move(peer_in)) {}
        Delivery(const Delivery&) = delete;
        Delivery& operator=(const Delivery&) = delete;
        ~Delivery() {
            auto& io = peer->core_->io;
            asio::post(io, [peer = std::move(peer), reply = std::move(reply)]() mutable {
                peer->on_reply(reply ? *std::move(reply) : busy());
            });
        }
    };

    static Reply busy() {
        return {.status = http::status::service_unavailable, .body = write_error("null", server_is_busy())};
    }

    template <class MakeReply>
    void call(std::string text, MakeReply make_reply) {
        if (!begin()) return;
        CallOptions options = core_->call_options(false);
        if (rate_) {
            options.may_call = [rate = rate_, core = core_] { return rate->take(core->scheduler.now_ns()); };
        }
        BegunCalls begun;
        try {
            begun = begin_calls(core_, session_, std::move(options), std::move(text), std::exchange(charge_, {}));
        } catch (const std::exception&) {
            on_reply(busy());
            throw;
        }
        if (begun.answer) {
            on_reply(make_reply(*begun.answer));
            for (const auto& task : begun.answer->after) task();
            return;
        }
        const auto delivery = std::make_shared<Delivery>(self());
        finish_calls(begun.rest, [session = session_, delivery, make_reply](std::optional<Answer> answer) {
            if (!answer) return;
            const auto after = std::exchange(answer->after, {});
            delivery->reply = make_reply(*answer);
            for (const auto& task : after) task();
        });
    }

    /// False: refused, as there are too many connections.
    bool begin() {
        if (!enter()) return false;
        answering_ = true;
        deadline_ms_ = 0;
        return true;
    }

    void on_reply(Reply reply) {
        --core_->active;
        answering_ = false;
        send(std::move(reply));
    }

    /// Answers without having read all of the request: no other can follow.
    void refuse(Reply reply) {
        keep_alive_ = keep_alive_ && (is_read_ || parser_->is_done());
        send(std::move(reply));
    }

    void send(Reply reply) {
        const bool is_small = reply.body.size() <= kSmallRequestBytes;
        if (!is_small && !response_charge_.take(core_->memory, MemoryOwner::kMessages, reply.body.size())) {
            reply.status = http::status::service_unavailable;
            reply.body = write_error("null", server_is_busy());
        }
        head_.clear();
        append_head(head_, reply);
        body_ = is_head_ ? std::string() : std::move(reply.body);
        if (body_.size() <= kJoinedBodyBytes) {
            head_ += body_;
            body_ = {};
        }
        // Nearly always there is room for all of it, and nothing to wait for.
        beast::error_code error;
        const std::array<asio::const_buffer, 2> parts = {asio::buffer(head_), asio::buffer(body_)};
        const size_t size = head_.size() + body_.size();
        const size_t sent = body_.empty() ? socket_.write_some(parts.front(), error) : socket_.write_some(parts, error);
        if (error && error != asio::error::would_block) return abort();
        if (sent == size) return on_sent();
        if (is_small) (void)response_charge_.take(core_->memory, MemoryOwner::kMessages, size - sent, true);
        write_rest(sent);
    }

    /// Of what is written the first `sent` bytes are on their way.
    void write_rest(size_t sent) {
        const size_t of_head = std::min(sent, head_.size());
        // Not http::async_write: its serializer, compiled for each kind of stream, takes long to compile.
        const std::array<asio::const_buffer, 2> parts = {asio::buffer(head_) + of_head,
                                                         asio::buffer(body_) + (sent - of_head)};
        expect_within(core_->options.write_timeout_ms + asio::buffer_size(parts) / kMinBytesPerMs);
        asio::async_write(socket_, parts, [self = self()](beast::error_code error, size_t) {
            if (error) return self->abort();
            self->on_sent();
        });
    }

    void on_sent() {
        if (head_.capacity() > kKeptHeadBytes) head_ = {};
        body_ = {};
        response_charge_ = {};
        if (keep_alive_ && !closing_) return read_request();
        linger();
    }

    /// The status line and the fields, with the empty line that ends them.
    void append_head(std::string& head, const Reply& reply) const {
        const auto add = [&head](std::string_view name, std::string_view value) {
            head.append("\r\n").append(name).append(": ").append(value);
        };
        if (reply.status == http::status::ok) {
            head += "HTTP/1.1 200 OK";
        } else {
            const auto reason = http::obsolete_reason(reply.status);
            head.append("HTTP/1.1 ").append(std::to_string(static_cast<unsigned>(reply.status))).append(" ");
            head.append(reason.data(), reason.size());
        }
        add("Content-Type", reply.own_type.empty() ? reply.type : reply.own_type);
        add_cors_fields(add);
        if (!keep_alive_ || closing_) add("Connection", "close");
        add("Content-Length", std::to_string(reply.body.size()));
        head += "\r\n\r\n";
    }

    template <class Add>
    void add_cors_fields(Add&& add) const {
        const auto& options = core_->options;
        if (core_->registry == nullptr) return;
        if (!options.cors) {
            add("Access-Control-Allow-Origin", "*");
            add("Access-Control-Allow-Methods", "*");
            add("Access-Control-Allow-Headers", "*");
            return;
        }
        add("Vary", "origin");
        if (origin_.empty() || !is_allowed()) return;
        add("Access-Control-Allow-Origin", origin_);
        add("Access-Control-Allow-Methods", "GET, POST");
        add("Access-Control-Allow-Headers", "content-type");
    }

    /// Reads and discards for a while before closing, so that the client can read the answer.
    void linger() {
        beast::error_code ignored;
        socket_.shutdown(Socket::shutdown_send, ignored);
        expect_within(kLingerMs);
        discarded_.resize(64 << 10);
        read_and_discard();
    }
    void read_and_discard() {
        socket_.async_read_some(asio::buffer(discarded_), [self = self()](beast::error_code error, size_t size) {
            self->lingered_ += size;
            if (error || self->lingered_ > kMaxLingerBytes) return self->abort();
            self->read_and_discard();
        });
    }

    const std::shared_ptr<Core> core_;
    Socket socket_;
    std::shared_ptr<Session> session_;
    std::shared_ptr<RateLimit> rate_;
    bool rate_known_ = false;
    beast::flat_buffer buffer_{kMaxHeaderBytes + (64 << 10)};
    std::optional<http::request_parser<http::string_body>> parser_;
    std::string origin_;
    Charge charge_, response_charge_;
    std::string head_, body_;  ///< of the answer that is written; a short body stands behind its head
    bool is_read_ = false;     ///< all of the request, without the parser
    bool is_head_ = false;     ///< only the head of the answer is asked for
    bool keep_alive_ = false, answering_ = false, closing_ = false;
    uint64_t deadline_ms_ = 0;  ///< 0: none
    std::string discarded_;
    size_t lingered_ = 0;
};

}  // namespace

std::shared_ptr<Peer> make_http_peer(std::shared_ptr<Core> core, Socket socket) {
    auto peer = std::make_shared<HttpPeer>(core, std::move(socket));
    core->add(peer);
    peer->start();
    return peer;
}

}  // namespace serinus::rpc

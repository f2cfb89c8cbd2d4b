// A socket that speaks WebSocket: requests come in as messages, several run at once, answers and notifications go out.
#include <boost/beast/websocket.hpp>
#include <list>
#include <optional>

#include "rpc/call.hpp"
#include "rpc/joining_socket.hpp"
#include "rpc/jsonrpc.hpp"
#include "rpc/transport.hpp"

namespace serinus::rpc {
namespace {

namespace websocket = beast::websocket;

// Ours. What a connection may have in work; when it has more, we stop to read from it.
constexpr size_t kMaxRunning = 64;  // so that light calls find their way past heavy ones
constexpr size_t kMaxWaiting = 64;
constexpr size_t kMaxWaitingBytes = 1 << 20;
/// No new request is begun while so much waits for the client to read.
constexpr size_t kMaxUnsentBytes = 1 << 20;

/// Of the requests that came, so many are read before the first of them is started.
constexpr size_t kMaxTogether = 32;
static_assert(kMaxTogether <= kMaxWaiting);
/// So much of what waits is written at once; the last message may be longer.
constexpr size_t kMaxJoinedBytes = 16 << 10;

constexpr size_t kSmallBuffer = 512;  ///< of a connection that is silent
/// Turns of the I/O in which all that a closed socket ends has run: the operation, what composed it, and its handler.
constexpr int kTurnsOfAClosedSocket = 4;

class WebSocketPeer final : public Peer {
  public:
    WebSocketPeer(std::shared_ptr<Core> core, Socket socket, HttpRequest request)
        : core_(std::move(core)),
          request_(std::move(request)),
          stream_(std::in_place, JoiningSocket(std::move(socket))) {
        ++core_->sockets;
    }
    ~WebSocketPeer() override { --core_->sockets; }

    void start() {
        const auto& options = core_->options;
        rate_ = core_->rate_limit_for(request_, socket());
        session_ =
            std::make_shared<Session>(core_->next_session_id++,
                                      SessionOptions{.max_subscriptions = options.max_subscriptions_per_connection,
                                                     .max_unsent = options.message_buffer_capacity},
                                      core_->calls, core_->memory, waker());
        stream_->read_message_max(0);  // ours, so that a message that is too long is answered
        stream_->auto_fragment(false);
        stream_->text(true);
        stream_->next_layer().on_dry([this] {
            if (reading_) start_waiting();
        });
        stream_->next_layer().on_message([this](std::string& text) { return take_short(text); });
        stream_->control_callback([this](websocket::frame_type, beast::string_view) { note_activity(); });
        opened_ms_ = pinged_ms_ = core_->now_ms();
        handshake_deadline_ms_ = opened_ms_ + options.header_timeout_ms;
        ++core_->sessions_opened;
        stream_->async_accept(request_, [self = self()](beast::error_code error) { self->on_accept(error); });
    }

    void tick(uint64_t now_ms) override {
        const auto& options = core_->options;
        if (handshake_deadline_ms_ != 0) {
            if (now_ms >= handshake_deadline_ms_) abort();
            return;
        }
        if ((writing_ && now_ms >= write_deadline_ms_) || (is_closing_ && now_ms >= close_deadline_ms_)) {
            return abort();
        }
        start_waiting();
        if (now_ms >= pinged_ms_ + options.ping_interval_ms) ping(now_ms);
    }

    void stop() override {
        if (is_closing_ || handshake_deadline_ms_ != 0) return abort();
        begin_close(websocket::close_code::going_away);
    }

    void abort() override {
        if (finished_) return;
        finished_ = true;
        beast::error_code ignored;
        socket().close(ignored);
        --core_->active;
        ++core_->sessions_closed;
        core_->session_ms += core_->now_ms() - opened_ms_;
        close_session();
        core_->remove(this);
        end_stream(kTurnsOfAClosedSocket);
    }

  private:
    struct Incoming {
        std::string text;
        Charge charge;
    };

    std::shared_ptr<WebSocketPeer> self() { return std::static_pointer_cast<WebSocketPeer>(shared_from_this()); }

    Socket& socket() noexcept { return stream_->next_layer().next_layer(); }

    /// Destroys the stream, behind what ends with the socket. In the stream an operation that closes and one that has
    /// read the close frame of the client can wait for each other: neither ends with the socket, and both keep this
    /// connection and the I/O of the server. They end with the stream. Observed: Boost.Beast 1.81, async_close() while
    /// the client sends a message and a close frame
    void end_stream(int turns) {
        asio::post(core_->io, [self = self(), turns] {
            if (turns > 0) return self->end_stream(turns - 1);
            self->stream_.reset();
        });
    }

    /// Publishers hold sinks, possibly longer than the server lives.
    std::function<void()> waker() {
        return [core = std::weak_ptr(core_), peer = weak_from_this()] {
            const auto alive = core.lock();
            if (!alive) return;
            asio::post(alive->io, [peer] {
                if (const auto found = peer.lock()) static_cast<WebSocketPeer&>(*found).on_messages();
            });
        };
    }

    /// What ends with the connection may take locks: not on this thread, if there is another.
    void close_session() {
        struct Closing {
            std::shared_ptr<Session> session;
            ~Closing() { session->close(); }
        };
        session_->request_stop();
        (void)session_->post(Cost::kLight, [closing = std::make_shared<Closing>(session_)] {});
    }

    void on_accept(beast::error_code error) {
        request_ = {};
        handshake_deadline_ms_ = 0;
        if (error || finished_) return abort();
        stream_->next_layer().begin_frames();
        note_activity();
        buffer_.resize(kSmallBuffer);
        read();
    }

    void note_activity() {
        active_ms_ = core_->now_ms();
        missed_pings_ = 0;
    }

    // Reading

    bool is_full() const {
        return waiting_.size() >= kMaxWaiting || waiting_bytes_ >= kMaxWaitingBytes ||
               session_->queued_bytes() >= kMaxUnsentBytes;
    }

    void read() {
        if (reading_ || finished_ || (is_full() && !is_closing_)) return;
        reading_ = true;
        stream_->async_read_some(asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_),
                                 [self = self()](beast::error_code error, size_t size) {
                                     self->reading_ = false;
                                     if (error || self->finished_) return self->abort();
                                     self->note_activity();
                                     self->on_read(size);
                                 });
    }

    void on_read(size_t size) {
        filled_ += size;
        if (filled_ > core_->options.max_request_bytes) oversized_ = true;
        if (oversized_) filled_ = 0;
        if (stream_->is_message_done()) {
            take_message();
        } else if (filled_ == buffer_.size() && !grow()) {
            return begin_close(websocket::close_code::try_again_later);
        }
        read();
    }

    /// False: the budget is used up.
    bool grow() {
        const size_t size = std::min<size_t>(buffer_.size() * 2, size_t{core_->options.max_request_bytes} + 1);
        if (!charge_.take(core_->memory, MemoryOwner::kRequests, size - charge_.bytes(), size <= kSmallRequestBytes))
            return false;
        buffer_.resize(size);
        return true;
    }

    /// False: it goes through the stream.
    bool take_short(std::string& text) {
        if (filled_ > 0 || oversized_ || is_closing_ || finished_ || is_full()) return false;
        if (text.size() > core_->options.max_request_bytes) return false;
        Charge charge;
        if (text.size() > kSmallBuffer &&
            !charge.take(core_->memory, MemoryOwner::kRequests, text.size(), text.size() <= kSmallRequestBytes)) {
            return false;
        }
        note_activity();
        waiting_bytes_ += text.size();
        waiting_.push_back({std::move(text), std::move(charge)});
        if (waiting_.size() >= kMaxTogether || is_full()) start_waiting();
        return true;
    }

    void take_message() {
        if (is_closing_) {
            filled_ = 0;
            return;
        }
        if (oversized_) {
            session_->answer({write_error("null", oversized_request(core_->options.max_request_bytes))});
        } else {
            buffer_.resize(filled_);
            waiting_bytes_ += filled_;
            waiting_.push_back({std::move(buffer_), std::move(charge_)});
        }
        buffer_ = std::string(kSmallBuffer, '\0');
        filled_ = 0;
        oversized_ = false;
        charge_ = {};
        // Those that came together are started together, so that a thread is woken once for them: when there is nothing
        // more to read.
        if (waiting_.size() >= kMaxTogether || is_full()) start_waiting();
    }

    // Answering

    void start_waiting() {
        while (!waiting_.empty() && running_ < kMaxRunning && session_->queued_bytes() < kMaxUnsentBytes) {
            if (rate_ && !may_start_) may_start_ = rate_->take(core_->scheduler.now_ns());
            if (rate_ && !may_start_) break;
            start_first();
            may_start_ = false;
        }
        read();
    }

    void start_first() {
        Incoming incoming = std::move(waiting_.front());
        waiting_.pop_front();
        waiting_bytes_ -= incoming.text.size();
        ++running_;
        CallOptions options = core_->call_options(true);
        if (rate_) {
            // The right to the first call was taken on the way here.
            options.may_call = [rate = rate_, core = core_, is_first = true]() mutable {
                return std::exchange(is_first, false) || rate->take(core->scheduler.now_ns());
            };
        }
        // Peers are destroyed on the thread of the I/O only: others know this one by a weak reference.
        run_calls(core_, session_, std::move(options), std::move(incoming.text), std::move(incoming.charge),
                  [core = core_, session = session_, answered = answered_,
                   weak = weak_from_this()](std::optional<Answer> answer) {
                      ++*answered;
                      // The session wakes the connection for each text.
                      const bool has_text = answer && !answer->text.empty();
                      if (answer) session->answer(*std::move(answer));
                      if (has_text) return;
                      asio::post(core->io, [weak] {
                          if (const auto found = weak.lock()) static_cast<WebSocketPeer&>(*found).on_messages();
                      });
                  });
    }

    void on_messages() {
        write();
        running_ -= answered_->exchange(0);
        start_waiting();
    }

    // Writing

    /// Sends messages that wait; short ones go together, and only the last of them through the stream.
    void write() {
        if (writing_ || finished_ || is_closing_) return;
        size_t bytes = 0;
        for (; bytes < kMaxJoinedBytes; bytes += current_->text->size()) {
            auto next = session_->pop();
            if (!next) break;
            if (current_) {
                stream_->next_layer().add_frame(
                    {current_->head ? *current_->head : std::string_view(), *current_->text, current_->tail()});
            }
            current_ = std::move(next);
        }
        if (!current_) return;
        writing_ = true;
        write_deadline_ms_ = core_->now_ms() + core_->options.write_timeout_ms + bytes / kMinBytesPerMs;
        const std::string_view tail = current_->tail();
        const std::array<asio::const_buffer, 3> parts = {
            current_->head ? asio::buffer(*current_->head) : asio::const_buffer(), asio::buffer(*current_->text),
            asio::buffer(tail.data(), tail.size())};
        stream_->async_write(parts, [self = self()](beast::error_code error, size_t) {
            self->writing_ = false;
            self->current_.reset();
            if (error) return self->abort();
            self->on_messages();
        });
    }

    /// Observed: polkadot 1.25.1: a connection is left after some intervals in which it has been silent for too long.
    void ping(uint64_t now_ms) {
        const auto& options = core_->options;
        pinged_ms_ = now_ms;
        if (!reading_) {
            note_activity();  // we do not listen
        } else if (now_ms > active_ms_ + options.inactive_limit_ms && ++missed_pings_ >= options.max_missed_pings) {
            return abort();
        }
        if (pinging_ || is_closing_) return;
        pinging_ = true;
        stream_->async_ping({}, [self = self()](beast::error_code) { self->pinging_ = false; });
    }

    void begin_close(websocket::close_code code) {
        is_closing_ = true;
        close_deadline_ms_ = core_->now_ms() + core_->options.stop_timeout_ms;
        waiting_.clear();
        stream_->async_close(code, [self = self()](beast::error_code) { self->abort(); });
    }

    const std::shared_ptr<Core> core_;
    HttpRequest request_;
    std::optional<websocket::stream<JoiningSocket, false>> stream_;  ///< nullopt: some turns after finished_
    std::shared_ptr<Session> session_;
    std::shared_ptr<RateLimit> rate_;
    bool may_start_ = false;  ///< the rate limit allowed the first of `waiting_`

    std::string buffer_;  ///< of the message that comes in; `filled_` bytes of it
    size_t filled_ = 0;
    Charge charge_;
    bool oversized_ = false;

    std::list<Incoming> waiting_;
    size_t waiting_bytes_ = 0;
    size_t running_ = 0;

    /// Calls that have ended since the connection looked.
    const std::shared_ptr<std::atomic<size_t>> answered_ = std::make_shared<std::atomic<size_t>>(0);
    std::optional<Outgoing> current_;
    bool reading_ = false, writing_ = false, pinging_ = false, is_closing_ = false, finished_ = false;
    uint64_t opened_ms_ = 0, handshake_deadline_ms_ = 0, write_deadline_ms_ = 0, close_deadline_ms_ = 0, pinged_ms_ = 0,
             active_ms_ = 0;
    uint32_t missed_pings_ = 0;
};

}  // namespace

std::shared_ptr<Peer> make_websocket_peer(std::shared_ptr<Core> core, Socket socket, HttpRequest request) {
    auto peer = std::make_shared<WebSocketPeer>(std::move(core), std::move(socket), std::move(request));
    peer->start();
    return peer;
}

}  // namespace serinus::rpc

/// Yamux: many substreams over one ordered stream of bytes, each with a window of its own.
/// Spec: hashicorp yamux specification, version 0. Observed: rust-yamux 0.13, smoldot 0.19
#pragma once

#include <deque>
#include <map>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::network::yamux {

using StreamId = uint32_t;

inline constexpr size_t kHeaderBytes = 12;
/// Bytes that each side may send on a new stream before an update. Spec: "Flow Control"
inline constexpr uint32_t kInitialWindow = 256 * 1024;

enum class Role : uint8_t { kClient, kServer };  ///< the client dialed; its streams have odd ids

enum class SessionError : uint8_t {
    kBadVersion,
    kBadType,
    kBadStreamId,     ///< zero, of the wrong parity, or in use
    kWindowExceeded,  ///< more data than the window allowed
    kWindowOverflow,  ///< a window above 2^32 - 1
    kTooManyPings,    ///< pings that were not answered yet, because the other side does not read
    kTooManyStreams,  ///< opens that were refused, and whose refusals the other side does not read
};
const char* to_string(SessionError error) noexcept;

enum class GoAwayCode : uint32_t { kNormal = 0, kProtocolError = 1, kInternalError = 2 };

/// The other side opened a stream.
struct StreamOpened {
    StreamId stream;
};
/// A view into the input of take(). Counts against the window until consumed() is called.
struct StreamData {
    StreamId stream;
    BytesView bytes;
};
/// The other side writes no more.
struct StreamFinished {
    StreamId stream;
};
/// The other side gave the stream up. It is forgotten.
struct StreamReset {
    StreamId stream;
};
/// write() takes bytes again, after it had taken all that it could.
struct StreamWritable {
    StreamId stream;
};
struct PongReceived {
    uint32_t value;
};
/// The other side takes no new streams.
struct GoAwayReceived {
    uint32_t code;
};
using SessionEvent =
    std::variant<StreamOpened, StreamData, StreamFinished, StreamReset, StreamWritable, PongReceived, GoAwayReceived>;

struct SessionOptions {
    size_t max_inbound_streams = 512;  ///< more are reset
    size_t max_outbound_streams = 512;
    uint32_t max_frame_bytes = 16 * 1024;  ///< of data in one frame that we send
    size_t max_queued_bytes = 64 * 1024;   ///< of one stream, waiting to be sent
    size_t max_control_frames = 1024;      ///< pongs and refusals that wait to be sent
};

class Session {
  public:
    Session(Role role, const SessionOptions& options) : role_(role), options_(options) {
        next_id_ = role == Role::kClient ? 1 : 2;
    }

    /// Takes all of `input` and appends its events. Data comes in pieces as small as the input. After an error the
    /// session is over; its go-away frame is among the output.
    [[nodiscard]] Result<void, SessionError> take(BytesView input, std::vector<SessionEvent>& events);

    /// nullopt: too many streams, or the other side went away.
    std::optional<StreamId> open();
    /// How many bytes write() takes now; 0 for a stream that is gone or finished.
    size_t writable_bytes(StreamId stream) const noexcept;
    /// Precondition: at most writable_bytes(). Bytes beyond the other side's window wait.
    void write(StreamId stream, BytesView bytes);
    /// No more bytes will be written. The stream is forgotten once the other side has finished too, and all is sent.
    void finish(StreamId stream);
    /// Gives the stream up. Nothing more is heard of it.
    void reset(StreamId stream);
    /// The consumer is through with so many bytes of data: the window opens again.
    void consumed(StreamId stream, size_t bytes);
    /// Lets the other side send so much at a time on this stream: for large answers that are wanted.
    void raise_window(StreamId stream, uint32_t window);
    void ping(uint32_t value);
    /// Takes no new streams of the other side from here on.
    void go_away(GoAwayCode code);

    bool has_output() const noexcept;
    /// Appends frames, at most about `max_bytes`: control frames first, then one frame of each stream in turns.
    /// Streams that were full and have room again are among `events`.
    void give(size_t max_bytes, Bytes& out, std::vector<SessionEvent>& events);

    size_t stream_count() const noexcept { return streams_.size(); }
    /// Bytes that wait to be sent.
    size_t queued_bytes() const noexcept { return queued_bytes_; }

  private:
    enum class FrameType : uint8_t { kData = 0, kWindowUpdate = 1, kPing = 2, kGoAway = 3 };
    struct Header {
        FrameType type;
        uint16_t flags;
        StreamId stream;
        uint32_t length;
    };
    struct Stream {
        uint32_t send_window = kInitialWindow;
        uint32_t receive_window = kInitialWindow;  ///< bytes the other side may still send
        uint32_t max_receive_window = kInitialWindow;
        uint32_t to_return = 0;  ///< consumed, but not told the other side yet
        Bytes queue;
        size_t queue_begin = 0;
        bool is_inbound = false;
        bool needs_syn = false, needs_ack = false;
        bool is_finished = false, is_fin_sent = false;  ///< our direction
        bool is_remote_finished = false;
        bool is_full = false;  ///< write() took all it could: StreamWritable is due
        bool is_scheduled = false;

        size_t queued() const noexcept { return queue.size() - queue_begin; }
    };
    using Events = std::vector<SessionEvent>;

    [[nodiscard]] Result<void, SessionError> on_header(const Header& header, Events& events);
    [[nodiscard]] Result<Stream*, SessionError> find_or_accept(const Header& header, Events& events);
    [[nodiscard]] Result<void, SessionError> on_data_begin(const Header& header, Events& events);
    void on_data(BytesView bytes, Events& events);
    void on_remote_finish(StreamId id, Events& events);
    [[nodiscard]] Result<void, SessionError> queue_control(const Header& header, SessionError overflow);
    void schedule(StreamId id, Stream& stream);
    void append_frame(Bytes& out, const Header& header) const;
    void give_stream(StreamId id, Stream& stream, Bytes& out);
    uint16_t take_open_flags(Stream& stream) noexcept;
    static bool wants_to_send(const Stream& stream) noexcept;
    void erase(StreamId id);

    Role role_;
    SessionOptions options_;
    std::map<StreamId, Stream> streams_;
    std::deque<StreamId> schedule_;  ///< streams with something to send, each once
    std::deque<Header> control_;
    StreamId next_id_;
    size_t inbound_ = 0, outbound_ = 0;
    size_t queued_bytes_ = 0;
    bool is_remote_gone_ = false, is_going_away_ = false, has_failed_ = false;

    // The frame whose bytes come in.
    ByteArray<kHeaderBytes> header_{};
    size_t header_size_ = 0;
    StreamId data_stream_ = 0;
    uint32_t data_left_ = 0;
    bool data_finishes_ = false, data_resets_ = false;
};

}  // namespace serinus::network::yamux

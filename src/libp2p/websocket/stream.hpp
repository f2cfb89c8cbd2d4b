/// A stream of bytes in the messages of a WebSocket connection, as libp2p has it: borders of messages and frames mean
/// nothing, and only binary messages carry data.
/// Spec: RFC 6455; libp2p websockets
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libp2p/websocket/frame.hpp"
#include "libp2p/websocket/upgrade.hpp"

namespace serinus::network::websocket {

/// Why a connection is over that was not closed. A sentence for logs.
struct StreamError {
    std::string reason;
};

/// Sans-I/O. Payloads are handed on as they come, so that no frame is ever held, only a head, a control
/// frame, or the upgrade, each with its bound.
class Stream {
  public:
    struct ClientOptions {
        std::string host;        ///< of the field Host
        std::string path = "/";  ///< with its query
        UpgradeNonce nonce{};    ///< fresh randomness
        /// For the masks. They keep proxies from taking payloads for HTTP, and payloads of libp2p are encrypted: a
        /// generator that can be predicted is enough.
        uint64_t mask_seed = 0;
    };

    /// The side that dialed: the request is its first output.
    explicit Stream(ClientOptions options);
    /// The side that listens.
    Stream() = default;

    /// Takes all of `input`, unmasks payloads where they are, and appends views of them to `data`, in order. After an
    /// error nothing more is taken; the output holds the answer with the reason.
    Result<void, StreamError> take(MutableBytesView input, std::vector<MutableBytesView>& data);
    /// One binary message. Precondition: is_open().
    void write(BytesView payload, Bytes& out);
    /// Answers and requests of the protocol itself, to be sent before the next write().
    void give(Bytes& out);
    bool has_output() const noexcept { return !output_.empty() || pong_.has_value(); }

    /// Data may be written: the upgrade is done, and neither side has closed.
    bool is_open() const noexcept { return phase_ == Phase::kOpen && !is_closing_; }
    /// The other side closed; the output holds the last bytes to send.
    bool is_closed() const noexcept { return phase_ == Phase::kClosed; }
    /// Tells the other side that no more follows. Once; nothing happens where no upgrade was done.
    void close();

  private:
    enum class Phase : uint8_t { kUpgrade, kOpen, kClosed, kFailed };
    using Taken = Result<void, StreamError>;

    Taken take_upgrade(MutableBytesView& input);
    Taken take_head(MutableBytesView& input);
    Taken take_payload(MutableBytesView& input, std::vector<MutableBytesView>& data);
    Taken begin_frame(const FrameHead& head);
    Taken end_control();
    StreamError fail(uint16_t code, std::string reason);
    void append_control(Bytes& out, Opcode opcode, BytesView payload);
    std::optional<Mask> next_mask() noexcept;

    bool is_client_ = false;
    Phase phase_ = Phase::kUpgrade;
    bool is_closing_ = false;  ///< this side sent a close frame
    UpgradeNonce nonce_{};
    uint64_t mask_state_ = 0;
    std::string upgrade_;  ///< bytes of the upgrade so far
    Bytes partial_head_;
    std::optional<FrameHead> frame_;
    uint64_t taken_ = 0;          ///< of the payload of `frame_`
    bool is_in_message_ = false;  ///< a fragmented message is not at its end
    Bytes control_;               ///< the payload of a control frame
    /// Of the last ping: a side that answers only the latest one need not keep many. RFC 6455, 5.5.3
    std::optional<Bytes> pong_;
    Bytes output_;
};

}  // namespace serinus::network::websocket

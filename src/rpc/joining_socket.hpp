/// A socket for a stream on top of it that needs fewer calls of the system for many short messages: it reads all that
/// is there at once, takes short messages out of it, and can join several writes into one. Only for the .cpp files of
/// the server.
#pragma once

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rpc/transport.hpp"

namespace serinus::rpc {

/// Where the frames of a WebSocket begin in what a stream reads. Spec: RFC 6455, section 5.2
class FramePosition {
  public:
    /// Whether the next byte begins a message.
    bool is_between_messages() const noexcept { return is_between_frames() && !is_in_message_; }
    bool is_between_frames() const noexcept { return size_ == 0 && left_ == 0; }
    void pass(BytesView bytes) noexcept {
        while (!bytes.empty()) {
            const auto inside = static_cast<size_t>(std::min<uint64_t>(left_, bytes.size()));
            left_ -= inside;
            bytes = bytes.subspan(inside);
            if (bytes.empty()) return;
            head_[size_++] = bytes.front();
            bytes = bytes.subspan(1);
            if (size_ >= 2 && size_ == head_size()) begin_payload();
        }
    }

  private:
    size_t length_bytes() const noexcept {
        const int length = head_[1] & 0x7f;
        return length == 127 ? 8 : length == 126 ? 2 : 0;
    }
    size_t head_size() const noexcept { return 2 + length_bytes() + ((head_[1] & 0x80) != 0 ? 4 : 0); }
    void begin_payload() noexcept {
        left_ = length_bytes() == 0 ? head_[1] & 0x7f : 0;
        for (size_t i = 0; i < length_bytes(); ++i) left_ = left_ << 8 | head_[2 + i];
        const bool is_control = (head_[0] & 0x08) != 0;
        if (!is_control) is_in_message_ = (head_[0] & 0x80) == 0;
        size_ = 0;
    }

    std::array<uint8_t, 14> head_ = {};
    size_t size_ = 0;    ///< of the head that is known
    uint64_t left_ = 0;  ///< of a payload
    bool is_in_message_ = false;
};

/// A message that has come as a whole, as nearly all requests do.
struct ShortMessage {
    static constexpr size_t kMaxBytes = 4 << 10;  ///< ours

    std::string text;
    size_t frame_bytes = 0;

    /// The one at the front: one frame of text, masked, of ASCII. nullopt: something else, or not all of it.
    static std::optional<ShortMessage> at_front_of(BytesView bytes) {
        constexpr size_t kHead = 2, kMask = 4;
        if (bytes.size() < kHead || bytes[0] != 0x81 || (bytes[1] & 0x80) == 0) return std::nullopt;
        size_t size = bytes[1] & 0x7f, head = kHead;
        if (size == 127) return std::nullopt;
        if (size == 126) {
            if (bytes.size() < kHead + 2) return std::nullopt;
            size = size_t{bytes[2]} << 8 | bytes[3];
            head += 2;
            if (size < 126) return std::nullopt;  // a length that is too long: an error
        }
        if (size > kMaxBytes || bytes.size() < head + kMask + size) return std::nullopt;
        std::array<uint8_t, 8> mask{};
        for (size_t i = 0; i < mask.size(); ++i) mask[i] = bytes[head + i % kMask];
        const uint8_t* at = bytes.data() + head + kMask;
        ShortMessage out{std::string(size, '\0'), head + kMask + size};
        uint8_t all = 0;
        size_t i = 0;
        for (; i + mask.size() <= size; i += mask.size()) {
            for (size_t j = 0; j < mask.size(); ++j) {
                const auto byte = static_cast<uint8_t>(at[i + j] ^ mask[j]);
                all |= byte;
                out.text[i + j] = static_cast<char>(byte);
            }
        }
        for (; i < size; ++i) {
            const auto byte = static_cast<uint8_t>(at[i] ^ mask[i % kMask]);
            all |= byte;
            out.text[i] = static_cast<char>(byte);
        }
        if ((all & 0x80) != 0) return std::nullopt;
        return out;
    }
};

/// Not more than a few parts of what a stream reads into or writes: a stream goes on by itself when less was read or
/// written than it wanted. One type for all streams, so that the operations of sockets below it are compiled once.
template <class Buffer>
class BufferList {
  public:
    template <class Buffers>
    explicit BufferList(const Buffers& buffers) {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto at = asio::buffer_sequence_begin(buffers); at != end && size_ < parts_.size(); ++at) {
            const Buffer part = *at;
            if (part.size() > 0) parts_[size_++] = part;
        }
    }
    const Buffer* begin() const noexcept { return parts_.data(); }
    const Buffer* end() const noexcept { return parts_.data() + size_; }

  private:
    std::array<Buffer, 8> parts_;
    size_t size_ = 0;
};

/// One read and one write at a time, as for every stream.
class JoiningSocket {
  public:
    using executor_type = Socket::executor_type;
    using next_layer_type = Socket;

    explicit JoiningSocket(Socket socket);
    executor_type get_executor() noexcept { return socket_.get_executor(); }
    Socket& next_layer() noexcept { return socket_; }
    const Socket& next_layer() const noexcept { return socket_; }

    /// Of what is written from here on all are frames, and no more the answer to the handshake.
    void begin_frames() noexcept { sent_position_ = {}; }
    /// A message that goes before what is written next, by the same call of the system: a whole WebSocket frame of a
    /// server, of text. Not while the stream writes parts of a message. Spec: RFC 6455, section 5.2
    void add_frame(std::initializer_list<std::string_view> parts);
    /// Short messages go to `take`, past the stream, as long as it returns true; only while the stream reads. It must
    /// not change the text of one that it does not take.
    void on_message(std::function<bool(std::string& text)> take) { on_message_ = std::move(take); }
    /// `callback` is called whenever all that came has been read, and the other side has to send more.
    void on_dry(std::function<void()> callback) { on_dry_ = std::move(callback); }

    template <class Buffers, class Handler>
    auto async_read_some(const Buffers& buffers, Handler&& handler) {
        return asio::async_initiate<Handler, void(beast::error_code, size_t)>(
            [this](auto done, const Buffers& into) { this->read(ReadInto(into), Done(std::move(done))); }, handler,
            buffers);
    }

    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        return asio::async_initiate<Handler, void(beast::error_code, size_t)>(
            [this](auto done, const Buffers& what) { this->write(Written(what), Done(std::move(done))); }, handler,
            buffers);
    }

  private:
    using Done = std::move_only_function<void(beast::error_code, size_t)>;
    using ReadInto = BufferList<asio::mutable_buffer>;
    using Written = BufferList<asio::const_buffer>;

    size_t take_unread(const ReadInto& buffers);
    BytesView without_messages(BytesView bytes);
    void read(const ReadInto& buffers, Done done);
    void wait_and_read(const ReadInto& buffers, Done done);
    void pass_sent(const Written& buffers, size_t size);
    void write(const Written& buffers, Done done);

    Socket socket_;
    std::function<void()> on_dry_;
    std::function<bool(std::string&)> on_message_;
    FramePosition position_;       ///< of the stream, in what it reads
    FramePosition sent_position_;  ///< in what it writes, from begin_frames() on
    std::vector<uint8_t> unread_;  ///< `taken_` bytes of it are read
    size_t taken_ = 0;
    std::string held_;  ///< goes before what is written next
    std::string sent_;
};

// As Boost.Beast wants them of the layer below a WebSocket.
inline void teardown(beast::role_type role, JoiningSocket& socket, beast::error_code& error) {
    beast::websocket::teardown(role, socket.next_layer(), error);
}
template <class Handler>
void async_teardown(beast::role_type role, JoiningSocket& socket, Handler&& handler) {
    beast::websocket::async_teardown(role, socket.next_layer(), std::forward<Handler>(handler));
}

}  // namespace serinus::rpc

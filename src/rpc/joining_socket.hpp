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

/// One read and one write at a time, as for every stream.
class JoiningSocket {
  public:
    using executor_type = Socket::executor_type;
    using next_layer_type = Socket;

    explicit JoiningSocket(Socket socket) : socket_(std::move(socket)) {
        beast::error_code ignored;
        socket_.non_blocking(true, ignored);
    }
    executor_type get_executor() noexcept { return socket_.get_executor(); }
    Socket& next_layer() noexcept { return socket_; }
    const Socket& next_layer() const noexcept { return socket_; }

    /// Of what is written from here on all are frames, and no more the answer to the handshake.
    void begin_frames() noexcept { sent_position_ = {}; }
    /// A message that goes before what is written next, by the same call of the system: a whole WebSocket frame of a
    /// server, of text. Not while the stream writes parts of a message. Spec: RFC 6455, section 5.2
    void add_frame(std::initializer_list<std::string_view> parts) {
        size_t size = 0;
        for (const auto part : parts) size += part.size();
        constexpr size_t kShort = 125, kMedium = 0xffff;
        const auto add = [this](size_t byte) { held_ += static_cast<char>(byte & 0xff); };
        add(0x81);  // the last part of a message, which is text
        add(size <= kShort ? size : size <= kMedium ? 126 : 127);
        for (int bytes = size <= kShort ? 0 : size <= kMedium ? 2 : 8; bytes > 0; --bytes)
            add(size >> (8 * (bytes - 1)));
        for (const auto part : parts) held_ += part;
    }
    /// Short messages go to `take`, past the stream, as long as it returns true; only while the stream reads. It must
    /// not change the text of one that it does not take.
    void on_message(std::function<bool(std::string& text)> take) { on_message_ = std::move(take); }
    /// `callback` is called whenever all that came has been read, and the other side has to send more.
    void on_dry(std::function<void()> callback) { on_dry_ = std::move(callback); }

    template <class Buffers, class Handler>
    auto async_read_some(const Buffers& buffers, Handler&& handler) {
        return asio::async_initiate<Handler, void(beast::error_code, size_t)>(
            [this](auto done, const Buffers& into) { this->read(into, std::move(done)); }, handler, buffers);
    }

    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        return asio::async_initiate<Handler, void(beast::error_code, size_t)>(
            [this](auto done, const Buffers& what) { this->write(what, std::move(done)); }, handler, buffers);
    }

  private:
    /// Of all sockets of a thread: what a connection reads at once, and not more than a few messages of those who send
    /// large ones.
    static MutableBytesView scratch() {
        thread_local std::array<uint8_t, 16 << 10> bytes;
        return bytes;
    }

    template <class Buffers>
    size_t take_unread(const Buffers& buffers) {
        const size_t size = asio::buffer_copy(buffers, asio::buffer(unread_) + taken_);
        position_.pass(BytesView(unread_).subspan(taken_, size));
        taken_ += size;
        if (taken_ == unread_.size()) {
            unread_ = {};
            taken_ = 0;
        }
        return size;
    }

    /// What is left when short messages have been taken from the front.
    BytesView without_messages(BytesView bytes) {
        while (on_message_ && position_.is_between_messages()) {
            auto message = ShortMessage::at_front_of(bytes);
            if (!message || !on_message_(message->text)) break;
            bytes = bytes.subspan(message->frame_bytes);
        }
        return bytes;
    }

    template <class Buffers, class Done>
    void read(const Buffers& buffers, Done done) {
        if (!unread_.empty()) {
            taken_ = unread_.size() - without_messages(BytesView(unread_).subspan(taken_)).size();
            if (taken_ == unread_.size()) unread_.clear();
            if (unread_.empty()) taken_ = 0;
        }
        if (!unread_.empty()) {
            const size_t size = take_unread(buffers);
            asio::post(get_executor(), [done = std::move(done), size]() mutable { done(beast::error_code(), size); });
            return;
        }
        if (on_dry_) on_dry_();
        wait_and_read(buffers, std::move(done));
    }

    template <class Buffers, class Done>
    void wait_and_read(const Buffers& buffers, Done done) {
        socket_.async_wait(Socket::wait_read, [this, buffers, done = std::move(done)](beast::error_code error) mutable {
            size_t size = 0;
            // Those who send one short message after the other have sent more when these are done.
            constexpr int kReadsInARow = 4;
            for (int reads = 0; !error; ++reads) {
                if (reads == kReadsInARow) return wait_and_read(buffers, std::move(done));
                const auto into = scratch();
                size = socket_.read_some(asio::buffer(into.data(), into.size()), error);
                if (error == asio::error::would_block) return wait_and_read(buffers, std::move(done));
                if (error) break;
                const BytesView got = without_messages(into.first(size));
                if (got.empty()) {
                    if (on_dry_) on_dry_();
                    continue;
                }
                size = asio::buffer_copy(buffers, asio::buffer(got.data(), got.size()));
                position_.pass(got.first(size));
                unread_.assign(got.begin() + static_cast<std::ptrdiff_t>(size), got.end());
                break;
            }
            done(error, size);
        });
    }

    /// The first bytes of what the stream wanted to write have been sent.
    template <class Buffers>
    void pass_sent(const Buffers& buffers, size_t size) {
        for (auto buffer = asio::buffer_sequence_begin(buffers);
             size > 0 && buffer != asio::buffer_sequence_end(buffers); ++buffer) {
            const asio::const_buffer part = *buffer;
            const size_t sent = std::min(size, part.size());
            sent_position_.pass(BytesView(static_cast<const uint8_t*>(part.data()), sent));
            size -= sent;
        }
    }

    template <class Buffers, class Done>
    void write(const Buffers& buffers, Done done) {
        // The stream may be in the middle of an answer to a ping, of which there was room for a part alone.
        if (held_.empty() || !sent_position_.is_between_frames()) {
            socket_.async_write_some(
                buffers, [this, buffers, done = std::move(done)](beast::error_code error, size_t size) mutable {
                    pass_sent(buffers, size);
                    done(error, size);
                });
            return;
        }
        sent_ = std::exchange(held_, {});
        const size_t size = asio::buffer_size(buffers), before = sent_.size();
        sent_.resize(before + size);
        asio::buffer_copy(asio::buffer(sent_.data() + before, size), buffers);
        sent_position_.pass(BytesView(reinterpret_cast<const uint8_t*>(sent_.data()) + before, size));
        asio::async_write(socket_, asio::buffer(sent_),
                          [this, done = std::move(done), size](beast::error_code error, size_t) mutable {
                              sent_ = {};
                              done(error, error ? 0 : size);
                          });
    }

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

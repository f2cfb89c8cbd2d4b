/// A socket for a stream on top of it that needs fewer calls of the system for many short messages: it reads all that
/// is there at once, and can join several writes into one. Only for the .cpp files of the server.
#pragma once

#include <string>
#include <utility>

#include "rpc/transport.hpp"

namespace serinus::rpc {

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
        taken_ += size;
        if (taken_ == unread_.size()) {
            unread_ = {};
            taken_ = 0;
        }
        return size;
    }

    template <class Buffers, class Done>
    void read(const Buffers& buffers, Done done) {
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
            if (!error) {
                const auto into = scratch();
                size = socket_.read_some(asio::buffer(into.data(), into.size()), error);
                if (error == asio::error::would_block) return wait_and_read(buffers, std::move(done));
                const asio::const_buffer got(into.data(), size);
                const size_t used = asio::buffer_copy(buffers, got);
                unread_.assign(into.begin() + used, into.begin() + size);
                size = used;
            }
            done(error, size);
        });
    }

    template <class Buffers, class Done>
    void write(const Buffers& buffers, Done done) {
        if (held_.empty()) {
            socket_.async_write_some(buffers, std::move(done));
            return;
        }
        sent_ = std::exchange(held_, {});
        const size_t size = asio::buffer_size(buffers), before = sent_.size();
        sent_.resize(before + size);
        asio::buffer_copy(asio::buffer(sent_.data() + before, size), buffers);
        asio::async_write(socket_, asio::buffer(sent_),
                          [this, done = std::move(done), size](beast::error_code error, size_t) mutable {
                              sent_ = {};
                              done(error, error ? 0 : size);
                          });
    }

    Socket socket_;
    std::function<void()> on_dry_;
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

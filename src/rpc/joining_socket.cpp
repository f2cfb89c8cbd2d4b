#include "rpc/joining_socket.hpp"

namespace serinus::rpc {

namespace {

/// Of all sockets of a thread: what a connection reads at once, and not more than a few messages of those who send
/// large ones.
MutableBytesView scratch() {
    thread_local std::array<uint8_t, 16 << 10> bytes;
    return bytes;
}

}  // namespace

JoiningSocket::JoiningSocket(Socket socket) : socket_(std::move(socket)) {
    beast::error_code ignored;
    socket_.non_blocking(true, ignored);
}

void JoiningSocket::add_frame(std::initializer_list<std::string_view> parts) {
    size_t size = 0;
    for (const auto part : parts) size += part.size();
    constexpr size_t kShort = 125, kMedium = 0xffff;
    const auto add = [this](size_t byte) { held_ += static_cast<char>(byte & 0xff); };
    add(0x81);  // the last part of a message, which is text
    add(size <= kShort ? size : size <= kMedium ? 126 : 127);
    for (int bytes = size <= kShort ? 0 : size <= kMedium ? 2 : 8; bytes > 0; --bytes) add(size >> (8 * (bytes - 1)));
    for (const auto part : parts) held_ += part;
}

size_t JoiningSocket::take_unread(const ReadInto& buffers) {
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
BytesView JoiningSocket::without_messages(BytesView bytes) {
    while (on_message_ && position_.is_between_messages()) {
        auto message = ShortMessage::at_front_of(bytes);
        if (!message || !on_message_(message->text)) break;
        bytes = bytes.subspan(message->frame_bytes);
    }
    return bytes;
}

void JoiningSocket::read(const ReadInto& buffers, Done done) {
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

void JoiningSocket::wait_and_read(const ReadInto& buffers, Done done) {
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
void JoiningSocket::pass_sent(const Written& buffers, size_t size) {
    for (const asio::const_buffer& part : buffers) {
        const size_t sent = std::min(size, part.size());
        sent_position_.pass(BytesView(static_cast<const uint8_t*>(part.data()), sent));
        size -= sent;
    }
}

void JoiningSocket::write(const Written& buffers, Done done) {
    // The stream may be in the middle of an answer to a ping, of which there was room for a part alone.
    if (held_.empty() || !sent_position_.is_between_frames()) {
        socket_.async_write_some(buffers,
                                 [this, buffers, done = std::move(done)](beast::error_code error, size_t size) mutable {
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

}  // namespace serinus::rpc

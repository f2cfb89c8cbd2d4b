#include "network/service/resolver.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

namespace serinus::network {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Results = std::vector<std::string>;
using Answer = Result<Results, std::string>;

constexpr int kTimeoutMs = 2'500, kTries = 2;  ///< for each server

std::string not_found(const std::string& name, int status) {
    return "the name " + name + " is not found: " + ares_strerror(status);
}

Results ips_of(const ares_addrinfo* info) {
    Results out;
    for (const auto* node = info->nodes; node != nullptr && out.size() < Resolver::kMaxResults; node = node->ai_next) {
        char text[INET6_ADDRSTRLEN] = {};
        const void* ip = node->ai_family == AF_INET
                             ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(node->ai_addr)->sin_addr)
                             : &reinterpret_cast<const sockaddr_in6*>(node->ai_addr)->sin6_addr;
        if (::inet_ntop(node->ai_family, ip, text, sizeof text) != nullptr) out.emplace_back(text);
    }
    return out;
}

/// A record is a list of strings of at most 255 bytes, which belong together.
Results texts_of(const ares_txt_ext* records) {
    Results out;
    for (const auto* one = records; one != nullptr; one = one->next) {
        if (one->record_start != 0) {
            if (out.size() == Resolver::kMaxResults) break;
            out.emplace_back();
        }
        const std::string_view text(reinterpret_cast<const char*>(one->txt), one->length);
        if (!out.empty() && out.back().size() + text.size() <= Resolver::kMaxTextBytes) out.back() += text;
    }
    return out;
}

}  // namespace

struct Resolver::Impl : std::enable_shared_from_this<Impl> {
    explicit Impl(asio::io_context& io_in) : io(io_in), timer(io_in) {}

    struct Socket {
        explicit Socket(asio::io_context& io, int fd) : descriptor(io, fd) {}
        asio::posix::stream_descriptor descriptor;
        bool reads = false, writes = false;  ///< wanted
        bool is_reading = false, is_writing = false;
        bool is_gone = false;
    };
    /// The context of an answer.
    struct Question {
        std::weak_ptr<Impl> impl;
        std::string name;
        Found found;
    };

    void open() {
        ares_options options{};
        options.timeout = kTimeoutMs;
        options.tries = kTries;
        options.sock_state_cb_data = this;
        options.sock_state_cb = [](void* self, ares_socket_t fd, int reads, int writes) {
            static_cast<Impl*>(self)->on_socket_state(fd, reads != 0, writes != 0);
        };
        const int mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
        if (ares_init_options(&channel, &options, mask) != ARES_SUCCESS) channel = nullptr;
    }

    void close() {
        if (channel == nullptr) return;
        is_closed = true;
        ares_destroy(std::exchange(channel, nullptr));  // answers everything
        timer.cancel();
        for (auto& [fd, socket] : sockets) drop(*socket);
        sockets.clear();
    }

    void on_socket_state(ares_socket_t fd, bool reads, bool writes) {
        auto found = sockets.find(fd);
        if (!reads && !writes) {
            if (found == sockets.end()) return;
            drop(*found->second);
            sockets.erase(found);
            return;
        }
        if (found == sockets.end()) found = sockets.emplace(fd, std::make_shared<Socket>(io, fd)).first;
        found->second->reads = reads;
        found->second->writes = writes;
        watch(fd, found->second);
    }

    /// c-ares closes its sockets itself.
    static void drop(Socket& socket) {
        socket.is_gone = true;
        socket.descriptor.cancel();
        (void)socket.descriptor.release();
    }

    void watch(ares_socket_t fd, const std::shared_ptr<Socket>& socket) {
        const auto wait = [&](asio::posix::stream_descriptor::wait_type type, bool wanted, bool Socket::* is_waiting) {
            if (!wanted || (*socket).*is_waiting) return;
            (*socket).*is_waiting = true;
            const bool is_read = type == asio::posix::stream_descriptor::wait_read;
            socket->descriptor.async_wait(
                type, [self = shared_from_this(), fd, socket, is_waiting, is_read](const Error& error) {
                    (*socket).*is_waiting = false;
                    if (error || socket->is_gone || self->channel == nullptr) return;
                    ares_process_fd(self->channel, is_read ? fd : ARES_SOCKET_BAD, is_read ? ARES_SOCKET_BAD : fd);
                    if (!socket->is_gone && self->channel != nullptr) self->watch(fd, socket);
                    self->arm_timer();
                });
        };
        wait(asio::posix::stream_descriptor::wait_read, socket->reads, &Socket::is_reading);
        wait(asio::posix::stream_descriptor::wait_write, socket->writes, &Socket::is_writing);
    }

    void arm_timer() {
        timeval time{};
        if (channel == nullptr || ares_timeout(channel, nullptr, &time) == nullptr) return;
        timer.expires_after(std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec + 1000));
        timer.async_wait([self = shared_from_this()](const Error& error) {
            if (error || self->channel == nullptr) return;
            ares_process_fd(self->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
            self->arm_timer();
        });
    }

    /// Answers may come from within a question, and the asking code does not expect them there.
    static void answer(std::unique_ptr<Question> question, Answer answer) {
        const auto self = question->impl.lock();
        if (self == nullptr || self->is_closed) return;
        asio::post(self->io, [self, found = std::move(question->found), answer = std::move(answer)] {
            if (!self->is_closed) found(answer);
        });
    }

    void ask_for_ips(int family, std::unique_ptr<Question> question) {
        ares_addrinfo_hints hints{};
        hints.ai_family = family;
        hints.ai_flags = ARES_AI_NOSORT;
        const std::string name = question->name;
        ares_getaddrinfo(
            channel, name.c_str(), nullptr, &hints,
            [](void* argument, int status, int, ares_addrinfo* info) {
                std::unique_ptr<Question> asked(static_cast<Question*>(argument));
                Results out;
                if (status == ARES_SUCCESS) out = ips_of(info);
                if (info != nullptr) ares_freeaddrinfo(info);
                Answer result = std::move(out);
                if (result->empty()) result = Err(not_found(asked->name, status));
                answer(std::move(asked), std::move(result));
            },
            question.release());
    }

    void ask_for_texts(std::unique_ptr<Question> question) {
        const std::string name = question->name;
        ares_query(
            channel, name.c_str(), ns_c_in, ns_t_txt,
            [](void* argument, int status, int, unsigned char* bytes, int size) {
                std::unique_ptr<Question> asked(static_cast<Question*>(argument));
                ares_txt_ext* records = nullptr;
                if (status == ARES_SUCCESS) status = ares_parse_txt_reply_ext(bytes, size, &records);
                Results out;
                if (status == ARES_SUCCESS) out = texts_of(records);
                if (records != nullptr) ares_free_data(records);
                Answer result = std::move(out);
                if (status != ARES_SUCCESS) result = Err(not_found(asked->name, status));
                answer(std::move(asked), std::move(result));
            },
            question.release());
    }

    asio::io_context& io;
    asio::steady_timer timer;
    ares_channel channel = nullptr;
    std::map<ares_socket_t, std::shared_ptr<Socket>> sockets;
    bool is_closed = false;
};

Resolver::Resolver(asio::io_context& io) : impl_(std::make_shared<Impl>(io)) {}
Resolver::~Resolver() { close(); }

void Resolver::close() {
    impl_->is_closed = true;
    impl_->close();
}

void Resolver::lookup(DialPlan::Lookup::Kind kind, const std::string& name, Found found) {
    if (impl_->is_closed) return;
    if (impl_->channel == nullptr) impl_->open();
    auto question = std::make_unique<Impl::Question>(impl_, name, std::move(found));
    if (impl_->channel == nullptr) {
        return Impl::answer(std::move(question), Err(std::string("the system's resolver is not set up")));
    }
    switch (kind) {
        case DialPlan::Lookup::Kind::kIp4:
            impl_->ask_for_ips(AF_INET, std::move(question));
            break;
        case DialPlan::Lookup::Kind::kIp6:
            impl_->ask_for_ips(AF_INET6, std::move(question));
            break;
        case DialPlan::Lookup::Kind::kText:
            impl_->ask_for_texts(std::move(question));
            break;
    }
    impl_->arm_timer();
}

}  // namespace serinus::network

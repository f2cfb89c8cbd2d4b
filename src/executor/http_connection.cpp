#include "executor/http_connection.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <mutex>
#include <new>
#include <utility>

#include "platform/process.hpp"

namespace serinus::executor {
namespace {

template <auto kFree>
struct Freed {
    template <class T>
    void operator()(T* object) const noexcept {
        kFree(object);
    }
};

using TlsContext = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using TlsSession = std::unique_ptr<SSL, Freed<SSL_free>>;
using Addresses = std::unique_ptr<addrinfo, Freed<freeaddrinfo>>;

TlsContext make_tls_context() {
    TlsContext context(SSL_CTX_new(TLS_client_method()));
    if (context == nullptr || SSL_CTX_set_default_verify_paths(context.get()) != 1) return nullptr;
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    return context;
}

/// That the certificate is one of this name, or of this address.
bool expect_host(SSL* session, const std::string& host) {
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1) return true;
    return SSL_set1_host(session, host.c_str()) == 1;
}

}  // namespace

struct HttpConnections::Shared {
    int stop_fd = -1;  ///< readable once all shall end
    std::once_flag tls_once;
    TlsContext tls;

    SSL_CTX* tls_context() {
        std::call_once(tls_once, [this] { tls = make_tls_context(); });
        return tls.get();
    }
};

HttpConnections::HttpConnections() : shared_(std::make_unique<Shared>()) {
    shared_->stop_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (shared_->stop_fd < 0) throw std::bad_alloc();
}

HttpConnections::~HttpConnections() { ::close(shared_->stop_fd); }

void HttpConnections::stop() noexcept { (void)::eventfd_write(shared_->stop_fd, 1); }

struct HttpConnection::Impl {
    HttpConnections::Shared& shared;
    const uint32_t patience_ms;
    uint64_t deadline_ns = 0;
    int fd = -1;
    TlsSession tls;

    /// Until the socket can be read or written; false at the deadline and when all shall end.
    bool wait_for(short events) const {
        for (;;) {
            const uint64_t now = platform::monotonic_ns();
            if (now >= deadline_ns) return false;
            const auto left_ms = std::min<uint64_t>((deadline_ns - now) / 1'000'000 + 1, INT_MAX);
            pollfd waited[] = {{fd, events, 0}, {shared.stop_fd, POLLIN, 0}};
            const int count = ::poll(waited, 2, static_cast<int>(left_ms));
            if (count < 0 && errno != EINTR) return false;
            if (count <= 0) continue;
            return waited[1].revents == 0;
        }
    }

    bool connect_to(const addrinfo& address) {
        fd = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol);
        if (fd < 0) return false;
        if (::connect(fd, address.ai_addr, address.ai_addrlen) == 0) return true;
        int error = errno;
        if (error == EINPROGRESS && wait_for(POLLOUT)) {
            socklen_t size = sizeof error;
            if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0) return true;
        }
        ::close(std::exchange(fd, -1));
        return false;
    }

    bool connect_to(const HttpUrl& url) {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        if (::getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &found) != 0) return false;
        const Addresses addresses(found);
        deadline_ns = from_now();
        for (const addrinfo* address = found; address != nullptr; address = address->ai_next) {
            if (connect_to(*address)) return true;
        }
        return false;
    }

    bool begin_tls(const std::string& host) {
        SSL_CTX* const context = shared.tls_context();
        if (context == nullptr) return false;
        tls.reset(SSL_new(context));
        if (tls == nullptr || SSL_set_tlsext_host_name(tls.get(), host.c_str()) != 1) return false;
        if (!expect_host(tls.get(), host) || SSL_set_fd(tls.get(), fd) != 1) return false;
        return with_tls([&] { return SSL_connect(tls.get()); }) == 1;
    }

    /// Repeats a step of TLS until it is done: its result then, or that of its failure. At the end of the stream 0.
    template <class Step>
    int with_tls(Step step) const {
        for (;;) {
            ERR_clear_error();
            const int result = step();
            if (result > 0) return result;
            switch (SSL_get_error(tls.get(), result)) {
                case SSL_ERROR_WANT_READ:
                    if (!wait_for(POLLIN)) return -1;
                    break;
                case SSL_ERROR_WANT_WRITE:
                    if (!wait_for(POLLOUT)) return -1;
                    break;
                case SSL_ERROR_ZERO_RETURN:
                    return 0;
                default:
                    return -1;
            }
        }
    }

    /// The same for a plain socket.
    template <class Step>
    ssize_t without_tls(short events, Step step) const {
        for (;;) {
            const ssize_t result = step();
            if (result >= 0) return result;
            if (errno == EINTR) continue;
            if ((errno != EAGAIN && errno != EWOULDBLOCK) || !wait_for(events)) return -1;
        }
    }

    uint64_t from_now() const noexcept { return platform::monotonic_ns() + uint64_t{patience_ms} * 1'000'000; }
};

HttpConnection::HttpConnection(HttpConnections& all, uint32_t patience_ms)
    : impl_(std::make_unique<Impl>(*all.shared_, patience_ms)) {}

HttpConnection::~HttpConnection() {
    impl_->tls.reset();
    if (impl_->fd >= 0) ::close(impl_->fd);
}

bool HttpConnection::open(const HttpUrl& url) {
    if (!impl_->connect_to(url)) return false;
    renew_patience();
    return !url.is_secure || impl_->begin_tls(url.host);
}

void HttpConnection::renew_patience() noexcept { impl_->deadline_ns = impl_->from_now(); }

bool HttpConnection::write(BytesView bytes) {
    constexpr size_t kMaxPiece = size_t{1} << 20;  // lengths of OpenSSL are ints
    while (!bytes.empty()) {
        const size_t size = std::min(bytes.size(), kMaxPiece);
        const ssize_t count =
            impl_->tls != nullptr
                ? impl_->with_tls([&] { return SSL_write(impl_->tls.get(), bytes.data(), static_cast<int>(size)); })
                : impl_->without_tls(POLLOUT, [&] { return ::send(impl_->fd, bytes.data(), size, MSG_NOSIGNAL); });
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<size_t>(count));
    }
    return true;
}

std::optional<size_t> HttpConnection::read(MutableBytesView out) {
    const size_t size = std::min<size_t>(out.size(), INT_MAX);
    const ssize_t count =
        impl_->tls != nullptr
            ? impl_->with_tls([&] { return SSL_read(impl_->tls.get(), out.data(), static_cast<int>(size)); })
            : impl_->without_tls(POLLIN, [&] { return ::recv(impl_->fd, out.data(), size, 0); });
    if (count < 0) return std::nullopt;
    return static_cast<size_t>(count);
}

}  // namespace serinus::executor

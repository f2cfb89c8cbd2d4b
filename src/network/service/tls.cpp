#include "network/service/tls.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/assert.hpp"

namespace serinus::network {
namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};
using ContextPointer = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;
using SslPointer = std::unique_ptr<SSL, Deleter<SSL_free>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Deleter<X509_free>>;

constexpr size_t kPieceBytes = 16 * 1024;  ///< a record of TLS holds no more

ContextPointer make_context(const SSL_METHOD* method) {
    ContextPointer out(SSL_CTX_new(method));
    SERINUS_ASSERT(out != nullptr);
    SSL_CTX_set_min_proto_version(out.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(out.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(out.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(out.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(out.get(), 0);  // connections are long and are not resumed
    return out;
}

CertificatePointer make_certificate(EVP_PKEY* key, uint64_t unix_seconds) {
    constexpr uint64_t kDay = 86'400;
    CertificatePointer out(X509_new());
    SERINUS_ASSERT(out != nullptr);
    X509* const certificate = out.get();
    X509_set_version(certificate, 2);  // 3, counted from 0
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), unix_seconds);
    // A day back, as clocks differ.
    ASN1_TIME_set(X509_getm_notBefore(certificate), static_cast<time_t>(unix_seconds - kDay));
    ASN1_TIME_set(X509_getm_notAfter(certificate), static_cast<time_t>(unix_seconds + 365 * kDay));
    X509_set_pubkey(certificate, key);
    X509_NAME* const name = X509_get_subject_name(certificate);
    constexpr const char* kName = "serinus";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(kName), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    SERINUS_ASSERT(X509_sign(certificate, key, EVP_sha256()) > 0);
    return out;
}

}  // namespace

struct TlsContext::Impl {
    ContextPointer context;
};

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TlsContext::~TlsContext() = default;

std::unique_ptr<TlsContext> TlsContext::for_dialing() {
    auto context = make_context(TLS_client_method());
    // Without any roots every name is refused, with the reason.
    (void)SSL_CTX_set_default_verify_paths(context.get());
    ERR_clear_error();
    return std::unique_ptr<TlsContext>(new TlsContext(std::make_unique<Impl>(std::move(context))));
}

std::unique_ptr<TlsContext> TlsContext::for_listening(uint64_t unix_seconds) {
    auto context = make_context(TLS_server_method());
    const KeyPointer key(EVP_EC_gen("P-256"));
    SERINUS_ASSERT(key != nullptr);
    const auto certificate = make_certificate(key.get(), unix_seconds);
    SERINUS_ASSERT(SSL_CTX_use_certificate(context.get(), certificate.get()) == 1);
    SERINUS_ASSERT(SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1);
    return std::unique_ptr<TlsContext>(new TlsContext(std::make_unique<Impl>(std::move(context))));
}

struct TlsStream::Impl {
    SslPointer ssl;
    BIO* input = nullptr;   ///< owned by `ssl`, as the other
    BIO* output = nullptr;  ///< bytes to be sent
    bool is_closed = false;
    bool is_closing = false;
    bool has_failed = false;

    std::string reason() const {
        const long verdict = SSL_get_verify_result(ssl.get());
        const unsigned long error = ERR_peek_error();
        const char* text = error == 0 ? nullptr : ERR_reason_error_string(error);
        if (verdict != X509_V_OK) text = X509_verify_cert_error_string(verdict);
        ERR_clear_error();
        return std::string("TLS failed: ") + (text == nullptr ? "no reason is known" : text);
    }
};

TlsStream::TlsStream(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
    impl_->input = BIO_new(BIO_s_mem());
    impl_->output = BIO_new(BIO_s_mem());
    SERINUS_ASSERT(impl_->ssl != nullptr && impl_->input != nullptr && impl_->output != nullptr);
    SSL_set_bio(impl_->ssl.get(), impl_->input, impl_->output);
}
TlsStream::TlsStream(TlsStream&&) noexcept = default;
TlsStream::~TlsStream() = default;

TlsStream TlsStream::dialer(const TlsContext& context, const std::string& server_name) {
    TlsStream out(std::make_unique<Impl>(SslPointer(SSL_new(context.impl_->context.get()))));
    SSL* const ssl = out.impl_->ssl.get();
    SSL_set_connect_state(ssl);
    if (!server_name.empty()) {
        SSL_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
        SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        // A name that no certificate can have leaves the connection without a server to expect, so it must fail.
        if (SSL_set1_host(ssl, server_name.c_str()) != 1 || SSL_set_tlsext_host_name(ssl, server_name.c_str()) != 1) {
            out.impl_->has_failed = true;
        }
    }
    (void)SSL_do_handshake(ssl);  // its first message
    ERR_clear_error();
    return out;
}

TlsStream TlsStream::listener(const TlsContext& context) {
    TlsStream out(std::make_unique<Impl>(SslPointer(SSL_new(context.impl_->context.get()))));
    SSL_set_accept_state(out.impl_->ssl.get());
    return out;
}

Result<void, std::string> TlsStream::take(BytesView input, Bytes& plain) {
    Impl& impl = *impl_;
    if (impl.has_failed) return Err(std::string("TLS failed before"));
    if (impl.is_closed) return {};
    while (!input.empty()) {
        const size_t size = std::min(input.size(), kPieceBytes);
        SERINUS_ASSERT(BIO_write(impl.input, input.data(), static_cast<int>(size)) == static_cast<int>(size));
        input = input.subspan(size);
        for (;;) {
            const size_t before = plain.size();
            plain.resize(before + kPieceBytes);
            // It performs the handshake too.
            const int read = SSL_read(impl.ssl.get(), plain.data() + before, static_cast<int>(kPieceBytes));
            plain.resize(before + static_cast<size_t>(std::max(read, 0)));
            if (read > 0) continue;
            const int error = SSL_get_error(impl.ssl.get(), read);
            if (error == SSL_ERROR_WANT_READ) break;
            if (error == SSL_ERROR_ZERO_RETURN) {
                impl.is_closed = true;
                return {};
            }
            impl.has_failed = true;
            return Err(impl.reason());
        }
    }
    return {};
}

void TlsStream::write(BytesView plain) {
    SERINUS_ASSERT(is_open());
    while (!plain.empty()) {
        const size_t size = std::min(plain.size(), kPieceBytes);
        // Memory takes everything, and renegotiations, which would be in the way, are off.
        const int written = SSL_write(impl_->ssl.get(), plain.data(), static_cast<int>(size));
        if (written <= 0) {
            impl_->has_failed = true;
            ERR_clear_error();
            return;
        }
        plain = plain.subspan(static_cast<size_t>(written));
    }
}

void TlsStream::give(Bytes& out) {
    const size_t waiting = BIO_ctrl_pending(impl_->output);
    if (waiting == 0) return;
    const size_t before = out.size();
    out.resize(before + waiting);
    const int read = BIO_read(impl_->output, out.data() + before, static_cast<int>(waiting));
    out.resize(before + static_cast<size_t>(std::max(read, 0)));
}

bool TlsStream::has_output() const noexcept { return BIO_ctrl_pending(impl_->output) > 0; }
bool TlsStream::is_open() const noexcept {
    return SSL_is_init_finished(impl_->ssl.get()) == 1 && !impl_->has_failed && !impl_->is_closed && !impl_->is_closing;
}
bool TlsStream::is_closed() const noexcept { return impl_->is_closed; }

void TlsStream::close() {
    if (!is_open()) return;
    impl_->is_closing = true;
    (void)SSL_shutdown(impl_->ssl.get());
    ERR_clear_error();
}

}  // namespace serinus::network

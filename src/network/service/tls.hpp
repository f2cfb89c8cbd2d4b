/// TLS of WebSocket connections: OpenSSL over memory, so no socket and no thread. It adds no identity to that of noise:
/// it is there for networks and browsers that let nothing else pass.
/// Spec: libp2p websockets, "Secure WebSockets"
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::network {

/// Settings that connections of one kind share. Must outlive them.
class TlsContext {
  public:
    /// Trusts the certificate authorities that the system trusts.
    static std::unique_ptr<TlsContext> for_dialing();
    /// With a fresh key and a certificate that it signs itself, valid for a year from `unix_seconds`.
    static std::unique_ptr<TlsContext> for_listening(uint64_t unix_seconds);
    ~TlsContext();

  private:
    friend class TlsStream;
    struct Impl;
    explicit TlsContext(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// One connection.
class TlsStream {
  public:
    /// The dialer. The other side's certificate must be valid for `server_name`; without one, any is taken.
    static TlsStream dialer(const TlsContext& context, const std::string& server_name);
    static TlsStream listener(const TlsContext& context);
    TlsStream(TlsStream&&) noexcept;
    ~TlsStream();

    /// Takes all of `input` and appends the decrypted bytes. The error is a sentence; nothing is taken after it.
    Result<void, std::string> take(BytesView input, Bytes& plain);
    /// Precondition: is_open().
    void write(BytesView plain);
    /// The bytes to be sent.
    void give(Bytes& out);
    bool has_output() const noexcept;
    bool is_open() const noexcept;    ///< the handshake is done, and neither side has closed
    bool is_closed() const noexcept;  ///< the other side closed
    void close();

  private:
    struct Impl;
    explicit TlsStream(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::network

/// A connection to an HTTP server, plain or with TLS, for a thread of its own.
#pragma once

#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "executor/http_url.hpp"

namespace serinus::executor {

/// What all connections share: the trusted certificates, and the end of all waiting.
class HttpConnections {
  public:
    /// Throws if the system has no more descriptors.
    HttpConnections();
    ~HttpConnections();
    HttpConnections(const HttpConnections&) = delete;
    HttpConnections& operator=(const HttpConnections&) = delete;

    /// Every connection fails from now on, even while somebody waits for it.
    void stop() noexcept;

  private:
    friend class HttpConnection;
    struct Shared;
    std::unique_ptr<Shared> shared_;
};

class HttpConnection {
  public:
    /// How long it may take to connect, or what was renewed last.
    HttpConnection(HttpConnections& all, uint32_t patience_ms);
    ~HttpConnection();
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;

    /// False: the host is not known or does not answer, or is not who it says it is.
    bool open(const HttpUrl& url);
    /// What follows may take as long again.
    void renew_patience() noexcept;
    bool write(BytesView bytes);
    /// The next bytes, as many as have come; 0 at the end, nullopt for a failure.
    std::optional<size_t> read(MutableBytesView out);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::executor

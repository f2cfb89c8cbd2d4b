/// Small blocking clients for tests and benches: bytes over TCP, HTTP, WebSocket. They stop the program where a test
/// could not go on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace serinus::test {

/// A socket to 127.0.0.1 that sends given bytes.
class RawClient {
  public:
    explicit RawClient(uint16_t port);
    ~RawClient();
    void send(std::string_view bytes);
    /// All until the other side closes or resets.
    std::string receive_all();
    /// Until `end` was received, or the other side closed.
    std::string receive_until(std::string_view end);
    int descriptor() const noexcept { return socket_; }

  private:
    int socket_;
};

struct HttpResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case
    std::string body;
    std::string field(std::string_view name) const;  ///< empty: none
};

using Fields = std::vector<std::pair<std::string, std::string>>;

/// One connection that is kept.
class HttpClient {
  public:
    explicit HttpClient(uint16_t port);
    ~HttpClient();
    HttpResponse request(std::string_view method, std::string_view path, std::string_view body = {},
                         const Fields& fields = {});
    /// POST with the content type and Host of a well-behaved client.
    HttpResponse call(std::string_view body);
    bool is_open();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

class WebSocketClient {
  public:
    /// Status of the refusal in `refused`, if the handshake may fail.
    explicit WebSocketClient(uint16_t port, const Fields& fields = {}, int* refused = nullptr);
    ~WebSocketClient();
    void send(std::string_view text);
    void send_binary(std::string_view bytes);
    /// The next message; nullopt: the other side closed.
    std::optional<std::string> receive();
    std::string call(std::string_view text);  ///< send and receive
    /// Why the other side closed; 0: without a close frame.
    int close_code() const;
    void close();
    int descriptor() const;  ///< of the socket

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::test

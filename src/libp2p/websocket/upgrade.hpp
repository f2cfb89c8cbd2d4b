/// The HTTP exchange that begins a WebSocket connection. Nothing of HTTP beyond it: a request that asks for anything
/// else is answered with an error.
/// Spec: RFC 6455, 4; RFC 9112 for the form of the heads
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::network::websocket {

/// Ours: requests of browsers have about 600 bytes, of proxies that add fields some more.
inline constexpr size_t kMaxUpgradeBytes = 8192;
inline constexpr size_t kMaxHeaderFields = 64;

enum class UpgradeError : uint8_t {
    kMalformed,    ///< no head of HTTP/1.1
    kNoUpgrade,    ///< an ordinary HTTP request, or an answer other than 101
    kBadVersion,   ///< of WebSocket: only 13 exists
    kBadKey,       ///< no key of 16 bytes, or an answer to another key
    kNotAskedFor,  ///< the server chose an extension or a subprotocol that the client did not name
};
const char* to_string(UpgradeError error) noexcept;

/// 16 random bytes, by which the client knows that the answer is one to its request.
using UpgradeNonce = ByteArray<16>;

/// The client's request. `host`: as the field Host has it, with the port if it is not the scheme's.
std::string upgrade_request(std::string_view host, std::string_view path, const UpgradeNonce& nonce);

/// Checks the head of a request (with the empty line at its end) and gives the answer that accepts it.
Result<std::string, UpgradeError> answer_upgrade(std::string_view request);
/// The answer to a request that was not accepted; the connection is closed behind it.
std::string refusal_of(UpgradeError error);

/// Checks the head of the server's answer (with the empty line at its end).
Result<void, UpgradeError> check_upgrade_answer(std::string_view answer, const UpgradeNonce& nonce);

/// The Sec-WebSocket-Accept of a key, as the key stands in the request.
std::string accept_value_of(std::string_view key);

}  // namespace serinus::network::websocket

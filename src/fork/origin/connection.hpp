/// A WebSocket connection to an origin.
#pragma once

#include <functional>
#include <memory>

#include "base/result.hpp"
#include "fork/origin/endpoint.hpp"

namespace serinus::fork {

struct ConnectionLimits {
    uint32_t timeout_ms = 30'000;                 ///< of each step: connecting, sending, waiting for a message
    int attempts = 6;                             ///< in a row, of a call that gets no answer. At least 1
    size_t max_message_bytes = size_t{32} << 20;  ///< a larger one ends the connection
    /// Asked a few times a second while something is waited for; true ends it. Empty: false.
    std::function<bool()> should_stop = {};
};

/// One thread at a time, which waits. Errors are sentences; after one the connection is of no more use.
class Connection {
  public:
    virtual ~Connection() = default;
    virtual Result<void, std::string> send(const std::string& message) = 0;
    /// `is_same_wait`: the message before was not the one that is waited for, and its time counts.
    virtual Result<std::string, std::string> receive(bool is_same_wait) = 0;
};

/// TLS is checked against the certificates of the system.
Result<std::unique_ptr<Connection>, std::string> connect(const Endpoint& endpoint, const ConnectionLimits& limits);

/// Lets time pass on the thread of the caller, before an origin is asked again. `should_stop`: as in ConnectionLimits.
void pause(uint32_t duration_ms, const std::function<bool()>& should_stop);

}  // namespace serinus::fork

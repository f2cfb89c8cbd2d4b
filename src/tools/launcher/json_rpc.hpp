/// JSON-RPC calls to a node, over HTTP.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "executor/offchain_http.hpp"

namespace serinus::launcher {

struct JsonRpcError {
    enum class Kind : uint8_t {
        kNoAnswer = 1,  ///< not connected, not in time, too long, or no JSON-RPC
        kMethodNotFound,
        kRefused,  ///< another error of the node
    } kind = Kind::kNoAnswer;
    std::string reason;
};

/// One call after the other; each blocks until its answer or the deadline.
class JsonRpc {
  public:
    /// `url`: http(s):// or ws(s)://, of which the same port answers HTTP. `deadline_ms`: since 1970, for all calls.
    JsonRpc(executor::OffchainHttp& http, std::string_view url, uint64_t deadline_ms, size_t max_answer_bytes);

    /// The result of a call.
    Result<boost::json::value, JsonRpcError> call(std::string_view method, boost::json::array params = {});

  private:
    std::optional<std::string> post(const std::string& body);

    executor::OffchainHttp& http_;
    std::string url_;
    uint64_t deadline_;
    size_t max_answer_bytes_;
};

}  // namespace serinus::launcher

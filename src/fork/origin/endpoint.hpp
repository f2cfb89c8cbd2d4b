/// The address of an origin.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace serinus::fork {

struct Endpoint {
    bool is_secure = false;  ///< wss
    std::string host;        ///< without brackets
    std::string port;
    std::string path = "/";
};

/// "ws://HOST:PORT/PATH"; http and https mean ws and wss. nullopt: it is none.
std::optional<Endpoint> parse_endpoint(std::string_view text);

}  // namespace serinus::fork

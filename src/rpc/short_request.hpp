/// A request over HTTP that has come as a whole, as nearly all clients send theirs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace serinus::rpc {

/// A POST to "/" whose fields and body need no more than to be looked at where they are. Everything that is rare, wrong
/// or in doubt is left to the parser of Boost.Beast: what is taken here means the same there.
struct ShortRequest {
    static constexpr size_t kMaxBytes = 4 << 10;  ///< ours; with the head

    std::string_view content_type, host, origin;  ///< empty: none
    std::string_view body;
    size_t bytes = 0;  ///< of head and body

    /// The one at the front of `bytes`, which the views look into. It keeps the connection, has one Content-Length, and
    /// none of the fields that another answer than that to its body depends on: Transfer-Encoding, Expect, Upgrade,
    /// and the names that proxies give to clients. nullopt: something else, or not all of it. Spec: RFC 9112
    static std::optional<ShortRequest> at_front_of(std::string_view bytes) noexcept;
};

}  // namespace serinus::rpc

/// How calls to an origin are written down, and what its answers hold.
#pragma once

#include <boost/json.hpp>

#include "base/hex.hpp"
#include "fork/origin/origin_node.hpp"

namespace serinus::fork {

namespace json = boost::json;

inline constexpr size_t kMaxKeyBytes = 32767;  ///< ours

inline std::string hex(BytesView bytes) { return to_hex_prefixed(bytes); }

/// Errors are sentences that name `what`.
inline Result<Bytes, std::string> bytes_of(const json::value& value, const char* what) {
    const auto* text = value.if_string();
    if (text != nullptr) {
        auto bytes = from_hex_prefixed(*text);
        if (bytes) return *std::move(bytes);
    }
    return Err(std::string(what) + " is no hex text");
}

inline Result<Hash256, std::string> hash_of(const json::value& value, const char* what) {
    TRY_ASSIGN(const Bytes bytes, bytes_of(value, what));
    if (bytes.size() != 32) return Err(std::string(what) + " is no hash");
    Hash256 out;
    std::ranges::copy(bytes, out.bytes.begin());
    return out;
}

/// As chain_getHeader answers it. Errors are sentences.
Result<primitives::Header, std::string> header_of(const json::value& value);
/// As archive_v1_header answers it.
Result<primitives::Header, std::string> encoded_header_of(const json::value& value);

/// Requests, and their results once they are there.
struct OriginNode::Calls {
    struct Call {
        std::string method;
        json::array params;
        std::optional<json::value> result = {};
        /// Of a subscription, whose result is the list of its events: the method that ends it, and how many events are
        /// wanted; it is ended after these.
        std::string stop = {};
        size_t max_events = 0;
        json::value subscription = {};
        json::array events = {};
    };
    std::vector<Call> calls;
    std::string refusal;        ///< the origin answered with an error: asking again is of no use
    bool is_limited = false;    ///< it was asked too much
    size_t bytes = 0;           ///< of the answers that are kept
    bool is_too_much = false;   ///< the refusal is ours: they are too large together
    bool lacks_method = false;  ///< the refusal is that there is no such method

    void add(std::string method, json::array params) {
        calls.push_back({.method = std::move(method), .params = std::move(params)});
    }
    const json::value& result(size_t index) const { return *calls[index].result; }
};

}  // namespace serinus::fork

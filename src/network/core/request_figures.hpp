/// Counts requests and their times by protocol, for metrics.
#pragma once

#include <array>
#include <map>
#include <string>

#include "network/link/requests.hpp"

namespace serinus::network {

struct RequestFigures {
    /// How long successful requests took.
    struct Times {
        /// Upper bounds in milliseconds: 1, 2, 4 and so on. Observed: polkadot-stable2407,
        /// client/network/src/service/metrics.rs
        static constexpr size_t kBounds = 16;
        static constexpr link::Millis bound_ms(size_t i) noexcept { return link::Millis{1} << i; }

        std::array<uint64_t, kBounds + 1> counts = {};  ///< the last one above all bounds
        uint64_t sum_ms = 0;

        void add(link::Millis ms) noexcept {
            size_t i = 0;
            while (i < kBounds && ms > bound_ms(i)) ++i;
            ++counts[i];
            sum_ms += ms;
        }
        friend bool operator==(const Times&, const Times&) = default;
    };

    std::string protocol;                                                 ///< its best name
    Times in, out;                                                        ///< answered by this node; answered by others
    std::map<std::string, uint64_t> in_failures = {}, out_failures = {};  ///< by reasons as the reference names them
};

constexpr const char* reason_of(link::RequestError error) noexcept {
    switch (error) {
        case link::RequestError::kNotConnected:
            return "not-connected";
        case link::RequestError::kRefused:
            return "refused";
        case link::RequestError::kTimeout:
            return "timeout";
        case link::RequestError::kDisconnected:
            return "connection-closed";
        case link::RequestError::kMalformed:
            return "malformed";
        case link::RequestError::kCancelled:
            return "obsolete";
    }
    return "unknown";
}

}  // namespace serinus::network

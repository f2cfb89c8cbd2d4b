/// Behaviour of peers, as numbers beside the protocol that saw it, and the sum of these numbers over time.
/// Observed: sc-network 0.60.0: ReputationChange, peer_store
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

namespace serinus::network {

/// A cost (below 0) or a benefit, with its reason for the log.
struct Report {
    enum class Kind : uint8_t {
        kPlain,
        kServed,      ///< the peer gave something that was good: it is worth its place among the peers
        kWrongChain,  ///< another genesis: nothing will ever come of it
    };
    int32_t value = 0;
    std::string_view reason;
    Kind kind = Kind::kPlain;

    friend bool operator==(const Report&, const Report&) = default;
};

/// The cost of a proven fault: a bad seal, proof or signature, a malformed message, a block that execution refuses. It
/// is a ban at once.
inline constexpr int32_t kMalicious = std::numeric_limits<int32_t>::min();

/// Of a peer that serves; each protocol has its own costs.
inline constexpr Report kServed{1 << 7, "Served well", Report::Kind::kServed};
/// Observed: polkadot-stable2407: the values of TIMEOUT and REFUSED in sc-network-sync
inline constexpr Report kRequestFailed{-(1 << 10), "Request failed"};

// Costs of all protocols. The core asks for the first two, so that no protocol is free of charge. All ours: in the
// reference a peer that asks without end is slowed down alone.

/// Each request of a peer, answered or not: some 1,800 a second are a ban.
inline constexpr Report kRequestPrice{-(1 << 12), "Request"};
/// Each offer of a pair of notifications, likewise. An honest peer offers again after seconds.
inline constexpr Report kOfferPrice{-(1 << 12), "Offer of notifications"};
/// An answer that took work, beside the price of its request: some 200 a second are a ban, which is more than a peer
/// can use.
inline constexpr Report kAnswerPrice{-(7 << 12), "Answer to a request"};
/// A message of identify; a peer needs one for each connection.
inline constexpr Report kIdentifyPrice{-(1 << 15), "Identify"};
/// Some 29,000 pings a second are a ban. Observed: libp2p-ping 0.45.0: a peer sends one each 15 s
inline constexpr Report kPingPrice{-(1 << 8), "Ping"};

/// The sum of a peer's reports, which decays: old reports weigh little.
class Reputation {
  public:
    using Millis = uint64_t;

    /// Below it a peer is banned. Observed: polkadot-stable2407: BANNED_THRESHOLD, 71 % of the least
    static constexpr int32_t kThreshold = 71 * (std::numeric_limits<int32_t>::min() / 100);
    /// Ours: benefits count up to here, so that no credit buys a lie.
    static constexpr int32_t kMaxCredit = 1 << 20;

    /// The sum at `now`, of any monotonic clock.
    int32_t value(Millis now) const noexcept {
        Reputation copy = *this;
        copy.decay(now);
        return copy.value_;
    }
    /// Whether the report takes the sum below the threshold. Then the sum begins at 0 again: its price is the ban.
    bool add(int32_t report, Millis now) noexcept {
        decay(now);
        const int64_t sum = int64_t{value_} + report;
        const bool is_over = report < kThreshold || sum < kThreshold;
        value_ = is_over ? 0 : static_cast<int32_t>(std::min<int64_t>(sum, kMaxCredit));
        return is_over;
    }

  private:
    /// Observed: sc-network 0.60.0: each second the sum loses a 200th, and 1 at least.
    void decay(Millis now) noexcept {
        constexpr Millis kStepMs = 1'000;
        constexpr int32_t kInverse = 200;
        for (; now - since_ >= kStepMs && value_ != 0; since_ += kStepMs) {
            const int32_t step = value_ / kInverse;
            value_ -= step != 0 ? step : (value_ > 0 ? 1 : -1);
        }
        if (value_ == 0) since_ = now;
    }

    int32_t value_ = 0;
    Millis since_ = 0;  ///< from here on the sum decays
};

}  // namespace serinus::network

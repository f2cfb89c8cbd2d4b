/// Sums of small reports by peer, for those that judge messages by the thousand on other threads: they reach the
/// network together. A report that is a ban by itself is not kept back.
/// Observed: polkadot-node-subsystem-util 36.0.0, ReputationAggregator: each 30 s, and what is malicious at once
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "network/core/report.hpp"

namespace serinus::network {

/// One thread at a time. `Peer`: as the judge knows peers.
template <class Peer>
class ReportSums {
  public:
    using Millis = uint64_t;
    using Due = std::vector<std::pair<Peer, Report>>;

    static constexpr Millis kPeriodMs = 30'000;
    static constexpr size_t kMaxPeers = 4096;  ///< ours: then all are due

    /// Returns the sums to be reported at `now`, mostly nothing. The reason of a sum is that of its last report.
    Due add(const Peer& peer, const Report& report, Millis now) {
        if (report.value < Reputation::kThreshold) {
            sums_.erase(peer);
            return {{peer, report}};
        }
        if (report.value != 0) {
            if (sums_.empty()) since_ = now;
            const auto [at, is_first] = sums_.emplace(peer, report);
            if (!is_first) add_to(at->second, report);
        }
        if (sums_.empty() || (now - since_ < kPeriodMs && sums_.size() < kMaxPeers)) return {};
        Due out(sums_.begin(), sums_.end());
        sums_.clear();
        return out;
    }

  private:
    static void add_to(Report& sum, const Report& report) {
        const int64_t value = int64_t{sum.value} + report.value;
        sum = {static_cast<int32_t>(std::clamp<int64_t>(value, INT32_MIN, INT32_MAX)), report.reason, report.kind};
    }

    std::map<Peer, Report> sums_;
    Millis since_ = 0;  ///< when the first of them came
};

}  // namespace serinus::network

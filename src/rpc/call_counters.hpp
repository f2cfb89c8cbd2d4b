/// Counts calls by method, for Prometheus.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rpc/call.hpp"
#include "rpc/server.hpp"

namespace serinus::rpc {

/// Of one protocol. The methods are those of the registry and "unknown", so that no client can make the list grow.
class CallCounters final : public CallObserver {
  public:
    CallCounters(const Registry& registry, bool websocket);
    void started(std::string_view method) override;
    void finished(std::string_view method, bool succeeded, uint64_t time_us) override;
    /// Appends those that were called.
    void read(std::vector<CallStats>& out) const;

  private:
    struct Counters {
        std::atomic<uint64_t> started{0}, succeeded{0}, failed{0}, time_us{0};
        std::array<std::atomic<uint64_t>, CallStats::kBucketsUs.size() + 1> by_time{};
    };
    const bool websocket_;
    std::map<std::string, Counters, std::less<>> counters_;  ///< complete since the start
};

}  // namespace serinus::rpc

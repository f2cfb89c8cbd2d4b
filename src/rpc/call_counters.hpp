/// Counts calls by method, for Prometheus.
#pragma once

#include <array>
#include <atomic>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rpc/call.hpp"
#include "rpc/server.hpp"

namespace serinus::rpc {

/// Of one protocol. The methods are those of the registry and "unknown", so that no client can make the list grow.
class CallCounters final : public CallObserver {
  public:
    CallCounters(const Registry& registry, bool websocket);
    size_t started(std::string_view method) override;
    void finished(size_t call, bool succeeded, uint64_t time_us) override;
    /// Appends those that were called.
    void read(std::vector<CallStats>& out) const;

  private:
    struct Counters {
        std::atomic<uint64_t> started{0}, succeeded{0}, failed{0}, time_us{0};
        std::array<std::atomic<uint64_t>, CallStats::kBucketsUs.size() + 1> by_time{};
    };
    const bool websocket_;
    // Complete since the start.
    std::vector<std::string> names_;
    std::vector<Counters> counters_;  ///< by position in `names_`
    std::unordered_map<std::string_view, size_t> positions_;
};

}  // namespace serinus::rpc

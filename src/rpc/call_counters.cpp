#include "rpc/call_counters.hpp"

#include <algorithm>

namespace serinus::rpc {

CallCounters::CallCounters(const Registry& registry, bool websocket) : websocket_(websocket) {
    for (const auto& name : registry.names()) counters_.try_emplace(name);
    counters_.try_emplace("unknown");
}

void CallCounters::started(std::string_view method) { ++counters_.find(method)->second.started; }

void CallCounters::finished(std::string_view method, bool succeeded, uint64_t time_us) {
    Counters& counters = counters_.find(method)->second;
    ++(succeeded ? counters.succeeded : counters.failed);
    counters.time_us += time_us;
    const auto bucket = std::ranges::lower_bound(CallStats::kBucketsUs, static_cast<double>(time_us));
    ++counters.by_time[static_cast<size_t>(bucket - CallStats::kBucketsUs.begin())];
}

void CallCounters::read(std::vector<CallStats>& out) const {
    for (const auto& [method, counters] : counters_) {
        if (counters.started == 0) continue;
        CallStats stats{.method = method,
                        .websocket = websocket_,
                        .started = counters.started,
                        .succeeded = counters.succeeded,
                        .failed = counters.failed,
                        .time_us = counters.time_us};
        for (size_t i = 0; i < stats.by_time.size(); ++i) stats.by_time[i] = counters.by_time[i];
        out.push_back(std::move(stats));
    }
}

}  // namespace serinus::rpc

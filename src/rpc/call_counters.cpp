#include "rpc/call_counters.hpp"

#include <algorithm>

namespace serinus::rpc {

CallCounters::CallCounters(const Registry& registry, bool websocket)
    : websocket_(websocket), names_(registry.names()), counters_(names_.size() + 1) {
    names_.emplace_back("unknown");
    for (size_t i = 0; i < names_.size(); ++i) positions_.emplace(names_[i], i);
}

size_t CallCounters::started(std::string_view method) {
    const size_t position = positions_.find(method)->second;
    ++counters_[position].started;
    return position;
}

void CallCounters::finished(size_t call, bool succeeded, uint64_t time_us) {
    Counters& counters = counters_[call];
    ++(succeeded ? counters.succeeded : counters.failed);
    counters.time_us += time_us;
    const auto bucket = std::ranges::lower_bound(CallStats::kBucketsUs, static_cast<double>(time_us));
    ++counters.by_time[static_cast<size_t>(bucket - CallStats::kBucketsUs.begin())];
}

void CallCounters::read(std::vector<CallStats>& out) const {
    for (size_t position = 0; position < names_.size(); ++position) {
        const Counters& counters = counters_[position];
        if (counters.started == 0) continue;
        CallStats stats{.method = names_[position],
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

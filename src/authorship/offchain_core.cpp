#include "authorship/offchain_core.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace serinus::authorship {

void OffchainCore::handle(Input input, uint64_t now_ms, Effects& effects) {
    if (auto* imported = std::get_if<Imported>(&input)) {
        on_imported(std::move(*imported), now_ms, effects);
    } else {
        on_ended(std::get<Ended>(input), effects);
    }
    begin_runs(now_ms, effects);
}

void OffchainCore::on_imported(Imported imported, uint64_t now_ms, Effects& effects) {
    if (!imported.is_new_best) {
        effects.emplace_back(Skip{imported.block.id, SkipReason::kNotBest});
        return;
    }
    const bool all_busy = std::ranges::find(is_busy_, false) == is_busy_.end();
    if (all_busy && waiting_.size() >= limits_.waiting) {
        effects.emplace_back(Skip{imported.block.id, SkipReason::kTooManyWait});
        return;
    }
    waiting_.push_back({std::move(imported.block), now_ms});
}

void OffchainCore::on_ended(const Ended& ended, Effects& effects) {
    SERINUS_ASSERT(ended.worker < is_busy_.size() && is_busy_[ended.worker]);
    is_busy_[ended.worker] = false;
    if (ended.outcome == Outcome::kSucceeded) ++succeeded_;
    if (ended.outcome == Outcome::kNoApi && !std::exchange(has_reported_missing_, true)) {
        effects.emplace_back(ReportMissingApi{});
    }
}

void OffchainCore::begin_runs(uint64_t now_ms, Effects& effects) {
    while (!waiting_.empty()) {
        const auto free = std::ranges::find(is_busy_, false);
        if (free == is_busy_.end()) return;
        Waiting next = std::move(waiting_.front());
        waiting_.pop_front();
        if (now_ms - next.since_ms > limits_.max_wait_ms) {
            effects.emplace_back(Skip{next.block.id, SkipReason::kWaitedTooLong});
            continue;
        }
        *free = true;
        const auto worker = static_cast<size_t>(free - is_busy_.begin());
        effects.emplace_back(Run{worker, std::move(next.block), limits_.max_run_ms});
    }
}

}  // namespace serinus::authorship

#include "pvf/execution_queue.hpp"

#include <algorithm>
#include <numeric>

namespace serinus::pvf {
namespace {

/// Percents of what is left to a purpose and those behind it.
constexpr std::array<uint32_t, ExecutionQueue::kPurposes> kShares = {70, 80, 100, 100};

bool backs(Purpose purpose) noexcept { return execution_kind(purpose) == ExecutionKind::kBacking; }

}  // namespace

void ExecutionQueue::add(QueuedJob job, uint64_t now_ms) {
    job.added_ms = now_ms;
    waiting_[static_cast<size_t>(job.purpose)].push_back(job);
}

bool ExecutionQueue::has_its_share(size_t purpose) const noexcept {
    const uint32_t all = std::accumulate(taken_.begin() + static_cast<ptrdiff_t>(purpose), taken_.end(), 0u);
    return all != 0 && taken_[purpose] * 100 / all >= kShares[purpose];
}

std::optional<size_t> ExecutionQueue::next_purpose() const noexcept {
    std::optional<size_t> first;
    for (size_t purpose = 0; purpose < kPurposes; ++purpose) {
        if (waiting_[purpose].empty()) continue;
        if (!first) first = purpose;
        if (!has_its_share(purpose)) return purpose;
    }
    return first;
}

void ExecutionQueue::count(size_t purpose) noexcept {
    ++taken_[purpose];
    if (std::accumulate(taken_.begin(), taken_.end(), 0u) >= kWindow) taken_.fill(0);
}

std::optional<QueuedJob> ExecutionQueue::take(uint64_t now_ms) {
    const auto purpose = next_purpose();
    if (!purpose) return std::nullopt;
    const QueuedJob job = waiting_[*purpose].front();
    waiting_[*purpose].pop_front();
    count(*purpose);
    waited_[*purpose].add(now_ms - std::min(now_ms, job.added_ms));
    return job;
}

std::vector<QueuedJob> ExecutionQueue::update_leaves(const std::vector<Hash256>& blocks) {
    std::vector<QueuedJob> gone;
    for (size_t purpose = 0; purpose < kPurposes; ++purpose) {
        if (!backs(static_cast<Purpose>(purpose))) continue;
        std::erase_if(waiting_[purpose], [&](const QueuedJob& job) {
            if (std::ranges::binary_search(blocks, job.scheduling_parent)) return false;
            gone.push_back(job);
            return true;
        });
    }
    return gone;
}

bool ExecutionQueue::cancel(uint64_t id) {
    for (auto& jobs : waiting_) {
        if (std::erase_if(jobs, [id](const QueuedJob& job) { return job.id == id; }) != 0) return true;
    }
    return false;
}

size_t ExecutionQueue::size() const noexcept {
    return std::accumulate(waiting_.begin(), waiting_.end(), size_t{0},
                           [](size_t sum, const auto& jobs) { return sum + jobs.size(); });
}

}  // namespace serinus::pvf

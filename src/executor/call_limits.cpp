#include "executor/call_limits.hpp"

namespace serinus::executor {

Deadlines::Deadlines(platform::Scheduler& scheduler)
    : scheduler_(scheduler), lane_(scheduler.make_lane({.name = "call-deadlines"})) {}

Deadlines::~Deadlines() = default;

Deadlines::Key Deadlines::add(uint64_t duration_ms, std::stop_source stop) {
    const uint64_t now = scheduler_.now_ms();
    const uint64_t at = duration_ms > UINT64_MAX - now ? UINT64_MAX : now + duration_ms;
    const std::lock_guard lock(mutex_);
    const Key key{at, next_++};
    waiting_.emplace(key, stop);
    if (!armed_ || at < armed_->at_ms) arm(now);
    // The lane is closed: nobody would end this call.
    if (!armed_) stop.request_stop();
    return key;
}

void Deadlines::remove(const Key& key) noexcept {
    const std::lock_guard lock(mutex_);
    waiting_.erase(key);
}

/// The timer is not cancelled with the call that it was set for: the next call needs one soon.
void Deadlines::arm(uint64_t now_ms) {
    if (armed_) lane_->cancel(armed_->timer);
    armed_.reset();
    const uint64_t at = waiting_.begin()->first.first;
    if (const auto timer = lane_->post_after(at > now_ms ? at - now_ms : 0, [this] { on_timer(); })) {
        armed_ = {at, *timer};
    }
}

void Deadlines::on_timer() {
    std::vector<std::stop_source> due;
    {
        const std::lock_guard lock(mutex_);
        const uint64_t now = scheduler_.now_ms();
        armed_.reset();
        while (!waiting_.empty() && waiting_.begin()->first.first <= now) {
            due.push_back(std::move(waiting_.begin()->second));
            waiting_.erase(waiting_.begin());
        }
        if (!waiting_.empty()) arm(now);
    }
    for (std::stop_source& stop : due) stop.request_stop();
}

CallLimits::CallLimits(const CallContext& context, Deadlines* deadlines)
    : caller_(context.stop.stop_possible() || deadlines == nullptr ? context.stop : deadlines->stop_token()),
      deadlines_(deadlines),
      token_(caller_) {
    if (deadlines == nullptr || !context.max_duration_ms) return;
    std::stop_source stop;
    token_ = stop.get_token();
    if (caller_.stop_possible()) forward_.emplace(caller_, Forward{stop});
    deadline_ = deadlines->add(*context.max_duration_ms, std::move(stop));
}

CallLimits::~CallLimits() {
    if (deadline_) deadlines_->remove(*deadline_);
}

CallError CallLimits::error() const {
    using Interruption = CallError::Interruption;
    const bool stopped = caller_.stop_requested();
    return {.kind = CallError::Kind::kInterrupted,
            .reason = stopped ? "the call was cancelled" : "the call took longer than it may",
            .interruption = stopped ? Interruption::kStop : Interruption::kDeadline};
}

}  // namespace serinus::executor

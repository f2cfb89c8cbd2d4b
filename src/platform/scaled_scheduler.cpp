#include "platform/scaled_scheduler.hpp"

#include <charconv>

#include "base/assert.hpp"

namespace serinus::platform {
namespace {

/// Rounded up, so that nothing happens before its time on this clock.
uint64_t machine_duration(uint64_t duration, uint32_t rate) noexcept {
    return duration / rate + (duration % rate == 0 ? 0 : 1);
}

class ScaledLane final : public Lane {
  public:
    ScaledLane(std::unique_ptr<Lane> machine, uint32_t rate) : machine_(std::move(machine)), rate_(rate) {}

    bool post(Task task) override { return machine_->post(std::move(task)); }
    bool post_always(Task task) override { return machine_->post_always(std::move(task)); }
    std::optional<TimerId> post_after(uint64_t delay_ms, Task task) override {
        return machine_->post_after(machine_duration(delay_ms, rate_), std::move(task));
    }
    bool cancel(TimerId timer) override { return machine_->cancel(timer); }
    void on_room(Task task) override { machine_->on_room(std::move(task)); }
    void close() override { machine_->close(); }
    std::stop_token stop_token() const noexcept override { return machine_->stop_token(); }
    LaneFigures figures() const override { return machine_->figures(); }

  private:
    std::unique_ptr<Lane> machine_;
    const uint32_t rate_;
};

class ScaledScheduler final : public Scheduler {
  public:
    ScaledScheduler(Scheduler& machine, const ClockRate& clock)
        : machine_(machine), clock_(clock), begin_ns_(machine.now_ns()) {}

    uint64_t now_ns() const noexcept override { return begin_ns_ + (machine_.now_ns() - begin_ns_) * clock_.rate; }
    uint64_t unix_now_ms() const noexcept override { return clock_.from_machine_ms(machine_.unix_now_ms()); }
    void fill_random(MutableBytesView out) noexcept override { machine_.fill_random(out); }

    std::unique_ptr<Lane> make_lane(LaneOptions options) override {
        return std::make_unique<ScaledLane>(machine_.make_lane(std::move(options)), clock_.rate);
    }
    bool post(WorkClass work_class, BlockingTask task) override { return machine_.post(work_class, std::move(task)); }
    void run_parallel(size_t workers, size_t count, const std::function<void(size_t, size_t)>& part) override {
        machine_.run_parallel(workers, count, part);
    }
    size_t parallelism() const noexcept override { return machine_.parallelism(); }
    std::unique_ptr<ServiceThread> start_thread(std::string name, std::function<void(std::stop_token)> body) override {
        return machine_.start_thread(std::move(name), std::move(body));
    }
    bool sleep_until_unix_ms(uint64_t deadline_ms, const std::stop_token& stop) override {
        return machine_.sleep_until_unix_ms(clock_.to_machine_ms(deadline_ms), stop);
    }

    std::stop_token stop_token() const noexcept override { return machine_.stop_token(); }
    void request_stop() noexcept override { machine_.request_stop(); }
    const std::string& label() const noexcept override { return machine_.label(); }
    std::vector<LaneFigures> lane_figures() const override { return machine_.lane_figures(); }

  private:
    Scheduler& machine_;
    const ClockRate clock_;
    const uint64_t begin_ns_;
};

std::optional<uint64_t> natural_number(std::string_view text) {
    uint64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

}  // namespace

uint64_t ClockRate::from_machine_ms(uint64_t unix_ms) const noexcept {
    return unix_ms <= since_unix_ms ? unix_ms : since_unix_ms + (unix_ms - since_unix_ms) * rate;
}

uint64_t ClockRate::to_machine_ms(uint64_t unix_ms) const noexcept {
    return unix_ms <= since_unix_ms ? unix_ms : since_unix_ms + machine_duration(unix_ms - since_unix_ms, rate);
}

std::string ClockRate::to_string() const { return std::to_string(rate) + "@" + std::to_string(since_unix_ms); }

std::optional<ClockRate> parse_clock_rate(std::string_view text) {
    const size_t sign = text.find('@');
    if (sign == text.npos) return std::nullopt;
    const auto rate = natural_number(text.substr(0, sign)), since = natural_number(text.substr(sign + 1));
    if (!rate || !since || *rate == 0 || *rate > ClockRate::kMax) return std::nullopt;
    return ClockRate{static_cast<uint32_t>(*rate), *since};
}

std::unique_ptr<Scheduler> make_scaled_scheduler(Scheduler& machine, const ClockRate& clock) {
    SERINUS_ASSERT(clock.rate > 0);
    return std::make_unique<ScaledScheduler>(machine, clock);
}

}  // namespace serinus::platform

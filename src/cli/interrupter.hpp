/// Interrupts calls at a moment, for profiles.
#pragma once

#include <atomic>
#include <memory>
#include <stop_token>

#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"

namespace serinus::cli {

/// Interrupts calls when their moment has come. A lane waits for it on its feet, since timers are a thousand times
/// coarser, and a call does not begin before that lane runs beside it: on a busy machine it may be on no processor.
class Interrupter {
  public:
    std::stop_token after(uint64_t duration_ns) {
        struct Moment {
            std::stop_source source;
            std::atomic<uint64_t> asked = 0, answered = 0;
            std::atomic<uint64_t> at_ns = UINT64_MAX;
        };
        const auto moment = std::make_shared<Moment>();
        lane_->post([moment] {
            while (platform::monotonic_ns() < moment->at_ns) moment->answered = moment->asked.load();
            moment->source.request_stop();
        });
        // Who answers at once runs at the same time.
        constexpr uint64_t kAtOnceNs = 5'000, kMaxWaitNs = 50'000'000;
        const uint64_t begin_ns = platform::monotonic_ns();
        uint64_t now_ns = begin_ns;
        for (uint64_t asked_ns = 0; now_ns - begin_ns < kMaxWaitNs; now_ns = platform::monotonic_ns()) {
            if (asked_ns != 0 && now_ns - asked_ns < kAtOnceNs) break;
            asked_ns = platform::monotonic_ns();
            const uint64_t question = ++moment->asked;
            while (moment->answered != question && platform::monotonic_ns() - begin_ns < kMaxWaitNs) {
            }
        }
        moment->at_ns = platform::monotonic_ns() + duration_ns;
        return moment->source.get_token();
    }
    platform::Scheduler& scheduler() noexcept { return *scheduler_; }

  private:
    std::unique_ptr<platform::Scheduler> scheduler_ = platform::make_threaded_scheduler();
    std::shared_ptr<platform::Lane> lane_ = scheduler_->make_lane({.name = "interrupter", .max_waiting = 16});
};

}  // namespace serinus::cli

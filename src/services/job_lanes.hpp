/// Lanes for what other nodes ask for.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "network/service/service.hpp"
#include "protocols/serve/job_queue.hpp"

namespace serinus::services {

/// Runs jobs on lanes of one class of work, one after the other on each, and their ends on the network's thread.
class JobLanes final : public network::serve::JobRunner {
  public:
    using Post = std::function<void(std::function<void(network::Parts)>)>;

    /// Called `name`, or `name` and a number where there are several.
    JobLanes(platform::Scheduler& scheduler, const std::string& name, size_t count, platform::WorkClass runs_on,
             Post post)
        : post_(std::move(post)) {
        for (size_t i = 0; i < count; ++i) {
            lanes_.push_back(scheduler.make_lane(
                {.name = count == 1 ? name : name + "-" + std::to_string(i), .max_waiting = 64, .runs_on = runs_on}));
        }
    }

    bool run(Job job, Done done) override {
        platform::Lane& lane = *lanes_[next_++ % lanes_.size()];
        return lane.post([this, job = std::move(job), done = std::move(done)]() mutable {
            post_([answer = job(), done = std::move(done)](network::Parts parts) {
                done(answer, parts.scheduler.now_ms());
            });
        });
    }
    size_t size() const noexcept { return lanes_.size(); }
    /// Waits for what runs.
    void close() {
        for (const auto& lane : lanes_) lane->close();
    }

  private:
    Post post_;
    std::vector<std::unique_ptr<platform::Lane>> lanes_;
    size_t next_ = 0;
};

}  // namespace serinus::services

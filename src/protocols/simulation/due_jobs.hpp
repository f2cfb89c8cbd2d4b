/// Runs jobs of servers in one thread: the module that owns this runs them as its timer.
#pragma once

#include "protocols/serve/job_queue.hpp"

namespace serinus::network::simulation {

class DueJobs final : public serve::JobRunner {
  public:
    bool run(Job job, Done done) override {
        due_.emplace_back(std::move(job), std::move(done));
        return true;
    }
    void run_all(Millis now) {
        for (const auto& [job, done] : std::exchange(due_, {})) done(job(), now);
    }
    std::optional<Millis> next_timer() const noexcept { return due_.empty() ? std::nullopt : std::optional<Millis>(0); }

  private:
    std::vector<std::pair<Job, Done>> due_;
};

}  // namespace serinus::network::simulation

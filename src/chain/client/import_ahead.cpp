#include "chain/client/import_ahead.hpp"

namespace serinus::chain {

void ImportAhead::begin(AheadTask task) {
    drop();
    auto job = std::make_shared<Job>(std::move(task), Job::Stage::kPlanned);
    const auto start = [this, job](const std::stop_token&) {
        {
            const std::lock_guard lock(job->mutex);
            if (job->stage != Job::Stage::kPlanned) return;
            job->stage = Job::Stage::kRunning;
        }
        run(job);
    };
    if (scheduler_->post(platform::WorkClass::kConsensus, start)) job_ = std::move(job);
}

/// After the last job is done nothing of this object is looked at: it may be gone.
void ImportAhead::run(std::shared_ptr<Job> job) {
    while (job != nullptr) {
        Effects effects;
        {
            AheadTask task = *std::exchange(job->task, std::nullopt);
            auto verdict =
                checks_->execute_ahead(std::move(task.parent), *task.block, task.inherents, std::move(task.signatures));
            if (verdict) effects = std::make_shared<const BlockEffects>(std::move(verdict->effects));
        }
        const bool goes_on = [&] {
            const std::lock_guard lock(job->mutex);
            return effects != nullptr && !job->is_dropped;
        }();
        std::shared_ptr<Job> next;
        if (goes_on) {
            if (auto task = next_(job->begun.block, effects)) {
                next = std::make_shared<Job>(*std::move(task), Job::Stage::kRunning);
            }
        }
        {
            const std::lock_guard lock(job->mutex);
            job->effects = std::move(effects);
            job->next = next;
            job->stage = Job::Stage::kDone;
            job->done.notify_all();
        }
        job = std::move(next);
    }
}

std::optional<ImportAhead::Begun> ImportAhead::begun() const {
    if (job_ == nullptr) return std::nullopt;
    return job_->begun;
}

ImportAhead::Effects ImportAhead::take(const Hash256& block) {
    if (job_ != nullptr && job_->begun.block != block) drop();
    const auto job = std::exchange(job_, nullptr);
    if (job == nullptr) return nullptr;
    std::unique_lock lock(job->mutex);
    if (job->stage == Job::Stage::kPlanned) {
        job->stage = Job::Stage::kDone;
        job->task.reset();
    }
    job->done.wait(lock, [&] { return job->stage == Job::Stage::kDone; });
    job_ = std::move(job->next);
    return std::move(job->effects);
}

void ImportAhead::drop() {
    while (job_ != nullptr) {
        {
            const std::lock_guard lock(job_->mutex);
            job_->is_dropped = true;
        }
        (void)take(Hash256(job_->begun.block));
    }
}

}  // namespace serinus::chain

#include "chain/client/import_ahead.hpp"

namespace serinus::chain {

void ImportAhead::begin(PendingParent parent, std::shared_ptr<const primitives::Block> block, const Hash256& hash,
                        Bytes inherents, SignatureForecast::Run signatures) {
    drop();
    const auto job = std::make_shared<Job>();
    job->block = hash;
    job->parent = std::move(parent);
    auto run = [job, checks = checks_, block = std::move(block), inherents = std::move(inherents),
                signatures = std::move(signatures)](const std::stop_token&) mutable {
        {
            const std::lock_guard lock(job->mutex);
            if (job->stage != Job::Stage::kPlanned) return;
            job->stage = Job::Stage::kRunning;
        }
        auto verdict =
            checks->execute_ahead(*std::exchange(job->parent, std::nullopt), *block, inherents, std::move(signatures));
        const std::lock_guard lock(job->mutex);
        job->verdict = std::move(verdict);
        job->stage = Job::Stage::kDone;
        job->done.notify_all();
    };
    if (scheduler_->post(platform::WorkClass::kConsensus, std::move(run))) job_ = job;
}

std::optional<ExecutionVerdict> ImportAhead::take(const Hash256& block) {
    if (job_ != nullptr && job_->block != block) drop();
    const auto job = std::exchange(job_, nullptr);
    if (job == nullptr) return std::nullopt;
    std::unique_lock lock(job->mutex);
    if (job->stage == Job::Stage::kPlanned) {
        job->stage = Job::Stage::kDone;
        job->parent.reset();
    }
    job->done.wait(lock, [&] { return job->stage == Job::Stage::kDone; });
    return std::move(job->verdict);
}

void ImportAhead::drop() {
    if (job_ != nullptr) (void)take(Hash256(job_->block));
}

}  // namespace serinus::chain

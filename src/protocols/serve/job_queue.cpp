#include "protocols/serve/job_queue.hpp"

#include <algorithm>

namespace serinus::network::serve {

void JobQueue::add(const link::RequestReceived& request, JobRunner::Job job, Millis now, JobRunner::Done on_done) {
    if (waiting() >= options_.max_waiting) {
        if (on_done) on_done(std::nullopt, now);
        return host_.respond(request.request, std::nullopt, now);
    }
    (void)turns_.add(request.peer, Waiting{request.request, std::move(job), std::move(on_done)});
    start_jobs(now);
}

void JobQueue::on_event(const link::RequestEvent& event, Millis now) {
    if (const auto* gone = std::get_if<link::InboundRequestGone>(&event)) {
        const auto running = running_.find(gone->request);
        if (running != running_.end()) running->second.is_lost = true;
        turns_.erase_if([&](const Waiting& one) {
            if (one.id != gone->request) return false;
            if (one.on_done) one.on_done(std::nullopt, now);
            return true;
        });
    } else if (!std::holds_alternative<link::AnswerOver>(event)) {
        return;
    }
    start_jobs(now);
}

void JobQueue::start_jobs(Millis now) {
    // A runner may finish a job at once, and a refusal may end what another event waits for.
    if (std::exchange(is_starting_, true)) return;
    while (auto turn =
               turns_.take_if([this](const PeerId&, const Waiting& one) { return host_.may_respond(one.id); })) {
        Waiting& one = turn->task;
        running_.emplace(one.id, Running{turn->owner, std::move(one.on_done)});
        ++started_;
        const bool is_taken = runner_.run(
            std::move(one.job), [this, id = one.id](const auto& answer, Millis then) { finish(id, answer, then); });
        if (!is_taken) finish(one.id, std::nullopt, now);
    }
    is_starting_ = false;
}

void JobQueue::finish(link::InboundRequestId id, const std::optional<Bytes>& answer, Millis now) {
    const auto node = running_.extract(id);
    if (node.empty()) return;
    const Running& one = node.mapped();
    turns_.finished(one.peer);
    if (one.on_done) one.on_done(answer, now);
    if (!one.is_lost) host_.respond(id, answer, now);
    if (answer) host_.report(one.peer, options_.price, now);
    start_jobs(now);
}

}  // namespace serinus::network::serve

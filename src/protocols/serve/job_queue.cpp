#include "protocols/serve/job_queue.hpp"

#include <algorithm>

namespace serinus::network::serve {

size_t JobQueue::waiting() const noexcept {
    size_t out = 0;
    for (const auto& [peer, jobs] : waiting_) out += jobs.size();
    return out;
}

void JobQueue::add(const link::RequestReceived& request, JobRunner::Job job, Millis now, JobRunner::Done on_done) {
    if (waiting() >= options_.max_waiting) {
        if (on_done) on_done(std::nullopt, now);
        return host_.respond(request.request, std::nullopt, now);
    }
    waiting_[request.peer].push_back({request.request, std::move(job), std::move(on_done)});
    start_jobs(now);
}

void JobQueue::on_event(const link::RequestEvent& event, Millis now) {
    if (const auto* gone = std::get_if<link::InboundRequestGone>(&event)) {
        const auto running = running_.find(gone->request);
        if (running != running_.end()) running->second.is_lost = true;
        for (auto& [peer, jobs] : waiting_) {
            std::erase_if(jobs, [&](const Waiting& one) {
                if (one.id != gone->request) return false;
                if (one.on_done) one.on_done(std::nullopt, now);
                return true;
            });
        }
        std::erase_if(waiting_, [](const auto& one) { return one.second.empty(); });
    } else if (!std::holds_alternative<link::AnswerOver>(event)) {
        return;
    }
    start_jobs(now);
}

bool JobQueue::has_running(const PeerId& peer) const {
    return std::ranges::any_of(running_, [&](const auto& one) { return one.second.peer == peer; });
}

/// The first peer behind the one of the last turn that may have a job; end(): none may.
std::map<PeerId, std::deque<JobQueue::Waiting>>::iterator JobQueue::next_turn() {
    auto at = last_turn_ ? waiting_.upper_bound(*last_turn_) : waiting_.begin();
    for (size_t i = 0; i < waiting_.size(); ++i, ++at) {
        if (at == waiting_.end()) at = waiting_.begin();
        if (!has_running(at->first) && host_.may_respond(at->second.front().id)) return at;
    }
    return waiting_.end();
}

void JobQueue::start_jobs(Millis now) {
    // A runner may finish a job at once, and a refusal may end what another event waits for.
    if (std::exchange(is_starting_, true)) return;
    while (running() < options_.max_running) {
        const auto next = next_turn();
        if (next == waiting_.end()) break;
        last_turn_ = next->first;
        Waiting one = std::move(next->second.front());
        next->second.pop_front();
        if (next->second.empty()) waiting_.erase(next);
        running_.emplace(one.id, Running{*last_turn_, std::move(one.on_done)});
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
    if (one.on_done) one.on_done(answer, now);
    if (!one.is_lost) host_.respond(id, answer, now);
    if (answer) host_.report(one.peer, options_.price, now);
    start_jobs(now);
}

}  // namespace serinus::network::serve

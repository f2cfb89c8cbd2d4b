#include "parachain/disputes/sender.hpp"

namespace serinus::parachain {

void DisputeSender::send(const DisputeRequest& request, const DisputeFacts& facts, Millis now, Effects& out) {
    const CandidateHash candidate = request.candidate_receipt.hash();
    if (const auto known = tasks_.find(candidate); known != tasks_.end()) {
        if (known->second.request == request) return;
        known->second.request = request;
        known->second.deliveries.clear();
        if (!known->second.is_waiting) enqueue(candidate, known->second);
        return on_time(facts, now, out);
    }
    if (tasks_.size() >= kMaxDisputes) return;
    Task& task = tasks_[candidate];
    task.request = request;
    task.order = next_order_++;
    waiting_.push_back(candidate);
    on_time(facts, now, out);
}

void DisputeSender::on_leaf(const std::set<SessionIndex>& sessions, const std::set<CandidateHash>& active,
                            const DisputeFacts& facts, Millis now, Effects& out) {
    const bool has_new_sessions = sessions != std::exchange(sessions_, sessions);
    std::erase_if(tasks_, [&](const auto& task) { return !active.contains(task.first); });
    std::erase_if(waiting_, [&](const CandidateHash& candidate) { return !tasks_.contains(candidate); });
    std::map<uint64_t, CandidateHash> in_order;
    for (const auto& [candidate, task] : tasks_) in_order.emplace(task.order, candidate);
    for (const auto& [order, candidate] : in_order) {
        Task& task = tasks_.at(candidate);
        if (task.is_waiting) continue;
        if (has_new_sessions) {
            enqueue(candidate, task);
        } else if (task.has_failed) {
            // Few receivers fail. They do not delay votes for all others, and get them faster than they may take them.
            refresh(candidate, task, facts, out);
        }
    }
    on_time(facts, now, out);
}

void DisputeSender::enqueue(const CandidateHash& candidate, Task& task) {
    task.is_waiting = true;
    waiting_.push_back(candidate);
}

void DisputeSender::on_answered(const CandidateHash& candidate, const AuthorityId& receiver, bool is_confirmed) {
    const auto task = tasks_.find(candidate);
    if (task == tasks_.end()) return;
    const auto delivery = task->second.deliveries.find(receiver);
    if (delivery == task->second.deliveries.end()) return;
    if (is_confirmed) {
        delivery->second = Delivery::kConfirmed;
    } else if (delivery->second == Delivery::kPending) {
        task->second.deliveries.erase(delivery);
        task->second.has_failed = true;
    }
}

void DisputeSender::on_time(const DisputeFacts& facts, Millis now, Effects& out) {
    while (!waiting_.empty() && now >= next_at_) {
        const CandidateHash candidate = waiting_.front();
        waiting_.pop_front();
        const auto task = tasks_.find(candidate);
        if (task == tasks_.end()) continue;
        task->second.is_waiting = false;
        if (refresh(candidate, task->second, facts, out)) next_at_ = now + kInterval;
    }
}

std::optional<DisputeSender::Millis> DisputeSender::wake_at() const {
    if (waiting_.empty()) return std::nullopt;
    return next_at_;
}

size_t DisputeSender::unconfirmed(const CandidateHash& candidate) const {
    const auto task = tasks_.find(candidate);
    if (task == tasks_.end()) return 0;
    return static_cast<size_t>(
        std::count_if(task->second.deliveries.begin(), task->second.deliveries.end(),
                      [](const auto& delivery) { return delivery.second == Delivery::kPending; }));
}

std::set<AuthorityId> DisputeSender::receivers_of(const Task& task, const DisputeFacts& facts) const {
    std::set<AuthorityId> out;
    const auto add = [&](const DisputeSession& session, size_t count) {
        for (size_t i = 0; i < std::min(count, session.discovery_keys.size()); ++i) {
            const AuthorityId& key = session.discovery_keys[i];
            if (key != session.own_discovery_key) out.insert(key);
        }
    };
    const DisputeSession* of_dispute = facts.find_session(task.request.session_index);
    if (of_dispute != nullptr) add(*of_dispute, of_dispute->validators.size());
    for (const SessionIndex index : sessions_) {
        const DisputeSession* session = facts.find_session(index);
        if (session != nullptr) add(*session, session->discovery_keys.size());
    }
    return out;
}

bool DisputeSender::refresh(const CandidateHash& candidate, Task& task, const DisputeFacts& facts, Effects& out) {
    const std::set<AuthorityId> receivers = receivers_of(task, facts);
    std::erase_if(task.deliveries, [&](const auto& delivery) { return !receivers.contains(delivery.first); });
    std::vector<AuthorityId> missing;
    for (const AuthorityId& receiver : receivers) {
        if (task.deliveries.try_emplace(receiver, Delivery::kPending).second) missing.push_back(receiver);
    }
    task.has_failed = false;
    if (missing.empty()) return false;
    out.push_back({DisputeSendEffect::Request{candidate, std::move(missing), task.request}});
    return true;
}

}  // namespace serinus::parachain

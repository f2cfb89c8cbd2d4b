#include "parachain/disputes/receiver.hpp"

namespace serinus::parachain {

void DisputeReceiver::refuse(const Requester& from, std::optional<Fault> fault, Effects& out) {
    out.push_back({DisputeReceiveEffect::Answer{from.token, std::nullopt}});
    if (fault) out.push_back({DisputeReceiveEffect::Judged{from.peer, *fault}});
}

void DisputeReceiver::on_request(RequestToken token, const PeerId& peer, const std::optional<AuthorityId>& authority,
                                 DisputeRequest request, Millis now, Effects& out) {
    const Requester from{token, peer};
    if (!authority) return refuse(from, Fault::kNoValidator, out);
    const auto queue = waiting_.find(*authority);
    if (queue != waiting_.end() && queue->second.size() >= kMaxWaiting) return refuse(from, std::nullopt, out);
    waiting_[*authority].push_back({from, std::move(request)});
    if (!next_row_at_) next_row_at_ = now + kInterval;
}

void DisputeReceiver::on_imported(uint64_t import, ImportVerdict verdict, Effects& out) {
    const auto node = imports_.extract(import);
    if (node.empty()) return;
    for (const Requester& from : node.mapped()) {
        if (verdict == ImportVerdict::kImported) {
            out.push_back({DisputeReceiveEffect::Answer{from.token, DisputeResponse::Confirmed}});
        } else {
            // Before the first leaf nothing can be known of the votes, nor where the disk fails.
            const bool is_ours = verdict == ImportVerdict::kNotReady || verdict == ImportVerdict::kUnreadable;
            refuse(from, is_ours ? std::nullopt : std::optional(Fault::kNotImported), out);
        }
    }
}

void DisputeReceiver::on_time(const DisputeFacts& facts, Millis now, Effects& out) {
    if (next_row_at_ && now >= *next_row_at_) {
        std::vector<Waiting> row;
        row.reserve(waiting_.size());
        for (auto& [authority, queue] : waiting_) {
            row.push_back(std::move(queue.front()));
            queue.pop_front();
        }
        std::erase_if(waiting_, [](const auto& queue) { return queue.second.empty(); });
        next_row_at_.reset();
        if (!waiting_.empty()) next_row_at_ = now + kInterval;
        for (Waiting& waiting : row) process(std::move(waiting), facts, now, out);
    }
    tick_batches(now, out);
}

void DisputeReceiver::process(Waiting waiting, const DisputeFacts& facts, Millis now, Effects& out) {
    const DisputeRequest& request = waiting.request;
    const DisputeSession* session = facts.find_session(request.session_index);
    if (session == nullptr) return refuse(waiting.from, std::nullopt, out);
    const auto votes = check_dispute_request(request, *session, good_votes_);
    if (!votes) {
        const bool is_signature = votes.error() == DisputeRequestFault::kBadSignature;
        return refuse(waiting.from, is_signature ? Fault::kBadSignature : Fault::kTooManyCoalesced, out);
    }
    // By session too: votes for another session must not take those for this one with them.
    const DisputeKey key{request.session_index, request.candidate_receipt.hash()};
    const auto& [in_favour, against] = *votes;
    const auto known = batches_.find(key);
    if (known == batches_.end()) {
        if (batches_.size() >= kMaxBatches) return refuse(waiting.from, std::nullopt, out);
        Batch& batch = batches_[key];
        batch.receipt = request.candidate_receipt;
        batch.ends_at = now + kMaxBatchAge;
        batch.tick_at = now + kBatchInterval;
        return begin_import(request.candidate_receipt, key.first, {in_favour, against}, {waiting.from}, out);
    }
    Batch& batch = known->second;
    const size_t count = batch.valid.size() + batch.invalid.size();
    batch.valid.try_emplace(in_favour.validator, in_favour);
    batch.invalid.try_emplace(against.validator, against);
    const size_t added = batch.valid.size() + batch.invalid.size() - count;
    // It may not be the fault of the peer that others have sent the same votes.
    if (added == 0) return refuse(waiting.from, std::nullopt, out);
    batch.votes_since_tick += added;
    batch.requesters.push_back(waiting.from);
}

void DisputeReceiver::begin_import(CandidateReceipt receipt, SessionIndex session, std::vector<CheckedVote> votes,
                                   std::vector<Requester> requesters, Effects& out) {
    const uint64_t import = next_import_++;
    imports_.emplace(import, std::move(requesters));
    out.push_back({DisputeReceiveEffect::Import{import, std::move(receipt), session, std::move(votes)}});
}

void DisputeReceiver::tick_batches(Millis now, Effects& out) {
    for (auto at = batches_.begin(); at != batches_.end();) {
        Batch& batch = at->second;
        if (now < batch.tick_at) {
            ++at;
            continue;
        }
        if (batch.votes_since_tick >= kVotesToGoOn && now < batch.ends_at) {
            batch.votes_since_tick = 0;
            batch.tick_at = std::min(now + kBatchInterval, batch.ends_at);
            ++at;
            continue;
        }
        if (!batch.requesters.empty()) {
            std::vector<CheckedVote> votes;
            votes.reserve(batch.valid.size() + batch.invalid.size());
            for (auto& [validator, vote] : batch.valid) votes.push_back(std::move(vote));
            for (auto& [validator, vote] : batch.invalid) votes.push_back(std::move(vote));
            begin_import(std::move(batch.receipt), at->first.first, std::move(votes), std::move(batch.requesters), out);
        }
        at = batches_.erase(at);
    }
}

std::optional<DisputeReceiver::Millis> DisputeReceiver::wake_at() const {
    std::optional<Millis> out = next_row_at_;
    for (const auto& [key, batch] : batches_) out = std::min(out.value_or(batch.tick_at), batch.tick_at);
    return out;
}

size_t DisputeReceiver::waiting_count() const noexcept {
    size_t count = 0;
    for (const auto& [authority, queue] : waiting_) count += queue.size();
    return count;
}

}  // namespace serinus::parachain

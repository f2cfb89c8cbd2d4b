#include "network/serve/proof_server.hpp"

namespace serinus::network::serve {

size_t ProofServer::waiting() const noexcept {
    size_t out = 0;
    for (const auto& [peer, jobs] : waiting_) out += jobs.size();
    return out;
}

/// nullopt: the request is malformed.
std::optional<JobRunner::Job> ProofServer::make_job(link::ProtocolIndex protocol, BytesView content) {
    ProvenChain* const chain = &chain_;
    if (protocol == options_.light) {
        auto request = decode_light_request(content);
        if (!request) return std::nullopt;
        return [chain, request = *std::move(request)]() -> std::optional<Bytes> {
            const auto* call = std::get_if<LightCall>(&request);
            return encode_light_answer(
                request, call != nullptr ? chain->prove_call(*call) : chain->prove_read(std::get<LightRead>(request)));
        };
    }
    if (protocol == options_.state) {
        auto request = sync::decode_state_request(content);
        if (!request) return std::nullopt;
        return [chain, request = *std::move(request)]() -> std::optional<Bytes> {
            if (request.no_proof) {
                const auto entries = chain->collect_range(request.block, request.start);
                return entries ? std::optional(sync::encode_state_answer(*entries)) : std::nullopt;
            }
            const auto proof = chain->prove_range(request.block, request.start);
            return proof ? std::optional(sync::encode_state_answer(*proof)) : std::nullopt;
        };
    }
    const auto begin = Hash256::from(content);
    if (!begin) return std::nullopt;
    return [chain, begin = *begin] { return chain->prove_warp(begin); };
}

void ProofServer::on_request(link::RequestEvent event, Millis now) {
    if (const auto* gone = std::get_if<link::InboundRequestGone>(&event)) {
        if (running_.erase(gone->request) != 0) ++lost_;
        for (auto& [peer, jobs] : waiting_) {
            std::erase_if(jobs, [&](const Waiting& one) { return one.id == gone->request; });
        }
        std::erase_if(waiting_, [](const auto& one) { return one.second.empty(); });
        return;
    }
    auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    auto job = make_job(received->protocol, received->content);
    if (!job) {
        host_.respond(received->request, std::nullopt, now);
        return host_.report(received->peer, Report::kLie, now);
    }
    if (waiting() >= options_.max_waiting) return host_.respond(received->request, std::nullopt, now);
    waiting_[received->peer].push_back({received->request, *std::move(job)});
    start_jobs(now);
}

/// One job of each peer before the second of any.
void ProofServer::start_jobs(Millis now) {
    while (running() < options_.max_running && !waiting_.empty()) {
        auto next = last_turn_ ? waiting_.upper_bound(*last_turn_) : waiting_.begin();
        if (next == waiting_.end()) next = waiting_.begin();
        last_turn_ = next->first;
        Waiting one = std::move(next->second.front());
        next->second.pop_front();
        if (next->second.empty()) waiting_.erase(next);
        if (runner_.run(one.id, std::move(one.job))) {
            running_.insert(one.id);
        } else {
            host_.respond(one.id, std::nullopt, now);
        }
    }
}

void ProofServer::on_job_done(link::InboundRequestId id, const std::optional<Bytes>& answer, Millis now) {
    if (running_.erase(id) != 0) {
        host_.respond(id, answer, now);
    } else if (lost_ > 0) {
        --lost_;
    }
    start_jobs(now);
}

}  // namespace serinus::network::serve

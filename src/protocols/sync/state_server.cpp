#include "protocols/sync/state_server.hpp"

namespace serinus::network::serve {

/// nullopt: the request is malformed.
std::optional<JobRunner::Job> StateServer::make_job(link::ProtocolIndex protocol, BytesView content) {
    StateProofs* const proofs = &proofs_;
    if (protocol == options_.state) {
        auto request = sync::decode_state_request(content);
        if (!request) return std::nullopt;
        return [proofs, request = *std::move(request)]() -> std::optional<Bytes> {
            if (request.no_proof) {
                const auto entries = proofs->collect_range(request.block, request.start);
                return entries ? std::optional(sync::encode_state_answer(*entries)) : std::nullopt;
            }
            const auto proof = proofs->prove_range(request.block, request.start);
            return proof ? std::optional(sync::encode_state_answer(*proof)) : std::nullopt;
        };
    }
    const auto begin = Hash256::from(content);
    if (!begin) return std::nullopt;
    return [proofs, begin = *begin] { return proofs->prove_warp(begin); };
}

void StateServer::on_request(link::RequestEvent event, Millis now) {
    jobs_.on_event(event, now);
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    auto job = make_job(received->protocol, received->content);
    if (!job) return host_.respond(received->request, std::nullopt, now);
    jobs_.add(*received, *std::move(job), now);
}

}  // namespace serinus::network::serve

#include "protocols/light/proof_server.hpp"

namespace serinus::network::serve {

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
    jobs_.on_event(event, now);
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    auto job = make_job(received->protocol, received->content);
    if (!job) return host_.respond(received->request, std::nullopt, now);
    jobs_.add(*received, *std::move(job), now);
}

}  // namespace serinus::network::serve

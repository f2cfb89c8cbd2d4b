#include "protocols/light/light_server.hpp"

namespace serinus::network::serve {

void LightServer::on_request(link::RequestEvent event, Millis now) {
    jobs_.on_event(event, now);
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    auto request = decode_light_request(received->content);
    if (!request) return host_.respond(received->request, std::nullopt, now);
    const auto answer = [proofs = &proofs_, request = *std::move(request)]() -> std::optional<Bytes> {
        const auto* call = std::get_if<LightCall>(&request);
        return encode_light_answer(
            request, call != nullptr ? proofs->prove_call(*call) : proofs->prove_read(std::get<LightRead>(request)));
    };
    jobs_.add(*received, answer, now);
}

}  // namespace serinus::network::serve

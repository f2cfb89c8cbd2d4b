#include "protocols/beefy/beefy_server.hpp"

#include "consensus/beefy/types.hpp"

namespace serinus::network::serve {

void BeefyServer::on_request(link::RequestEvent event, Millis now) {
    jobs_.on_event(event, now);
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    const auto block = consensus::beefy::decode_proof_request(received->content);
    if (!block) {
        // Observed: polkadot-stable2512: it costs far less than a ban
        ++figures_.failed;
        return host_.respond(received->request, std::nullopt, now);
    }
    BeefyProofSource* const source = &source_;
    jobs_.add(
        *received, [source, block = *block] { return source->find_beefy_proof(block); }, now,
        [this](const std::optional<Bytes>& answer, Millis) { ++(answer ? figures_.answered : figures_.failed); });
}

}  // namespace serinus::network::serve

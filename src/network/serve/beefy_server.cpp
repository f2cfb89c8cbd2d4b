#include "network/serve/beefy_server.hpp"

#include "consensus/beefy/types.hpp"

namespace serinus::network::serve {

void BeefyServer::on_request(link::RequestEvent event, Millis now) {
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    const auto block = consensus::beefy::decode_proof_request(received->content);
    const auto answer = block ? source_.find_beefy_proof(*block) : std::nullopt;
    ++(answer ? figures_.answered : figures_.failed);
    host_.respond(received->request, answer, now);
    if (!block) host_.report(received->peer, Report::kLie, now);
}

}  // namespace serinus::network::serve

#include "services/parachain/requests/data_server.hpp"

#include <atomic>

namespace serinus::services::paras {

namespace link = network::link;

DataServer::DataServer(network::Host& host, const parachain::AvailableStore& store, network::serve::JobRunner& runner,
                       const RequestProtocols& protocols)
    : host_(host), store_(store), jobs_(host, runner, {.max_running = 4, .max_waiting = 200}) {
    for (const RequestKind kind : kKinds) kinds_.emplace(protocols.at(kind), kind);
}

void DataServer::on_request(link::RequestEvent event, Millis now) {
    jobs_.on_event(event, now);
    const auto* received = std::get_if<link::RequestReceived>(&event);
    if (received == nullptr) return;
    const RequestKind kind = kinds_.at(received->protocol);
    const auto is_undecodable = std::make_shared<std::atomic<bool>>(false);
    jobs_.add(
        *received,
        [&store = store_, kind, content = received->content, is_undecodable] {
            auto answer = parachain::answer_from_store(kind, content, store);
            if (!answer) *is_undecodable = true;
            return answer;
        },
        now,
        [this, peer = received->peer, is_undecodable](const std::optional<Bytes>& answer, Millis later) {
            ++(answer ? figures_.answered : figures_.refused);
            if (*is_undecodable) host_.report(peer, kUndecodableRequest, later);
        });
}

}  // namespace serinus::services::paras

#include "services/parachain/network_outlets.hpp"

namespace serinus::services::paras {

using network::Parts;
using parachain::ValidationPeerMessage;

void NetworkOutlets::connect(ServiceNetwork& network, const Ends& ends) {
    network_ = &network;
    ends_.emplace(ends);
    requests_.connect(network, ends.requester);
}

void NetworkOutlets::set_view(const parachain::View& view) {
    network_->post([this, view](Parts) {
        for (const auto& gate : ends_->gates) gate->set_view(view);
    });
}

void NetworkOutlets::set_authorities(AuthorityIds authorities) {
    network_->post([this, authorities = std::move(authorities)](Parts parts) {
        ends_->reserved.set_authorities(authorities, parts.scheduler.now_ms());
    });
}

void NetworkOutlets::on_room(PeerNumber number) {
    network_->post([this, number](Parts) { ends_->gates.at(gate_of(number))->on_room(without_gate(number)); });
}

void NetworkOutlets::send_to_collator(const PeerId& peer, uint8_t version, Bytes message) {
    auto bytes = std::make_shared<const Bytes>(std::move(message));
    network_->post(
        [this, peer, version, bytes = std::move(bytes)](Parts) { ends_->gates.at(version)->send({peer}, bytes); });
}

void NetworkOutlets::put_out_collator(const PeerId& peer) {
    network_->post([this, peer](Parts) {
        for (size_t gate = kValidationGate + 1; gate < kGates; ++gate) ends_->gates[gate]->disconnect(peer);
    });
}

void NetworkOutlets::send(const std::vector<PeerId>& peers, const parachain::ValidationMessage& message) {
    auto bytes =
        std::make_shared<const Bytes>(scale::encode(ValidationPeerMessage{ValidationPeerMessage::Protocol{message}}));
    if (bytes->size() > parachain::kMaxNotificationSize) return;
    network_->post(
        [this, peers, bytes = std::move(bytes)](Parts) { ends_->gates[kValidationGate]->send(peers, bytes); });
}

void NetworkOutlets::report(const PeerId& peer, Conduct conduct, std::string_view reason) {
    auto due = reports_.add(peer, network::Report{static_cast<int32_t>(conduct), reason}, scheduler_.now_ms());
    if (due.empty()) return;
    network_->post([due = std::move(due)](Parts parts) {
        for (const auto& [judged, sum] : due) parts.core.report(judged, sum, parts.scheduler.now_ms());
    });
}

}  // namespace serinus::services::paras

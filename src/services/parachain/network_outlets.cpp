#include "services/parachain/network_outlets.hpp"

namespace serinus::services::paras {

using network::Parts;
using parachain::ValidationPeerMessage;

void NetworkOutlets::connect(ServiceNetwork& network, const Ends& ends) {
    network_ = &network;
    ends_.emplace(ends);
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

bool NetworkOutlets::has_room(RequestKind kind) const {
    const auto found = waiting_of_.find(kind);
    return found == waiting_of_.end() || found->second < kMaxRequests;
}

void NetworkOutlets::request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                             OnAnswer on_answer) {
    if (!has_room(kind)) {
        (void)lane_.post_always([kind, on_answer = std::move(on_answer)]() mutable { on_answer(kind, std::nullopt); });
        return;
    }
    const RequestToken token = next_token_++;
    waiting_.emplace(token, std::pair(kind, std::move(on_answer)));
    ++waiting_of_[kind];
    network_->post([this, token, peer, kind, content = std::move(content), fallback](Parts parts) {
        ends_->requester.ask(token, peer, kind, content, fallback, parts.scheduler.now_ms());
    });
}

void NetworkOutlets::answered(RequestToken token, RequestKind kind, std::optional<Bytes> answer) {
    (void)lane_.post_always([this, token, kind, answer = std::move(answer)]() mutable {
        auto found = waiting_.extract(token);
        if (found.empty()) return;
        --waiting_of_[found.mapped().first];
        found.mapped().second(kind, std::move(answer));
    });
}

}  // namespace serinus::services::paras

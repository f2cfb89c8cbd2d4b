#include "services/parachain/peers/notification_peers.hpp"

namespace serinus::services::paras {

using parachain::ValidationPeerMessage;

NotificationPeers::Message NotificationPeers::view_message() const {
    if (view_.heads.empty()) return nullptr;
    return std::make_shared<const Bytes>(
        scale::encode(ValidationPeerMessage{ValidationPeerMessage::ViewUpdate{view_}}));
}

void NotificationPeers::set_view(const parachain::View& view) {
    const bool is_same = view.heads == view_.heads;
    view_ = view;
    const Message message = view_message();
    if (is_same || message == nullptr) return;
    for (auto& [id, peer] : peers_) queue(id, peer, message);
}

void NotificationPeers::send(const std::vector<PeerId>& peers, const Message& message) {
    for (const PeerId& id : peers) {
        const auto found = peers_.find(id);
        if (found != peers_.end()) queue(id, found->second, message);
    }
}

void NotificationPeers::queue(const PeerId& id, Peer& peer, const Message& message) {
    peer.pending.push_back(message);
    peer.pending_bytes += message->size();
    pump(id, peer);
    while (peer.pending.size() > options_.max_pending_messages || peer.pending_bytes > options_.max_pending_bytes) {
        peer.pending_bytes -= peer.pending.front()->size();
        peer.pending.pop_front();
        ++figures_.dropped;
    }
}

void NotificationPeers::pump(const PeerId& id, Peer& peer) {
    while (!peer.pending.empty() && notifications_.is_writable(id, options_.protocol)) {
        if (!notifications_.send(id, options_.protocol, *peer.pending.front())) return;
        peer.pending_bytes -= peer.pending.front()->size();
        peer.pending.pop_front();
        ++figures_.sent;
    }
}

void NotificationPeers::on_room(PeerNumber number) {
    const auto found = by_number_.find(number);
    if (found != by_number_.end()) notifications_.hold(found->second, options_.protocol, false);
}

NotificationPeers::Figures NotificationPeers::figures() const {
    Figures out = figures_;
    out.peers = peers_.size();
    return out;
}

void NotificationPeers::disconnect(const PeerId& peer) {
    if (peers_.contains(peer) && put_out) put_out(peer);
}

NotificationPeers::Verdict NotificationPeers::judge_handshake(const PeerId&, BytesView handshake, const Bytes*) {
    // Observed: polkadot-network-bridge 36.0.0: of a peer whose handshake is no role nothing is taken.
    return {handshake.size() == 1 ? Place::kSlot : Place::kRefused};
}

void NotificationPeers::on_joined(const PeerId& id, BytesView, Millis) {
    Peer& peer = peers_[id];
    peer.number = next_number_++;
    by_number_.emplace(peer.number, id);
    sink_.peer_joined(peer.number, id);
    if (const Message message = view_message()) queue(id, peer, message);
}

void NotificationPeers::on_left(const PeerId& id, Millis) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    const PeerNumber number = found->second.number;
    by_number_.erase(number);
    peers_.erase(found);
    sink_.on_disconnected(number);
}

void NotificationPeers::on_message(const PeerId& id, Bytes message, Millis) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    ++figures_.received;
    const auto admission = sink_.receive(found->second.number, std::move(message));
    if (admission != platform::Admission::kTaken) notifications_.hold(id, options_.protocol, true);
}

void NotificationPeers::on_writable(const PeerId& id, Millis) {
    const auto found = peers_.find(id);
    if (found != peers_.end()) pump(id, found->second);
}

}  // namespace serinus::services::paras

#include "protocols/gossip/gossip_engine.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"

namespace serinus::network::gossip {

GossipEngine::GossipEngine(Host& host, GossipSink& sink, const GossipEngineOptions& options)
    : host_(host), sink_(sink), options_(options) {
    host_.notifications().set_handshake(options_.protocol, Bytes{static_cast<uint8_t>(options_.role)});
}

void GossipEngine::on_sync_peer(const PeerId& id, Role role, Millis now) {
    if (role == Role::kLight && !options_.has_light_peers) return;
    Peer& peer = peers_[id];
    peer.number = next_number_++;
    peer.role = role;
    by_number_.emplace(peer.number, id);
    (void)host_.notifications().open(id, options_.protocol, now);
}

void GossipEngine::on_sync_peer_gone(const PeerId& id, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    close(id, found->second, now);
    by_number_.erase(found->second.number);
    peers_.erase(found);
    host_.notifications().close(id, options_.protocol);
}

void GossipEngine::on_notification(link::NotificationEvent event, Millis now) {
    const PeerId id = std::visit([](const auto& one) { return one.peer; }, event);
    const auto found = peers_.find(id);
    if (const auto* offered = std::get_if<link::NotificationsOffered>(&event)) {
        // Only peers with which block announces are open.
        if (found == peers_.end()) return host_.notifications().refuse(offered->peer, options_.protocol);
        return void(host_.notifications().accept(offered->peer, options_.protocol, now));
    }
    if (found == peers_.end()) return;
    Peer& peer = found->second;
    if (std::holds_alternative<link::NotificationsOpened>(event)) {
        peer.is_open = true;
        sink_.peer_joined(peer.number);
        on_opened(id, peer, now);
        pump(id, peer);
    } else if (auto* received = std::get_if<link::NotificationReceived>(&event)) {
        receive(id, peer, std::move(received->message), now);
    } else if (std::holds_alternative<link::NotificationsWritable>(event)) {
        pump(id, peer);
    } else {
        close(id, peer, now);
        if (is_lost_connection(event)) (void)host_.notifications().open(id, options_.protocol, now);
    }
}

/// Whether a message is good is the gadget's to judge.
void GossipEngine::receive(const PeerId& id, Peer& peer, Bytes message, Millis now) {
    (void)peer.known.insert(hashing::blake2b_256(message), options_.max_known_per_peer);
    if (!learn(id, peer, message, now)) return host_.report(id, options_.malformed_message, now);
    const auto admission = sink_.receive(peer.number, std::move(message));
    if (admission != platform::Admission::kTaken) host_.notifications().hold(id, options_.protocol, true);
}

void GossipEngine::close(const PeerId& id, Peer& peer, Millis now) {
    if (!std::exchange(peer.is_open, false)) return;
    peer.pending.clear();
    sink_.on_disconnected(peer.number);
    on_closed(id, now);
}

void GossipEngine::queue_for_all(const GossipMessage& message) {
    for (auto& [id, peer] : peers_) {
        if (message.from != peer.number) queue(id, peer, message);
    }
}

void GossipEngine::queue_for(GossipPeer number, const GossipMessage& message) {
    const auto found = by_number_.find(number);
    if (found != by_number_.end()) queue(found->second, peers_.at(found->second), message);
}

void GossipEngine::queue(const PeerId& id, Peer& peer, const GossipMessage& message) {
    if (!peer.is_open || !concerns(peer, message)) return;
    if (message.is_tracked && !message.is_repeat && peer.known.contains(message.hash)) return;
    const auto is_of_kind = [&](const GossipMessage& one) { return one.kind == message.kind; };
    size_t most = options_.max_pending_per_peer;
    if (message.kind == GossipKind::kPosition) most = 1;
    if (message.kind == GossipKind::kProof) most = options_.max_pending_proofs;
    if (most < options_.max_pending_per_peer &&
        static_cast<size_t>(std::ranges::count_if(peer.pending, is_of_kind)) >= most) {
        peer.pending.erase(std::ranges::find_if(peer.pending, is_of_kind));
    }
    peer.pending.push_back(message);
    if (peer.pending.size() > options_.max_pending_per_peer) peer.pending.pop_front();
    pump(id, peer);
}

void GossipEngine::pump(const PeerId& id, Peer& peer) {
    while (peer.is_open && !peer.pending.empty() && host_.notifications().is_writable(id, options_.protocol)) {
        const GossipMessage message = std::move(peer.pending.front());
        peer.pending.pop_front();
        if (!concerns(peer, message)) continue;  // the peer, or this node, moved on while the message waited
        const bool is_news = !message.is_tracked || peer.known.insert(message.hash, options_.max_known_per_peer);
        if (!is_news && !message.is_repeat) continue;
        if (!host_.notifications().send(id, options_.protocol, *message.encoded)) return;
    }
}

void GossipEngine::report(GossipPeer number, const Report& report, Millis now) {
    const auto found = by_number_.find(number);
    // A copy: the report may end the connection, and the entry with it.
    if (found != by_number_.end()) host_.report(PeerId(found->second), report, now);
}

void GossipEngine::on_room(GossipPeer number) {
    const auto found = by_number_.find(number);
    if (found != by_number_.end()) host_.notifications().hold(found->second, options_.protocol, false);
}

std::vector<PeerId> GossipEngine::peers_of(const std::vector<GossipPeer>& peers) const {
    std::vector<PeerId> out;
    for (const GossipPeer peer : peers) {
        const auto found = by_number_.find(peer);
        if (found != by_number_.end()) out.push_back(found->second);
    }
    return out;
}

}  // namespace serinus::network::gossip

#include "protocols/beefy/beefy.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"

namespace serinus::network::gossip {

namespace beefy = consensus::beefy;

BeefyGossip::BeefyGossip(Host& host, BeefySink& sink, const BeefyGossipOptions& options)
    : host_(host), sink_(sink), options_(options) {
    host_.notifications().set_handshake(options_.protocol, Bytes{static_cast<uint8_t>(options_.role)});
}

void BeefyGossip::on_sync_peer(const PeerId& id, Role role, Millis now) {
    if (role == Role::kLight) return;
    Peer& peer = peers_[id];
    peer.number = next_number_++;
    by_number_.emplace(peer.number, id);
    (void)host_.notifications().open(id, options_.protocol, now);
}

void BeefyGossip::on_sync_peer_gone(const PeerId& id, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    close(id, found->second, now);
    by_number_.erase(found->second.number);
    peers_.erase(found);
    host_.notifications().close(id, options_.protocol);
}

void BeefyGossip::on_notification(link::NotificationEvent event, Millis now) {
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
        if (listener_ != nullptr) listener_->on_beefy_peer(id, now);
        // The peer may have been away when these were sent, and who sent them may not be its neighbor.
        if (last_proof_) queue(id, peer, *last_proof_);
        for (const Waiting& vote : live_) queue(id, peer, vote);
    } else if (auto* received = std::get_if<link::NotificationReceived>(&event)) {
        receive(id, peer, std::move(received->message), now);
    } else if (std::holds_alternative<link::NotificationsWritable>(event)) {
        pump(id, peer);
    } else {
        close(id, peer, now);
        if (is_lost_connection(event)) (void)host_.notifications().open(id, options_.protocol, now);
    }
}

void BeefyGossip::receive(const PeerId& id, Peer& peer, Bytes message, Millis now) {
    (void)peer.known.insert(hashing::blake2b_256(message), options_.max_known_per_peer);
    const auto place = beefy::find_place(message);
    if (!place) return host_.report(id, kMalformedBeefyMessage, now);
    if (listener_ != nullptr) listener_->on_beefy_block(id, place->block, now);
    const auto admission = sink_.receive_beefy(peer.number, std::move(message));
    if (admission != platform::Admission::kTaken) host_.notifications().hold(id, options_.protocol, true);
}

void BeefyGossip::close(const PeerId& id, Peer& peer, Millis now) {
    if (!std::exchange(peer.is_open, false)) return;
    peer.pending.clear();
    sink_.beefy_peer_left(peer.number);
    if (listener_ != nullptr) listener_->on_beefy_peer_gone(id, now);
}

/// Votes of past sets and blocks are of no use; the filter comes after the first votes that fit to it. A proof is
/// always of use to a peer that is behind.
bool BeefyGossip::is_of_use(const Message& message) const {
    if (!message.is_vote || !filter_) return true;
    return std::pair(message.set_id, message.block) >= std::pair(filter_->set_id, filter_->first);
}

void BeefyGossip::send(const Message& message) {
    const Waiting waiting{message, hashing::blake2b_256(*message.encoded)};
    if (!message.is_vote) {
        last_proof_ = waiting;
    } else if (!message.is_repeat || std::ranges::find(live_, waiting.hash, &Waiting::hash) == live_.end()) {
        live_.push_back(waiting);
        if (live_.size() > options_.max_live) live_.pop_front();
    }
    for (auto& [id, peer] : peers_) {
        if (message.from != peer.number) queue(id, peer, waiting);
    }
}

void BeefyGossip::set_filter(const beefy::GossipFilter& filter) {
    filter_ = filter;
    std::erase_if(live_, [this](const Waiting& one) { return !is_of_use(one.message); });
}

void BeefyGossip::queue(const PeerId& id, Peer& peer, const Waiting& waiting) {
    if (!peer.is_open || (!waiting.message.is_repeat && peer.known.contains(waiting.hash))) return;
    peer.pending.push_back(waiting);
    const auto is_proof = [](const Waiting& one) { return !one.message.is_vote; };
    if (static_cast<size_t>(std::ranges::count_if(peer.pending, is_proof)) > options_.max_pending_proofs) {
        peer.pending.erase(std::ranges::find_if(peer.pending, is_proof));
    }
    if (peer.pending.size() > options_.max_pending_per_peer) peer.pending.pop_front();
    pump(id, peer);
}

void BeefyGossip::pump(const PeerId& id, Peer& peer) {
    while (peer.is_open && !peer.pending.empty() && host_.notifications().is_writable(id, options_.protocol)) {
        const Waiting waiting = std::move(peer.pending.front());
        peer.pending.pop_front();
        if (!is_of_use(waiting.message)) continue;  // this node moved on while the message waited
        const bool is_news = peer.known.insert(waiting.hash, options_.max_known_per_peer);
        if (!is_news && !waiting.message.is_repeat) continue;
        if (!host_.notifications().send(id, options_.protocol, *waiting.message.encoded)) return;
    }
}

void BeefyGossip::on_judged(GossipPeer number, bool is_lie, Millis now) {
    const auto found = by_number_.find(number);
    if (found == by_number_.end()) return;
    if (is_lie) host_.report(PeerId(found->second), kFaultyBeefyMessage, now);
}

void BeefyGossip::on_room(GossipPeer number) {
    const auto found = by_number_.find(number);
    if (found != by_number_.end()) host_.notifications().hold(found->second, options_.protocol, false);
}

}  // namespace serinus::network::gossip

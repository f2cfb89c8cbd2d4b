#include "protocols/grandpa/grandpa.hpp"

#include <algorithm>
#include <cmath>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::network::gossip {

namespace grandpa = consensus::grandpa;
using Kind = GrandpaGossip::Message::Kind;

GrandpaGossip::GrandpaGossip(Host& host, GrandpaSink& sink, const GrandpaGossipOptions& options)
    : host_(host), sink_(sink), options_(options) {
    host_.notifications().set_handshake(options_.protocol, Bytes{static_cast<uint8_t>(options_.role)});
}

GrandpaGossip::Message GrandpaGossip::message_of(const grandpa::OutgoingMessage& message) {
    Message out;
    out.peer = message.peer;
    out.from = message.from;
    out.encoded = message.encoded;
    if (const auto* vote = std::get_if<grandpa::VoteMessage>(&message.message)) {
        out.kind = Kind::kVote;
        out.round = vote->round;
        out.set_id = vote->set_id;
    } else if (const auto* commit = std::get_if<grandpa::CommitMessage>(&message.message)) {
        out.kind = Kind::kCommit;
        out.round = commit->round;
        out.set_id = commit->set_id;
        out.target = commit->commit.target.number;
    } else if (std::holds_alternative<grandpa::VersionedNeighbor>(message.message)) {
        out.kind = Kind::kNeighbor;
    }
    return out;
}

void GrandpaGossip::on_sync_peer(const PeerId& id, Role role, Millis now) {
    Peer& peer = peers_[id];
    peer.number = next_number_++;
    peer.role = role;
    peer.view.round = 1;  // Observed: what a peer counts as that never said where it is
    by_number_.emplace(peer.number, id);
    (void)host_.notifications().open(id, options_.protocol, now);
}

void GrandpaGossip::on_sync_peer_gone(const PeerId& id, Millis) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    if (found->second.is_open) sink_.peer_left(found->second.number);
    by_number_.erase(found->second.number);
    peers_.erase(found);
    host_.notifications().close(id, options_.protocol);
}

void GrandpaGossip::on_notification(link::NotificationEvent event, Millis now) {
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
        pump(id, peer);
    } else if (auto* received = std::get_if<link::NotificationReceived>(&event)) {
        learn(peer, received->message);
        const auto admission = sink_.receive(peer.number, std::move(received->message));
        if (admission != platform::Admission::kTaken) host_.notifications().hold(id, options_.protocol, true);
    } else if (std::holds_alternative<link::NotificationsWritable>(event)) {
        pump(id, peer);
    } else {
        if (std::exchange(peer.is_open, false)) {
            peer.pending.clear();
            sink_.peer_left(peer.number);
        }
        if (is_lost_connection(event)) (void)host_.notifications().open(id, options_.protocol, now);
    }
}

/// What a message of the peer says of the peer itself. Whether the message is good is the gadget's to judge.
void GrandpaGossip::learn(Peer& peer, BytesView message) {
    (void)peer.known.insert(hashing::blake2b_256(message), options_.max_known_per_peer);
    const auto decoded = scale::decode<grandpa::GossipMessage>(message);
    if (!decoded) return;
    if (const auto* neighbor = std::get_if<grandpa::VersionedNeighbor>(&*decoded)) {
        peer.view = std::get<grandpa::Neighbor>(*neighbor);
    }
}

/// Observed: votes go to peers of the same set that are in the round or beside it; commits to those of the same set
/// whose last final block is lower, as others take them for a fault; a peer that never said where it is counts as in
/// round 1 of set 0.
bool GrandpaGossip::concerns(const Peer& peer, const Message& message) const {
    switch (message.kind) {
        case Kind::kVote:
            return peer.role != Role::kLight && peer.view.set_id == message.set_id &&
                   message.round + 1 >= peer.view.round && message.round <= peer.view.round + 1;
        case Kind::kCommit:
            return peer.view.set_id == message.set_id && peer.view.finalized < message.target;
        case Kind::kNeighbor:
        case Kind::kOther:
            return true;
    }
    return true;
}

void GrandpaGossip::send(Message message, Millis now) {
    if (message.peer) {
        const auto found = by_number_.find(*message.peer);
        if (found != by_number_.end()) queue(found->second, peers_.at(found->second), message);
        return;
    }
    if (message.kind == Kind::kVote) return send_vote(message, now);
    for (auto& [id, peer] : peers_) {
        if (message.from != peer.number) queue(id, peer, message);
    }
}

/// To some of those whom it concerns and who do not have it, and to the rest later.
void GrandpaGossip::send_vote(const Message& message, Millis now) {
    const Hash256 hash = hashing::blake2b_256(*message.encoded);
    std::vector<std::pair<const PeerId*, Peer*>> all;
    for (auto& [id, peer] : peers_) {
        if (peer.is_open && concerns(peer, message) && !peer.known.contains(hash)) all.emplace_back(&id, &peer);
    }
    if (all.size() > options_.all_at_once) {
        std::ranges::shuffle(all, host_.random());
        const auto root = static_cast<size_t>(std::sqrt(static_cast<double>(peers_.size())));
        all.resize(std::max(options_.min_at_once, root));
        spreads_.push_back({.message = message, .hash = hash, .at = now + options_.spread_ms});
        if (spreads_.size() > options_.max_spreads) spreads_.pop_front();
    }
    for (const auto& [id, peer] : all) queue(*id, *peer, message);
}

void GrandpaGossip::on_timer(Millis now) {
    while (!spreads_.empty() && spreads_.front().at <= now) {
        const Spread spread = std::move(spreads_.front());
        spreads_.pop_front();
        for (auto& [id, peer] : peers_) {
            if (!peer.known.contains(spread.hash)) queue(id, peer, spread.message);
        }
    }
}

std::optional<Millis> GrandpaGossip::next_timer() const {
    return spreads_.empty() ? std::nullopt : std::optional(spreads_.front().at);
}

void GrandpaGossip::queue(const PeerId& id, Peer& peer, const Message& message) {
    if (!peer.is_open || !concerns(peer, message)) return;
    // Of neighbor packets and commits that wait only the latest is of use.
    if (message.kind == Kind::kNeighbor || message.kind == Kind::kCommit) {
        std::erase_if(peer.pending, [&](const Message& one) { return one.kind == message.kind; });
    }
    peer.pending.push_back(message);
    if (peer.pending.size() > options_.max_pending_per_peer) peer.pending.pop_front();
    pump(id, peer);
}

void GrandpaGossip::pump(const PeerId& id, Peer& peer) {
    while (peer.is_open && !peer.pending.empty() && host_.notifications().is_writable(id, options_.protocol)) {
        const Message message = std::move(peer.pending.front());
        peer.pending.pop_front();
        if (!concerns(peer, message)) continue;  // the peer moved on while the message waited
        const bool is_news = message.kind != Kind::kVote ||
                             peer.known.insert(hashing::blake2b_256(*message.encoded), options_.max_known_per_peer);
        if (is_news && !host_.notifications().send(id, options_.protocol, *message.encoded)) return;
    }
}

void GrandpaGossip::on_judged(GossipPeer number, bool is_lie, Millis now) {
    const auto found = by_number_.find(number);
    if (found != by_number_.end() && is_lie) host_.report(found->second, kFaultyGrandpaMessage, now);
}

void GrandpaGossip::on_room(GossipPeer number) {
    const auto found = by_number_.find(number);
    if (found != by_number_.end()) host_.notifications().hold(found->second, options_.protocol, false);
}

std::vector<PeerId> GrandpaGossip::peers_of(const std::vector<GossipPeer>& peers) const {
    std::vector<PeerId> out;
    for (const GossipPeer peer : peers) {
        const auto found = by_number_.find(peer);
        if (found != by_number_.end()) out.push_back(found->second);
    }
    return out;
}

}  // namespace serinus::network::gossip

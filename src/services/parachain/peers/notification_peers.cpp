#include "services/parachain/peers/notification_peers.hpp"

#include <algorithm>

namespace serinus::services::paras {

using network::gossip::Role;
using parachain::ValidationPeerMessage;

NotificationPeers::NotificationPeers(network::Host& host, PeerSink& sink, const NotificationPeersOptions& options)
    : host_(host), sink_(sink), options_(options) {
    host_.notifications().set_handshake(options_.protocol, Bytes{static_cast<uint8_t>(options_.role)});
}

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
    while (!peer.pending.empty() && host_.notifications().is_writable(id, options_.protocol)) {
        if (!host_.notifications().send(id, options_.protocol, *peer.pending.front())) return;
        peer.pending_bytes -= peer.pending.front()->size();
        peer.pending.pop_front();
        ++figures_.sent;
    }
}

void NotificationPeers::on_room(PeerNumber number) {
    const auto found = by_number_.find(number);
    if (found != by_number_.end()) host_.notifications().hold(found->second, options_.protocol, false);
}

const PeerId* NotificationPeers::find(PeerNumber number) const {
    const auto found = by_number_.find(number);
    return found == by_number_.end() ? nullptr : &found->second;
}

NotificationPeers::Figures NotificationPeers::figures() const {
    Figures out = figures_;
    out.peers = peers_.size();
    return out;
}

void NotificationPeers::on_sync_peer(const PeerId& peer, Role role, Millis now) {
    sync_peers_[peer] = role;
    if (role == Role::kAuthority && options_.opens) open(peer, now);
}

void NotificationPeers::on_sync_peer_gone(const PeerId& peer, Millis) {
    sync_peers_.erase(peer);
    retry_at_.erase(peer);
}

void NotificationPeers::open(const PeerId& peer, Millis now) {
    retry_at_.erase(peer);
    if (!peers_.contains(peer)) (void)host_.notifications().open(peer, options_.protocol, now);
}

bool NotificationPeers::may_accept(const PeerId& peer) const {
    const auto is_one = [&](const PeerId& one) {
        const auto known = sync_peers_.find(one);
        return (known != sync_peers_.end() && known->second == Role::kAuthority) || (is_authority && is_authority(one));
    };
    if (is_one(peer)) return true;
    const auto others = std::ranges::count_if(peers_, [&](const auto& other) { return !is_one(other.first); });
    return static_cast<size_t>(others) < options_.max_others;
}

void NotificationPeers::on_notification(network::link::NotificationEvent event, Millis now) {
    namespace link = network::link;
    const PeerId id = std::visit([](const auto& one) { return one.peer; }, event);
    if (std::holds_alternative<link::NotificationsOffered>(event)) {
        if (!may_accept(id)) return host_.notifications().refuse(id, options_.protocol);
        (void)host_.notifications().accept(id, options_.protocol, now);
        return;
    }
    if (std::holds_alternative<link::NotificationsOpened>(event)) {
        close(id);
        Peer& peer = peers_[id];
        peer.number = next_number_++;
        by_number_.emplace(peer.number, id);
        retry_at_.erase(id);
        sink_.joined(peer.number, id);
        if (const Message message = view_message()) queue(id, peer, message);
        return;
    }
    const auto found = peers_.find(id);
    if (auto* received = std::get_if<link::NotificationReceived>(&event)) {
        if (found == peers_.end()) return;
        ++figures_.received;
        const auto admission = sink_.receive(found->second.number, std::move(received->message));
        if (admission != platform::Admission::kTaken) host_.notifications().hold(id, options_.protocol, true);
        return;
    }
    if (std::holds_alternative<link::NotificationsWritable>(event)) {
        if (found != peers_.end()) pump(id, found->second);
        return;
    }
    close(id);
    const auto known = sync_peers_.find(id);
    const bool is_wanted = options_.opens && known != sync_peers_.end() && known->second == Role::kAuthority;
    if (is_wanted) retry_at_[id] = now + options_.retry_ms;
}

void NotificationPeers::disconnect(const PeerId& peer) {
    if (!peers_.contains(peer)) return;
    host_.notifications().close(peer, options_.protocol);
    close(peer);
}

void NotificationPeers::close(const PeerId& id) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    const PeerNumber number = found->second.number;
    by_number_.erase(number);
    peers_.erase(found);
    sink_.gone(number);
}

void NotificationPeers::on_timer(Millis now) {
    std::vector<PeerId> due;
    for (const auto& [peer, at] : retry_at_) {
        if (at <= now) due.push_back(peer);
    }
    for (const PeerId& peer : due) open(peer, now);
}

std::optional<Millis> NotificationPeers::next_timer() const {
    const auto first = std::ranges::min_element(retry_at_, {}, [](const auto& one) { return one.second; });
    return first == retry_at_.end() ? std::nullopt : std::optional(first->second);
}

}  // namespace serinus::services::paras

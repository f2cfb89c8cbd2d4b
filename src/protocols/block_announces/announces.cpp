#include "protocols/block_announces/announces.hpp"

#include <algorithm>
#include <cmath>

namespace serinus::network::gossip {

Announces::Announces(Host& host, PeerManager& peers, sync::Sync& sync, sync::SyncChain& chain,
                     const AnnouncesOptions& options)
    : host_(host), sync_(sync), chain_(chain), options_(options) {
    update_handshake();
    peers.main_set().attach(options_.protocol, *this);
}

void Announces::update_handshake() {
    host_.notifications().set_handshake(options_.protocol,
                                        encode(AnnounceHandshake{options_.role, chain_.best(), options_.genesis}));
}

PeerSetProtocol::Verdict Announces::judge_handshake(const PeerId&, BytesView handshake, const Bytes* offered) {
    const auto said = decode_announce_handshake(handshake);
    if (!said) return {Place::kRefused, kMalformedHandshake};
    if (said->genesis != options_.genesis) return {Place::kRefused, kWrongGenesis};
    // The place was given for the role of the offer, and the answer is of the same peer.
    if (offered != nullptr && decode_announce_handshake(*offered)->role != said->role) {
        return {Place::kRefused, kChangedRole};
    }
    if (said->role != Role::kLight) return {Place::kSlot};
    return {light_peers() < options_.in_light_peers ? Place::kNone : Place::kRefused};
}

void Announces::on_joined(const PeerId& id, BytesView encoded, Millis now) {
    const auto handshake = *decode_announce_handshake(encoded);  // judged before
    const bool is_light = handshake.role == Role::kLight;
    Peer& peer = peers_[id];
    peer = Peer{.role = handshake.role, .best = handshake.best, .known = {}, .waiting = {}, .last_said = now};
    next_look_ = std::min(next_look_, now + options_.silence_ms);
    (void)peer.known.insert(handshake.best.hash, options_.max_known_per_peer);
    // Light clients have no blocks to give.
    if (!is_light) sync_.on_peer_best(id, handshake.best, now);
    for (SyncPeerListener* listener : listeners_) listener->on_sync_peer(id, handshake.role, now);
    // What came since the handshake was made.
    if (best_ && !peer.known.contains(best_hash_)) say(id, peer, *best_, best_hash_, now);
}

void Announces::on_left(const PeerId& id, Millis now) {
    peers_.erase(id);
    sync_.on_peer_left(id, now);
    for (SyncPeerListener* listener : listeners_) listener->on_sync_peer_gone(id, now);
}

void Announces::on_writable(const PeerId& id, Millis now) {
    Peer& peer = peers_.at(id);
    if (!peer.waiting) return;
    const Announcement next = *std::exchange(peer.waiting, std::nullopt);
    say(id, peer, next, primitives::header_hash(next.header), now);
}

void Announces::on_message(const PeerId& id, Bytes message, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    const auto announcement = decode_announcement(message);
    if (!announcement) return host_.report(id, kMalformedAnnouncement, now);
    Peer& peer = found->second;
    const chain::BlockId block{primitives::header_hash(announcement->header), announcement->header.number};
    const bool is_news = peer.known.insert(block.hash, options_.max_known_per_peer);
    const bool is_light = peer.role == Role::kLight;
    host_.report(id, kAnnouncement, now);
    if (is_news) host_.report(id, kAnnouncementRefund, now);
    if (is_light || !peers_.contains(id)) return;
    const Hash256& parent = announcement->header.parent_hash;
    const bool is_best = announcement->is_best;
    const auto verdict = verdicts_.find(block.hash);
    if (verdict != verdicts_.end() && verdict->second == HeaderVerdict::kBad) {
        return host_.report(id, kBadHeader, now);
    }
    if (checker_ == nullptr || verdict != verdicts_.end() || chain_.contains(block.hash)) {
        return accept(id, block, parent, is_best, now);
    }
    const auto checking = checking_.find(block.hash);
    if (checking != checking_.end()) {
        auto& all = checking->second.announced_by;
        if (std::ranges::find(all, id, [](const auto& one) { return one.first; }) == all.end())
            all.emplace_back(id, is_best);
        return;
    }
    const auto own =
        std::ranges::count_if(checking_, [&](const auto& one) { return one.second.announced_by.front().first == id; });
    if (static_cast<size_t>(own) >= options_.max_checks_per_peer) return;
    if (checking_.size() >= options_.max_checks || !checker_->check(announcement->header, block.hash)) {
        // Too much to check: it is checked with its block.
        return accept(id, block, parent, is_best, now);
    }
    checking_.emplace(block.hash, Checking{.block = block, .parent = parent, .announced_by = {{id, is_best}}});
}

void Announces::on_checked(const Hash256& hash, HeaderVerdict verdict, Millis now) {
    const auto node = checking_.extract(hash);
    if (node.empty()) return;
    remember(hash, verdict);
    for (const auto& [id, is_best] : node.mapped().announced_by) {
        if (verdict == HeaderVerdict::kBad) {
            host_.report(id, kBadHeader, now);
        } else if (peers_.contains(id)) {
            accept(id, node.mapped().block, node.mapped().parent, is_best, now);
        }
    }
}

void Announces::remember(const Hash256& hash, HeaderVerdict verdict) {
    // What is not known may be known later.
    if (verdict == HeaderVerdict::kUnknown || !verdicts_.emplace(hash, verdict).second) return;
    verdict_order_.push_back(hash);
    if (verdict_order_.size() <= options_.max_verdicts) return;
    verdicts_.erase(verdict_order_.front());
    verdict_order_.pop_front();
}

/// The header is good, as far as is known: the synchronisation may ask for the block.
void Announces::accept(const PeerId& id, const chain::BlockId& block, const Hash256& parent, bool is_best, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    if (is_best) found->second.best = block;
    sync_.on_announced(id, block, parent, now);
    // The reports of the last call may have ended the peer.
    if (is_best && peers_.contains(id)) sync_.on_peer_best(id, block, now);
}

void Announces::set_best(const primitives::Header& header, const Hash256& hash) {
    // The genesis block is no news. Observed: polkadot 1.25.1 warns of a peer that announces it
    best_ = header.number == 0 ? std::nullopt : std::optional(Announcement{header, true});
    best_hash_ = hash;
    update_handshake();
}

void Announces::on_imported(const primitives::Header& header, const Hash256& hash, bool is_best, Millis now) {
    const Announcement announcement{header, is_best};
    if (is_best) set_best(header, hash);
    // While this node catches up, its blocks are no news to anybody.
    if (sync_.is_syncing()) return;
    // In another order each time, so that no peer is always the last.
    std::vector<PeerId> order;
    for (const auto& [id, peer] : peers_) {
        if (!peer.known.contains(hash)) order.push_back(id);
    }
    std::ranges::shuffle(order, host_.random());
    const size_t at_once = 4 + static_cast<size_t>(std::sqrt(static_cast<double>(peers_.size())));
    if (order.size() > at_once) {
        spreads_.push_back({.announcement = announcement,
                            .hash = hash,
                            .peers = {order.begin() + static_cast<ptrdiff_t>(at_once), order.end()},
                            .at = now + options_.spread_ms});
        order.resize(at_once);
    }
    for (const PeerId& id : order) send_announcement(id, announcement, hash, now);
}

/// Unless the peer has it from others by now.
void Announces::send_announcement(const PeerId& id, const Announcement& announcement, const Hash256& hash, Millis now) {
    const auto found = peers_.find(id);
    if (found != peers_.end() && !found->second.known.contains(hash)) say(id, found->second, announcement, hash, now);
}

void Announces::say(const PeerId& id, Peer& peer, const Announcement& announcement, const Hash256& hash, Millis now) {
    if (!host_.notifications().is_writable(id, options_.protocol)) {
        // Of blocks that a slow peer has not heard of only the latest best one matters.
        if (announcement.is_best) peer.waiting = announcement;
        return;
    }
    if (!host_.notifications().send(id, options_.protocol, encode(announcement))) return;
    (void)peer.known.insert(hash, options_.max_known_per_peer);
    peer.last_said = now;
}

void Announces::on_timer(Millis now) {
    while (!spreads_.empty() && spreads_.front().at <= now) {
        const Spread spread = std::move(spreads_.front());
        spreads_.pop_front();
        for (const PeerId& id : spread.peers) send_announcement(id, spread.announcement, spread.hash, now);
    }
    if (next_look_ > now) return;
    next_look_ = UINT64_MAX;
    for (auto& [id, peer] : peers_) {
        if (peer.last_said + options_.silence_ms <= now) {
            peer.last_said = now;
            if (best_) say(id, peer, *best_, best_hash_, now);
        }
        next_look_ = std::min(next_look_, peer.last_said + options_.silence_ms);
    }
}

std::optional<Millis> Announces::next_timer() const {
    const Millis next = spreads_.empty() ? next_look_ : std::min(next_look_, spreads_.front().at);
    return next == UINT64_MAX ? std::nullopt : std::optional(next);
}

std::vector<Announces::PeerState> Announces::peers() const {
    std::vector<PeerState> out;
    for (const auto& [id, peer] : peers_) out.push_back({id, peer.role, peer.best});
    return out;
}

size_t Announces::light_peers() const {
    return static_cast<size_t>(
        std::ranges::count(peers_, Role::kLight, [](const auto& one) { return one.second.role; }));
}

}  // namespace serinus::network::gossip

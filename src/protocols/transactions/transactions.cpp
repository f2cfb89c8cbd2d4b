#include "protocols/transactions/transactions.hpp"

#include <algorithm>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::network::gossip {
Transactions::Transactions(Host& host, TransactionSink& sink, std::function<bool()> is_syncing,
                           const TransactionsOptions& options)
    : host_(host), sink_(sink), is_syncing_(std::move(is_syncing)), options_(options) {
    host_.notifications().set_handshake(options_.protocol, Bytes{static_cast<uint8_t>(options_.role)});
}

void Transactions::on_sync_peer(const PeerId& id, Role role, Millis now) {
    Peer& peer = peers_[id];
    peer.is_light = role == Role::kLight;
    peer.allowance = static_cast<int64_t>(options_.bytes_per_second);
    peer.allowance_at = now;
    peer.may_look_at = options_.looked_at_at_once;
    peer.may_look_since = now;
    if (peer.is_light) {
        host_.notifications().accept(id, options_.protocol, now);  // if it offered already
    } else {
        (void)host_.notifications().open(id, options_.protocol, now);
    }
}

void Transactions::on_sync_peer_gone(const PeerId& id, Millis) {
    if (peers_.erase(id) > 0) host_.notifications().close(id, options_.protocol);
}

void Transactions::on_notification(link::NotificationEvent event, Millis now) {
    const PeerId id = std::visit([](const auto& one) { return one.peer; }, event);
    const auto found = peers_.find(id);
    // An offer that comes before the block announces is not refused: on_sync_peer() accepts it, or its time runs out.
    if (found == peers_.end()) return;
    Peer& peer = found->second;
    if (std::holds_alternative<link::NotificationsOffered>(event)) {
        host_.notifications().accept(id, options_.protocol, now);
    } else if (const auto* received = std::get_if<link::NotificationReceived>(&event)) {
        receive(id, peer, received->message, now);
    } else if (std::holds_alternative<link::NotificationsOpened>(event)) {
        peer.is_open = true;
        pump(id, peer, now);
    } else if (std::holds_alternative<link::NotificationsWritable>(event)) {
        pump(id, peer, now);
    } else {
        peer.is_open = false;
        if (!peer.is_light && is_lost_connection(event)) (void)host_.notifications().open(id, options_.protocol, now);
    }
}

/// Spec: a vector of transactions; RFC-56: of one. It is decoded as far as the bounds of the peer go, one after the
/// other: a message may hold millions of empty ones.
void Transactions::receive(const PeerId& id, Peer& peer, BytesView message, Millis now) {
    if (is_syncing_()) return;
    const uint64_t refill = std::min<Millis>(now - peer.may_look_since, 60'000) * options_.looked_at_per_second / 1000;
    if (refill > 0) {
        peer.may_look_at = std::min(peer.may_look_at + refill, options_.looked_at_at_once);
        peer.may_look_since = now;
    }
    scale::Decoder in(message);
    uint32_t count = 0;
    if (!in.length(count, 1)) return host_.report(id, kMalformedTransactions, now);
    for (uint32_t i = 0; i < count; ++i) {
        const bool has_room = peer.submitted < options_.max_submitted_per_peer && peer.may_look_at > 0;
        if (!has_room || i == options_.max_per_message) return;  // others have the rest
        const uint8_t* const begin = in.position();
        BytesView extrinsic;
        if (!scale::decode_into(in, extrinsic)) return host_.report(id, kMalformedTransactions, now);
        --peer.may_look_at;
        ++looked_at_;
        const Hash256 hash = hashing::blake2b_256(BytesView(begin, in.position()));
        const size_t max_known = peer.is_light ? options_.max_known_per_light_peer : options_.max_known_per_peer;
        if (!peer.known.insert(hash, max_known)) continue;
        ++peer.submitted;
        sink_.submit(id, to_bytes(extrinsic));
    }
    if (!in.finish()) host_.report(id, kMalformedTransactions, now);
}

void Transactions::on_ready(const Hash256& hash, Millis now) {
    if (is_syncing_()) return;
    for (auto& [id, peer] : peers_) {
        if (peer.is_light) continue;
        if (!peer.known.insert(hash, options_.max_known_per_peer)) continue;
        peer.pending.push_back(hash);
        if (peer.pending.size() > options_.max_pending_per_peer) peer.pending.pop_front();
        pump(id, peer, now);
    }
}

void Transactions::on_verdict(const PeerId& from, bool is_bad, Millis now) {
    const auto found = peers_.find(from);
    if (found == peers_.end()) return;
    if (found->second.submitted > 0) --found->second.submitted;
    if (is_bad) host_.report(from, kBadTransaction, now);
}

void Transactions::pump(const PeerId& id, Peer& peer, Millis now) {
    const auto rate = static_cast<int64_t>(options_.bytes_per_second);
    // More than a second, or than what is owed, adds nothing: the products stay small.
    const auto passed = static_cast<int64_t>(std::min<Millis>(now - peer.allowance_at, 60'000));
    peer.allowance = std::min(peer.allowance + passed * rate / 1000, rate);
    peer.allowance_at = now;
    peer.wake.reset();
    while (peer.is_open && !peer.pending.empty() && host_.notifications().is_writable(id, options_.protocol)) {
        if (peer.allowance <= 0) {
            peer.wake = now + std::max<Millis>(100, static_cast<Millis>(-peer.allowance * 1000 / rate));
            return;
        }
        const auto extrinsic = sink_.find(peer.pending.front());
        peer.pending.pop_front();
        if (!extrinsic) continue;  // in a block since
        const Bytes message = scale::encode(std::vector<primitives::Extrinsic>{*extrinsic});
        if (message.size() > host_.notifications().protocols()[options_.protocol].max_message_bytes) continue;
        if (!host_.notifications().send(id, options_.protocol, message)) return;
        peer.allowance -= static_cast<int64_t>(message.size());
    }
}

void Transactions::on_timer(Millis now) {
    for (auto& [id, peer] : peers_) {
        if (peer.wake && *peer.wake <= now) pump(id, peer, now);
    }
}

std::optional<Millis> Transactions::next_timer() const {
    std::optional<Millis> out;
    for (const auto& [id, peer] : peers_) {
        if (peer.wake && (!out || *peer.wake < *out)) out = peer.wake;
    }
    return out;
}

}  // namespace serinus::network::gossip

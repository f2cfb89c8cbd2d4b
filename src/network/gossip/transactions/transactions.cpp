#include "network/gossip/transactions/transactions.hpp"

#include <algorithm>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::network::gossip {
namespace {

/// Provably bad transactions that a peer may send before it counts as a liar: a transaction may become bad on its way.
constexpr size_t kMaxBad = 64;

}  // namespace

Transactions::Transactions(Host& host, TransactionSink& sink, std::function<bool()> is_syncing,
                           const TransactionsOptions& options)
    : host_(host), sink_(sink), is_syncing_(std::move(is_syncing)), options_(options) {
    host_.notifications().set_handshake(options_.protocol, Bytes{static_cast<uint8_t>(options_.role)});
}

void Transactions::on_sync_peer(const PeerId& id, Role role, Millis now) {
    if (role == Role::kLight) return;
    Peer& peer = peers_[id];
    peer.allowance = static_cast<int64_t>(options_.bytes_per_second);
    peer.allowance_at = now;
    (void)host_.notifications().open(id, options_.protocol, now);
}

void Transactions::on_sync_peer_gone(const PeerId& id, Millis) {
    if (peers_.erase(id) > 0) host_.notifications().close(id, options_.protocol);
}

void Transactions::on_notification(link::NotificationEvent event, Millis now) {
    if (const auto* offered = std::get_if<link::NotificationsOffered>(&event)) {
        // Light clients submit, but are not sent any.
        host_.notifications().accept(offered->peer, options_.protocol, now);
        return;
    }
    const PeerId id = std::visit([](const auto& one) { return one.peer; }, event);
    if (auto* received = std::get_if<link::NotificationReceived>(&event)) {
        if (is_syncing_()) return;
        Peer& peer = peers_[id];
        // Spec: a vector of transactions; RFC-56 of one
        auto transactions = scale::decode<std::vector<primitives::Extrinsic>>(received->message);
        if (!transactions) return host_.report(id, Report::kLie, now);
        for (auto& extrinsic : *transactions) {
            const Hash256 hash = hashing::blake2b_256(scale::encode(extrinsic));
            if (!peer.known.insert(hash, options_.max_known_per_peer) ||
                peer.submitted >= options_.max_submitted_per_peer)
                continue;
            ++peer.submitted;
            sink_.submit(id, std::move(extrinsic));
        }
        return;
    }
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    if (std::holds_alternative<link::NotificationsOpened>(event)) {
        found->second.is_open = true;
        pump(id, found->second, now);
    } else if (std::holds_alternative<link::NotificationsWritable>(event)) {
        pump(id, found->second, now);
    } else {
        found->second.is_open = false;
    }
}

void Transactions::on_ready(const Hash256& hash, Millis now) {
    if (is_syncing_()) return;
    for (auto& [id, peer] : peers_) {
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
    if (is_bad && ++found->second.bad > kMaxBad) {
        found->second.bad = 0;
        host_.report(from, Report::kLie, now);
    }
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

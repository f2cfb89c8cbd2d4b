#include "protocols/transactions/transactions.hpp"

#include <algorithm>

#include "codec/scale.hpp"
#include "hashing/hashing.hpp"

namespace serinus::network::gossip {
namespace {

SubmissionLimits with_share(SubmissionLimits limits, size_t max_of_peer) {
    limits.max_of_peer = max_of_peer;
    return limits;
}

}  // namespace

Transactions::Transactions(Host& host, TransactionSink& sink, std::function<bool()> is_syncing,
                           const TransactionsOptions& options)
    : host_(host),
      sink_(sink),
      is_syncing_(std::move(is_syncing)),
      options_(options),
      submissions_(with_share(options.submissions, options.max_submitted_per_peer)) {
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
        (void)host_.notifications().accept(id, options_.protocol, now);  // if it offered already
    } else {
        (void)host_.notifications().open(id, options_.protocol, now);
    }
}

void Transactions::on_sync_peer_gone(const PeerId& id, Millis) {
    if (peers_.erase(id) == 0) return;
    submissions_.drop(id);
    host_.notifications().close(id, options_.protocol);
}

void Transactions::on_notification(link::NotificationEvent event, Millis now) {
    const PeerId id = std::visit([](const auto& one) { return one.peer; }, event);
    const auto found = peers_.find(id);
    // An offer that comes before the block announces is not refused: on_sync_peer() accepts it, or its time runs out.
    if (found == peers_.end()) return;
    Peer& peer = found->second;
    if (std::holds_alternative<link::NotificationsOffered>(event)) {
        (void)host_.notifications().accept(id, options_.protocol, now);
    } else if (const auto* received = std::get_if<link::NotificationReceived>(&event)) {
        receive(id, peer, received->message, now);
    } else if (std::holds_alternative<link::NotificationsOpened>(event)) {
        peer.is_open = true;
        pump(id, peer, now);
        if (!peer.is_light) propagate_later(now);
    } else if (std::holds_alternative<link::NotificationsWritable>(event)) {
        pump(id, peer, now);
    } else {
        // The next pair is not held.
        peer.is_open = peer.is_held = false;
        peer.release_at.reset();
        if (!peer.is_light && is_lost_connection(event)) (void)host_.notifications().open(id, options_.protocol, now);
    }
}

void Transactions::refill(Peer& peer, Millis now) const {
    const uint64_t more = std::min<Millis>(now - peer.may_look_since, 60'000) * options_.looked_at_per_second / 1000;
    if (more == 0) return;
    peer.may_look_at = std::min(peer.may_look_at + more, options_.looked_at_at_once);
    peer.may_look_since = now;
}

void Transactions::receive(const PeerId& id, Peer& peer, BytesView message, Millis now) {
    if (is_syncing_()) return;
    refill(peer, now);
    uint32_t count = 0;
    const bool is_good = look_at(id, peer, message, count);
    looked_at_ += count;
    submit();
    hold(id, peer, now);
    // The peer may end with a report.
    if (!is_good) return host_.report(id, kMalformedTransactions, now);
    if (count > 0) {
        host_.report(id, {kTransactionPrice.value * static_cast<int32_t>(count), kTransactionPrice.reason}, now);
    }
}

/// Spec: a vector of transactions; RFC-56: of one. It is decoded as far as the bounds of the peer go, one after the
/// other: a message may hold millions of empty ones.
bool Transactions::look_at(const PeerId& id, Peer& peer, BytesView message, uint32_t& looked_at) {
    scale::Decoder in(message);
    uint32_t count = 0;
    if (!in.length(count, 1)) return false;
    for (; looked_at < count; ++looked_at) {
        const bool has_room = peer.submitted < options_.max_submitted_per_peer && peer.may_look_at > 0;
        if (!has_room || looked_at == options_.max_per_message) return true;  // others have the rest
        const uint8_t* const begin = in.position();
        BytesView extrinsic;
        if (!scale::decode_into(in, extrinsic)) return false;
        --peer.may_look_at;
        const Hash256 hash = hashing::blake2b_256(BytesView(begin, in.position()));
        const size_t max_known = peer.is_light ? options_.max_known_per_light_peer : options_.max_known_per_peer;
        if (!peer.known.insert(hash, max_known)) continue;
        // A transaction without room is dropped, as others have it.
        if (submissions_.add(id, to_bytes(extrinsic))) ++peer.submitted;
    }
    return in.finish();
}

void Transactions::submit() {
    auto batch = submissions_.take();
    if (!batch.empty()) sink_.submit(std::move(batch));
}

/// At half of its share of what waits, or when it has been too fast, the peer is to wait: the window of
/// its substream stays shut, and what it goes on to send waits with it. What is on its way finds room.
void Transactions::hold(const PeerId& id, Peer& peer, Millis now) {
    const bool is_fast = peer.may_look_at < options_.looked_at_per_second / 4;
    if (is_fast) peer.release_at = now + 500;
    const bool is_far_ahead = peer.submitted >= std::max<size_t>(1, options_.max_submitted_per_peer / 2);
    if (!is_fast && !is_far_ahead && !submissions_.is_crowded(id)) return;
    if (!std::exchange(peer.is_held, true)) host_.notifications().hold(id, options_.protocol, true);
}

void Transactions::release(const PeerId& id, Peer& peer, Millis now) {
    if (!peer.is_held || peer.submitted > options_.max_submitted_per_peer / 4 || submissions_.is_crowded(id)) return;
    if (peer.release_at && *peer.release_at > now) return;
    refill(peer, now);
    peer.release_at.reset();
    peer.is_held = false;
    host_.notifications().hold(id, options_.protocol, false);
}

void Transactions::on_ready(const Hash256& hash, Millis now) {
    if (is_syncing_()) return propagate_later(now);
    for (auto& [id, peer] : peers_) queue(id, peer, hash, now);
}

void Transactions::propagate_later(Millis now) {
    if (!propagate_at_) propagate_at_ = now + options_.propagate_ms;
}

void Transactions::propagate(Millis now) {
    propagate_at_.reset();
    if (is_syncing_()) return propagate_later(now);
    const std::vector<Hash256> all = sink_.ready();
    for (auto& [id, peer] : peers_) {
        for (const Hash256& hash : all) queue(id, peer, hash, now);
    }
}

void Transactions::queue(const PeerId& id, Peer& peer, const Hash256& hash, Millis now) {
    if (peer.is_light || !peer.is_open || !peer.known.insert(hash, options_.max_known_per_peer)) return;
    peer.pending.push_back(hash);
    if (peer.pending.size() > options_.max_pending_per_peer) peer.pending.pop_front();
    pump(id, peer, now);
}

void Transactions::on_verdicts(const std::vector<std::pair<PeerId, TransactionVerdict>>& all, Millis now) {
    for (const auto& [from, verdict] : all) submissions_.finished(from);
    submit();
    for (const auto& [from, verdict] : all) judge(from, verdict, now);
}

void Transactions::judge(const PeerId& from, TransactionVerdict verdict, Millis now) {
    const auto found = peers_.find(from);
    if (found == peers_.end()) return;
    Peer& peer = found->second;
    if (peer.submitted > 0) --peer.submitted;
    release(from, peer, now);
    switch (verdict) {
        case TransactionVerdict::kNew:
            return host_.report(from, kGoodTransaction, now);
        case TransactionVerdict::kKnown:
            return host_.report(from, kTransactionRefund, now);
        case TransactionVerdict::kBad:
            return host_.report(from, kBadTransaction, now);
        case TransactionVerdict::kNone:
            return;
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
        if (peer.release_at && *peer.release_at <= now) {
            peer.release_at.reset();
            release(id, peer, now);
        }
    }
    if (propagate_at_ && *propagate_at_ <= now) propagate(now);
}

std::optional<Millis> Transactions::next_timer() const {
    std::optional<Millis> out = propagate_at_;
    for (const auto& [id, peer] : peers_) {
        for (const auto& at : {peer.wake, peer.release_at}) {
            if (at && (!out || *at < *out)) out = at;
        }
    }
    return out;
}

}  // namespace serinus::network::gossip

#include "network/peers/peer_set.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace serinus::network {

using Place = PeerSetProtocol::Place;

PeerSet::PeerSet(Core& core, PeerSetHost& host, const PeerSetOptions& options)
    : core_(core),
      host_(host),
      options_(options),
      slots_({.out_peers = options.out_peers,
              .in_peers = options.in_peers,
              .reserved_only = options.reserved_only,
              .is_shared_out = options.is_shared_out,
              .limits_private_networks = options.limits_private_networks}) {}

void PeerSet::attach(link::NotificationIndex protocol, PeerSetProtocol& handler) {
    SERINUS_ASSERT(handler_ == nullptr);
    protocol_ = protocol;
    handler_ = &handler;
    core_.set_notification_module(protocol, *this);
}

void PeerSet::add_reserved_quietly(const PeerId& peer, Millis now) {
    slots_.add_reserved(peer);
    host_.on_reserved_changed(peer);
    open(peer, now);
}

void PeerSet::remove_reserved_quietly(const PeerId& peer, Millis now) {
    if (!slots_.is_reserved(peer)) return;
    const bool was_joined = slots_.is_in_use(peer);
    const bool has_place = slots_.remove_reserved(peer, is_out_peer(peer));
    host_.on_reserved_changed(peer);
    if (has_place) return;
    if (was_joined) outside_.insert(peer);  // has lost its slot, and is still to be told of
    put_out(peer, now);
}

void PeerSet::add_reserved(const PeerId& peer, Millis now) {
    add_reserved_quietly(peer, now);
    host_.on_changed(now);
}

void PeerSet::remove_reserved(const PeerId& peer, Millis now) {
    remove_reserved_quietly(peer, now);
    host_.on_changed(now);
}

void PeerSet::set_reserved(std::set<PeerId> peers, Millis now) {
    while (peers.size() > options_.max_reserved) peers.erase(std::prev(peers.end()));
    const std::vector<PeerId> before(slots_.reserved().begin(), slots_.reserved().end());
    for (const PeerId& peer : before) {
        if (!peers.contains(peer)) remove_reserved_quietly(peer, now);
    }
    for (const PeerId& peer : peers) {
        if (!slots_.is_reserved(peer)) add_reserved_quietly(peer, now);
    }
    host_.on_changed(now);
}

void PeerSet::ask_reserved(Millis now) {
    for (const PeerId& peer : slots_.reserved()) {
        if (!wants(peer, now)) continue;
        retries_.erase(peer);
        open(peer, now);
    }
}

void PeerSet::set_authorities(std::set<PeerId> peers, Millis now) {
    for (const PeerId& peer : slots_.set_authorities(std::move(peers))) {
        const bool was_joined = slots_.is_in_use(peer);
        if (slots_.settle(peer, is_out_peer(peer))) continue;
        if (was_joined) outside_.insert(peer);
        put_out(peer, now);
    }
    host_.on_changed(now);
}

void PeerSet::put_out(const PeerId& peer, Millis now) {
    remove(peer, now);
    host_.on_put_out(peer);
}

bool PeerSet::free(const PeerId& peer) {
    accepted_.erase(peer);
    const bool was_joined = has(peer);
    outside_.erase(peer);
    slots_.free(peer);
    return was_joined;
}

void PeerSet::remove(const PeerId& peer, Millis now) {
    if (handler_ == nullptr) return void(free(peer));
    core_.notifications().close(peer, protocol_);
    retries_.erase(peer);
    if (free(peer)) handler_->on_left(peer, now);
    host_.on_changed(now);
}

bool PeerSet::is_out_peer(const PeerId& peer) const {
    return host_.is_dialed(peer) && (!options_.is_shared_out || host_.has_out_room(peer));
}

bool PeerSet::wants(const PeerId& peer, Millis now) const {
    if (handler_ == nullptr || slots_.kind_of(peer) || outside_.contains(peer) || accepted_.contains(peer))
        return false;
    if (!core_.is_connected(peer) || host_.is_banned(peer, now)) return false;
    return slots_.is_reserved(peer) || (slots_.wants_out() && is_out_peer(peer));
}

bool PeerSet::take(const PeerId& peer, Millis now) {
    if (host_.is_banned(peer, now)) return false;
    const auto taken = slots_.take(peer, is_out_peer(peer), host_.address_of(peer), now);
    if (!taken) return false;
    if (taken->replaced) {
        // Only a place that is in use for long is replaced.
        outside_.insert(*taken->replaced);
        put_out(*taken->replaced, now);
    }
    return true;
}

void PeerSet::open(const PeerId& peer, Millis now) {
    if (!wants(peer, now) || !take(peer, now)) return;
    if (core_.notifications().open(peer, protocol_, now)) return;
    slots_.free(peer);
    retry_later(peer, options_.retry_ms, now);
}

/// With each connection, not only the first to a peer: when two nodes dial each other at once, the first one is
/// accepted by both, and only the second says that they want each other.
void PeerSet::on_connection(ConnectionId, const ConnectionInfo& info, Millis now) { open(info.peer, now); }

void PeerSet::on_peer_gone(const PeerId& peer, Millis now) {
    retries_.erase(peer);
    // Its pairs have ended before, with events. A place without one was taken while no protocol was there.
    if (free(peer)) handler_->on_left(peer, now);
}

void PeerSet::on_notification(link::NotificationEvent event, Millis now) {
    if (const auto* offer = std::get_if<link::NotificationsOffered>(&event)) return on_offered(*offer, now);
    if (const auto* opened = std::get_if<link::NotificationsOpened>(&event)) return on_opened(*opened, now);
    if (auto* received = std::get_if<link::NotificationReceived>(&event)) {
        if (has(received->peer)) handler_->on_message(received->peer, std::move(received->message), now);
        return;
    }
    if (const auto* writable = std::get_if<link::NotificationsWritable>(&event)) {
        if (has(writable->peer)) handler_->on_writable(writable->peer, now);
        return;
    }
    const auto* closed = std::get_if<link::NotificationsClosed>(&event);
    const auto* failed = std::get_if<link::NotificationsFailed>(&event);
    SERINUS_ASSERT(closed != nullptr || failed != nullptr);
    const auto error = closed != nullptr ? closed->error : failed->error;
    const PeerId peer = closed != nullptr ? closed->peer : failed->peer;
    on_ended(peer, error == link::NotificationError::kDisconnected, now);
    if (error == link::NotificationError::kUnsupported) handler_->on_unsupported(peer, now);
}

void PeerSet::on_offered(const link::NotificationsOffered& offer, Millis now) {
    const PeerId& peer = offer.peer;
    // This side has asked meanwhile, which accepts the offer.
    if (slots_.kind_of(peer) || has(peer)) return;
    const auto verdict = handler_->judge_handshake(peer, offer.handshake, nullptr);
    const bool is_let_in = verdict.place == Place::kNone && !host_.is_banned(peer, now);
    if (!is_let_in && !(verdict.place == Place::kSlot && take(peer, now))) {
        core_.notifications().refuse(peer, protocol_);
        if (verdict.report) core_.report(peer, *verdict.report, now);
        return;
    }
    accepted_.insert_or_assign(peer, offer.handshake);
    if (!core_.notifications().accept(peer, protocol_, now)) (void)free(peer);
}

void PeerSet::on_opened(const link::NotificationsOpened& opened, Millis now) {
    const PeerId& peer = opened.peer;
    const auto offered = accepted_.extract(peer);
    const auto verdict =
        handler_->judge_handshake(peer, opened.handshake, offered.empty() ? nullptr : &offered.mapped());
    // The slot of a peer that this side asked may have been taken in vain: it is a light client.
    if (verdict.place != Place::kSlot) slots_.free(peer);
    const bool has_room = verdict.place == Place::kNone || (verdict.place == Place::kSlot && take(peer, now));
    if (!has_room) {
        // The connection may be of use to requests, and ends when it is not.
        core_.notifications().close(peer, protocol_);
        (void)free(peer);
        if (verdict.report) core_.report(peer, *verdict.report, now);
        // A reserved peer keeps its connection, so that no new one would be the reason to ask it again.
        if (slots_.is_reserved(peer)) retry_later(peer, options_.retry_ms, now);
        return host_.on_changed(now);
    }
    if (verdict.place == Place::kNone) outside_.insert(peer);
    slots_.set_in_use(peer);
    if (const auto retry = retries_.find(peer); retry != retries_.end()) retry->second.joined_at = now;
    host_.on_joined(peer);
    handler_->on_joined(peer, opened.handshake, now);
}

void PeerSet::on_ended(const PeerId& peer, bool is_lost_connection, Millis now) {
    const bool was_joined = free(peer);
    if (was_joined) handler_->on_left(peer, now);
    if (was_joined && is_lost_connection) retries_.erase(peer);
    // With the connection that was one too many, of two that were dialed at once: the other one stands.
    retry_later(peer, is_lost_connection ? options_.reopen_ms : options_.retry_ms, now);
    host_.on_changed(now);
}

void PeerSet::retry_later(const PeerId& peer, Millis first, Millis now) {
    if (!core_.is_connected(peer)) return;
    Retry& retry = retries_[peer];
    if (retry.joined_at != 0 && now - retry.joined_at >= options_.max_retry_ms) retry.pause = 0;
    retry.joined_at = 0;
    retry.pause = std::clamp(2 * retry.pause, first, std::max(first, options_.max_retry_ms));
    retry.at = now + retry.pause + core_.random()() % retry.pause;
    next_retry_ = std::min(next_retry_, retry.at);
}

void PeerSet::on_timer(Millis now) {
    if (next_retry_ > now) return;
    next_retry_ = UINT64_MAX;
    std::vector<PeerId> due;
    for (auto& [peer, retry] : retries_) {
        if (retry.at <= now) {
            retry.at = UINT64_MAX;  // its pause is remembered until the peer joins or goes
            due.push_back(peer);
        }
        next_retry_ = std::min(next_retry_, retry.at);
    }
    for (const PeerId& peer : due) open(peer, now);
}

std::optional<Millis> PeerSet::next_timer() const {
    return next_retry_ == UINT64_MAX ? std::nullopt : std::optional(next_retry_);
}

size_t PeerSet::memory_bytes() const noexcept {
    constexpr size_t kNodeBytes = 128;
    return kNodeBytes * (slots_.size() + slots_.reserved().size() + slots_.authorities().size() + outside_.size() +
                         accepted_.size() + retries_.size());
}

}  // namespace serinus::network

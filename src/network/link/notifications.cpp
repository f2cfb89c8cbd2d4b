#include "network/link/notifications.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace serinus::network::link {

std::optional<NotificationIndex> Notifications::find(std::string_view name) const noexcept {
    for (size_t i = 0; i < protocols_.size(); ++i) {
        if (std::ranges::find(protocols_[i].names, name) != protocols_[i].names.end()) return i;
    }
    return std::nullopt;
}

void Notifications::set_handshake(NotificationIndex protocol, Bytes handshake) {
    SERINUS_ASSERT(handshake.size() <= protocols_.at(protocol).max_handshake_bytes);
    handshakes_.at(protocol) = std::move(handshake);
}

bool Notifications::open(const PeerId& peer, NotificationIndex protocol, Millis now) {
    if (!connections_.contains(peer)) return false;
    const PairKey key{peer, protocol};
    Pair& pair = pairs_[key];
    if (pair.is_wanted) return false;
    pair.is_wanted = true;
    if (!open_outbound(key, pair)) {
        end(key, std::nullopt, nullptr);
        return false;
    }
    set_deadline(key, pair, now + kTimeoutMs);
    if (pair.inbound == Inbound::kOffered) accept_inbound(key, pair);
    return true;
}

bool Notifications::open_outbound(const PairKey& key, Pair& pair) {
    const NotificationProtocol& rules = protocols_.at(key.second);
    for (const ConnectionId connection : connections_.at(key.first)) {
        // The other side sends nothing but its handshake here.
        const auto opened = substreams_.open(connection, rules.names, rules.max_handshake_bytes);
        if (!opened) continue;
        pair.outbound_key = {connection, *opened};
        if (!substreams_.send(pair.outbound_key, handshakes_[key.second])) {
            substreams_.reset(pair.outbound_key);
            continue;
        }
        pair.outbound = Outbound::kShaking;
        by_substream_.emplace(pair.outbound_key, key);
        return true;
    }
    return false;
}

bool Notifications::accept(const PeerId& peer, NotificationIndex protocol, Millis now) {
    const PairKey key{peer, protocol};
    const auto found = pairs_.find(key);
    if (found == pairs_.end() || found->second.inbound != Inbound::kOffered) return false;
    Pair& pair = found->second;
    pair.is_wanted = true;
    if (pair.outbound == Outbound::kNone && !open_outbound(key, pair)) {
        end(key, std::nullopt, nullptr);
        return false;
    }
    accept_inbound(key, pair);
    set_deadline(key, pair, now + kTimeoutMs);
    return true;
}

void Notifications::accept_inbound(const PairKey& key, Pair& pair) {
    if (!substreams_.send(pair.inbound_key, handshakes_[key.second])) return;  // its end is on the way
    pair.inbound = Inbound::kOpen;
}

void Notifications::refuse(const PeerId& peer, NotificationIndex protocol) {
    const PairKey key{peer, protocol};
    const auto found = pairs_.find(key);
    if (found == pairs_.end() || found->second.inbound != Inbound::kOffered) return;
    Pair& pair = found->second;
    if (pair.is_wanted) return;  // the offer is accepted by the wish
    end(key, std::nullopt, nullptr);
}

void Notifications::close(const PeerId& peer, NotificationIndex protocol) {
    end({peer, protocol}, std::nullopt, nullptr);
}

bool Notifications::is_open(const PeerId& peer, NotificationIndex protocol) const noexcept {
    const auto found = pairs_.find({peer, protocol});
    return found != pairs_.end() && found->second.was_opened;
}

bool Notifications::is_writable(const PeerId& peer, NotificationIndex protocol) const {
    const auto found = pairs_.find({peer, protocol});
    return found != pairs_.end() && found->second.was_opened && substreams_.is_drained(found->second.outbound_key);
}

bool Notifications::send(const PeerId& peer, NotificationIndex protocol, BytesView message) {
    SERINUS_ASSERT(message.size() <= protocols_.at(protocol).max_message_bytes);
    const auto found = pairs_.find({peer, protocol});
    return found != pairs_.end() && found->second.was_opened && substreams_.send(found->second.outbound_key, message);
}

std::vector<PeerId> Notifications::peers(NotificationIndex protocol) const {
    std::vector<PeerId> out;
    for (const auto& [key, pair] : pairs_) {
        if (key.second == protocol && pair.was_opened) out.push_back(key.first);
    }
    return out;
}

void Notifications::hold(const PeerId& peer, NotificationIndex protocol, bool is_held) {
    const auto found = pairs_.find({peer, protocol});
    if (found == pairs_.end() || found->second.inbound != Inbound::kOpen) return;
    substreams_.hold(found->second.inbound_key, is_held);
}

void Notifications::on_connected(ConnectionId connection, const PeerId& peer) {
    peers_.emplace(connection, peer);
    connections_[peer].insert(connection);
}

void Notifications::on_disconnected(ConnectionId connection, Events& events) {
    const auto found = peers_.find(connection);
    if (found == peers_.end()) return;
    const PeerId peer = found->second;
    peers_.erase(found);
    const auto connected = connections_.find(peer);
    connected->second.erase(connection);
    if (connected->second.empty()) connections_.erase(connected);

    std::vector<PairKey> ended;
    for (auto at = pairs_.lower_bound({peer, 0}); at != pairs_.end() && at->first.first == peer; ++at) {
        const Pair& pair = at->second;
        const bool uses_it = (pair.outbound != Outbound::kNone && pair.outbound_key.connection == connection) ||
                             (pair.inbound != Inbound::kNone && pair.inbound_key.connection == connection);
        if (uses_it) ended.push_back(at->first);
    }
    for (const PairKey& key : ended) end(key, NotificationError::kDisconnected, &events);
}

void Notifications::on_accepted(const SubstreamKey& substream, NotificationIndex protocol, Millis now) {
    const auto peer = peers_.find(substream.connection);
    if (peer == peers_.end()) return;
    const PairKey key{peer->second, protocol};
    Pair& pair = pairs_[key];
    // The other side has one substream in each pair; another one beside it is refused.
    if (pair.inbound != Inbound::kNone) return substreams_.reset(substream);
    pair.inbound = Inbound::kAwaitingHandshake;
    pair.inbound_key = substream;
    by_substream_.emplace(substream, key);
    if (pair.deadline == 0) set_deadline(key, pair, now + kTimeoutMs);
}

void Notifications::on_message(const SubstreamKey& substream, Bytes message, Events& events) {
    PairKey key;
    Pair* const pair = find_pair(substream, key);
    if (pair == nullptr) return;
    if (pair->outbound != Outbound::kNone && pair->outbound_key == substream) {
        if (pair->outbound == Outbound::kOpen) return end(key, NotificationError::kMalformed, &events);
        pair->outbound = Outbound::kOpen;
        pair->handshake = std::move(message);
        return complete(key, *pair, events);
    }
    switch (pair->inbound) {
        case Inbound::kNone:
            return;
        case Inbound::kAwaitingHandshake:
            if (message.size() > protocols_[key.second].max_handshake_bytes) {
                return end(key, NotificationError::kMalformed, &events);
            }
            pair->handshake = std::move(message);
            pair->inbound = Inbound::kOffered;
            if (!pair->is_wanted) {
                events.push_back(NotificationsOffered{key.first, key.second, pair->handshake});
                return;
            }
            accept_inbound(key, *pair);
            return complete(key, *pair, events);
        case Inbound::kOffered:
            // Data before the offer is answered: nobody may send it.
            return end(key, NotificationError::kMalformed, &events);
        case Inbound::kOpen:
            if (pair->was_opened) {
                events.push_back(NotificationReceived{key.first, key.second, std::move(message)});
            } else if (pair->early.size() < kMaxEarlyMessages) {
                // They may overtake the handshake of the other direction.
                pair->early.push_back(std::move(message));
            } else {
                end(key, NotificationError::kMalformed, &events);
            }
    }
}

void Notifications::on_drained(const SubstreamKey& substream, Events& events) {
    PairKey key;
    const Pair* const pair = find_pair(substream, key);
    if (pair == nullptr || !pair->was_opened || pair->outbound_key != substream) return;
    events.push_back(NotificationsWritable{key.first, key.second});
}

void Notifications::on_closed(const SubstreamKey& substream, NotificationError reason, Events& events) {
    PairKey key;
    if (find_pair(substream, key) == nullptr) return;
    end(key, reason, &events);
}

void Notifications::on_timer(Millis now, Events& events) {
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
        end(deadlines_.begin()->second, NotificationError::kTimeout, &events);
    }
}

std::optional<Millis> Notifications::next_timer() const noexcept {
    return deadlines_.empty() ? std::nullopt : std::optional(deadlines_.begin()->first);
}

void Notifications::set_deadline(const PairKey& key, Pair& pair, Millis deadline) {
    if (pair.deadline != 0) deadlines_.erase({pair.deadline, key});
    pair.deadline = deadline;
    if (deadline != 0) deadlines_.emplace(deadline, key);
}

void Notifications::complete(const PairKey& key, Pair& pair, Events& events) {
    if (pair.was_opened || pair.outbound != Outbound::kOpen || pair.inbound != Inbound::kOpen) return;
    set_deadline(key, pair, 0);
    pair.was_opened = true;
    events.push_back(NotificationsOpened{key.first, key.second, pair.handshake});
    for (Bytes& message : std::exchange(pair.early, {})) {
        events.push_back(NotificationReceived{key.first, key.second, std::move(message)});
    }
}

/// Ends both directions. With a reason, an event says so if the pair was known.
void Notifications::end(PairKey key, std::optional<NotificationError> reason, Events* events) {
    const auto found = pairs_.find(key);
    if (found == pairs_.end()) return;
    const Pair pair = std::move(found->second);
    pairs_.erase(found);
    if (pair.deadline != 0) deadlines_.erase({pair.deadline, key});
    if (pair.outbound != Outbound::kNone) {
        by_substream_.erase(pair.outbound_key);
        substreams_.reset(pair.outbound_key);
    }
    if (pair.inbound != Inbound::kNone) {
        by_substream_.erase(pair.inbound_key);
        substreams_.reset(pair.inbound_key);
    }
    if (!reason || events == nullptr) return;
    if (pair.was_opened) {
        events->push_back(NotificationsClosed{key.first, key.second, *reason});
    } else if (pair.is_wanted) {
        events->push_back(NotificationsFailed{key.first, key.second, *reason});
    }
}

Notifications::Pair* Notifications::find_pair(const SubstreamKey& substream, PairKey& key) {
    const auto found = by_substream_.find(substream);
    if (found == by_substream_.end()) return nullptr;
    key = found->second;
    return &pairs_.at(key);
}

}  // namespace serinus::network::link

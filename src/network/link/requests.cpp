#include "network/link/requests.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace serinus::network::link {

std::optional<ProtocolIndex> Requests::find(std::string_view name) const noexcept {
    for (size_t i = 0; i < protocols_.size(); ++i) {
        if (std::ranges::find(protocols_[i].names, name) != protocols_[i].names.end()) return i;
    }
    return std::nullopt;
}

void Requests::Count::add(const PeerId& peer) {
    ++all;
    ++by_peer[peer];
}

void Requests::Count::remove(const PeerId& peer) {
    --all;
    const auto found = by_peer.find(peer);
    SERINUS_ASSERT(found != by_peer.end());
    if (--found->second == 0) by_peer.erase(found);
}

std::optional<RequestId> Requests::request(const PeerId& peer, ProtocolIndex protocol, BytesView content, Millis now) {
    const RequestProtocol& rules = protocols_.at(protocol);
    SERINUS_ASSERT(content.size() <= rules.max_request_bytes);
    const auto connected = connections_.find(peer);
    if (connected == connections_.end()) return std::nullopt;
    for (const ConnectionId connection : connected->second) {
        const auto opened = substreams_.open(connection, rules.names, rules.max_response_bytes);
        if (!opened) continue;
        const SubstreamKey key{connection, *opened};
        if (!substreams_.send(key, content)) {
            substreams_.reset(key);
            continue;
        }
        substreams_.finish(key);
        const RequestId id = next_request_++;
        const Millis deadline = now + rules.timeout_ms;
        outbound_.emplace(key, Outbound{id, peer, deadline});
        by_request_.emplace(id, key);
        deadlines_.emplace(deadline, key);
        return id;
    }
    return std::nullopt;
}

void Requests::cancel(RequestId request) {
    const auto found = by_request_.find(request);
    if (found == by_request_.end()) return;
    const SubstreamKey key = found->second;
    std::vector<RequestEvent> ignored;
    fail(key, RequestError::kCancelled, ignored);
    substreams_.reset(key);
}

void Requests::respond(InboundRequestId request, const std::optional<Bytes>& response, Millis now) {
    const auto found = by_inbound_.find(request);
    if (found == by_inbound_.end()) return;
    const SubstreamKey key = found->second;
    by_inbound_.erase(found);
    const auto inbound = inbound_.find(key);
    Inbound& one = inbound->second;
    inbound_bytes_[one.protocol] -= std::exchange(one.bytes, 0);
    if (!response || !substreams_.send(key, *response)) {
        erase_inbound(inbound);
        return substreams_.reset(key);
    }
    const bool is_taken = substreams_.is_drained(key);
    substreams_.finish(key);
    if (is_taken) return erase_inbound(inbound);
    one.is_answered = true;
    one.answered_at = now;
    one.answer_bytes = response->size();
    undelivered_bytes_ += one.answer_bytes;
    undelivered_.emplace(one.id, key);
    set_deadline(key, one, now + protocols_[one.protocol].timeout_ms);
    if (undelivered_bytes_ > kMaxUndeliveredBytes) hurry_answers(now);
}

bool Requests::may_respond(InboundRequestId request) const {
    const auto found = by_inbound_.find(request);
    if (found == by_inbound_.end() || undelivered_bytes_ >= kMaxUndeliveredBytes) return false;
    const Inbound& one = inbound_.at(found->second);
    return std::ranges::none_of(undelivered_, [&](const auto& other) {
        const Inbound& answered = inbound_.at(other.second);
        return answered.peer == one.peer && answered.protocol == one.protocol;
    });
}

/// Those that are waited for longest end soon, as many as there are bytes too many.
void Requests::hurry_answers(Millis now) {
    size_t left = undelivered_bytes_;
    for (const auto& [id, key] : undelivered_) {
        if (left <= kMaxUndeliveredBytes) return;
        Inbound& one = inbound_.at(key);
        left -= one.answer_bytes;
        const Millis end = std::max(now, one.answered_at + kSlowAnswerMs);
        if (end < one.deadline) set_deadline(key, one, end);
    }
}

void Requests::set_deadline(const SubstreamKey& substream, Inbound& one, Millis deadline) {
    deadlines_.erase({one.deadline, substream});
    one.deadline = deadline;
    deadlines_.emplace(deadline, substream);
}

void Requests::on_connected(ConnectionId connection, const PeerId& peer) {
    peers_.emplace(connection, peer);
    connections_[peer].insert(connection);
}

void Requests::on_disconnected(ConnectionId connection, std::vector<RequestEvent>& events) {
    const auto found = peers_.find(connection);
    if (found == peers_.end()) return;
    const auto connected = connections_.find(found->second);
    connected->second.erase(connection);
    if (connected->second.empty()) connections_.erase(connected);
    peers_.erase(found);

    const auto keys_of = [&](const auto& table) {
        std::vector<SubstreamKey> keys;
        for (auto at = table.lower_bound({connection, 0}); at != table.end() && at->first.connection == connection;
             ++at) {
            keys.push_back(at->first);
        }
        return keys;
    };
    for (const SubstreamKey& key : keys_of(outbound_)) fail(key, RequestError::kDisconnected, events);
    for (const SubstreamKey& key : keys_of(inbound_)) forget_inbound(key, events);
}

void Requests::on_accepted(const SubstreamKey& substream, ProtocolIndex protocol, Millis now) {
    const auto peer = peers_.find(substream.connection);
    if (peer == peers_.end()) return;
    if (silent_.at(protocol).of(peer->second) >= protocols_.at(protocol).max_inbound_per_peer) {
        ++turned_away_[protocol];
        return substreams_.reset(substream);
    }
    const Millis deadline = now + kInboundRequestTimeoutMs;
    if (!inbound_.emplace(substream, Inbound{0, peer->second, protocol, deadline}).second) return;
    silent_[protocol].add(peer->second);
    deadlines_.emplace(deadline, substream);
}

void Requests::on_message(const SubstreamKey& substream, Bytes message, std::vector<RequestEvent>& events) {
    const auto asked = outbound_.find(substream);
    if (asked != outbound_.end()) {
        const Outbound one = asked->second;
        std::vector<RequestEvent> ignored;
        fail(substream, RequestError::kCancelled, ignored);
        // A second message would be ignored: the substream is ours to close.
        substreams_.reset(substream);
        events.push_back(ResponseReceived{one.id, one.peer, std::move(message)});
        return;
    }
    const auto found = inbound_.find(substream);
    if (found == inbound_.end()) return;
    Inbound& one = found->second;
    if (one.id != 0 || message.size() > protocols_.at(one.protocol).max_request_bytes) {
        substreams_.reset(substream);
        return forget_inbound(substream, events);
    }
    const RequestProtocol& rules = protocols_[one.protocol];
    Count& others = asked_[one.protocol];
    size_t& waiting = inbound_bytes_[one.protocol];
    const bool is_too_much = waiting != 0 && waiting + message.size() > rules.max_inbound_bytes;
    if (is_too_much || others.all >= rules.max_inbound || others.of(one.peer) >= rules.max_inbound_per_peer) {
        ++turned_away_[one.protocol];
        substreams_.reset(substream);
        return forget_inbound(substream, events);
    }
    waiting += one.bytes = message.size();
    deadlines_.erase({one.deadline, substream});
    silent_[one.protocol].remove(one.peer);
    others.add(one.peer);
    one.id = next_inbound_++;
    by_inbound_.emplace(one.id, substream);
    events.push_back(RequestReceived{one.id, one.peer, one.protocol, std::move(message)});
}

void Requests::on_drained(const SubstreamKey& substream, std::vector<RequestEvent>& events) {
    const auto found = inbound_.find(substream);
    if (found != inbound_.end() && found->second.is_answered) forget_inbound(substream, events);
}

void Requests::on_finished(const SubstreamKey& substream, std::vector<RequestEvent>& events) {
    if (outbound_.contains(substream)) {
        fail(substream, RequestError::kRefused, events);
        substreams_.reset(substream);
        return;
    }
    // The asking side finishes its direction behind the request; without a request there is nothing to answer.
    const auto found = inbound_.find(substream);
    if (found == inbound_.end() || found->second.id != 0) return;
    substreams_.reset(substream);
    forget_inbound(substream, events);
}

void Requests::on_closed(const SubstreamKey& substream, RequestError reason, std::vector<RequestEvent>& events) {
    fail(substream, reason, events);
    forget_inbound(substream, events);
}

void Requests::on_timer(Millis now, std::vector<RequestEvent>& events) {
    while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
        const SubstreamKey key = deadlines_.begin()->second;
        on_closed(key, RequestError::kTimeout, events);
        substreams_.reset(key);
    }
}

std::optional<Millis> Requests::next_timer() const noexcept {
    return deadlines_.empty() ? std::nullopt : std::optional(deadlines_.begin()->first);
}

void Requests::fail(const SubstreamKey& substream, RequestError error, std::vector<RequestEvent>& events) {
    const auto found = outbound_.find(substream);
    if (found == outbound_.end()) return;
    const Outbound one = found->second;
    deadlines_.erase({one.deadline, substream});
    by_request_.erase(one.id);
    outbound_.erase(found);
    events.push_back(RequestFailed{one.id, one.peer, error});
}

void Requests::erase_inbound(std::map<SubstreamKey, Inbound>::iterator at) {
    const Inbound& one = at->second;
    (one.id == 0 ? silent_ : asked_)[one.protocol].remove(one.peer);
    inbound_.erase(at);
}

void Requests::forget_inbound(const SubstreamKey& substream, std::vector<RequestEvent>& events) {
    const auto found = inbound_.find(substream);
    if (found == inbound_.end()) return;
    const Inbound one = found->second;
    deadlines_.erase({one.deadline, substream});
    inbound_bytes_[one.protocol] -= one.bytes;
    erase_inbound(found);
    if (one.id == 0) return;
    if (one.is_answered) {
        undelivered_.erase(one.id);
        undelivered_bytes_ -= one.answer_bytes;
        events.push_back(AnswerOver{one.id, one.peer, one.protocol});
        return;
    }
    by_inbound_.erase(one.id);
    events.push_back(InboundRequestGone{one.id});
}

}  // namespace serinus::network::link

#include "network/ping/ping.hpp"

#include <algorithm>

namespace serinus::network {

void Ping::on_connection(ConnectionId connection, const ConnectionInfo& info, Millis now) {
    pinged_[connection] =
        Pinged{.peer = info.peer, .substream = std::nullopt, .sent = std::nullopt, .round_trip = std::nullopt};
    set_due(pinged_[connection], now + options_.interval_ms);
}

void Ping::on_connection_gone(ConnectionId connection, Millis) {
    pinged_.erase(connection);
    std::erase_if(answering_, [&](const SubstreamKey& key) { return key.connection == connection; });
}

void Ping::on_substream(ConnectionId connection, const PeerId& peer, const link::MessageEvent& event, Millis now) {
    if (const auto* accepted = std::get_if<libp2p::SubstreamAccepted>(&event)) {
        answering_.insert({connection, accepted->substream});
        return;
    }
    const auto found = pinged_.find(connection);
    if (found == pinged_.end()) return;
    Pinged& pinged = found->second;
    if (const auto* message = std::get_if<link::MessageReceived>(&event)) {
        const SubstreamKey key{connection, message->substream};
        if (answering_.contains(key)) {
            // A peer that sends pings without reading the answers is not answered further.
            if (host_.substreams().is_drained(key)) (void)host_.substreams().send(key, message->message);
            host_.report(peer, kPingPrice, now);
        } else if (pinged.substream == message->substream && pinged.sent) {
            if (message->message != *pinged.sent) return fail(connection, pinged, now);
            pinged.round_trip = now - pinged.sent_at;
            pinged.sent.reset();
            pinged.failures = 0;
            set_due(pinged, pinged.sent_at + options_.interval_ms);
        }
        return;
    }
    const auto is_over = [&](link::SubstreamId substream) {
        if (answering_.erase({connection, substream}) > 0) {
            host_.substreams().finish({connection, substream});
        } else if (pinged.substream == substream) {
            fail(connection, pinged, now);
        }
    };
    if (const auto* one = std::get_if<libp2p::SubstreamFinished>(&event)) is_over(one->substream);
    if (const auto* one = std::get_if<libp2p::SubstreamReset>(&event)) is_over(one->substream);
    if (const auto* one = std::get_if<libp2p::SubstreamRefused>(&event)) is_over(one->substream);
    if (const auto* one = std::get_if<link::FramingBroken>(&event)) is_over(one->substream);
}

void Ping::send(ConnectionId connection, Pinged& pinged, Millis now) {
    if (!pinged.substream) {
        pinged.substream = host_.substreams().open(connection, {std::string(kPingName)}, kPingBytes);
        if (!pinged.substream) return fail(connection, pinged, now);
    }
    Bytes payload(kPingBytes);
    for (uint8_t& byte : payload) byte = static_cast<uint8_t>(host_.random()());
    if (!host_.substreams().send({connection, *pinged.substream}, payload)) return fail(connection, pinged, now);
    pinged.sent = std::move(payload);
    pinged.sent_at = now;
    set_due(pinged, now + options_.timeout_ms);
}

void Ping::fail(ConnectionId connection, Pinged& pinged, Millis now) {
    if (pinged.substream) host_.substreams().reset({connection, *pinged.substream});
    pinged.substream.reset();
    pinged.sent.reset();
    set_due(pinged, now + options_.interval_ms);
    if (++pinged.failures >= options_.max_failures) {
        set_due(pinged, UINT64_MAX);
        host_.disconnect(pinged.peer);
    }
}

void Ping::on_timer(Millis now) {
    std::vector<ConnectionId> due;
    for (const auto& [connection, pinged] : pinged_) {
        if (pinged.due <= now) due.push_back(connection);
    }
    for (const ConnectionId connection : due) {
        const auto found = pinged_.find(connection);
        if (found == pinged_.end()) continue;
        if (found->second.sent) {
            fail(connection, found->second, now);
        } else {
            send(connection, found->second, now);
        }
    }
    next_due_ = UINT64_MAX;
    for (const auto& [connection, pinged] : pinged_) next_due_ = std::min(next_due_, pinged.due);
}

void Ping::set_due(Pinged& pinged, Millis due) {
    pinged.due = due;
    next_due_ = std::min(next_due_, due);
}

std::optional<Millis> Ping::next_timer() const {
    return next_due_ == UINT64_MAX ? std::nullopt : std::optional(next_due_);
}

std::optional<Millis> Ping::round_trip_ms(ConnectionId connection) const {
    const auto found = pinged_.find(connection);
    return found == pinged_.end() ? std::nullopt : found->second.round_trip;
}

}  // namespace serinus::network

#include "network/link/message_connection.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "libp2p/wire/varint.hpp"

namespace serinus::network::link {

MessageConnection::MessageConnection(const noise::Identity& identity, const noise::SecretKey& ephemeral,
                                     FindRules find_rules, const MessageConnectionOptions& options, Millis now)
    : find_rules_(std::move(find_rules)),
      max_buffered_bytes_(options.max_buffered_bytes),
      max_unasked_bytes_(options.max_unasked_bytes),
      connection_(
          identity, ephemeral, [this](std::string_view name) { return find_rules_(name) != nullptr; },
          options.connection, now) {}

void MessageConnection::take(MutableBytesView input, Millis now, std::vector<MessageEvent>& events) {
    std::vector<libp2p::ConnectionEvent> in;
    connection_.take(input, now, in);
    on_events(in, events);
}

void MessageConnection::give(size_t max_bytes, Bytes& out, std::vector<MessageEvent>& events) {
    if (std::exchange(has_released_, false)) read_released(events);
    std::vector<libp2p::ConnectionEvent> in;
    connection_.give(max_bytes, out, in);
    on_events(in, events);
}

void MessageConnection::on_timer(Millis now, std::vector<MessageEvent>& events) {
    std::vector<libp2p::ConnectionEvent> in;
    connection_.on_timer(now, in);
    on_events(in, events);
}

void MessageConnection::on_events(std::vector<libp2p::ConnectionEvent>& in, std::vector<MessageEvent>& out) {
    for (auto& event : in) {
        std::visit(
            [&](auto& one) {
                using T = std::remove_cvref_t<decltype(one)>;
                if constexpr (std::is_same_v<T, libp2p::SubstreamAccepted>) {
                    on_accepted(std::move(one), out);
                } else if constexpr (std::is_same_v<T, libp2p::SubstreamData>) {
                    const auto found = substreams_.find(one.substream);
                    if (found != substreams_.end() && found->second.is_held) {
                        append(held_->at(one.substream).data, one.bytes);
                        buffered_bytes_ += one.bytes.size();
                        return;
                    }
                    connection_.consumed(one.substream, one.bytes.size());
                    on_data(one.substream, one.bytes, out);
                } else if constexpr (std::is_same_v<T, libp2p::SubstreamWritable>) {
                    const auto found = substreams_.find(one.substream);
                    if (found != substreams_.end()) pump(one.substream, found->second, &out);
                } else if constexpr (std::is_same_v<T, libp2p::SubstreamNegotiated>) {
                    out.push_back(one);
                    const auto found = substreams_.find(one.substream);
                    if (found != substreams_.end()) pump(one.substream, found->second, &out);
                } else if constexpr (std::is_same_v<T, libp2p::SubstreamFinished>) {
                    on_finished(one.substream, out);
                } else if constexpr (std::is_same_v<T, libp2p::SubstreamReset> ||
                                     std::is_same_v<T, libp2p::SubstreamRefused>) {
                    if (!substreams_.contains(one.substream)) return;
                    erase(one.substream);
                    out.push_back(one);
                } else {
                    out.push_back(std::move(one));
                }
            },
            event);
    }
}

void MessageConnection::on_finished(SubstreamId id, std::vector<MessageEvent>& out) {
    const auto found = substreams_.find(id);
    if (found == substreams_.end()) return;
    if (found->second.is_held) {
        held_->at(id).is_finished = true;
        return;
    }
    if (!found->second.incoming.empty()) return break_framing(id, out);
    found->second.is_remote_finished = true;
    out.push_back(libp2p::SubstreamFinished{id});
    erase_if_over(id);
}

void MessageConnection::hold(SubstreamId id, bool is_held) {
    const auto found = substreams_.find(id);
    if (found == substreams_.end() || (!is_held && !found->second.is_held)) return;
    if (held_ == nullptr) held_ = std::make_unique<std::map<SubstreamId, Held>>();
    found->second.is_held = true;  // until the received bytes are read
    (*held_)[id].is_released = !is_held;
    has_released_ = has_released_ || !is_held;
}

void MessageConnection::read_released(std::vector<MessageEvent>& out) {
    std::vector<std::pair<SubstreamId, Held>> all;
    for (auto at = held_->begin(); at != held_->end();) {
        const auto here = at++;
        if (here->second.is_released) all.emplace_back(here->first, std::move(held_->extract(here).mapped()));
    }
    if (held_->empty()) held_.reset();
    for (const auto& [id, held] : all) {
        const auto found = substreams_.find(id);
        found->second.is_held = false;
        buffered_bytes_ -= held.data.size();
        connection_.consumed(id, held.data.size());
        on_data(id, held.data, out);
        if (held.is_finished) on_finished(id, out);
    }
}

void MessageConnection::on_accepted(libp2p::SubstreamAccepted event, std::vector<MessageEvent>& out) {
    const ProtocolRules* rules = find_rules_(event.protocol);
    SERINUS_ASSERT(rules != nullptr);  // it was asked for this name when the protocol was agreed on
    size_t& count = inbound_counts_[event.protocol];
    // Reset, not refused as unknown: the other side would not ask again.
    if (count >= rules->max_inbound_per_connection) return connection_.reset(event.substream);
    ++count;
    substreams_.emplace(event.substream, Substream{.protocol = event.protocol, .framing = rules->framing});
    out.push_back(std::move(event));
}

/// Takes bytes of the next message from the front of `bytes`. False: the framing is broken.
bool MessageConnection::take_message(Substream& substream, BytesView& bytes, std::optional<Bytes>& message) {
    Bytes& incoming = substream.incoming;
    const auto fill_to = [&](size_t size) {
        const size_t more = std::min(size - std::min(size, incoming.size()), bytes.size());
        // Not twice the present size: the last step is to the size of the whole.
        if (incoming.size() + more > size / 2) incoming.reserve(size);
        append(incoming, bytes.first(more));
        bytes = bytes.subspan(more);
        buffered_bytes_ += more;
        incoming_bytes(substream) += more;
        return incoming.size() >= size;
    };
    size_t head = 0;
    size_t size = substream.framing.fixed_bytes;
    while (substream.framing.fixed_bytes == 0) {
        BytesView rest = incoming;
        const auto length = wire::decode_varint(rest);
        if (length) {
            const Framing& framing = substream.framing;
            const bool is_first = !substream.had_message && framing.max_first_message_bytes != 0;
            if (*length > (is_first ? framing.max_first_message_bytes : framing.max_message_bytes)) return false;
            head = incoming.size() - rest.size();
            size = static_cast<size_t>(*length);
            break;
        }
        if (length.error() != wire::VarintError::kTruncated) return false;
        if (!fill_to(incoming.size() + 1)) return true;
    }
    if (!fill_to(head + size)) return true;
    buffered_bytes_ -= incoming.size();
    incoming_bytes(substream) -= incoming.size();
    substream.had_message = true;
    incoming.erase(incoming.begin(), incoming.begin() + static_cast<ptrdiff_t>(head));
    message = std::exchange(incoming, {});
    return true;
}

void MessageConnection::on_data(SubstreamId id, BytesView bytes, std::vector<MessageEvent>& out) {
    while (!bytes.empty()) {
        const auto found = substreams_.find(id);
        if (found == substreams_.end()) return;
        std::optional<Bytes> message;
        if (!take_message(found->second, bytes, message)) return break_framing(id, out);
        const bool is_too_much = !found->second.is_wanted() && unasked_bytes_ > max_unasked_bytes_;
        if (is_too_much || buffered_bytes_ > max_buffered_bytes_) return break_framing(id, out);
        if (message) out.push_back(MessageReceived{id, *std::move(message)});
    }
}

void MessageConnection::break_framing(SubstreamId id, std::vector<MessageEvent>& out) {
    reset(id);
    out.push_back(FramingBroken{id});
}

std::optional<SubstreamId> MessageConnection::open(std::vector<std::string> names, const Framing& framing, Millis now) {
    const auto id = connection_.open(std::move(names), now);
    if (id) substreams_.emplace(*id, Substream{.protocol = {}, .framing = framing});
    return id;
}

bool MessageConnection::send(SubstreamId id, BytesView message) {
    const auto found = substreams_.find(id);
    if (found == substreams_.end() || found->second.finishes) return false;
    Substream& substream = found->second;
    const size_t fixed = substream.framing.fixed_bytes;
    SERINUS_ASSERT(fixed == 0 || message.size() == fixed);
    if (buffered_bytes_ + message.size() > max_buffered_bytes_) return false;
    const size_t before = substream.outgoing.size();
    if (fixed == 0) {
        wire::append_length_prefixed(substream.outgoing, message);
    } else {
        append(substream.outgoing, message);
    }
    buffered_bytes_ += substream.outgoing.size() - before;
    pump(id, substream, nullptr);
    return true;
}

bool MessageConnection::is_drained(SubstreamId id) const noexcept {
    const auto found = substreams_.find(id);
    return found != substreams_.end() && found->second.waiting() == 0;
}

/// Hands on as many bytes as the connection takes.
void MessageConnection::pump(SubstreamId id, Substream& substream, std::vector<MessageEvent>* out) {
    const size_t size = std::min(substream.waiting(), connection_.writable_bytes(id));
    connection_.write(id, BytesView(substream.outgoing).subspan(substream.outgoing_begin, size));
    substream.outgoing_begin += size;
    buffered_bytes_ -= size;
    if (substream.waiting() > 0) {
        substream.was_full = true;
        return;
    }
    substream.outgoing.clear();
    substream.outgoing.shrink_to_fit();
    substream.outgoing_begin = 0;
    if (out != nullptr && std::exchange(substream.was_full, false)) out->push_back(Drained{id});
    if (!substream.finishes) return;
    connection_.finish(id);
    erase_if_over(id);
}

/// Both directions are finished: the multiplexer forgets the substream without an event.
void MessageConnection::erase_if_over(SubstreamId id) {
    const auto found = substreams_.find(id);
    if (found == substreams_.end()) return;
    const Substream& substream = found->second;
    if (substream.finishes && substream.waiting() == 0 && substream.is_remote_finished) erase(id);
}

void MessageConnection::finish(SubstreamId id) {
    const auto found = substreams_.find(id);
    if (found == substreams_.end()) return;
    found->second.finishes = true;
    pump(id, found->second, nullptr);
}

void MessageConnection::reset(SubstreamId id) {
    erase(id);
    connection_.reset(id);
}

void MessageConnection::erase(SubstreamId id) {
    const auto found = substreams_.find(id);
    if (found == substreams_.end()) return;
    buffered_bytes_ -= found->second.waiting() + found->second.incoming.size();
    if (found->second.is_held) buffered_bytes_ -= held_->extract(id).mapped().data.size();
    incoming_bytes(found->second) -= found->second.incoming.size();
    if (!found->second.protocol.empty()) {
        const auto count = inbound_counts_.find(found->second.protocol);
        if (--count->second == 0) inbound_counts_.erase(count);
    }
    substreams_.erase(found);
}

}  // namespace serinus::network::link

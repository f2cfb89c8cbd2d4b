#include "protocols/beefy/beefy.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"

namespace serinus::network::gossip {

namespace beefy = consensus::beefy;

Report report_of(beefy::MessageVerdict verdict) noexcept {
    if (is_fault(verdict)) return kFaultyBeefyMessage;
    return {beefy::reputation_change(verdict, 0), "Message of BEEFY"};
}

BeefyGossip::BeefyGossip(Host& host, GossipSink& sink, const BeefyGossipOptions& options)
    : GossipEngine(host, sink,
                   {.protocol = options.protocol,
                    .role = options.role,
                    .faulty_message = kFaultyBeefyMessage,
                    .malformed_message = kMalformedBeefyMessage}),
      options_(options) {}

void BeefyGossip::on_opened(const PeerId& id, Peer& peer, Millis now) {
    if (listener_ != nullptr) listener_->on_beefy_peer(id, now);
    // The peer may have been away when these were sent, and their senders may not be its neighbors.
    if (last_proof_) queue(id, peer, *last_proof_);
    for (const GossipMessage& vote : live_) queue(id, peer, vote);
}

void BeefyGossip::on_closed(const PeerId& id, Millis now) {
    if (listener_ != nullptr) listener_->on_beefy_peer_gone(id, now);
}

bool BeefyGossip::learn(const PeerId& id, Peer&, BytesView message, Millis now) {
    const auto place = beefy::find_place(message);
    if (place && listener_ != nullptr) listener_->on_beefy_block(id, place->block, now);
    return place.has_value();
}

/// Votes of past sets and blocks are of no use; the filter comes after the first votes that fit to it. A proof is
/// always of use to a peer that is behind.
bool BeefyGossip::is_of_use(const GossipMessage& message) const {
    if (message.kind != GossipKind::kVote || !filter_) return true;
    return std::pair(message.set_id, message.place) >= std::pair(filter_->set_id, uint64_t{filter_->first});
}

void BeefyGossip::send(const beefy::OutgoingMessage& message) {
    const GossipMessage out{.kind = message.is_vote ? GossipKind::kVote : GossipKind::kProof,
                            .set_id = message.set_id,
                            .place = message.block,
                            .from = message.from,
                            .is_tracked = true,
                            .is_repeat = message.is_repeat,
                            .encoded = message.encoded,
                            .hash = hashing::blake2b_256(*message.encoded)};
    if (!message.is_vote) {
        last_proof_ = out;
    } else if (!message.is_repeat || std::ranges::find(live_, out.hash, &GossipMessage::hash) == live_.end()) {
        live_.push_back(out);
        if (live_.size() > options_.max_live) live_.pop_front();
    }
    queue_for_all(out);
}

void BeefyGossip::set_filter(const beefy::GossipFilter& filter) {
    filter_ = filter;
    std::erase_if(live_, [this](const GossipMessage& one) { return !is_of_use(one); });
}

}  // namespace serinus::network::gossip

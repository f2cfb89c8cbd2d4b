#include "parachain/availability/bitfields.hpp"

namespace serinus::parachain {

bool BitfieldGossip::Block::is_needed_by(const PeerId& peer, ValidatorIndex validator) const {
    const auto has = [&](const auto& known) {
        const auto found = known.find(peer);
        return found != known.end() && found->second.contains(validator);
    };
    return !has(sent) && !has(received);
}

void BitfieldGossip::set_topology(SessionIndex session, PeerTopology topology) {
    topologies_.insert_or_assign(session, std::move(topology));
    while (topologies_.size() > 2) topologies_.erase(topologies_.begin());
}

void BitfieldGossip::activate(const Hash256& block, SessionIndex session,
                              std::vector<crypto::sr25519::PublicKey> validators) {
    if (blocks_.size() < kMaxBlocks) blocks_.try_emplace(block, Block{session, std::move(validators), {}, {}, {}});
}

void BitfieldGossip::deactivate(const Hash256& block) { blocks_.erase(block); }

void BitfieldGossip::disconnect(const PeerId& peer) {
    views_.erase(peer);
    for (auto& [hash, block] : blocks_) {
        block.sent.erase(peer);
        block.received.erase(peer);
    }
}

void BitfieldGossip::relay(Block& block, const BitfieldMessage::Bitfield& message, bool is_own, const Draw& draw,
                           Effects& out) {
    out.push_back({Effect::Provide{message}});
    const ValidatorIndex validator = message.bitfield.validator_index;
    const auto topology = topologies_.find(block.session);
    const bool has_topology = topology != topologies_.end();
    const GridRoute route = has_topology ? topology->second.validators.route(validator, is_own) : GridRoute::kNowhere;
    Effect::Send send{{}, message};
    size_t drawn = 0;
    for (const auto& [peer, view] : views_) {
        if (!view.contains(message.relay_parent) || !block.is_needed_by(peer, validator)) continue;
        bool is_chosen = has_topology && topology->second.is_on(route, peer);
        if (!is_chosen && drawn < kPeersByChance && draw_by_chance(draw, views_.size())) {
            is_chosen = true;
            ++drawn;
        }
        if (!is_chosen) continue;
        block.sent[peer].insert(validator);
        send.peers.push_back(peer);
    }
    if (!send.peers.empty()) out.push_back({std::move(send)});
}

void BitfieldGossip::distribute(const BitfieldMessage::Bitfield& message, const Draw& draw, Effects& out) {
    const auto block = blocks_.find(message.relay_parent);
    const ValidatorIndex own = message.bitfield.validator_index;
    if (block == blocks_.end() || own._0 >= block->second.validators.size()) return;
    block->second.bitfields.insert_or_assign(own, message.bitfield);
    relay(block->second, message, true, draw, out);
}

BitfieldGossip::Verdict BitfieldGossip::on_message(const PeerId& peer, const BitfieldMessage::Bitfield& message,
                                                   const Draw& draw, Effects& out) {
    const auto found = blocks_.find(message.relay_parent);
    if (found == blocks_.end()) return Verdict::kNotInView;
    Block& block = found->second;
    const ValidatorIndex validator = message.bitfield.validator_index;
    if (block.validators.empty()) return Verdict::kNoValidators;
    if (validator._0 >= block.validators.size()) return Verdict::kWrongIndex;
    if (!block.received[peer].insert(validator).second) return Verdict::kDuplicate;
    if (const auto known = block.bitfields.find(validator); known != block.bitfields.end()) {
        return known->second == message.bitfield ? Verdict::kKnown : Verdict::kOther;
    }
    const Bytes payload = message.bitfield.signing_payload({block.session, message.relay_parent});
    if (!crypto::sr25519::verify({message.bitfield.signature._0._0}, payload, block.validators[validator._0])) {
        return Verdict::kWrongSignature;
    }
    block.bitfields.emplace(validator, message.bitfield);
    relay(block, message, false, draw, out);
    return Verdict::kNew;
}

void BitfieldGossip::on_view(const PeerId& peer, const View& view, bool is_lucky, Effects& out) {
    const auto known = views_.find(peer);
    if (known == views_.end()) return;
    const std::set<Hash256> heads(view.heads.begin(), view.heads.end());
    const std::set<Hash256> before = std::exchange(known->second, heads);
    for (const Hash256& head : heads) {
        const auto block = blocks_.find(head);
        if (before.contains(head) || block == blocks_.end()) continue;
        const auto topology = topologies_.find(block->second.session);
        const bool is_neighbor =
            topology != topologies_.end() && topology->second.is_on(GridRoute::kRowAndColumn, peer);
        if (!is_neighbor && !is_lucky) continue;
        for (const auto& [validator, bitfield] : block->second.bitfields) {
            if (!block->second.is_needed_by(peer, validator)) continue;
            block->second.sent[peer].insert(validator);
            out.push_back({Effect::Send{{peer}, {head, bitfield}}});
        }
    }
}

}  // namespace serinus::parachain

#include "services/parachain/bitfields/bitfields.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::BitfieldGossip;
using parachain::BitfieldMessage;
using parachain::UncheckedSignedAvailabilityBitfield;
using parachain::ValidationMessage;

namespace {

constexpr const char* kBitfieldLog = "parachain::bitfield-signing";

uint64_t draw_number(platform::Scheduler& scheduler) {
    const auto bytes = scheduler.random_array<8>();
    uint64_t out = 0;
    for (const uint8_t byte : bytes) out = out << 8 | byte;
    return out;
}

}  // namespace

parachain::Draw Bitfields::draw() {
    return [&scheduler = environment_.scheduler](size_t part, size_t whole) {
        return draw_number(scheduler) % whole < part;
    };
}

void Bitfields::on_leaf(const RelayState& leaf) {
    gossip_.activate(leaf.hash, leaf.session_index, leaf.session->validators);
    if (!leaf.session->own) return;
    waiting_.emplace(leaf.hash, Waiting{leaf.candidates(), leaf.session});
    (void)environment_.lane.post_after(parachain::kBitfieldDelayMs, [this, hash = leaf.hash] { sign(hash); });
}

void Bitfields::on_leaf_gone(const Hash256& leaf) {
    waiting_.erase(leaf);
    gossip_.deactivate(leaf);
}

void Bitfields::on_topology(const Session& session, const PeerTopology& topology) {
    gossip_.set_topology(session.index, topology);
}

void Bitfields::on_view(const PeerId& peer, const parachain::View& view) {
    BitfieldGossip::Effects effects;
    gossip_.on_view(peer, view, draw()(1, 4), effects);
    carry_out(effects);
}

void Bitfields::sign(const Hash256& leaf) {
    auto found = waiting_.extract(leaf);
    if (found.empty()) return;  // the leaf is gone
    const Session& session = *found.mapped().session;
    const ValidatorIndex own = *session.own;
    BitfieldMessage::Bitfield message{
        leaf,
        {.payload = {parachain::make_bitfield(
             found.mapped().candidates,
             [&](const CandidateHash& candidate) { return environment_.store.has_chunk(candidate, own); })},
         .validator_index = own,
         .signature = {}}};
    const auto signature = environment_.keys.sign(crypto::key_types::kParachainValidator, crypto::Scheme::kSr25519,
                                                  session.validators[own._0].bytes,
                                                  message.bitfield.signing_payload({session.index, leaf}));
    if (!signature || signature->size() != 64) {
        return log::warn(kBitfieldLog, "The key of this validator is not there any more: no bitfield is signed");
    }
    std::copy(signature->begin(), signature->end(), message.bitfield.signature._0._0.begin());
    ++figures_.signed_own;
    const auto& candidates = found.mapped().candidates;
    for (size_t core = 0; core < candidates.size() && core < message.bitfield.payload._0.size(); ++core) {
        if (!candidates[core] || !message.bitfield.payload._0[core]) continue;
        environment_.timelines.note_once(*candidates[core], CandidateStep::kBitSet,
                                         "at " + to_hex_prefixed(leaf.bytes));
    }
    figures_.own_bits += message.bitfield.payload._0.count_ones();
    log::debug(kBitfieldLog, [&] {
        return "Signed a bitfield with " + std::to_string(message.bitfield.payload._0.count_ones()) + " of " +
               std::to_string(message.bitfield.payload._0.size()) + " bits at " + to_hex_prefixed(leaf.bytes);
    });
    BitfieldGossip::Effects effects;
    gossip_.distribute(message, draw(), effects);
    carry_out(effects);
}

void Bitfields::on_message(const PeerId& peer, const ValidationMessage& message) {
    const auto* bitfield = std::get_if<ValidationMessage::Bitfield>(&message.v);
    if (bitfield == nullptr) return;
    using Verdict = BitfieldGossip::Verdict;
    BitfieldGossip::Effects effects;
    const Verdict verdict =
        gossip_.on_message(peer, std::get<BitfieldMessage::Bitfield>(bitfield->_0.v), draw(), effects);
    carry_out(effects);
    const auto pay = [&](Conduct conduct, std::string_view reason) {
        if (conduct < Conduct{}) ++figures_.faulty;
        environment_.outlets.report(peer, conduct, reason);
    };
    // Observed: polkadot-availability-bitfield-distribution 36.0.0
    switch (verdict) {
        case Verdict::kNew:
            ++figures_.received;
            return pay(Conduct::kBenefitMinorFirst, "Valid message (first)");
        case Verdict::kKnown:
            return pay(Conduct::kBenefitMinor, "Valid message");
        case Verdict::kOther:
            return;
        case Verdict::kNotInView:
            return pay(Conduct::kCostMinor, "Not interested in that parent hash");
        case Verdict::kNoValidators:
            return pay(Conduct::kCostMinor, "Missing session key");
        case Verdict::kWrongIndex:
            return pay(Conduct::kCostMajor, "Bitfield validator index invalid");
        case Verdict::kDuplicate:
            return pay(Conduct::kCostMinorRepeated, "Peer sent the same message multiple times");
        case Verdict::kWrongSignature:
            return pay(Conduct::kCostMajor, "Bitfield signature invalid");
    }
}

void Bitfields::carry_out(BitfieldGossip::Effects& effects) {
    for (BitfieldGossip::Effect& effect : effects) {
        if (auto* send = std::get_if<BitfieldGossip::Effect::Send>(&effect.v)) {
            environment_.outlets.send(send->peers,
                                      ValidationMessage{ValidationMessage::Bitfield{{std::move(send->message)}}});
        } else {
            environment_.taker.take(std::get<BitfieldGossip::Effect::Provide>(effect.v).message);
        }
    }
}

}  // namespace serinus::services::paras

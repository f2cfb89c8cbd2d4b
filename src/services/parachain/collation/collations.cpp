#include "services/parachain/collation/collations.hpp"

#include "consensus/babe/types.hpp"
#include "parachain/collation/collation_wire.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::CollationMessage;
using parachain::OfferVerdict;
using parachain::ValidatorSide;
using parachain::ValidatorSideEffect;

namespace {

constexpr const char* kCollationLog = "parachain::collator-protocol";

/// Of offers that an honest collator does not make: ours, as what costs nothing can be repeated for ever. What has come
/// late, is of another view, or was fetched of another collator costs nothing.
std::optional<std::pair<Conduct, const char*>> cost_of(OfferVerdict verdict) {
    switch (verdict) {
        case OfferVerdict::kMalformed:
            return std::pair(Conduct::kCostMajor, "Malformed offer of a collation");
        case OfferVerdict::kTooMany:
            return std::pair(Conduct::kCostMinor, "More offers of collations than there is room for");
        default:
            return std::nullopt;
    }
}

/// What is in the queue of the core that this validator's group is on after the next change of groups, if that comes
/// within the blocks that the leaf's queue is for.
std::set<ParaId> paras_ahead(const RelayState& leaf) {
    const auto change = leaf.rotation.next_rotation_at();
    if (!change || !leaf.session->own || *change - leaf.rotation.now > leaf.session->lookahead) return {};
    auto later = leaf.rotation;
    later.now = *change;
    for (size_t group = 0; group < leaf.groups.size(); ++group) {
        if (std::ranges::find(leaf.groups[group], *leaf.session->own) == leaf.groups[group].end()) continue;
        const auto queue =
            leaf.claim_queue.find(parachain::core_of_group(later, {static_cast<uint32_t>(group)}, leaf.groups.size()));
        if (queue != leaf.claim_queue.end()) return {queue->second.begin(), queue->second.end()};
    }
    return {};
}

/// The slot of a header; nothing of one without a claim.
std::optional<uint64_t> claimed_slot(const std::shared_ptr<const primitives::Header>& header) {
    if (header == nullptr) return std::nullopt;
    const auto digests = consensus::babe::find_digests(*header);
    if (!digests || !digests->claim) return std::nullopt;
    return consensus::babe::slot_of(*digests->claim);
}

}  // namespace

Collations::Collations(const Environment& environment)
    : environment_(environment),
      side_(scores_, environment.candidates.prospective(), environment.candidates.backing(), environment.states) {}

Collations::Figures Collations::figures() const {
    Figures out = figures_;
    out.collators = side_.peers().size();
    return out;
}

void Collations::on_leaf(const RelayState& leaf) {
    parachain::CollationLeaf out{.path = {leaf.hash},
                                 .number = leaf.number,
                                 .slot = claimed_slot(environment_.headers.find_header(leaf.hash)),
                                 .parent = leaf.parent,
                                 .session = leaf.session_index,
                                 .claim_queue = leaf.claim_queue,
                                 .lookahead = leaf.session->lookahead,
                                 .cores = {},
                                 .ahead = paras_ahead(leaf)};
    out.path.insert(out.path.end(), leaf.ancestors.begin(), leaf.ancestors.end());
    for (const Hash256& block : out.path) {
        if (const auto core = environment_.candidates.backing().own_core(block)) out.cores.emplace(block, *core);
    }
    Effects effects;
    side_.activate(std::move(out), environment_.scheduler.now_ms(), effects);
    settle(effects);
}

void Collations::on_leaf_gone(const Hash256& leaf) {
    Effects effects;
    side_.deactivate(leaf, effects);
    settle(effects);
}

void Collations::on_collator(const PeerId& peer, uint8_t version) {
    Effects effects;
    side_.connect(peer, version, effects);
    settle(effects);
}

void Collations::on_collator_gone(const PeerId& peer) {
    side_.disconnect(peer);
    Effects effects;
    settle(effects);
}

void Collations::on_collator_message(const PeerId& peer, uint8_t version, BytesView bytes) {
    const auto input = parachain::decode_collation(version, bytes);
    if (!input) return environment_.outlets.report(peer, Conduct::kCostMajor, "Malformed message");
    const auto* const message = std::get_if<CollationMessage>(&*input);
    if (message == nullptr) return;  // a view, which collators need not have
    Effects effects;
    const auto verdict = side_.on_message(peer, *message, current_slot(), environment_.scheduler.now_ms(), effects);
    if (verdict == OfferVerdict::kAccepted) ++figures_.offers;
    if (verdict && verdict != OfferVerdict::kAccepted) {
        log::debug(kCollationLog, [&] {
            return "An offer of " + peer.to_string() + " is not taken: " + std::to_string(static_cast<int>(*verdict));
        });
        if (const auto cost = cost_of(*verdict)) environment_.outlets.report(peer, cost->first, cost->second);
    }
    settle(effects);
}

void Collations::on_seconded(const parachain::BackingEffect::CollationSeconded& seconded) {
    Effects effects;
    side_.on_seconded(seconded, effects);
    settle(effects);
}

void Collations::on_invalid(const parachain::BackingEffect::CollationInvalid& invalid) {
    side_.on_invalid(invalid.scheduling_parent, invalid.receipt);
    Effects effects;
    settle(effects);
}

void Collations::settle(Effects& effects) {
    carry_out(effects);
    Effects planned;
    side_.plan(environment_.scheduler.now_ms(), planned);
    carry_out(planned);
    plan_wake();
}

void Collations::carry_out(Effects& effects) {
    for (ValidatorSideEffect& effect : effects) {
        if (const auto* ask = std::get_if<ValidatorSideEffect::Request>(&effect.v)) {
            request(*ask);
        } else if (auto* second = std::get_if<ValidatorSideEffect::Second>(&effect.v)) {
            environment_.taker.second(second->receipt, second->data, std::move(second->pov));
        } else if (const auto* gone = std::get_if<ValidatorSideEffect::Disconnect>(&effect.v)) {
            for (const PeerId& peer : gone->peers) environment_.collators.put_out_collator(peer);
        } else if (const auto* send = std::get_if<ValidatorSideEffect::Send>(&effect.v)) {
            const auto version = static_cast<uint8_t>(send->message.index() + 1);
            environment_.collators.send_to_collator(send->peer, version, parachain::encode_collation(send->message));
        }
    }
    effects.clear();
}

void Collations::request(const ValidatorSideEffect::Request& effect) {
    constexpr std::array kKinds = {RequestKind::kCollationV1, RequestKind::kCollationV2, RequestKind::kCollationV3};
    Bytes content = std::visit([](const auto& one) { return scale::encode(one); }, effect.request);
    const RequestKind kind = kKinds[effect.request.index()];
    // What this node does not even send is no fault of the collator's.
    const bool is_sent = environment_.outlets.has_room(kind);
    // Only in the second version the request names the candidate.
    std::optional<CandidateHash> candidate;
    if (const auto* named = std::get_if<parachain::CollationRequestV2>(&effect.request)) {
        candidate = named->candidate_hash;
        environment_.timelines.note(*candidate, CandidateStep::kOffered, "by collator " + effect.peer.to_string());
    }
    environment_.outlets.request(
        effect.peer, kind, std::move(content), std::nullopt,
        [this, id = effect.id, is_sent, candidate](RequestKind spoken, const std::optional<Bytes>& answer) {
            using NoCollation = ValidatorSide::NoCollation;
            Response response = is_sent ? NoCollation::kLate : NoCollation::kFailure;
            if (answer && spoken == RequestKind::kCollationV3) {
                auto decoded = scale::decode<parachain::CollationResponseV3>(*answer);
                if (decoded) {
                    response = std::get<0>(*std::move(decoded));
                } else {
                    response = NoCollation::kUndecodable;
                }
            } else if (answer) {
                auto decoded = scale::decode<parachain::CollationResponse>(*answer);
                if (decoded) {
                    std::visit([&](auto& one) { response = std::move(one); }, *decoded);
                } else {
                    response = NoCollation::kUndecodable;
                }
            }
            if (answer) ++figures_.fetched;
            Effects effects;
            if (const auto fault = side_.on_collation(id, std::move(response), effects)) {
                ++figures_.refused;
                if (candidate) environment_.timelines.note(*candidate, CandidateStep::kRefused, to_string(*fault));
                log::debug(kCollationLog,
                           [&] { return std::string("A collation is not seconded: ") + to_string(*fault); });
            }
            settle(effects);
        });
}

void Collations::plan_wake() {
    const auto wake_at = side_.wake_at();
    if (!wake_at || (planned_wake_ && *planned_wake_ <= *wake_at)) return;
    planned_wake_ = *wake_at;
    const uint64_t now = environment_.scheduler.now_ms();
    (void)environment_.lane.post_after(*wake_at > now ? *wake_at - now : 1, [this, at = *wake_at] {
        if (planned_wake_ != at) return;
        planned_wake_.reset();
        Effects effects;
        settle(effects);
    });
}

}  // namespace serinus::services::paras

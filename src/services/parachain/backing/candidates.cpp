#include "services/parachain/backing/candidates.hpp"

#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::Backing;
using parachain::BackingEffect;
using parachain::PoV;
using parachain::ProspectiveParachains;
using parachain::StatementDistribution;
using parachain::StatementEffect;
using parachain::ValidationMessage;

namespace {

constexpr const char* kBackingLog = "parachain::candidate-backing";

std::set<parachain::AuthorityId> keys_of(const AuthorityIds& authorities) {
    std::set<parachain::AuthorityId> out;
    for (const AuthorityId& one : authorities) out.insert(one.bytes);
    return out;
}

}  // namespace

Candidates::Candidates(const Environment& environment)
    : environment_(environment), backing_(prospective_), statements_(prospective_, environment.states) {}

Candidates::Figures Candidates::figures() const {
    Figures out = figures_;
    out.candidates = statements_.candidate_count();
    return out;
}

// --- leaves ---

void Candidates::on_leaf(const RelayState& leaf) {
    const auto facts = environment_.states.prospective(leaf);
    if (!facts) {
        log::debug(kBackingLog, [&] { return "What paras may do is not known: " + facts.error().reason; });
        return;
    }
    prospective_.activate(*facts, environment_.states);
    std::set<Hash256>& allowed = allowed_[leaf.hash];
    allowed.insert(leaf.hash);
    allowed.insert(leaf.ancestors.begin(), leaf.ancestors.end());
    tell_executor();
    for (const Hash256& block : allowed) {
        const auto state = environment_.states.at(block);
        if (!state) continue;
        backing_.activate({.scheduling_parent = block,
                           .session = (*state)->session_index,
                           .groups = (*state)->groups,
                           .rotation = (*state)->rotation,
                           .claim_queue = (*state)->claim_queue,
                           .disabled = (*state)->disabled,
                           .minimum_backing_votes = (*state)->session->minimum_backing_votes,
                           .own = (*state)->session->own});
    }
    activate_statements(leaf);
}

void Candidates::activate_statements(const RelayState& leaf) {
    parachain::StatementLeaf out{.path = {leaf.hash}, .number = leaf.number, .blocks = {}};
    out.path.insert(out.path.end(), leaf.ancestors.begin(), leaf.ancestors.end());
    for (const Hash256& block : out.path) {
        const auto state = statements_.knows(block) ? nullptr : environment_.states.at(block).value_or(nullptr);
        if (state == nullptr) continue;
        const Session& session = *state->session;
        out.blocks.push_back(
            {.hash = block,
             .session = state->session_index,
             .facts = std::make_shared<const parachain::StatementSession>(
                 parachain::StatementSession::of(session.info, session.minimum_backing_votes, session.own)),
             .rotation = state->rotation,
             .claim_queue = state->claim_queue,
             .disabled = state->disabled});
    }
    StatementDistribution::Effects effects;
    statements_.activate(out, effects);
    carry_out(effects);
    send_requests();
}

void Candidates::on_leaf_gone(const Hash256& leaf) {
    allowed_.erase(leaf);
    prospective_.deactivate(leaf);
    backing_.retain(tell_executor());
    statements_.deactivate(leaf);
    send_requests();
}

void Candidates::on_finalized(const ActiveLeaves::Leaf& block) {
    const auto session = environment_.states.session_of_children(block.hash);
    if (session && *session != nullptr && (*session)->has_feature(NodeFeature::kCandidateReceiptV3)) {
        backing_.enable_v3();
    }
}

std::set<Hash256> Candidates::tell_executor() {
    std::set<Hash256> allowed;
    for (const auto& [hash, blocks] : allowed_) allowed.insert(blocks.begin(), blocks.end());
    environment_.executor.update_leaves({allowed.begin(), allowed.end()});
    return allowed;
}

void Candidates::on_topology(const Session& session, const PeerTopology&) {
    StatementDistribution::Effects effects;
    statements_.set_topology(session.index, session.grid(), session.own_in_grid, effects);
    carry_out(effects);
    send_requests();
}

// --- peers ---

void Candidates::on_peer(const PeerId& peer, const AuthorityIds& authorities) {
    statements_.connect(peer, keys_of(authorities));
}

void Candidates::on_authorities(const PeerId& peer, const AuthorityIds& authorities) {
    statements_.set_authorities(peer, keys_of(authorities));
}

void Candidates::on_view(const PeerId& peer, const parachain::View& view) {
    StatementDistribution::Effects effects;
    statements_.on_view(peer, view, effects);
    carry_out(effects);
    send_requests();
}

void Candidates::on_message(const PeerId& peer, const ValidationMessage& message) {
    const auto* statement = std::get_if<ValidationMessage::Statement>(&message.v);
    if (statement == nullptr) return;
    StatementDistribution::Effects effects;
    statements_.on_message(peer, statement->_0, effects);
    carry_out(effects);
    send_requests();
}

std::optional<Bytes> Candidates::answer(const PeerId& peer, BytesView request) {
    const auto asked = scale::decode<parachain::AttestedCandidateRequest>(request);
    if (!asked) {
        environment_.outlets.report(peer, Conduct::kCostMajor, "Request that does not decode");
        return std::nullopt;
    }
    StatementDistribution::Effects effects;
    const auto response = statements_.answer(peer, *asked, effects);
    carry_out(effects);
    return response ? std::optional(scale::encode(*response)) : std::nullopt;
}

// --- statements ---

void Candidates::carry_out(StatementDistribution::Effects& effects) {
    for (StatementEffect& effect : effects) {
        if (auto* send = std::get_if<StatementEffect::Send>(&effect.v)) {
            environment_.outlets.send(send->peers,
                                      ValidationMessage{ValidationMessage::Statement{std::move(send->message)}});
        } else if (const auto* ask = std::get_if<StatementEffect::Request>(&effect.v)) {
            request(*ask);
        } else if (const auto* judged = std::get_if<StatementEffect::Judged>(&effect.v)) {
            const auto amount = parachain::amount_of(parachain::reputation_of(judged->verdict));
            environment_.outlets.report(judged->peer, Conduct{amount}, "Statement distribution");
        } else {
            const auto& statement = std::get<StatementEffect::ToBacking>(effect.v);
            Backing::Effects of_backing;
            backing_.on_statement(statement.scheduling_parent, statement.statement, environment_.states, of_backing);
            carry_out(of_backing);
        }
    }
}

void Candidates::send_requests() {
    StatementDistribution::Effects effects;
    const uint64_t now = environment_.scheduler.now_ms();
    statements_.send_requests(now, effects);
    carry_out(effects);
    const auto wake_at = statements_.wake_at();
    if (!wake_at || (planned_wake_ && *planned_wake_ <= *wake_at)) return;
    planned_wake_ = *wake_at;
    (void)environment_.lane.post_after(*wake_at > now ? *wake_at - now : 1, [this, at = *wake_at] {
        if (planned_wake_ != at) return;  // an earlier one was planned since
        planned_wake_.reset();
        send_requests();
    });
}

void Candidates::request(const StatementEffect::Request& effect) {
    ++figures_.requested;
    environment_.outlets.request(
        effect.peer, RequestKind::kAttestedCandidate, scale::encode(effect.request), std::nullopt,
        [this, peer = effect.peer](RequestKind, const std::optional<Bytes>& answer) {
            using NoResponse = StatementDistribution::NoResponse;
            std::variant<parachain::AttestedCandidateResponse, NoResponse> response = NoResponse::kFailure;
            if (answer) {
                auto decoded = scale::decode<parachain::AttestedCandidateResponse>(*answer);
                if (decoded) {
                    response = *std::move(decoded);
                } else {
                    response = NoResponse::kUndecodable;
                }
            }
            StatementDistribution::Effects effects;
            statements_.on_response(peer, response, environment_.scheduler.now_ms(), effects);
            carry_out(effects);
            send_requests();
        });
}

std::vector<parachain::BackedCandidate> Candidates::select(const Hash256& leaf,
                                                           const std::map<ParaId, parachain::CandidatePlan>& plan) {
    return parachain::select_candidates(plan, leaf, prospective_, backing_);
}

}  // namespace serinus::services::paras

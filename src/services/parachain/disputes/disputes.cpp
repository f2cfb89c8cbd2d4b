#include "services/parachain/disputes/disputes.hpp"

#include "base/hex.hpp"
#include "parachain/disputes/digests.hpp"
#include "parachain/disputes/vote_selection.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::DisputeEffect;
using parachain::DisputeKey;
using parachain::DisputeReceiveEffect;
using parachain::DisputeReceiver;
using parachain::DisputeSendEffect;
using parachain::DisputeSender;
using parachain::DisputeSession;
using parachain::ScrapedBlock;
namespace host = runtime_api::parachain_host;

namespace {

constexpr const char* kDisputeLog = "parachain::dispute-coordinator";

/// Sessions that are kept beyond those whose disputes are taken.
constexpr size_t kMoreSessions = 2;

std::string name_of(const DisputeKey& key) {
    return to_hex_prefixed(key.second._0.bytes) + " in session " + std::to_string(key.first);
}

}  // namespace

// --- facts ---

const DisputeSession* Disputes::find_session(SessionIndex index) const {
    if (const auto known = sessions_.find(index); known != sessions_.end()) return &known->second;
    const auto session = environment_.states.session(index, last_leaf_);
    if (!session || *session == nullptr) return nullptr;
    const Session& facts = **session;
    DisputeSession out = DisputeSession::of(facts.info, facts.max_coalesced_approvals);
    out.own = facts.own;
    if (facts.own_in_grid) out.own_discovery_key = facts.discovery_keys.at(facts.own_in_grid->_0).bytes;
    return &sessions_.emplace(index, std::move(out)).first->second;
}

std::vector<ValidatorIndex> Disputes::disabled_at(const Hash256& block) const {
    const auto disabled = environment_.calls.ask(block, host::kDisabledValidators);
    return disabled ? *disabled : std::vector<ValidatorIndex>();
}

std::optional<BlockNumber> Disputes::number_of(const Hash256& block) const {
    const auto header = environment_.headers.find_header(block);
    return header == nullptr ? std::nullopt : std::optional(header->number.value);
}

std::vector<Hash256> Disputes::blocks_including(const CandidateHash& candidate) const {
    std::vector<Hash256> out;
    for (const auto& block : coordinator_.blocks_including(candidate)) out.push_back(block.second);
    return out;
}

std::vector<parachain::ApprovalSignature> Disputes::approvals_of(const CandidateHash& candidate) const {
    return approvals_ == nullptr ? std::vector<parachain::ApprovalSignature>() : approvals_->approvals_of(candidate);
}

Result<parachain::StoredRecords, std::string> Disputes::stored_under(BytesView prefix) const {
    auto found = environment_.records.find_under(prefix);
    if (!found) log::error(kDisputeLog, "Votes cannot be read, and this node gives none: " + found.error());
    return found;
}

// --- the chain ---

void Disputes::on_leaf(const RelayState& leaf) {
    last_leaf_ = leaf.hash;
    leaves_.insert_or_assign(leaf.hash, leaf.session_index);
    while (sessions_.size() > Coordinator::kWindow + kMoreSessions) sessions_.erase(sessions_.begin());
    give_up_blocks(leaf.hash);
    const auto parent_of = [&](const Hash256& block) -> std::optional<Hash256> {
        const auto header = environment_.headers.find_header(block);
        return header == nullptr ? std::nullopt : std::optional(header->parent_hash);
    };
    parachain::DisputeLeaf out{.hash = leaf.hash,
                               .number = leaf.number,
                               .session = leaf.session_index,
                               .enables_v3 = leaf.session->has_feature(NodeFeature::kCandidateReceiptV3),
                               .blocks = {}};
    const auto blocks = coordinator_.blocks_to_scrape(leaf.hash, leaf.number, finalized_, parent_of);
    out.blocks.reserve(blocks.size());
    for (const Hash256& block : blocks) {
        auto scraped = scrape(block);
        if (!scraped) {
            log::debug(kDisputeLog, [&] { return "What a block says is not known: " + scraped.error().reason; });
            // Again at the next leaf, with those above it. The state of a final block may be gone.
            if (number_of(block).value_or(0) > finalized_) break;
            ScrapedBlock nothing;
            nothing.hash = block;
            nothing.number = number_of(block).value_or(0);
            scraped = std::move(nothing);
        }
        out.blocks.push_back(*std::move(scraped));
    }
    Effects effects;
    coordinator_.on_leaf(std::move(out), *this, now_s(), effects);
    carry_out(effects);
    std::set<SessionIndex> sessions;
    for (const auto& [hash, session] : leaves_) sessions.insert(session);
    DisputeSender::Effects of_sender;
    sender_.on_leaf(sessions, coordinator_.active(now_s()), *this, now_ms(), of_sender);
    carry_out(of_sender);
    import_backlog();
    plan_wake();
}

void Disputes::on_finalized(const ActiveLeaves::Leaf& block) {
    finalized_ = block.number;
    coordinator_.on_finalized(block.number);
    std::erase_if(heard_, [&](const auto& one) { return one.second <= block.number; });
}

OrCallError<ScrapedBlock> Disputes::scrape(const Hash256& hash) {
    ScrapedBlock out;
    out.hash = hash;
    out.number = number_of(hash).value_or(0);
    TRY_ASSIGN(const auto events, environment_.states.events(hash));
    for (const host::CandidateEvent& event : events) {
        if (const auto* included = std::get_if<host::CandidateEvent::Included>(&event.v)) {
            out.included.push_back(included->receipt);
        } else if (const auto* backed = std::get_if<host::CandidateEvent::Backed>(&event.v)) {
            out.backed.push_back(backed->receipt);
        }
    }
    auto votes = environment_.calls.ask(hash, host::kOnChainVotes);
    if (!votes && votes.error().kind != executor::CallError::Kind::kNoSuchMethod) return Err(votes.error());
    if (votes && *votes) {
        out.session = (*votes)->session;
        out.backers = std::move((*votes)->backing_validators_per_candidate);
        out.disputes = std::move((*votes)->disputes);
    }
    return out;
}

void Disputes::give_up_blocks(const Hash256& leaf) {
    const auto parent_of = [&](const Hash256& block) -> std::optional<Hash256> {
        const auto one = environment_.headers.find_header(block);
        return one == nullptr ? std::nullopt : std::optional(one->parent_hash);
    };
    // Not every block is a leaf here: those of a first synchronization are none, nor those below the leaves of a start.
    for (std::optional<Hash256> block = leaf; block && !heard_.contains(*block); block = parent_of(*block)) {
        const auto header = environment_.headers.find_header(*block);
        if (header == nullptr || header->number.value <= finalized_) return;
        heard_.emplace(*block, header->number.value);
        const auto given_up = parachain::blocks_given_up(*block, *header, finalized_, parent_of);
        if (given_up.names_final) {
            log::error(kDisputeLog,
                       "Block " + to_hex_prefixed(block->bytes) + " gives up blocks that are final on this node");
        }
        for (const Hash256& one : given_up.blocks) exclude(one);
    }
}

void Disputes::exclude(const Hash256& block) {
    if (environment_.exclude(block)) {
        log::warn(kDisputeLog, "Block " + to_hex_prefixed(block.bytes) + " is given up: a candidate in it is invalid");
    } else {
        log::error(kDisputeLog, "Block " + to_hex_prefixed(block.bytes) +
                                    " includes an invalid candidate, and cannot be given up: it is final");
    }
}

void Disputes::import_backlog() {
    if (!coordinator_.has_backlog() || std::exchange(imports_backlog_, true)) return;
    (void)environment_.lane.post_always([this] {
        imports_backlog_ = false;
        Effects effects;
        coordinator_.import_backlog(*this, now_s(), effects);
        carry_out(effects);
        import_backlog();
        plan_wake();
    });
}

// --- own checks, authors ---

void Disputes::on_invalid(const parachain::CandidateReceipt& receipt, SessionIndex session) {
    Effects effects;
    coordinator_.vote(receipt, session, false, *this, now_s(), effects);
    carry_out(effects);
    plan_wake();
}

bool Disputes::is_against(SessionIndex session, const CandidateHash& candidate) const {
    return coordinator_.own_side({session, candidate}, *this) == std::optional(false);
}

std::vector<parachain::DisputeVoteSet> Disputes::votes_for(const Hash256& leaf) const {
    const auto recent = coordinator_.recent();
    if (recent.empty()) return {};
    std::map<DisputeKey, parachain::DisputeState> on_chain;
    if (const auto known = environment_.calls.ask(leaf, host::kDisputes)) {
        for (const auto& [session, candidate, state] : *known) on_chain.emplace(DisputeKey{session, candidate}, state);
    }
    return parachain::select_disputes(parachain::prioritize(recent, on_chain, now_s()), on_chain,
                                      [this](const DisputeKey& key) { return coordinator_.votes_of(key, *this); });
}

Disputes::Figures Disputes::figures() const {
    Figures out = figures_;
    out.recent = coordinator_.recent().size();
    return out;
}

// --- effects of the coordinator ---

bool Disputes::carry_out(const Effects& effects) {
    for (const DisputeEffect& effect : effects) {
        if (const auto* changes = std::get_if<DisputeEffect::Store>(&effect.v)) {
            const auto written = environment_.records.write(*changes);
            // Nothing leaves that is not on the disk.
            if (!written) {
                log::error(kDisputeLog, "Votes cannot be stored: " + written.error());
                coordinator_.on_store_failed();
                return false;
            }
        } else if (const auto* range = std::get_if<DisputeEffect::RemoveRange>(&effect.v)) {
            const auto removed = environment_.records.remove(*range);
            if (!removed) log::warn(kDisputeLog, "Old votes cannot be removed: " + removed.error());
        } else if (const auto* check = std::get_if<DisputeEffect::Participate>(&effect.v)) {
            participate(*check);
        } else if (const auto* to_sign = std::get_if<DisputeEffect::Sign>(&effect.v)) {
            sign(*to_sign);
        } else if (const auto* own = std::get_if<DisputeEffect::Send>(&effect.v)) {
            ++figures_.votes;
            DisputeSender::Effects of_sender;
            sender_.send(own->request, *this, now_ms(), of_sender);
            carry_out(of_sender);
        } else if (const auto* revert = std::get_if<DisputeEffect::Revert>(&effect.v)) {
            for (const auto& [number, hash] : revert->blocks) exclude(hash);
        } else if (const auto* began = std::get_if<DisputeEffect::Began>(&effect.v)) {
            ++figures_.began;
            log::warn(kDisputeLog, "Candidate " + name_of(began->dispute) + " is disputed");
            environment_.timelines.note(began->dispute.second, CandidateStep::kInDispute,
                                        "session " + std::to_string(began->dispute.first));
            if (approvals_ != nullptr) approvals_->on_disputes_changed();
        } else {
            const auto& concluded = std::get<DisputeEffect::Concluded>(effect.v);
            ++(concluded.is_valid ? figures_.concluded_valid : figures_.concluded_invalid);
            log::warn(kDisputeLog, "Candidate " + name_of(concluded.dispute) + " is " +
                                       (concluded.is_valid ? "valid" : "invalid") + ": so has its dispute ended" +
                                       (concluded.is_own_vote_lost ? "; this validator has said otherwise" : ""));
            environment_.timelines.note(concluded.dispute.second, CandidateStep::kDisputeEnded,
                                        std::string(concluded.is_valid ? "valid" : "invalid") +
                                            (concluded.is_own_vote_lost ? "; this validator has said otherwise" : ""));
            if (approvals_ != nullptr) approvals_->on_disputes_changed();
        }
    }
    return true;
}

void Disputes::participate(const DisputeEffect::Participate& effect) {
    const auto& request = effect.request;
    const DisputeKey dispute{request.session, request.candidate};
    ++figures_.participations;
    const auto session = environment_.states.session(request.session, last_leaf_);
    if (!session || *session == nullptr) {
        (void)environment_.lane.post_always(
            [this, dispute] { on_participated(dispute, Coordinator::Outcome::kUnknown); });
        return;
    }
    const auto named = polkadot_primitives::v9::session_of(request.receipt.descriptor);
    environment_.recoveries.recover(
        {.receipt = request.receipt,
         .session = *session,
         .backers = {},
         .core = polkadot_primitives::v9::core_of(request.receipt.descriptor)},
        [this, dispute, receipt = request.receipt, at = effect.code_at,
         of_parent = named.value_or(request.session)](Recoveries::Result recovered) mutable {
            using Checked = Coordinator::Outcome;
            if (!recovered.data) {
                return on_participated(dispute, recovered.is_invalid ? Checked::kInvalid : Checked::kUnavailable);
            }
            environment_.checker.check({.receipt = std::move(receipt),
                                        .data = std::move(recovered.data->validation_data),
                                        .pov = std::move(recovered.data->pov),
                                        .purpose = pvf::Purpose::kDispute,
                                        .at = at,
                                        .session = of_parent},
                                       [this, dispute](const CheckResult& result) {
                                           switch (result.outcome) {
                                               case Outcome::kValid:
                                                   return on_participated(dispute, Checked::kValid);
                                               case Outcome::kInvalid:
                                                   return on_participated(dispute, Checked::kInvalid);
                                               case Outcome::kUnknown:
                                                   return on_participated(dispute, Checked::kUnknown);
                                           }
                                       });
        });
}

void Disputes::on_participated(const DisputeKey& dispute, Coordinator::Outcome outcome) {
    note_participation(dispute.second, outcome);
    Effects effects;
    coordinator_.on_participated(dispute, outcome, *this, now_s(), effects);
    carry_out(effects);
    plan_wake();
}

void Disputes::note_participation(const CandidateHash& candidate, Coordinator::Outcome outcome) {
    const auto note = [&](CandidateStep step, const char* detail) {
        environment_.timelines.note(candidate, step, detail);
    };
    switch (outcome) {
        case Coordinator::Outcome::kValid:
            return note(CandidateStep::kDisputeVote, "valid");
        case Coordinator::Outcome::kInvalid:
            return note(CandidateStep::kDisputeVote, "invalid");
        case Coordinator::Outcome::kUnavailable:
            return note(CandidateStep::kNoDisputeVote, "its data could not be recovered");
        case Coordinator::Outcome::kUnknown:
            return note(CandidateStep::kNoDisputeVote, "this node could not check it");
    }
}

void Disputes::sign(const DisputeEffect::Sign& effect) {
    std::optional<parachain::ValidatorSignature> signature;
    const DisputeSession* session = find_session(effect.dispute.first);
    if (session != nullptr && effect.validator._0 < session->validators.size()) {
        const auto bytes = environment_.keys.sign(crypto::key_types::kParachainValidator, crypto::Scheme::kSr25519,
                                                  session->validators[effect.validator._0].bytes, effect.payload);
        if (bytes && bytes->size() == 64) {
            signature.emplace();
            std::copy(bytes->begin(), bytes->end(), signature->_0._0.begin());
        }
    }
    // Another input, when the effects of this one are carried out.
    (void)environment_.lane.post_always([this, dispute = effect.dispute, signature] {
        Effects effects;
        coordinator_.on_signed(dispute, signature, *this, now_s(), effects);
        carry_out(effects);
        plan_wake();
    });
}

// --- votes to and from other validators ---

void Disputes::carry_out(const DisputeSender::Effects& effects) {
    for (const DisputeSendEffect& effect : effects) ask(std::get<DisputeSendEffect::Request>(effect.v));
}

void Disputes::ask(const DisputeSendEffect::Request& effect) {
    const Bytes content = scale::encode(effect.request);
    for (const parachain::AuthorityId& receiver : effect.receivers) {
        const auto peer = environment_.authorities.find_peer(AuthorityId{receiver});
        if (!peer) {
            (void)environment_.lane.post_always([this, candidate = effect.candidate, receiver] {
                sender_.on_answered(candidate, receiver, false);
                plan_wake();
            });
            continue;
        }
        environment_.outlets.request(
            *peer, RequestKind::kDispute, content, std::nullopt,
            [this, candidate = effect.candidate, receiver](RequestKind, const std::optional<Bytes>& answer) {
                const bool is_confirmed = answer && scale::decode<parachain::DisputeResponse>(*answer).has_value();
                sender_.on_answered(candidate, receiver, is_confirmed);
                plan_wake();
            });
    }
}

void Disputes::on_request(const PeerId& peer, BytesView bytes, Respond respond) {
    auto request = scale::decode<parachain::DisputeRequest>(bytes);
    if (!request) {
        environment_.outlets.report(peer, Conduct::kCostMajor, "Request that does not decode");
        return respond(std::nullopt);
    }
    std::optional<parachain::AuthorityId> authority;
    const AuthorityIds known = environment_.authorities.find_authorities(peer);
    if (!known.empty()) authority = known.begin()->bytes;
    const parachain::RequestToken token = next_token_++;
    waiting_.emplace(token, std::move(respond));
    DisputeReceiver::Effects effects;
    receiver_.on_request(token, peer, authority, *std::move(request), now_ms(), effects);
    carry_out(effects);
    plan_wake();
}

void Disputes::carry_out(const DisputeReceiver::Effects& effects) {
    using Fault = DisputeReceiveEffect::Fault;
    for (const DisputeReceiveEffect& effect : effects) {
        if (const auto* answer = std::get_if<DisputeReceiveEffect::Answer>(&effect.v)) {
            auto waiting = waiting_.extract(answer->token);
            if (waiting.empty()) continue;
            waiting.mapped()(answer->response ? std::optional(scale::encode(*answer->response)) : std::nullopt);
        } else if (const auto* judged = std::get_if<DisputeReceiveEffect::Judged>(&effect.v)) {
            switch (judged->fault) {
                case Fault::kNoValidator:
                case Fault::kTooManyCoalesced:
                    environment_.outlets.report(judged->peer, Conduct::kCostMajor, "Dispute request");
                    break;
                case Fault::kBadSignature:
                    environment_.outlets.report(judged->peer, Conduct::kMalicious, "Signature in a dispute request");
                    break;
                case Fault::kNotImported:
                    environment_.outlets.report(judged->peer, Conduct::kCostMinor, "Dispute that is not taken");
                    break;
            }
        } else {
            const auto& import = std::get<DisputeReceiveEffect::Import>(effect.v);
            Effects of_coordinator;
            auto verdict =
                coordinator_.import(import.receipt, import.session, import.votes, *this, now_s(), of_coordinator);
            // What is not on the disk is not confirmed: the sender comes again.
            if (!carry_out(of_coordinator)) verdict = parachain::ImportVerdict::kNotReady;
            DisputeReceiver::Effects further;
            receiver_.on_imported(import.import, verdict, further);
            carry_out(further);
        }
    }
}

// --- time ---

void Disputes::plan_wake() {
    auto wake_at = receiver_.wake_at();
    if (const auto of_sender = sender_.wake_at(); of_sender && (!wake_at || *of_sender < *wake_at)) wake_at = of_sender;
    if (!wake_at || (planned_wake_ && *planned_wake_ <= *wake_at)) return;
    planned_wake_ = *wake_at;
    const uint64_t now = now_ms();
    (void)environment_.lane.post_after(*wake_at > now ? *wake_at - now : 1, [this, at = *wake_at] {
        if (planned_wake_ != at) return;  // an earlier one was planned since
        planned_wake_.reset();
        DisputeReceiver::Effects of_receiver;
        receiver_.on_time(*this, now_ms(), of_receiver);
        carry_out(of_receiver);
        DisputeSender::Effects of_sender;
        sender_.on_time(*this, now_ms(), of_sender);
        carry_out(of_sender);
        plan_wake();
    });
}

}  // namespace serinus::services::paras

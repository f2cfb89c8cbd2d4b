// How statement distribution gets candidates, and what follows when it has one.
#include "parachain/statements/distribution.hpp"

namespace serinus::parachain {

// --- candidates ---

void StatementDistribution::on_backed(const CandidateHash& candidate, Effects& out) {
    const auto* confirmed = candidates_.find_confirmed(candidate);
    Block* block = confirmed == nullptr ? nullptr : find_block(confirmed->scheduling_parent);
    if (block == nullptr) return;
    provide_to_grid(*block, candidate, out);
    // What builds on it may follow at last.
    update_membership(candidates_.hypotheticals(std::pair(confirmed->receipt.descriptor.para_head, confirmed->para())),
                      std::nullopt, out);
}

void StatementDistribution::on_confirmed(const CandidateHash& hash, const KnownCandidates::Reckoning& reckoning,
                                         Effects& out) {
    for (const PeerId& peer : reckoning.wrong) {
        out.push_back({StatementEffect::Judged{peer, StatementVerdict::kWrongClaim}});
    }
    requests_.remove_candidate(hash);
    const auto* confirmed = candidates_.find_confirmed(hash);
    Block* block = find_block(confirmed->scheduling_parent);
    if (block == nullptr) return;
    if (block->own) {
        // Statements of the group have waited for the candidate.
        const Session& session = session_of(*block);
        const GroupIndex group = block->own->group;
        const StatementFilter known = block->store.filter_of(session.groups, group, hash);
        for (const SignedStatement& statement : block->store.select(session.groups, group, hash, known)) {
            circulate(*block, statement, out);
        }
    }
    const Hypothetical hypothetical{confirmed->para(),
                                    {hash, confirmed->scheduling_parent, confirmed->parent_head_hash,
                                     hashing::blake2b_256(confirmed->receipt.commitments.head_data._0)}};
    update_membership({hypothetical}, std::nullopt, out);
}

void StatementDistribution::update_membership(const std::vector<Hypothetical>& hypotheticals,
                                              const std::optional<Hash256>& only, Effects& out) {
    for (const Hypothetical& one : hypotheticals) {
        const auto* confirmed = candidates_.find_confirmed(one.candidate.hash);
        const std::vector<Hash256> leaves =
            confirmed != nullptr
                ? prospective_.membership(one.candidate.hash, confirmed->receipt, confirmed->data, relay_parents_)
                : prospective_.membership(one.para, one.candidate);
        bool is_member = false;
        for (const Hash256& leaf : leaves) {
            if (only && leaf != *only) continue;
            candidates_.note_importable(one, leaf);
            is_member = true;
        }
        if (!is_member || confirmed == nullptr) continue;
        Block* block = find_block(confirmed->scheduling_parent);
        if (block == nullptr || !block->is_group_of(confirmed->para(), confirmed->group)) continue;
        give_to_backing(*block, *confirmed, one.candidate.hash, out);
    }
}

void StatementDistribution::give_to_backing(Block& block, const KnownCandidates::Confirmed& candidate,
                                            const CandidateHash& hash, Effects& out) {
    const auto* members = session_of(block).groups.find(candidate.group);
    if (members == nullptr) return;
    for (const SignedStatement& statement : block.store.fresh_for_backing(*members, hash)) {
        block.store.note_known_by_backing(id_of(statement));
        StatementWithCandidate with{statement, std::nullopt, std::nullopt};
        if (statement.payload.is_seconded()) {
            with.receipt = candidate.receipt;
            with.data = candidate.data;
        }
        out.push_back({StatementEffect::ToBacking{block.hash, std::move(with)}});
    }
}

// --- requests ---

std::optional<RequestProperties> StatementDistribution::properties_of(const RequestId& id) const {
    const auto found = blocks_.find(id.scheduling_parent);
    if (found == blocks_.end()) return std::nullopt;
    const Block& block = found->second;
    const Session& session = session_of(block);
    const auto* members = session.groups.find(id.group);
    const auto claims = block.paras_of_group.find(id.group);
    if (members == nullptr || claims == block.paras_of_group.end() || !session.takes_part()) return std::nullopt;
    RequestProperties out{StatementFilter::blank(members->size()), std::nullopt};
    for (size_t i = 0; i < members->size(); ++i) {
        const bool is_disabled = block.disabled.contains((*members)[i]);
        if (is_disabled || block.store.seconded_count((*members)[i]) >= claims->second.size())
            out.unwanted.set(i, true);
        if (is_disabled) out.unwanted.set(i, false);
    }
    const bool is_own_group = block.own && block.own->group == id.group;
    if (!is_own_group) out.backing_threshold = session.groups.needed_votes(id.group);
    return out;
}

std::optional<StatementFilter> StatementDistribution::advertised(const RequestId& id, const PeerId& peer_id) const {
    const auto peer = peers_.find(peer_id);
    const auto block = blocks_.find(id.scheduling_parent);
    if (peer == peers_.end() || block == blocks_.end()) return std::nullopt;
    for (const ValidatorIndex validator : validators_of(peer->second, session_of(block->second))) {
        // A member has advertised nothing in particular, but has sent a statement.
        const auto& own = block->second.own;
        if (own && own->cluster.knows_candidate(validator, id.candidate)) {
            return StatementFilter::blank(own->cluster.members().size());
        }
        if (auto filter = block->second.grid.advertised_by(validator, id.candidate)) return filter;
    }
    return std::nullopt;
}

void StatementDistribution::send_requests(Millis now, Effects& out) {
    while (auto next = requests_.next(
               now, [this](const RequestId& id) { return properties_of(id); },
               [this](const RequestId& id, const PeerId& peer) { return advertised(id, peer); })) {
        asked_.insert_or_assign(next->peer, Asked{next->id, std::move(next->properties)});
        out.push_back({StatementEffect::Request{next->peer, std::move(next->request)}});
    }
}

void StatementDistribution::on_response(const PeerId& peer,
                                        const std::variant<AttestedCandidateResponse, NoResponse>& response, Millis now,
                                        Effects& out) {
    const auto asked = asked_.extract(peer);
    if (!asked) return;
    const auto& [id, properties] = asked.mapped();
    const auto judge = [&](StatementVerdict verdict) { out.push_back({StatementEffect::Judged{peer, verdict}}); };
    if (!requests_.note_ended(id, peer, now)) return;  // somebody else was faster, or the block is gone
    const auto* candidate = std::get_if<AttestedCandidateResponse>(&response);
    if (candidate == nullptr) {
        if (std::get<NoResponse>(response) == NoResponse::kUndecodable) judge(StatementVerdict::kUndecodableResponse);
        return;
    }
    Block* block = find_block(id.scheduling_parent);
    const Session* session = block == nullptr ? nullptr : &session_of(*block);
    const auto* members = session == nullptr ? nullptr : session->groups.find(id.group);
    if (members == nullptr) return;
    const auto& keys = session->facts->validators;
    const auto key_of = [&](ValidatorIndex validator) -> std::optional<crypto::sr25519::PublicKey> {
        if (validator._0 >= keys.size()) return std::nullopt;
        return keys[validator._0];
    };
    const auto is_para_of_group = [&](ParaId para) { return block->is_group_of(para, id.group); };
    const Bits disabled = block->disabled_of(*members);
    const auto checked = check_response(id, properties, *candidate,
                                        {*members, block->session, key_of, is_para_of_group, disabled, block->claims});
    if (!checked) {
        switch (checked.error()) {
            case ResponseFault::kInvalid:
                return judge(StatementVerdict::kInvalidResponse);
            case ResponseFault::kInvalidSignals:
                return judge(StatementVerdict::kInvalidSignals);
            case ResponseFault::kInvalidSession:
                return judge(StatementVerdict::kInvalidSession);
        }
    }
    const CheckedResponse& good = checked.value();
    for (size_t i = 0; i < good.unrequested; ++i) judge(StatementVerdict::kUnrequestedStatement);
    for (size_t i = 0; i < good.bad_signatures; ++i) judge(StatementVerdict::kBadSignature);
    for (const SignedStatement& statement : good.statements) {
        judge(StatementVerdict::kValidStatement);
        block->store.insert(session->groups, statement, false);
    }
    judge(StatementVerdict::kValidResponse);
    const auto reckoning =
        candidates_.confirm(id.candidate, candidate->candidate_receipt, candidate->persisted_validation_data, id.group);
    if (reckoning) on_confirmed(id.candidate, *reckoning, out);
}

std::optional<AttestedCandidateResponse> StatementDistribution::answer(const PeerId& id,
                                                                       const AttestedCandidateRequest& request,
                                                                       Effects& out) {
    const CandidateHash& hash = request.candidate_hash;
    const auto* confirmed = candidates_.find_confirmed(hash);
    Block* block = confirmed == nullptr ? nullptr : find_block(confirmed->scheduling_parent);
    const auto peer = peers_.find(id);
    if (block == nullptr || peer == peers_.end()) return std::nullopt;
    const Session& session = session_of(*block);
    const auto* members = session.groups.find(confirmed->group);
    if (members == nullptr || !session.takes_part()) return std::nullopt;
    if (!request.mask.has_size(members->size())) {
        out.push_back({StatementEffect::Judged{id, StatementVerdict::kWrongRequestMask}});
        return std::nullopt;
    }
    std::optional<ValidatorIndex> asker;
    bool is_of_group = false;
    bool was_told = false;
    for (const ValidatorIndex validator : validators_of(peer->second, session)) {
        is_of_group = block->own && block->own->cluster.may_request(validator, hash);
        if (is_of_group || block->grid.may_request(validator, hash)) asker = validator;
        if (asker) break;
        was_told = was_told || (block->own && block->own->cluster.was_told(validator, hash)) ||
                   block->grid.was_told(validator, hash);
    }
    // The request of a peer that has told of the candidate since was on its way when it got the candidate: the
    // reference makes even that one pay, though honest peers cannot avoid it.
    if (!asker && was_told) return std::nullopt;
    if (!asker) {
        out.push_back({StatementEffect::Judged{id, StatementVerdict::kUnexpectedRequest}});
        return std::nullopt;
    }
    StatementFilter sent = block->store.filter_of(session.groups, confirmed->group, hash);
    sent.remove(request.mask);
    // In the grid a candidate without enough votes is of no use: disabled validators are masked.
    if (!is_of_group && !is_sufficient(sent, session.groups.needed_votes(confirmed->group))) return std::nullopt;
    std::vector<SignedStatement> statements = block->store.select(session.groups, confirmed->group, hash, sent);
    for (const SignedStatement& statement : statements) {
        if (is_of_group) {
            block->own->cluster.note_sent(*asker, id_of(statement));
        } else {
            block->grid.note_exchanged(session.groups, id_of(statement), *asker, false);
        }
    }
    return AttestedCandidateResponse{confirmed->receipt, confirmed->data, std::move(statements)};
}

}  // namespace serinus::parachain

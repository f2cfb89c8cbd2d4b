// The messages of statement distribution to peers.
#include "parachain/statements/distribution.hpp"

namespace serinus::parachain {

void StatementDistribution::send_pending(const PeerId& id, const Hash256& hash, Effects& out) {
    Block* block = find_block(hash);
    const auto peer = peers_.find(id);
    if (block == nullptr || peer == peers_.end()) return;
    for (const ValidatorIndex validator : validators_of(peer->second, session_of(*block))) {
        if (block->own) send_pending_of_group(id, *block, validator, out);
        if (session_of(*block).takes_part()) send_pending_of_grid(id, *block, validator, out);
    }
}

void StatementDistribution::send_pending_of_group(const PeerId& id, Block& block, ValidatorIndex validator,
                                                  Effects& out) {
    for (const StatementId& statement : block.own->cluster.pending_for(validator)) {
        if (candidates_.find_confirmed(statement.candidate) == nullptr) continue;
        const SignedStatement* signed_one = block.store.find(statement);
        if (signed_one == nullptr) continue;
        block.own->cluster.note_sent(validator, statement);
        out.push_back({StatementEffect::Send{{id}, {StatementMessage::Statement{block.hash, *signed_one}}}});
    }
}

void StatementDistribution::send_pending_of_grid(const PeerId& id, Block& block, ValidatorIndex validator,
                                                 Effects& out) {
    const Groups& groups = session_of(block).groups;
    for (const auto& [candidate, kind] : block.grid.pending_manifests_for(validator)) {
        const auto* confirmed = candidates_.find_confirmed(candidate);
        if (confirmed == nullptr || groups.find(confirmed->group) == nullptr) continue;
        if (kind == ManifestKind::kAcknowledgement) {
            send_acknowledgement(id, block, validator, confirmed->group, candidate, out);
            continue;
        }
        const StatementFilter known = block.store.filter_of(groups, confirmed->group, candidate);
        block.grid.note_manifest_sent(groups, validator, candidate, known);
        out.push_back({StatementEffect::Send{
            {id},
            {StatementMessage::Manifest{
                {block.hash, candidate, confirmed->group, confirmed->para(), confirmed->parent_head_hash, known}}}}});
    }
    // Those on candidates that were exchanged before: they may have come while the peer did not know the block.
    for (const StatementId& statement : block.grid.pending_statements_for(validator)) {
        const SignedStatement* signed_one = block.store.find(statement);
        if (signed_one == nullptr) continue;
        block.grid.note_exchanged(groups, statement, validator, false);
        out.push_back({StatementEffect::Send{{id}, {StatementMessage::Statement{block.hash, *signed_one}}}});
    }
}

void StatementDistribution::send_acknowledgement(const PeerId& id, Block& block, ValidatorIndex validator,
                                                 GroupIndex group, const CandidateHash& candidate, Effects& out) {
    const Groups& groups = session_of(block).groups;
    const StatementFilter known = block.store.filter_of(groups, group, candidate);
    block.grid.note_manifest_sent(groups, validator, candidate, known);
    out.push_back({StatementEffect::Send{{id}, {StatementMessage::Known{{candidate, known}}}}});
    send_lacking(id, block, validator, group, candidate, out);
}

void StatementDistribution::send_lacking(const PeerId& id, Block& block, ValidatorIndex validator, GroupIndex group,
                                         const CandidateHash& candidate, Effects& out) {
    const Groups& groups = session_of(block).groups;
    const auto lacking = block.grid.pending_statements_for(validator, candidate);
    if (!lacking) return;
    for (const SignedStatement& statement : block.store.select(groups, group, candidate, *lacking)) {
        block.grid.note_exchanged(groups, id_of(statement), validator, false);
        out.push_back({StatementEffect::Send{{id}, {StatementMessage::Statement{block.hash, statement}}}});
    }
}

void StatementDistribution::circulate(Block& block, const SignedStatement& statement, Effects& out) {
    const Session& session = session_of(block);
    if (!session.takes_part()) return;
    const StatementId id = id_of(statement);
    const auto place = session.groups.place_of(id.originator);
    const bool is_of_group = block.own && place && place->group == block.own->group;
    std::vector<PeerId> targets;
    if (is_of_group && candidates_.find_confirmed(id.candidate) != nullptr) {
        ClusterTracker& cluster = block.own->cluster;
        for (const ValidatorIndex member : cluster.members()) {
            if (member == block.own->index ||
                cluster.check_outgoing(member, id) != ClusterTracker::Outgoing::kAllowed) {
                continue;
            }
            const PeerId* peer = peer_knowing(block, member);
            if (peer == nullptr) continue;
            cluster.note_sent(member, id);
            targets.push_back(*peer);
        }
    }
    for (const ValidatorIndex target : block.grid.targets_of(session.groups, id)) {
        if (is_of_group && block.own->cluster.is_member(target)) continue;
        const PeerId* peer = peer_knowing(block, target);
        if (peer == nullptr) continue;
        block.grid.note_exchanged(session.groups, id, target, false);
        targets.push_back(*peer);
    }
    if (!targets.empty()) {
        out.push_back(
            {StatementEffect::Send{std::move(targets), {StatementMessage::Statement{block.hash, statement}}}});
    }
}

void StatementDistribution::provide_to_grid(Block& block, const CandidateHash& candidate, Effects& out) {
    const Session& session = session_of(block);
    const auto* confirmed = candidates_.find_confirmed(candidate);
    if (confirmed == nullptr || session.groups.find(confirmed->group) == nullptr || !session.takes_part()) return;
    if (!session.view) {
        block.backed_without_grid.insert(candidate);
        return;
    }
    const StatementFilter known = block.store.filter_of(session.groups, confirmed->group, candidate);
    StatementEffect::Send manifests{
        {},
        {StatementMessage::Manifest{
            {block.hash, candidate, confirmed->group, confirmed->para(), confirmed->parent_head_hash, known}}}};
    StatementEffect::Send acknowledgements{{}, {StatementMessage::Known{{candidate, known}}}};
    std::vector<std::pair<PeerId, ValidatorIndex>> told;
    for (const auto& [target, kind] : block.grid.add_backed(*session.view, candidate, confirmed->group, known)) {
        const PeerId* peer = peer_knowing(block, target);
        if (peer == nullptr) continue;
        (kind == ManifestKind::kFull ? manifests : acknowledgements).peers.push_back(*peer);
        block.grid.note_manifest_sent(session.groups, target, candidate, known);
        told.emplace_back(*peer, target);
    }
    if (!manifests.peers.empty()) out.push_back({std::move(manifests)});
    if (!acknowledgements.peers.empty()) out.push_back({std::move(acknowledgements)});
    for (const auto& [peer, target] : told) send_lacking(peer, block, target, confirmed->group, candidate, out);
}

}  // namespace serinus::parachain

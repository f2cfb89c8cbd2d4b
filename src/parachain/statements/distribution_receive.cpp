// Statement distribution's handling of messages of peers and of own statements.
#include "parachain/statements/distribution.hpp"

namespace serinus::parachain {
namespace {

void judge(const PeerId& peer, StatementVerdict verdict, StatementDistribution::Effects& out) {
    out.push_back({StatementEffect::Judged{peer, verdict}});
}

bool has_good_signature(const SignedStatement& statement, const Hash256& block, SessionIndex session,
                        const std::vector<crypto::sr25519::PublicKey>& validators) {
    if (statement.validator_index._0 >= validators.size()) return false;
    return crypto::sr25519::verify({statement.signature._0._0}, statement.signing_payload({session, block}),
                                   validators[statement.validator_index._0]);
}

StatementVerdict verdict_of(ManifestVerdict verdict) noexcept {
    switch (verdict) {
        case ManifestVerdict::kMalformed:
            return StatementVerdict::kManifestMalformed;
        case ManifestVerdict::kInsufficient:
            return StatementVerdict::kManifestInsufficient;
        case ManifestVerdict::kConflicting:
            return StatementVerdict::kManifestConflicting;
        case ManifestVerdict::kOverflow:
            return StatementVerdict::kExcessiveSeconded;
        default:
            return StatementVerdict::kManifestDisallowed;
    }
}

}  // namespace

// --- statements ---

void StatementDistribution::on_statement(const PeerId& peer, const StatementMessage::Statement& message, Effects& out) {
    Block* block = find_block(message.scheduling_parent);
    if (block == nullptr) return judge(peer, StatementVerdict::kStatementOutOfView, out);
    if (accept(peer, *block, message.statement, out)) import(peer, *block, message.statement, out);
}

bool StatementDistribution::accept(const PeerId& id, Block& block, const SignedStatement& statement, Effects& out) {
    const Session& session = session_of(block);
    const ValidatorIndex signer = statement.validator_index;
    const auto refuse = [&](StatementVerdict verdict) {
        judge(id, verdict, out);
        return false;
    };
    if (block.disabled.contains(signer)) return refuse(StatementVerdict::kDisabledValidator);
    if (!session.takes_part()) return session.view ? refuse(StatementVerdict::kNotValidator) : false;
    if (!session.groups.place_of(signer)) return refuse(StatementVerdict::kNoSuchValidator);
    const std::vector<ValidatorIndex> senders = validators_of(peers_.at(id), session);
    const auto is_sender = [&](ValidatorIndex one) {
        return std::find(senders.begin(), senders.end(), one) != senders.end();
    };
    if (block.own && block.own->cluster.is_member(signer)) {
        const auto& members = block.own->cluster.members();
        const auto sender = std::find_if(members.begin(), members.end(), is_sender);
        if (sender != members.end()) return accept_of_group(id, block, statement, *sender, out);
    }
    for (const auto& [provider, is_useless] : block.grid.providers_of(session.groups, id_of(statement))) {
        if (!is_sender(provider)) continue;
        if (is_useless) return refuse(StatementVerdict::kValidStatement);
        if (!has_good_signature(statement, block.hash, block.session, session.facts->validators)) {
            return refuse(StatementVerdict::kBadSignature);
        }
        block.grid.note_exchanged(session.groups, id_of(statement), provider, true);
        return true;
    }
    return refuse(StatementVerdict::kInvalidSender);
}

bool StatementDistribution::accept_of_group(const PeerId& id, Block& block, const SignedStatement& statement,
                                            ValidatorIndex sender, Effects& out) {
    ClusterTracker& cluster = block.own->cluster;
    const ClusterTracker::Incoming verdict = cluster.check_incoming(sender, id_of(statement));
    switch (verdict) {
        case ClusterTracker::Incoming::kTooManySeconded:
            judge(id, StatementVerdict::kExcessiveSeconded, out);
            return false;
        case ClusterTracker::Incoming::kCandidateUnknown:
        case ClusterTracker::Incoming::kDuplicate:
            judge(id, StatementVerdict::kClusterRejected, out);
            return false;
        case ClusterTracker::Incoming::kNotInGroup:
            judge(id, StatementVerdict::kNotInGroup, out);
            return false;
        case ClusterTracker::Incoming::kAccepted:
        case ClusterTracker::Incoming::kExcessButAccepted:
            break;
    }
    if (!has_good_signature(statement, block.hash, block.session, session_of(block).facts->validators)) {
        judge(id, StatementVerdict::kBadSignature, out);
        return false;
    }
    cluster.note_received(sender, id_of(statement));
    return verdict == ClusterTracker::Incoming::kAccepted;
}

void StatementDistribution::import(const PeerId& peer, Block& block, const SignedStatement& statement, Effects& out) {
    const Session& session = session_of(block);
    const CandidateHash& hash = statement.payload.candidate_hash();
    const GroupIndex group = session.groups.place_of(statement.validator_index)->group;
    if (!candidates_.claim(peer, hash, {block.hash, group, std::nullopt})) {
        return judge(peer, StatementVerdict::kBadAdvertisement, out);
    }
    const auto* confirmed = candidates_.find_confirmed(hash);
    // Only in the group statements come before the candidate.
    if (confirmed == nullptr) requests_.add({block.hash, hash, group}, peer, true);
    if (block.store.insert(session.groups, statement, false) != StatementStore::Inserted::kNew) {
        return judge(peer, StatementVerdict::kValidStatement, out);
    }
    judge(peer, StatementVerdict::kValidStatementFirst, out);
    if (session.view) block.grid.note_fresh(session.groups, *session.view, id_of(statement));
    if (confirmed != nullptr && candidates_.is_importable(hash)) give_to_backing(block, *confirmed, hash, out);
    circulate(block, statement, out);
}

bool StatementDistribution::share(const Hash256& scheduling_parent, const StatementWithCandidate& own, Effects& out) {
    Block* block = find_block(scheduling_parent);
    if (block == nullptr || !block->own) return false;
    const SignedStatement& statement = own.statement;
    const CandidateHash hash = statement.payload.candidate_hash();
    if (statement.validator_index != block->own->index) return false;
    const auto& paras = block->own->paras;
    const auto is_ours = [&](ParaId para) { return std::find(paras.begin(), paras.end(), para) != paras.end(); };
    Session& session = session_of(*block);
    std::optional<KnownCandidates::Reckoning> reckoning;
    if (statement.payload.is_seconded()) {
        if (!own.receipt || !own.data || !is_ours(own.receipt->descriptor.para_id) ||
            polkadot_primitives::v9::scheduling_parent_of(own.receipt->descriptor) != scheduling_parent ||
            block->store.seconded_count(block->own->index) >= paras.size()) {
            return false;
        }
    } else {
        const auto* known = candidates_.find_confirmed(hash);
        if (known == nullptr || !is_ours(known->para()) || known->scheduling_parent != scheduling_parent) return false;
    }
    if (block->store.insert(session.groups, statement, true) != StatementStore::Inserted::kNew) return false;
    if (statement.payload.is_seconded()) {
        reckoning = candidates_.confirm(hash, *own.receipt, *own.data, block->own->group);
    }
    block->own->cluster.note_issued(id_of(statement));
    if (session.view) block->grid.note_fresh(session.groups, *session.view, id_of(statement));
    circulate(*block, statement, out);
    if (reckoning) on_confirmed(hash, *reckoning, out);
    return true;
}

// --- manifests ---

std::optional<StatementDistribution::Imported> StatementDistribution::import_manifest(const PeerId& id,
                                                                                      Manifest manifest,
                                                                                      ManifestKind kind, Effects& out) {
    const auto refuse = [&](StatementVerdict verdict) -> std::optional<Imported> {
        judge(id, verdict, out);
        return std::nullopt;
    };
    Block* block = find_block(manifest.scheduling_parent);
    if (block == nullptr) return refuse(StatementVerdict::kManifestOutOfView);
    const Session& session = session_of(*block);
    if (!session.view) return std::nullopt;
    if (!session.takes_part()) return refuse(StatementVerdict::kManifestOutOfView);
    const GroupIndex group = manifest.summary.group;
    if (!block->is_group_of(manifest.para, group)) return refuse(StatementVerdict::kManifestMalformed);

    const GridView::Links* links = session.view->find(group);
    const auto* members = session.groups.find(group);
    if (links == nullptr || members == nullptr) return refuse(StatementVerdict::kManifestFromUnknown);
    const auto& allowed = kind == ManifestKind::kFull ? links->receiving : links->sending;
    const std::vector<ValidatorIndex> senders = validators_of(peers_.at(id), session);
    const auto sender =
        std::find_if(senders.begin(), senders.end(), [&](ValidatorIndex one) { return allowed.contains(one); });
    if (sender == senders.end()) return refuse(StatementVerdict::kManifestFromUnknown);

    // Votes of disabled validators do not count.
    manifest.summary.statements.remove_members(block->disabled_of(*members));
    const auto& claims = block->paras_of_group.at(group);
    const auto limit = static_cast<size_t>(std::count(claims.begin(), claims.end(), manifest.para));
    const ManifestVerdict verdict = block->grid.import_manifest(*session.view, session.groups, manifest.candidate,
                                                                limit, manifest.summary, kind, *sender);
    if (verdict != ManifestVerdict::kGood && verdict != ManifestVerdict::kGoodAndToAcknowledge) {
        return refuse(verdict_of(verdict));
    }
    const CandidateClaim claim{manifest.scheduling_parent, group,
                               std::pair(manifest.summary.parent_head_hash, manifest.para)};
    if (!candidates_.claim(id, manifest.candidate, claim)) return refuse(StatementVerdict::kWrongClaim);
    return Imported{block, *sender, verdict == ManifestVerdict::kGoodAndToAcknowledge};
}

void StatementDistribution::on_manifest(const PeerId& id, const BackedCandidateManifest& message, Effects& out) {
    const CandidateHash& hash = message.candidate_hash;
    const auto imported =
        import_manifest(id,
                        {hash,
                         message.scheduling_parent,
                         message.para_id,
                         {message.parent_head_data_hash, message.group_index, message.statement_knowledge}},
                        ManifestKind::kFull, out);
    if (!imported) return;
    if (imported->is_to_acknowledge) {
        send_acknowledgement(id, *imported->block, imported->sender, message.group_index, hash, out);
    } else if (candidates_.find_confirmed(hash) == nullptr) {
        requests_.add({message.scheduling_parent, hash, message.group_index}, id, false);
    }
}

void StatementDistribution::on_acknowledgement(const PeerId& id, const BackedCandidateAcknowledgement& message,
                                               Effects& out) {
    const CandidateHash& hash = message.candidate_hash;
    const auto* confirmed = candidates_.find_confirmed(hash);
    if (confirmed == nullptr) return judge(id, StatementVerdict::kUnknownAcknowledged, out);
    const GroupIndex group = confirmed->group;
    const auto imported = import_manifest(id,
                                          {hash,
                                           confirmed->scheduling_parent,
                                           confirmed->para(),
                                           {confirmed->parent_head_hash, group, message.statement_knowledge}},
                                          ManifestKind::kAcknowledgement, out);
    if (imported) send_lacking(id, *imported->block, imported->sender, group, hash, out);
}

}  // namespace serinus::parachain

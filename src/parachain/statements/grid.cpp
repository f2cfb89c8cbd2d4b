#include "parachain/statements/grid.hpp"

namespace serinus::parachain {
namespace {

bool is_in(const std::vector<ValidatorIndex>& group, ValidatorIndex validator) {
    return std::find(group.begin(), group.end(), validator) != group.end();
}

void add_outside(std::set<ValidatorIndex>& out, const std::set<ValidatorIndex>& from,
                 const std::vector<ValidatorIndex>& group) {
    for (const ValidatorIndex one : from) {
        if (!is_in(group, one)) out.insert(one);
    }
}

/// Adds the first that both have.
void add_corner(std::set<ValidatorIndex>& out, const std::set<ValidatorIndex>& theirs,
                const std::set<ValidatorIndex>& ours) {
    for (const ValidatorIndex one : theirs) {
        if (ours.contains(one)) {
            out.insert(one);
            return;
        }
    }
}

/// Counts one more candidate for each of these members, unless one of them has as many as it may.
bool count_seconded(std::vector<size_t>& counts, const Bits& seconded, size_t limit) {
    for (size_t i = 0; i < seconded.size(); ++i) {
        if (seconded[i] && counts[i] >= limit) return false;
    }
    for (size_t i = 0; i < seconded.size(); ++i) counts[i] += seconded[i] ? 1 : 0;
    return true;
}

}  // namespace

GridView::GridView(const std::vector<std::vector<ValidatorIndex>>& groups, const SessionGrid& grid,
                   std::optional<ValidatorIndex> own) {
    const auto neighbors = own ? grid.neighbors_of(*own) : std::nullopt;
    if (!neighbors) return;
    for (const auto& group : groups) {
        Links links;
        if (is_in(group, *own)) {
            add_outside(links.sending, neighbors->row, group);
            add_outside(links.sending, neighbors->column, group);
            links_.push_back(std::move(links));
            continue;
        }
        for (const ValidatorIndex member : group) {
            if (neighbors->row.contains(member)) {
                links.receiving.insert(member);
                add_outside(links.sending, neighbors->column, group);
            } else if (neighbors->column.contains(member)) {
                links.receiving.insert(member);
                add_outside(links.sending, neighbors->row, group);
            } else if (const auto theirs = grid.neighbors_of(member)) {
                add_corner(links.receiving, theirs->row, neighbors->column);
                add_corner(links.receiving, theirs->column, neighbors->row);
            }
        }
        links_.push_back(std::move(links));
    }
}

const GridTracker::Mutual* GridTracker::Backed::find(ValidatorIndex neighbour) const {
    const auto found = mutual.find(neighbour);
    return found == mutual.end() ? nullptr : &found->second;
}

bool GridTracker::Backed::has_sent_to(ValidatorIndex neighbour) const {
    const Mutual* known = find(neighbour);
    return known != nullptr && known->told;
}

bool GridTracker::Backed::has_received_from(ValidatorIndex neighbour) const {
    const Mutual* known = find(neighbour);
    return known != nullptr && known->theirs;
}

std::optional<StatementFilter> GridTracker::Backed::lacking(ValidatorIndex neighbour) const {
    const Mutual* known = find(neighbour);
    if (known == nullptr || !known->told || !known->theirs) return std::nullopt;
    StatementFilter out = own;
    out.remove(*known->theirs);
    return out;
}

const GridTracker::Backed* GridTracker::find(const CandidateHash& candidate) const {
    const auto found = backed_.find(candidate);
    return found == backed_.end() ? nullptr : &found->second;
}

void GridTracker::make_pending(const Groups& groups, ValidatorIndex target, const CandidateHash& candidate) {
    const Backed& backed = backed_.at(candidate);
    const auto lacking = backed.lacking(target);
    const auto* members = groups.find(backed.group);
    if (!lacking || members == nullptr) return;
    for (size_t i = 0; i < std::min(members->size(), lacking->seconded.size()); ++i) {
        if (lacking->seconded[i]) pending_statements_[target].insert(seconds((*members)[i], candidate));
        if (lacking->valid[i]) pending_statements_[target].insert(votes_valid((*members)[i], candidate));
    }
}

ManifestVerdict GridTracker::store(Received& received, const CandidateHash& candidate, size_t group_size,
                                   size_t seconding_limit, const ManifestSummary& manifest) {
    if (const auto before = received.manifests.find(candidate); before != received.manifests.end()) {
        if (before->second.group != manifest.group || before->second.parent_head_hash != manifest.parent_head_hash ||
            !manifest.statements.covers(before->second.statements)) {
            return ManifestVerdict::kConflicting;
        }
    }
    // Each manifest counts anew, as the reference has it: repeating one uses up the limit.
    auto& counts = received.seconded_counts.try_emplace(manifest.group, group_size).first->second;
    if (!count_seconded(counts, manifest.statements.seconded, seconding_limit)) return ManifestVerdict::kOverflow;
    received.manifests.insert_or_assign(candidate, manifest);
    return ManifestVerdict::kGood;
}

ManifestVerdict GridTracker::import_manifest(const GridView& view, const Groups& groups, const CandidateHash& candidate,
                                             size_t seconding_limit, const ManifestSummary& manifest, ManifestKind kind,
                                             ValidatorIndex sender) {
    const GridView::Links* links = view.find(manifest.group);
    if (links == nullptr) return ManifestVerdict::kDisallowed;
    const bool is_receiving = links->receiving.contains(sender);
    const auto backed = backed_.find(candidate);
    if (kind == ManifestKind::kFull) {
        if (!is_receiving) return ManifestVerdict::kDisallowed;
    } else {
        const bool was_told = backed != backed_.end() && backed->second.has_sent_to(sender);
        if (!links->sending.contains(sender) || !was_told) return ManifestVerdict::kDisallowed;
    }
    const auto* members = groups.find(manifest.group);
    if (members == nullptr || !manifest.statements.has_size(members->size()) || !manifest.statements.has_seconded()) {
        return ManifestVerdict::kMalformed;
    }
    if (manifest.statements.backing_count() < groups.needed_votes(manifest.group)) {
        return ManifestVerdict::kInsufficient;
    }
    const ManifestVerdict stored = store(received_[sender], candidate, members->size(), seconding_limit, manifest);
    if (stored != ManifestVerdict::kGood) return stored;

    if (backed == backed_.end()) {
        unconfirmed_[candidate].emplace_back(sender, manifest.group);
        return ManifestVerdict::kGood;
    }
    if (backed->second.group != manifest.group) return ManifestVerdict::kGood;  // known to be wrong; not of use
    const bool acknowledge = is_receiving && !backed->second.has_sent_to(sender);
    if (acknowledge) pending_manifests_[sender].insert_or_assign(candidate, ManifestKind::kAcknowledgement);
    backed->second.mutual[sender].theirs = manifest.statements;
    make_pending(groups, sender, candidate);
    return acknowledge ? ManifestVerdict::kGoodAndToAcknowledge : ManifestVerdict::kGood;
}

std::vector<std::pair<ValidatorIndex, ManifestKind>> GridTracker::add_backed(const GridView& view,
                                                                             const CandidateHash& candidate,
                                                                             GroupIndex group,
                                                                             const StatementFilter& statements) {
    const auto [entry, is_new] = backed_.try_emplace(candidate, Backed{group, statements, {}});
    if (!is_new) return {};
    if (const auto claims = unconfirmed_.extract(candidate)) {
        for (const auto& [sender, claimed] : claims.mapped()) {
            if (claimed == group) {
                entry->second.mutual[sender].theirs = received_.at(sender).manifests.at(candidate).statements;
            }
        }
    }
    const GridView::Links* links = view.find(group);
    if (links == nullptr) return {};
    std::vector<std::pair<ValidatorIndex, ManifestKind>> out;
    for (const ValidatorIndex target : links->receiving) {
        if (entry->second.has_received_from(target)) {
            pending_manifests_[target].insert_or_assign(candidate, ManifestKind::kAcknowledgement);
        }
    }
    for (const ValidatorIndex target : links->sending) {
        // One that has sent a manifest knows the candidate: links of both directions need no second one.
        pending_manifests_[target].try_emplace(candidate, ManifestKind::kFull);
    }
    for (const auto& [target, manifests] : pending_manifests_) {
        const auto found = manifests.find(candidate);
        if (found != manifests.end()) out.emplace_back(target, found->second);
    }
    return out;
}

void GridTracker::note_manifest_sent(const Groups& groups, ValidatorIndex target, const CandidateHash& candidate,
                                     const StatementFilter& statements) {
    if (const auto backed = backed_.find(candidate); backed != backed_.end()) {
        Mutual& mutual = backed->second.mutual[target];
        mutual.received = StatementFilter::blank(statements.seconded.size());
        mutual.told = statements;
        make_pending(groups, target, candidate);
    }
    if (const auto pending = pending_manifests_.find(target); pending != pending_manifests_.end()) {
        pending->second.erase(candidate);
    }
}

void GridTracker::note_fresh(const Groups& groups, const GridView& view, const StatementId& statement) {
    const auto place = groups.place_of(statement.originator);
    const auto backed = backed_.find(statement.candidate);
    if (!place || backed == backed_.end() || place->group != backed->second.group) return;
    if (place->member >= backed->second.own.seconded.size()) return;
    if (backed->second.own.contains(place->member, !statement.is_valid_vote)) return;
    backed->second.own.set(place->member, !statement.is_valid_vote);
    const GridView::Links* links = view.find(place->group);
    if (links == nullptr) return;
    for (const auto& side : {links->sending, links->receiving}) {
        for (const ValidatorIndex target : side) {
            const Mutual* mutual = backed->second.find(target);
            if (mutual == nullptr || !mutual->told || !mutual->theirs) continue;
            if (!mutual->theirs->contains(place->member, !statement.is_valid_vote)) {
                pending_statements_[target].insert(statement);
            }
        }
    }
}

void GridTracker::note_exchanged(const Groups& groups, const StatementId& statement, ValidatorIndex neighbour,
                                 bool is_received) {
    const auto place = groups.place_of(statement.originator);
    const auto backed = backed_.find(statement.candidate);
    if (!place || backed == backed_.end() || place->group != backed->second.group) return;
    if (const auto mutual = backed->second.mutual.find(neighbour); mutual != backed->second.mutual.end()) {
        Mutual& known = mutual->second;
        const bool is_seconded = !statement.is_valid_vote;
        if (known.theirs && known.told) {
            known.theirs->set(place->member, is_seconded);
            known.told->set(place->member, is_seconded);
        }
        if (is_received && known.received) known.received->set(place->member, is_seconded);
    }
    if (const auto pending = pending_statements_.find(neighbour); pending != pending_statements_.end()) {
        pending->second.erase(statement);
    }
}

std::map<CandidateHash, ManifestKind> GridTracker::pending_manifests_for(ValidatorIndex target) const {
    const auto found = pending_manifests_.find(target);
    if (found == pending_manifests_.end()) return {};
    return found->second;
}

std::vector<StatementId> GridTracker::pending_statements_for(ValidatorIndex target) const {
    const auto found = pending_statements_.find(target);
    if (found == pending_statements_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

std::optional<StatementFilter> GridTracker::pending_statements_for(ValidatorIndex target,
                                                                   const CandidateHash& candidate) const {
    const Backed* backed = find(candidate);
    return backed == nullptr ? std::nullopt : backed->lacking(target);
}

bool GridTracker::may_request(ValidatorIndex neighbour, const CandidateHash& candidate) const {
    const Backed* backed = find(candidate);
    return backed != nullptr && backed->has_sent_to(neighbour) && !backed->has_received_from(neighbour);
}

bool GridTracker::was_told(ValidatorIndex neighbour, const CandidateHash& candidate) const {
    const Backed* backed = find(candidate);
    return backed != nullptr && backed->has_sent_to(neighbour);
}

std::vector<std::pair<ValidatorIndex, bool>> GridTracker::providers_of(const Groups& groups,
                                                                       const StatementId& statement) const {
    std::vector<std::pair<ValidatorIndex, bool>> out;
    const auto place = groups.place_of(statement.originator);
    const Backed* backed = find(statement.candidate);
    if (!place || backed == nullptr || place->group != backed->group) return out;
    const bool is_seconded = !statement.is_valid_vote;
    for (const auto& [neighbour, mutual] : backed->mutual) {
        if (!mutual.theirs || !mutual.received || mutual.received->contains(place->member, is_seconded)) continue;
        out.emplace_back(neighbour, mutual.told && mutual.told->contains(place->member, is_seconded));
    }
    return out;
}

std::vector<ValidatorIndex> GridTracker::targets_of(const Groups& groups, const StatementId& statement) const {
    std::vector<ValidatorIndex> out;
    const auto place = groups.place_of(statement.originator);
    const Backed* backed = find(statement.candidate);
    if (!place || backed == nullptr || place->group != backed->group) return out;
    for (const auto& [neighbour, mutual] : backed->mutual) {
        if (mutual.told && mutual.theirs && !mutual.theirs->contains(place->member, !statement.is_valid_vote)) {
            out.push_back(neighbour);
        }
    }
    return out;
}

std::optional<StatementFilter> GridTracker::advertised_by(ValidatorIndex neighbour,
                                                          const CandidateHash& candidate) const {
    const auto of_neighbour = received_.find(neighbour);
    if (of_neighbour == received_.end()) return std::nullopt;
    const auto found = of_neighbour->second.manifests.find(candidate);
    if (found == of_neighbour->second.manifests.end()) return std::nullopt;
    return found->second.statements;
}

}  // namespace serinus::parachain

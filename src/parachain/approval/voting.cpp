#include "parachain/approval/voting.hpp"

namespace serinus::parachain {

ApprovalSession ApprovalSession::of(const polkadot_primitives::v5::SessionInfo& session, uint32_t max_coalesced) {
    ApprovalSession out{AssignmentConfig::of(session),
                        {},
                        session.no_show_slots,
                        session.needed_approvals,
                        std::clamp<uint32_t>(max_coalesced, 1, kMaxCoalescedApprovals)};
    for (const auto& key : session.validators._0) out.validators.push_back({key._0._0});
    return out;
}

DelayTranche ApprovalVoting::tranche_now(const Block& block, Tick now) const noexcept {
    const Tick begin = block_tick(block);
    return static_cast<DelayTranche>(now - std::min(now, begin));
}

RequiredResult ApprovalVoting::required(const Block& block, const Candidate& candidate, const ApprovalEntry& entry,
                                        Tick now) const {
    const ApprovalSession& session = *block.facts.facts;
    return tranches_to_approve(entry, candidate.approvals, tranche_now(block, now), block_tick(block),
                               tick_of_slot(session.no_show_slots, slot_duration_ms_), session.needed_approvals);
}

void ApprovalVoting::schedule(const Place& place, Tick tick) {
    const auto [wakeup, is_new] = wakeups_.try_emplace(place, tick);
    if (!is_new) {
        if (wakeup->second <= tick) return;
        by_tick_.erase({wakeup->second, place});
        wakeup->second = tick;
    }
    by_tick_.emplace(tick, place);
}

void ApprovalVoting::import_block(ApprovalBlock facts,
                                  const std::optional<std::pair<crypto::sr25519::KeyPair, ValidatorIndex>>& own,
                                  const std::function<ByteArray<32>()>& draw, Tick now, Effects& out) {
    const Hash256 hash = facts.hash;
    if (blocks_.contains(hash)) return;
    std::map<CoreIndex, OwnAssignment> assignments;
    if (own) {
        assignments =
            compute_assignments(own->first, own->second, facts.facts->config, facts.story, facts.candidates, draw);
    }
    Block& block = blocks_.emplace(hash, Block{std::move(facts), {}, {}, {}, {}, {}, false, true}).first->second;
    const size_t validators = block.facts.facts->validators.size();
    changed_blocks_.insert(hash);
    for (const LeavingCore& one : block.facts.candidates) {
        changed_entries_.emplace(hash, one.candidate);
        changed_candidates_.insert(one.candidate);
        Candidate& candidate = candidates_.try_emplace(one.candidate, Candidate{Bits(validators), {}}).first->second;
        ApprovalEntry& entry = candidate.entries.try_emplace(hash, ApprovalEntry(validators)).first->second;
        if (const auto assignment = assignments.find(one.core); assignment != assignments.end()) {
            entry.own = assignment->second;
            schedule({hash, one.candidate}, block_tick(block) + assignment->second.tranche);
        }
        block.unapproved.insert(one.candidate);
        // Approvals of other forks may be enough already.
        if (candidate.approvals.count_ones() > 0) schedule({hash, one.candidate}, now + 1);
    }
    if (block.unapproved.empty()) out.push_back({ApprovalEffect::BlockApproved{hash}});
}

AssignmentVerdict ApprovalVoting::import_assignment(const IndirectAssignment& assignment, const Bits& bits, Tick now,
                                                    Effects&) {
    const auto found = blocks_.find(assignment.block_hash);
    if (found == blocks_.end() || !found->second.has_details) return AssignmentVerdict::kUnknownBlock;
    Block& block = found->second;
    const ApprovalSession& session = *block.facts.facts;
    if (check_bitfields(assignment, bits) != BitfieldVerdict::kGood || bits.size() > session.config.cores) {
        return AssignmentVerdict::kBadBits;
    }
    std::vector<LeavingCore> claimed;
    bool is_known = true;
    for (const size_t index : ones_of(bits)) {
        if (index >= block.facts.candidates.size()) return AssignmentVerdict::kNoSuchCandidate;
        claimed.push_back(block.facts.candidates[index]);
        const auto& entries = candidates_.at(claimed.back().candidate).entries;
        is_known = is_known && entries.at(block.facts.hash).is_assigned(assignment.validator);
    }
    const auto tranche =
        check_assignment(claimed, assignment.validator, session.config, block.facts.story, assignment.cert);
    if (!tranche) return AssignmentVerdict::kInvalid;
    if (uint64_t{tranche.value()} >= tranche_now(block, now) + kTooFarInFuture) return AssignmentVerdict::kTooEarly;
    for (const LeavingCore& one : claimed) {
        Candidate& candidate = candidates_.at(one.candidate);
        ApprovalEntry& entry = candidate.entries.at(block.facts.hash);
        entry.import_assignment(tranche.value(), assignment.validator, now);
        changed_entries_.emplace(block.facts.hash, one.candidate);
        const auto wakeup = next_wakeup(entry, required(block, candidate, entry, now).required, block_tick(block), now);
        if (wakeup) schedule({block.facts.hash, one.candidate}, *wakeup);
    }
    return is_known ? AssignmentVerdict::kDuplicate : AssignmentVerdict::kAccepted;
}

ApprovalVerdict ApprovalVoting::import_approval(const IndirectApproval& approval, Tick now, Effects& out) {
    const auto found = blocks_.find(approval.block_hash);
    if (found == blocks_.end() || !found->second.has_details) return ApprovalVerdict::kUnknownBlock;
    Block& block = found->second;
    const ApprovalSession& session = *block.facts.facts;
    if (check_bitfield(approval) != BitfieldVerdict::kGood ||
        approval.candidate_indices.count_ones() > session.max_coalesced) {
        return ApprovalVerdict::kBadBits;
    }
    std::vector<CandidateHash> hashes;
    for (const size_t index : ones_of(approval.candidate_indices)) {
        if (index >= block.facts.candidates.size()) return ApprovalVerdict::kNoSuchCandidate;
        hashes.push_back(block.facts.candidates[index].candidate);
    }
    if (approval.validator._0 >= session.validators.size()) return ApprovalVerdict::kNoSuchValidator;
    for (const CandidateHash& hash : hashes) {
        const auto& entries = candidates_.at(hash).entries;
        if (!entries.at(block.facts.hash).is_assigned(approval.validator)) return ApprovalVerdict::kNoAssignment;
    }
    const Bytes payload = approval_payload(hashes, block.facts.session);
    if (!crypto::sr25519::verify({approval.signature._0._0}, payload, session.validators[approval.validator._0])) {
        return ApprovalVerdict::kBadSignature;
    }
    for (const CandidateHash& hash : hashes) advance(block, hash, approval.validator, false, now, out);
    return ApprovalVerdict::kAccepted;
}

void ApprovalVoting::advance(Block& block, const CandidateHash& hash, std::optional<ValidatorIndex> approved_by,
                             bool is_own, Tick now, Effects& out) {
    Candidate& candidate = candidates_.at(hash);
    // A fork may be of another session, with other validators.
    if (approved_by && approved_by->_0 < candidate.approvals.size()) {
        candidate.approvals.set(approved_by->_0, true);
        changed_candidates_.insert(hash);
    }
    if (!is_own && !block.unapproved.contains(hash)) return;
    ApprovalEntry& entry = candidate.entries.at(block.facts.hash);
    const RequiredTranches tranches = required(block, candidate, entry, now).required;
    const Approved approved = check_approval(entry, candidate.approvals, tranches);
    if (is_approved_at(approved, now)) {
        if (!std::exchange(entry.is_approved, true)) {
            changed_entries_.emplace(block.facts.hash, hash);
            const auto* exact = std::get_if<RequiredTranches::Exact>(&tranches.v);
            if (exact != nullptr && !approved.by_one_third) covered_no_shows_ += exact->tolerated_missing;
        }
        if (block.unapproved.erase(hash) > 0 && block.unapproved.empty()) {
            out.push_back({ApprovalEffect::BlockApproved{block.facts.hash}});
        }
        // On other forks the same approvals may be enough: they are looked at soon.
        for (const auto& [other, its_entry] : candidate.entries) {
            if (other == block.facts.hash || its_entry.is_approved || wakeups_.contains({other, hash})) continue;
            if (approved_by && !is_own && its_entry.is_assigned(*approved_by)) schedule({other, hash}, now + 1);
        }
    }
    if (const auto wakeup = next_wakeup(entry, tranches, block_tick(block), now)) {
        schedule({block.facts.hash, hash}, *wakeup);
    }
}

void ApprovalVoting::trigger(Block& block, const CandidateHash& hash, ApprovalEntry& entry, Tick now, Effects& out) {
    entry.is_triggered = true;
    const OwnAssignment& own = *entry.own;
    entry.import_assignment(own.tranche, own.validator, now);
    changed_entries_.emplace(block.facts.hash, hash);
    const auto& candidates = block.facts.candidates;
    const auto this_one = std::find_if(candidates.begin(), candidates.end(),
                                       [&](const LeavingCore& one) { return one.candidate == hash; });
    // A compact certificate is for several candidates, and sent once.
    const std::vector<size_t> indices = claimed_places(block, own.cert.kind);
    const bool is_compact = std::holds_alternative<AssignmentCertKind::RelayVrfModuloCompact>(own.cert.kind.v);
    if (!is_compact || !std::exchange(block.has_distributed_compact, true)) {
        changed_blocks_.insert(block.facts.hash);
        out.push_back(
            {ApprovalEffect::DistributeAssignment{{block.facts.hash, own.validator, own.cert}, bits_of(indices)}});
    }
    out.push_back({ApprovalEffect::Check{block.facts.hash, *this_one, block.facts.session}});
}

/// The places of the candidates that a certificate is for.
std::vector<size_t> ApprovalVoting::claimed_places(const Block& block, const AssignmentCertKind& kind) {
    const auto& candidates = block.facts.candidates;
    std::vector<size_t> out;
    for (const CoreIndex core : cores_of(kind)) {
        const auto leaving = std::find_if(candidates.begin(), candidates.end(),
                                          [&](const LeavingCore& one) { return one.core == core; });
        if (leaving != candidates.end()) out.push_back(static_cast<size_t>(leaving - candidates.begin()));
    }
    return out;
}

void ApprovalVoting::wake(const Place& place, Tick now, Effects& out) {
    const auto found = blocks_.find(place.first);
    const auto candidate = candidates_.find(place.second);
    if (found == blocks_.end() || candidate == candidates_.end()) return;
    Block& block = found->second;
    ApprovalEntry& entry = candidate->second.entries.at(place.first);
    const RequiredTranches tranches = required(block, candidate->second, entry, now).required;
    if (should_trigger(entry, candidate->second.approvals, tranches, tranche_now(block, now))) {
        trigger(block, place.second, entry, now, out);
    }
    advance(block, place.second, std::nullopt, false, now, out);
}

void ApprovalVoting::on_time(Tick now, Effects& out) {
    // What is woken may schedule itself again, but not for now.
    std::vector<Place> due;
    while (!by_tick_.empty() && by_tick_.begin()->first <= now) {
        due.push_back(by_tick_.begin()->second);
        wakeups_.erase(due.back());
        by_tick_.erase(by_tick_.begin());
    }
    for (const Place& place : due) wake(place, now, out);
    check_again(now, out);
    for (auto& [hash, block] : blocks_) sign_if_due(block, now, out);
}

std::optional<Tick> ApprovalVoting::wake_at() const {
    std::optional<Tick> out;
    if (!by_tick_.empty()) out = by_tick_.begin()->first;
    for (const auto& [hash, block] : blocks_) {
        for (const auto& [index, tick] : block.to_sign) out = std::min(out.value_or(tick), tick);
    }
    for (const auto& [place, retry] : retries_) {
        if (retry.at) out = std::min(out.value_or(*retry.at), *retry.at);
    }
    return out;
}

void ApprovalVoting::on_checked(const Hash256& block_hash, const CandidateHash& hash, Outcome outcome, Tick now,
                                Effects& out) {
    const auto found = blocks_.find(block_hash);
    if (outcome == Outcome::kUnknown) return;  // no vote: others will cover it
    if (outcome == Outcome::kUnavailable) {
        if (found != blocks_.end()) retry({block_hash, hash}, now);
        return;
    }
    retries_.erase({block_hash, hash});
    if (outcome == Outcome::kInvalid) {
        if (found != blocks_.end()) out.push_back({ApprovalEffect::Dispute{hash, found->second.facts.session}});
        return;
    }
    if (found == blocks_.end() || !found->second.has_details) return;
    Block& block = found->second;
    const auto& candidates = block.facts.candidates;
    const auto place = std::find_if(candidates.begin(), candidates.end(),
                                    [&](const LeavingCore& one) { return one.candidate == hash; });
    if (place == candidates.end()) return;
    const ApprovalEntry& entry = candidates_.at(hash).entries.at(block_hash);
    if (!entry.own || !entry.is_triggered) return;
    const auto index = static_cast<size_t>(place - candidates.begin());
    if (!block.signed_for.insert(index).second) return;
    changed_blocks_.insert(block_hash);
    const Tick half_of_no_show = tick_of_slot(block.facts.facts->no_show_slots, slot_duration_ms_) / 2;
    block.to_sign[index] = std::min(now + kMaxCoalesceWait, block_tick(block) + entry.own->tranche + half_of_no_show);
    const ValidatorIndex own = entry.own->validator;
    advance(block, hash, own, true, now, out);
    sign_if_due(block, now, out);
}

void ApprovalVoting::sign_if_due(Block& block, Tick now, Effects& out) {
    if (block.to_sign.empty()) return;
    const bool is_due =
        std::any_of(block.to_sign.begin(), block.to_sign.end(), [&](const auto& one) { return one.second <= now; });
    if (!is_due && block.to_sign.size() < block.facts.facts->max_coalesced) return;
    std::vector<size_t> indices;
    for (const auto& [index, tick] : std::exchange(block.to_sign, {})) indices.push_back(index);
    const CandidateHash& any = block.facts.candidates[indices.front()].candidate;
    const ValidatorIndex own = candidates_.at(any).entries.at(block.facts.hash).own->validator;
    out.push_back({sign_effect(block, indices, own)});
    block.signing.push_back(std::move(indices));
    changed_blocks_.insert(block.facts.hash);
}

ApprovalEffect::Sign ApprovalVoting::sign_effect(const Block& block, const std::vector<size_t>& indices,
                                                 ValidatorIndex own) {
    ApprovalEffect::Sign out{block.facts.hash, own, block.facts.session, {}, bits_of(indices)};
    out.candidates.reserve(indices.size());
    for (const size_t index : indices) out.candidates.push_back(block.facts.candidates[index].candidate);
    return out;
}

void ApprovalVoting::on_signed(const IndirectApproval& approval, Effects& out) {
    const auto found = blocks_.find(approval.block_hash);
    if (found == blocks_.end()) return;
    Block& block = found->second;
    const auto asked = std::find(block.signing.begin(), block.signing.end(), ones_of(approval.candidate_indices));
    if (asked == block.signing.end()) return;  // nothing like it was asked for
    block.signing.erase(asked);
    block.own_approvals.push_back(approval);
    changed_blocks_.insert(approval.block_hash);
    out.push_back({ApprovalEffect::DistributeApproval{approval}});
}

void ApprovalVoting::retry(const Place& place, Tick now) {
    Retry& retry = retries_[place];
    if (retry.left == 0) return;
    --retry.left;
    retry.at = now + kRetryDelay;
}

void ApprovalVoting::check_again(Tick now, Effects& out) {
    for (auto& [place, retry] : retries_) {
        if (!retry.at || now < *retry.at) continue;
        retry.at.reset();
        const Block& block = blocks_.at(place.first);
        if (!block.unapproved.contains(place.second)) continue;  // others have covered it
        const auto& candidates = block.facts.candidates;
        const auto& hash = place.second;
        const auto one = std::find_if(candidates.begin(), candidates.end(),
                                      [&](const LeavingCore& leaving) { return leaving.candidate == hash; });
        out.push_back({ApprovalEffect::Check{place.first, *one, block.facts.session}});
    }
}

void ApprovalVoting::on_finalized(BlockNumber number, const Hash256& final_hash) {
    std::set<Hash256> gone;
    for (const auto& [hash, block] : blocks_) {
        if (block.facts.number <= number) gone.insert(hash);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (const auto& [hash, block] : blocks_) {
            const Hash256& parent = block.facts.parent_hash;
            if (parent != final_hash && gone.contains(parent) && gone.insert(hash).second) changed = true;
        }
    }
    for (const Hash256& hash : gone) {
        ApprovalRecord::RemoveBlock removal{hash, {}};
        changed_blocks_.erase(hash);
        for (const LeavingCore& one : blocks_.at(hash).facts.candidates) {
            removal.candidates.push_back(one.candidate);
            forget_place({hash, one.candidate});
        }
        blocks_.erase(hash);
        removals_.push_back({std::move(removal)});
    }
}

void ApprovalVoting::forget_place(const Place& place) {
    const auto& [block, hash] = place;
    changed_entries_.erase(place);
    retries_.erase(place);
    if (const auto wakeup = wakeups_.find(place); wakeup != wakeups_.end()) {
        by_tick_.erase({wakeup->second, wakeup->first});
        wakeups_.erase(wakeup);
    }
    const auto candidate = candidates_.find(hash);
    if (candidate == candidates_.end()) return;
    candidate->second.entries.erase(block);
    if (!candidate->second.entries.empty()) return;
    changed_candidates_.erase(hash);
    removals_.push_back({ApprovalRecord::RemoveApprovals{hash}});
    candidates_.erase(candidate);
}

void ApprovalVoting::drop_details(BlockNumber number) {
    for (auto& [hash, block] : blocks_) {
        const bool is_done = block.unapproved.empty() && block.to_sign.empty() && block.signing.empty();
        if (block.facts.number > number || !is_done || !std::exchange(block.has_details, false)) continue;
        StoredApprovalEntry approved;
        approved.is_approved = true;
        for (const LeavingCore& one : block.facts.candidates) {
            forget_place({hash, one.candidate});
            removals_.push_back({ApprovalRecord::WriteEntry{hash, one.candidate, approved}});
        }
    }
}

void ApprovalVoting::force_approve(const Hash256& block, BlockNumber up_to, Effects& out) {
    for (auto at = blocks_.find(block); at != blocks_.end(); at = blocks_.find(at->second.facts.parent_hash)) {
        Block& one = at->second;
        if (one.facts.number > up_to || one.unapproved.empty()) continue;
        for (const CandidateHash& candidate : std::exchange(one.unapproved, {})) {
            candidates_.at(candidate).entries.at(at->first).is_approved = true;
            changed_entries_.emplace(at->first, candidate);
        }
        out.push_back({ApprovalEffect::BlockApproved{at->first}});
    }
}

bool ApprovalVoting::is_approved(const Hash256& block) const {
    const auto found = blocks_.find(block);
    return found != blocks_.end() && found->second.unapproved.empty();
}

bool ApprovalVoting::is_candidate_approved(const Hash256& block, const CandidateHash& candidate) const {
    const auto found = blocks_.find(block);
    return found != blocks_.end() && !found->second.unapproved.contains(candidate);
}

std::optional<ApprovalVoting::Ancestor> ApprovalVoting::approved_ancestor(const Hash256& target,
                                                                          BlockNumber lower_bound) const {
    std::optional<Ancestor> out;
    for (Hash256 hash = target;;) {
        const auto block = blocks_.find(hash);
        if (block == blocks_.end()) return std::nullopt;
        const BlockNumber number = block->second.facts.number;
        if (number <= lower_bound) return std::nullopt;  // the target itself
        if (!block->second.unapproved.empty()) {
            out.reset();
        } else if (!out) {
            out = {hash, number};
        }
        if (number == lower_bound + 1) return out;
        hash = block->second.facts.parent_hash;
    }
}

std::vector<ApprovalVoting::Description> ApprovalVoting::describe(const Hash256& block, BlockNumber lower_bound) const {
    std::vector<Description> out;
    for (Hash256 hash = block;;) {
        const auto found = blocks_.find(hash);
        if (found == blocks_.end() || found->second.facts.number <= lower_bound) return {};
        const ApprovalBlock& facts = found->second.facts;
        Description one{facts.hash, facts.number, facts.session, {}};
        one.candidates.reserve(facts.candidates.size());
        for (const LeavingCore& leaving : facts.candidates) one.candidates.push_back(leaving.candidate);
        out.push_back(std::move(one));
        if (facts.number == lower_bound + 1) break;
        hash = facts.parent_hash;
    }
    std::reverse(out.begin(), out.end());
    return out;
}

std::optional<ApprovalVoting::Status> ApprovalVoting::status_of(const Hash256& block, const CandidateHash& hash,
                                                                Tick now) const {
    const auto found = blocks_.find(block);
    const auto candidate = candidates_.find(hash);
    if (found == blocks_.end() || candidate == candidates_.end()) return std::nullopt;
    const auto entry = candidate->second.entries.find(block);
    if (entry == candidate->second.entries.end()) return std::nullopt;
    Status out{entry->second.assignment_count(), 0, entry->second.is_approved, {}};
    for (uint32_t i = 0; i < candidate->second.approvals.size(); ++i) {
        out.approved += candidate->second.approvals[i] && entry->second.is_assigned({i}) ? 1 : 0;
    }
    out.no_shows = required(found->second, candidate->second, entry->second, now).no_show_validators;
    return out;
}

}  // namespace serinus::parachain

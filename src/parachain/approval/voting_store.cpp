// Approval voting over a restart.
#include "parachain/approval/voting_store.hpp"

#include "parachain/approval/voting.hpp"

namespace serinus::parachain {

StoredApprovalEntry StoredApprovalEntry::of(const ApprovalEntry& entry) {
    StoredApprovalEntry out;
    if (entry.own) out.own.emplace(entry.own->cert, entry.own->tranche, entry.own->validator);
    out.is_triggered = entry.is_triggered;
    out.is_approved = entry.is_approved;
    for (const auto& [tranche, validator, tick] : entry.assignments()) {
        if (out.tranches.empty() || std::get<0>(out.tranches.back()) != tranche) out.tranches.push_back({tranche, {}});
        std::get<1>(out.tranches.back()).emplace_back(validator, tick);
    }
    return out;
}

ApprovalEntry StoredApprovalEntry::to_entry(size_t validators) const {
    ApprovalEntry out(validators);
    if (own) out.own = OwnAssignment{std::get<0>(*own), std::get<1>(*own), std::get<2>(*own)};
    out.is_triggered = is_triggered && own;
    out.is_approved = is_approved;
    for (const auto& [tranche, assignments] : tranches) {
        for (const auto& [validator, tick] : assignments) out.import_assignment(tranche, validator, tick);
    }
    return out;
}

void StoredApprovals::apply(const ApprovalRecord& record) {
    if (const auto* block = std::get_if<ApprovalRecord::WriteBlock>(&record.v)) {
        blocks.insert_or_assign(block->block.hash, block->block);
    } else if (const auto* entry = std::get_if<ApprovalRecord::WriteEntry>(&record.v)) {
        entries.insert_or_assign({entry->block, entry->candidate}, entry->entry);
    } else if (const auto* written = std::get_if<ApprovalRecord::WriteApprovals>(&record.v)) {
        approvals.insert_or_assign(written->candidate, written->approvals);
    } else if (const auto* removed = std::get_if<ApprovalRecord::RemoveBlock>(&record.v)) {
        blocks.erase(removed->block);
        for (const CandidateHash& candidate : removed->candidates) entries.erase({removed->block, candidate});
    } else {
        approvals.erase(std::get<ApprovalRecord::RemoveApprovals>(record.v).candidate);
    }
}

StoredApprovalBlock ApprovalVoting::stored_of(const Block& block) {
    const ApprovalBlock& facts = block.facts;
    StoredApprovalBlock out{facts.hash,
                            facts.parent_hash,
                            facts.number,
                            facts.slot,
                            facts.session,
                            facts.story,
                            {},
                            block.has_distributed_compact,
                            {},
                            {},
                            {},
                            block.own_approvals};
    out.candidates.reserve(facts.candidates.size());
    for (const LeavingCore& one : facts.candidates) out.candidates.emplace_back(one.candidate, one.core, one.group);
    for (const auto& [index, tick] : block.to_sign) out.to_sign.emplace_back(static_cast<uint32_t>(index), tick);
    for (const size_t index : block.signed_for) out.signed_for.push_back(static_cast<uint32_t>(index));
    for (const auto& indices : block.signing) out.signing.emplace_back(indices.begin(), indices.end());
    return out;
}

std::vector<ApprovalRecord> ApprovalVoting::take_records() {
    std::vector<ApprovalRecord> out = std::exchange(removals_, {});
    out.reserve(out.size() + changed_blocks_.size() + changed_entries_.size() + changed_candidates_.size());
    for (const Hash256& hash : std::exchange(changed_blocks_, {})) {
        out.push_back({ApprovalRecord::WriteBlock{stored_of(blocks_.at(hash))}});
    }
    for (const auto& [block, hash] : std::exchange(changed_entries_, {})) {
        const ApprovalEntry& entry = candidates_.at(hash).entries.at(block);
        out.push_back({ApprovalRecord::WriteEntry{block, hash, StoredApprovalEntry::of(entry)}});
    }
    for (const CandidateHash& hash : std::exchange(changed_candidates_, {})) {
        out.push_back({ApprovalRecord::WriteApprovals{hash, candidates_.at(hash).approvals}});
    }
    return out;
}

void ApprovalVoting::restore(const StoredApprovals& stored,
                             const std::function<std::shared_ptr<const ApprovalSession>(SessionIndex)>& facts_of,
                             Tick now, Effects& out) {
    SERINUS_ASSERT(blocks_.empty());
    for (const auto& [hash, from] : stored.blocks) {
        const auto facts = facts_of(from.session);
        if (facts == nullptr) continue;
        ApprovalBlock block_facts{from.hash, from.parent_hash, from.number, from.slot, from.session,
                                  facts,     from.story,       {}};
        for (const auto& [candidate, core, group] : from.candidates) {
            block_facts.candidates.push_back({candidate, core, group});
        }
        Block block{std::move(block_facts), {}, {}, {}, {}, from.own_approvals, from.has_distributed_compact, true};
        const size_t count = from.candidates.size();
        for (const auto& [index, tick] : from.to_sign) {
            if (index < count) block.to_sign.emplace(index, tick);
        }
        for (const uint32_t index : from.signed_for) {
            if (index < count) block.signed_for.insert(index);
        }
        const size_t validators = facts->validators.size();
        for (const LeavingCore& one : block.facts.candidates) {
            const auto entry = stored.entries.find({hash, one.candidate});
            const auto known = stored.approvals.find(one.candidate);
            const bool is_known = known != stored.approvals.end() && !known->second.empty();
            const Bits approvals = is_known ? known->second : Bits(validators);
            Candidate& candidate = candidates_.try_emplace(one.candidate, Candidate{approvals, {}}).first->second;
            candidate.entries.insert_or_assign(
                hash, entry == stored.entries.end() ? ApprovalEntry(validators) : entry->second.to_entry(validators));
            if (candidate.entries.at(hash).is_approved) continue;
            block.unapproved.insert(one.candidate);
            schedule({hash, one.candidate}, now + kRestartDelay);
        }
        const auto has_own = [&, &at = hash](size_t index) {
            return index < count &&
                   candidates_.at(block.facts.candidates[index].candidate).entries.at(at).own.has_value();
        };
        std::erase_if(block.to_sign, [&](const auto& one) { return !has_own(one.first); });
        for (const auto& indices : from.signing) {
            const bool is_sound = !indices.empty() && std::all_of(indices.begin(), indices.end(), has_own);
            if (is_sound) block.signing.emplace_back(indices.begin(), indices.end());
        }
        blocks_.emplace(hash, std::move(block));
    }
    for (auto& [hash, block] : blocks_) {
        std::set<Bytes> announced;
        for (const LeavingCore& one : block.facts.candidates) {
            announce_again(block, one.candidate, candidates_.at(one.candidate).entries.at(hash), announced, out);
        }
        for (const IndirectApproval& approval : block.own_approvals) {
            out.push_back({ApprovalEffect::DistributeApproval{approval}});
        }
        for (const auto& indices : block.signing) {
            // The same as was asked for before: a signature of anything else must not come to be.
            const CandidateHash& any = block.facts.candidates[indices.front()].candidate;
            out.push_back({sign_effect(block, indices, candidates_.at(any).entries.at(hash).own->validator)});
        }
    }
}

void ApprovalVoting::announce_again(Block& block, const CandidateHash& hash, const ApprovalEntry& entry,
                                    std::set<Bytes>& announced, Effects& out) {
    if (!entry.own || !entry.is_triggered) return;
    const OwnAssignment& own = *entry.own;
    const Bits bits = bits_of(claimed_places(block, own.cert.kind));
    if (announced.insert(scale::encode(bits)).second) {
        out.push_back({ApprovalEffect::DistributeAssignment{{block.facts.hash, own.validator, own.cert}, bits}});
    }
    const auto& candidates = block.facts.candidates;
    for (size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].candidate != hash || block.signed_for.contains(i)) continue;
        out.push_back({ApprovalEffect::Check{block.facts.hash, candidates[i], block.facts.session}});
    }
}

std::vector<ApprovalBlock> ApprovalVoting::blocks() const {
    std::vector<ApprovalBlock> out;
    out.reserve(blocks_.size());
    for (const auto& [hash, block] : blocks_) out.push_back(block.facts);
    std::sort(out.begin(), out.end(), [](const ApprovalBlock& a, const ApprovalBlock& b) {
        return std::tie(a.number, a.hash) < std::tie(b.number, b.hash);
    });
    return out;
}

}  // namespace serinus::parachain

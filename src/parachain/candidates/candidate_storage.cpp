#include "parachain/candidates/candidate_storage.hpp"

namespace serinus::parachain {
namespace {

using HeadIndex = std::map<Hash256, std::set<CandidateHash>>;

void remove_from(HeadIndex& index, const Hash256& head, const CandidateHash& hash) {
    const auto found = index.find(head);
    if (found == index.end()) return;
    found->second.erase(hash);
    if (found->second.empty()) index.erase(found);
}

}  // namespace

Result<CandidateEntry, EntryFault> make_entry(const CandidateHash& hash, CommittedCandidateReceipt receipt,
                                              PersistedValidationData data) {
    if (data.hash() != receipt.descriptor.persisted_validation_data_hash) return Err(EntryFault::kOtherInput);
    CandidateEntry out;
    out.hash = hash;
    out.para_id = receipt.descriptor.para_id;
    out.parent_head_hash = hashing::blake2b_256(data.parent_head._0);
    out.output_head_hash = hashing::blake2b_256(receipt.commitments.head_data._0);
    if (out.parent_head_hash == out.output_head_hash) return Err(EntryFault::kSameHead);
    out.relay_parent = {receipt.descriptor.relay_parent, data.relay_parent_number, data.relay_parent_storage_root};
    out.scheduling_parent = polkadot_primitives::v9::scheduling_parent_of(receipt.descriptor);
    out.candidate = std::make_shared<const ProspectiveCandidate>(
        ProspectiveCandidate{std::move(receipt.commitments), std::move(data), receipt.descriptor.pov_hash,
                             receipt.descriptor.validation_code_hash});
    return out;
}

const CandidateEntry* CandidateStorage::find(const CandidateHash& hash) const {
    const auto found = by_hash_.find(hash);
    return found == by_hash_.end() ? nullptr : &found->second;
}

bool CandidateStorage::add(CandidateEntry entry) {
    const CandidateHash hash = entry.hash;
    if (by_hash_.contains(hash)) return false;
    by_parent_[entry.parent_head_hash].insert(hash);
    by_output_[entry.output_head_hash].insert(hash);
    by_hash_.emplace(hash, std::move(entry));
    return true;
}

void CandidateStorage::remove(const CandidateHash& hash) {
    const auto found = by_hash_.find(hash);
    if (found == by_hash_.end()) return;
    remove_from(by_parent_, found->second.parent_head_hash, hash);
    remove_from(by_output_, found->second.output_head_hash, hash);
    by_hash_.erase(found);
}

void CandidateStorage::mark_backed(const CandidateHash& hash) {
    if (const auto found = by_hash_.find(hash); found != by_hash_.end()) found->second.is_backed = true;
}

const std::set<CandidateHash>& CandidateStorage::children_of(const Hash256& head_hash) const {
    static const std::set<CandidateHash> kNone;
    const auto found = by_parent_.find(head_hash);
    return found == by_parent_.end() ? kNone : found->second;
}

const HeadData* CandidateStorage::find_head(const Hash256& head_hash) const {
    if (const auto found = by_output_.find(head_hash); found != by_output_.end()) {
        return &by_hash_.at(*found->second.begin()).candidate->commitments.head_data;
    }
    if (const auto& children = children_of(head_hash); !children.empty()) {
        return &by_hash_.at(*children.begin()).candidate->validation_data.parent_head;
    }
    return nullptr;
}

void CandidateStorage::add_output_heads(std::set<Hash256>& out) const {
    for (const auto& [head, candidates] : by_output_) out.insert(head);
}

}  // namespace serinus::parachain

/// Candidates of a para by hash, and by the heads between which they stand.
#pragma once

#include <map>
#include <set>

#include "parachain/candidates/constraints.hpp"
#include "primitives/parachain/receipt_version.hpp"

namespace serinus::parachain {

/// A candidate that was seconded at least.
struct CandidateEntry {
    CandidateHash hash;
    ParaId para_id;
    Hash256 parent_head_hash;
    Hash256 output_head_hash;
    RelayParent relay_parent;
    Hash256 scheduling_parent;
    std::shared_ptr<const ProspectiveCandidate> candidate;
    bool is_backed = false;
};

enum class EntryFault : uint8_t {
    kOtherInput = 1,  ///< the validation data is not that which the descriptor names
    kSameHead,        ///< the candidate leads to the head that it builds on
};

/// `hash` is that of the receipt. Number and root of the relay parent are those of the validation data: whether they
/// are the relay chain's is for the caller to check.
Result<CandidateEntry, EntryFault> make_entry(const CandidateHash& hash, CommittedCandidateReceipt receipt,
                                              PersistedValidationData data);

class CandidateStorage {
  public:
    size_t size() const noexcept { return by_hash_.size(); }
    const CandidateEntry* find(const CandidateHash& hash) const;
    bool contains(const CandidateHash& hash) const { return by_hash_.contains(hash); }
    const std::map<CandidateHash, CandidateEntry>& all() const noexcept { return by_hash_; }

    /// false if it is known already.
    bool add(CandidateEntry entry);
    void remove(const CandidateHash& hash);
    void mark_backed(const CandidateHash& hash);

    /// Candidates that build on this head, by ascending hash.
    const std::set<CandidateHash>& children_of(const Hash256& head_hash) const;
    /// A head that a candidate leads to or builds on.
    const HeadData* find_head(const Hash256& head_hash) const;
    /// The heads that candidates lead to.
    void add_output_heads(std::set<Hash256>& out) const;

  private:
    std::map<CandidateHash, CandidateEntry> by_hash_;
    std::map<Hash256, std::set<CandidateHash>> by_parent_;
    std::map<Hash256, std::set<CandidateHash>> by_output_;
};

}  // namespace serinus::parachain

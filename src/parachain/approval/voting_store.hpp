/// Approval voting's state over a restart. It is stored before anything that follows from it is sent, so that a node
/// that dies at any moment neither forgets what it has announced nor signs something else for the same candidates.
/// The times at which assignments came are kept too: a no-show is one by the clock, not by when this node ran.
/// Observed: polkadot-node-core-approval-voting 36.0.0, approval_db/v3 (the same facts; our own encoding).
#pragma once

#include "parachain/approval/tranches.hpp"

namespace serinus::parachain {

/// By the block's hash.
struct StoredApprovalBlock {
    Hash256 hash;
    Hash256 parent_hash;
    BlockNumber number{};
    uint64_t slot = 0;
    SessionIndex session{};
    RelayVrfStory story{};
    std::vector<std::tuple<CandidateHash, CoreIndex, GroupIndex>> candidates;
    bool has_distributed_compact = false;
    std::vector<std::pair<uint32_t, Tick>> to_sign;  ///< candidates by their place, with the latest tick
    std::vector<uint32_t> signed_for;                ///< those that an approval was decided for
    std::vector<std::vector<uint32_t>> signing;      ///< those for which a signature was asked for and has not come
    std::vector<IndirectApproval> own_approvals;
    friend bool operator==(const StoredApprovalBlock&, const StoredApprovalBlock&) = default;
};

/// By the hashes of block and candidate.
struct StoredApprovalEntry {
    std::optional<std::tuple<AssignmentCert, DelayTranche, ValidatorIndex>> own;
    bool is_triggered = false;
    bool is_approved = false;
    std::vector<std::pair<DelayTranche, std::vector<std::pair<ValidatorIndex, Tick>>>> tranches;
    friend bool operator==(const StoredApprovalEntry&, const StoredApprovalEntry&) = default;

    static StoredApprovalEntry of(const ApprovalEntry& entry);
    ApprovalEntry to_entry(size_t validators) const;
};

/// One change of what is stored.
struct ApprovalRecord {
    struct WriteBlock {
        StoredApprovalBlock block;
    };
    struct WriteEntry {
        Hash256 block;
        CandidateHash candidate;
        StoredApprovalEntry entry;
    };
    /// The validators that approved a candidate, in any block.
    struct WriteApprovals {
        CandidateHash candidate;
        Bits approvals;
    };
    /// The block and its entries.
    struct RemoveBlock {
        Hash256 block;
        std::vector<CandidateHash> candidates;
    };
    struct RemoveApprovals {
        CandidateHash candidate;
    };
    std::variant<WriteBlock, WriteEntry, WriteApprovals, RemoveBlock, RemoveApprovals> v;
};

/// All that is stored.
struct StoredApprovals {
    std::map<Hash256, StoredApprovalBlock> blocks;
    std::map<std::pair<Hash256, CandidateHash>, StoredApprovalEntry> entries;
    std::map<CandidateHash, Bits> approvals;

    void apply(const ApprovalRecord& record);
};

}  // namespace serinus::parachain

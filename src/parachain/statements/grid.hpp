/// Backed candidates among all validators: each learns of a candidate along the grid, by a manifest of the statements
/// that the sender knows, and answers with an acknowledgement when it knows the candidate too; then both send each
/// other the statements that the other one lacks. Observed: polkadot-statement-distribution 36.0.0, v2/grid.rs.
#pragma once

#include "parachain/statements/cluster.hpp"
#include "parachain/statements/groups.hpp"
#include "parachain/statements/session_grid.hpp"
#include "parachain/wire/statement_filter.hpp"

namespace serinus::parachain {

/// Along which links candidates of each group travel, seen from this node.
class GridView {
  public:
    struct Links {
        std::set<ValidatorIndex> sending;    ///< who gets manifests from this node
        std::set<ValidatorIndex> receiving;  ///< who sends it manifests
        friend bool operator==(const Links&, const Links&) = default;
    };

    /// - This node's own group: to its row and column, but for members of the group.
    /// - Of another group: from its members in the row, on to the column, and the other way round; and of a member that
    ///   is not a neighbour from those at the two corners: in the member's row and this node's column, and the other
    ///   way round.
    GridView(const std::vector<std::vector<ValidatorIndex>>& groups, const SessionGrid& grid,
             std::optional<ValidatorIndex> own);

    /// nullptr if there is no such group, or this node is no validator.
    const Links* find(GroupIndex group) const noexcept {
        return group._0 < links_.size() ? &links_[group._0] : nullptr;
    }

  private:
    std::vector<Links> links_;
};

enum class ManifestKind : uint8_t { kFull, kAcknowledgement };

/// A manifest's claims on a candidate.
struct ManifestSummary {
    Hash256 parent_head_hash;
    GroupIndex group;
    StatementFilter statements;
};

enum class ManifestVerdict : uint8_t {
    kGood,
    kGoodAndToAcknowledge,
    kDisallowed,    ///< not from a link of that direction
    kMalformed,     ///< bits that do not fit the group, or none that seconds
    kInsufficient,  ///< fewer backers than a candidate needs
    kConflicting,   ///< it contradicts, or says less than, one before
    kOverflow,      ///< a member would have seconded more than it may
};

class GridTracker {
  public:
    /// A manifest or an acknowledgement of a neighbour. `seconding_limit`: candidates a member of that group may
    /// second.
    ManifestVerdict import_manifest(const GridView& view, const Groups& groups, const CandidateHash& candidate,
                                    size_t seconding_limit, const ManifestSummary& manifest, ManifestKind kind,
                                    ValidatorIndex sender);

    /// This node knows a candidate with enough statements. Returns what it is to send, and to whom.
    std::vector<std::pair<ValidatorIndex, ManifestKind>> add_backed(const GridView& view,
                                                                    const CandidateHash& candidate, GroupIndex group,
                                                                    const StatementFilter& statements);

    /// A manifest or an acknowledgement was sent, with these statements.
    void note_manifest_sent(const Groups& groups, ValidatorIndex target, const CandidateHash& candidate,
                            const StatementFilter& statements);

    /// A statement on a backed candidate is new to this node: its neighbours may lack it.
    void note_fresh(const Groups& groups, const GridView& view, const StatementId& statement);
    /// A statement went directly from or to a neighbour.
    void note_exchanged(const Groups& groups, const StatementId& statement, ValidatorIndex neighbour, bool is_received);

    std::map<CandidateHash, ManifestKind> pending_manifests_for(ValidatorIndex target) const;
    /// What seconds first.
    std::vector<StatementId> pending_statements_for(ValidatorIndex target) const;
    /// The statements on a candidate that a neighbour lacks; nullopt unless both have told each other of it.
    std::optional<StatementFilter> pending_statements_for(ValidatorIndex target, const CandidateHash& candidate) const;

    /// Whether a neighbour may request a candidate: it was sent a manifest, and has sent none.
    bool may_request(ValidatorIndex neighbour, const CandidateHash& candidate) const;
    /// Whether a neighbour was sent a manifest or an acknowledgement.
    bool was_told(ValidatorIndex neighbour, const CandidateHash& candidate) const;
    /// Validators that may send this statement; true if it is known to them that this node has it: it is useless.
    std::vector<std::pair<ValidatorIndex, bool>> providers_of(const Groups& groups, const StatementId& statement) const;
    /// The validators that are to get this statement directly.
    std::vector<ValidatorIndex> targets_of(const Groups& groups, const StatementId& statement) const;
    /// The statements that a neighbour said to have.
    std::optional<StatementFilter> advertised_by(ValidatorIndex neighbour, const CandidateHash& candidate) const;

  private:
    /// Manifests and statements that a neighbour has sent.
    struct Received {
        std::map<CandidateHash, ManifestSummary> manifests;
        std::map<GroupIndex, std::vector<size_t>> seconded_counts;  ///< by member
    };
    /// What this node and a neighbour know of each other.
    struct Mutual {
        std::optional<StatementFilter> theirs;    ///< by their manifest, and what was exchanged since
        std::optional<StatementFilter> told;      ///< by ours, and what was exchanged since
        std::optional<StatementFilter> received;  ///< directly from them
    };
    struct Backed {
        GroupIndex group;
        StatementFilter own;
        std::map<ValidatorIndex, Mutual> mutual;

        const Mutual* find(ValidatorIndex neighbour) const;
        bool has_sent_to(ValidatorIndex neighbour) const;
        bool has_received_from(ValidatorIndex neighbour) const;
        std::optional<StatementFilter> lacking(ValidatorIndex neighbour) const;
    };

    static ManifestVerdict store(Received& received, const CandidateHash& candidate, size_t group_size,
                                 size_t seconding_limit, const ManifestSummary& manifest);
    const Backed* find(const CandidateHash& candidate) const;
    void make_pending(const Groups& groups, ValidatorIndex target, const CandidateHash& candidate);

    std::map<ValidatorIndex, Received> received_;
    std::map<CandidateHash, Backed> backed_;
    std::map<CandidateHash, std::vector<std::pair<ValidatorIndex, GroupIndex>>> unconfirmed_;
    std::map<ValidatorIndex, std::map<CandidateHash, ManifestKind>> pending_manifests_;
    std::map<ValidatorIndex, std::set<StatementId>> pending_statements_;
};

}  // namespace serinus::parachain

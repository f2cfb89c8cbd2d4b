/// Statements within a backing group: its members send them to each other directly.
/// Observed: polkadot-statement-distribution 36.0.0, v2/cluster.rs.
///
/// A member may second so many candidates at a scheduling parent. One that signs more is a liar, but several members
/// may each have seen others of its statements first: what comes from each of them is accepted up to the limit, so that
/// the honest ones do not take each other for liars, and what is above the limit is not passed on.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

/// A statement without its signature.
struct StatementId {
    bool is_valid_vote = false;  ///< false: it seconds. Those come first.
    ValidatorIndex originator;
    CandidateHash candidate;
    friend auto operator<=>(const StatementId&, const StatementId&) = default;
};

inline StatementId seconds(ValidatorIndex originator, const CandidateHash& candidate) {
    return {false, originator, candidate};
}
inline StatementId votes_valid(ValidatorIndex originator, const CandidateHash& candidate) {
    return {true, originator, candidate};
}
inline StatementId id_of(const SignedStatement& statement) {
    return {!statement.payload.is_seconded(), statement.validator_index, statement.payload.candidate_hash()};
}

class ClusterTracker {
  public:
    /// `members`: of one group, at least one. `seconding_limit`: candidates a member may second.
    ClusterTracker(std::vector<ValidatorIndex> members, size_t seconding_limit);

    enum class Incoming : uint8_t {
        kAccepted,
        kExcessButAccepted,  ///< above the originator's limit; not passed on
        kTooManySeconded,    ///< the sender has brought as many of the originator's already
        kNotInGroup,
        kCandidateUnknown,  ///< a vote on a candidate that the sender cannot expect to be known
        kDuplicate,
    };
    enum class Outgoing : uint8_t { kAllowed, kCandidateUnknown, kTooManySeconded, kKnown, kNotInGroup };

    Incoming check_incoming(ValidatorIndex sender, const StatementId& statement) const;
    /// What check_incoming has accepted.
    void note_received(ValidatorIndex sender, const StatementId& statement);
    /// A statement of this node, or one that it has otherwise: all members are to get it.
    void note_issued(const StatementId& statement);
    Outgoing check_outgoing(ValidatorIndex target, const StatementId& statement) const;
    /// What check_outgoing has allowed.
    void note_sent(ValidatorIndex target, const StatementId& statement);

    const std::vector<ValidatorIndex>& members() const noexcept { return members_; }
    bool is_member(ValidatorIndex validator) const noexcept;
    /// Whether a member is known to know the candidate.
    bool knows_candidate(ValidatorIndex member, const CandidateHash& candidate) const;
    /// Whether a member may request a candidate of this node: it was told of it, and did not tell.
    bool may_request(ValidatorIndex member, const CandidateHash& candidate) const;
    /// Whether a member was told of a candidate by this node.
    bool was_told(ValidatorIndex member, const CandidateHash& candidate) const;
    /// What a member is to get as soon as it can be sent: what seconds first.
    std::vector<StatementId> pending_for(ValidatorIndex member) const;

  private:
    struct Knowledge {
        std::set<StatementId> from_it;
        std::set<StatementId> to_it;
        std::set<CandidateHash> candidates_from_it;  ///< by statements that second
        std::set<CandidateHash> candidates_to_it;
        std::set<CandidateHash> seconded;  ///< by itself, as far as they count against its limit
    };

    const Knowledge* find(ValidatorIndex member) const;
    bool is_known_to(ValidatorIndex member, const StatementId& statement) const;
    bool is_within_limit(ValidatorIndex originator, const CandidateHash& candidate) const;
    void make_pending(ValidatorIndex member, const StatementId& statement);

    std::vector<ValidatorIndex> members_;
    size_t seconding_limit_;
    std::map<ValidatorIndex, Knowledge> knowledge_;
    std::map<ValidatorIndex, std::set<StatementId>> pending_;
};

}  // namespace serinus::parachain

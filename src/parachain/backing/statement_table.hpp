/// Votes of backing groups on candidates at a scheduling parent.
/// Observed: polkadot-statement-table 27.0.0; polkadot-node-core-backing 36.0.0, `table_attested_to_backed`.
#pragma once

#include <map>

#include "parachain/statements/cluster.hpp"
#include "parachain/wire/node_types.hpp"

namespace serinus::parachain {

using polkadot_primitives::v5::BackedCandidate;

/// What a validator did that it must not do. It is of use to nobody but the log: validators are slashed for what they
/// back, not for how often they say so.
enum class Misbehavior : uint8_t {
    kUnauthorized = 1,  ///< a statement on a candidate of another group
    kSecondedAndValid,  ///< both kinds of statements on one candidate
    kSignedTwice,       ///< two signatures of one statement
};

class StatementTable {
  public:
    /// Candidates of all groups that are kept: ours; statement distribution lets in far fewer.
    static constexpr size_t kMaxCandidates = 4096;

    /// The group of each core that is scheduled.
    explicit StatementTable(std::map<CoreIndex, std::vector<ValidatorIndex>> groups) : groups_(std::move(groups)) {}

    struct Imported {
        std::optional<CoreIndex> core;           ///< of the candidate; nothing if the vote was not counted
        std::optional<Misbehavior> misbehavior;  ///< of its signer
    };
    /// A statement with a good signature; `core` is that of its signer. One that seconds brings the candidate. A vote
    /// on a candidate that nobody has seconded is not counted.
    Imported import(CoreIndex core, const SignedStatement& statement, const CommittedCandidateReceipt* seconded);

    const CommittedCandidateReceipt* find(const CandidateHash& candidate) const;
    size_t count_votes(const CandidateHash& candidate) const;
    /// The candidate with its votes, if they are enough: `minimum_votes`, or the whole of a smaller group.
    std::optional<BackedCandidate> find_backed(const CandidateHash& candidate, uint32_t minimum_votes) const;

  private:
    struct Vote {
        bool is_seconded = false;
        ValidatorSignature signature;
        friend bool operator==(const Vote&, const Vote&) = default;
    };
    struct Candidate {
        CoreIndex core;
        CommittedCandidateReceipt receipt;
        std::map<ValidatorIndex, Vote> votes;
    };
    bool is_member(ValidatorIndex validator, CoreIndex core) const;

    std::map<CoreIndex, std::vector<ValidatorIndex>> groups_;
    std::map<CandidateHash, Candidate> candidates_;
};

/// A candidate with the votes of its group, as the relay chain takes it: behind the group's bits stand eight of the
/// core's index. Spec: RFC-103 (the core also stands in receipts since).
BackedCandidate make_backed(const CommittedCandidateReceipt& receipt, CoreIndex core,
                            const std::vector<ValidatorIndex>& group,
                            const std::map<ValidatorIndex, polkadot_primitives::v5::ValidityAttestation>& votes);

}  // namespace serinus::parachain

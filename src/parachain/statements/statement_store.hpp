/// The statements that were made at a scheduling parent, each once, with their signatures.
/// Observed: polkadot-statement-distribution 36.0.0, v2/statement_store.rs.
#pragma once

#include "parachain/statements/cluster.hpp"
#include "parachain/statements/groups.hpp"
#include "parachain/wire/statement_filter.hpp"

namespace serinus::parachain {

class StatementStore {
  public:
    enum class Inserted : uint8_t { kNew, kKnown, kNotInGroup };

    /// A statement whose signature is good. `is_own`: backing has it already.
    Inserted insert(const Groups& groups, const SignedStatement& statement, bool is_own);

    /// The statements of a group on a candidate.
    StatementFilter filter_of(const Groups& groups, GroupIndex group, const CandidateHash& candidate) const;
    /// Those of them that the filter names, what seconds first.
    std::vector<SignedStatement> select(const Groups& groups, GroupIndex group, const CandidateHash& candidate,
                                        const StatementFilter& wanted) const;
    const SignedStatement* find(const StatementId& statement) const;
    /// Those of these validators that backing does not have, what seconds first: votes for a candidate that it does not
    /// know would be of no use to it.
    std::vector<SignedStatement> fresh_for_backing(const std::vector<ValidatorIndex>& validators,
                                                   const CandidateHash& candidate) const;
    void note_known_by_backing(const StatementId& statement);
    /// How many candidates a validator has seconded.
    size_t seconded_count(ValidatorIndex validator) const;

  private:
    struct Stored {
        SignedStatement statement;
        bool is_known_by_backing = false;
    };
    std::map<StatementId, Stored> statements_;
    std::map<ValidatorIndex, size_t> seconded_counts_;
};

}  // namespace serinus::parachain

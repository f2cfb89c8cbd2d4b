/// Sees all honest votes of a simulated network, and finds those that the protocol forbids. For tests.
#pragma once

#include <map>
#include <set>

#include "consensus/grandpa/block_tree.hpp"
#include "consensus/grandpa/voter_set.hpp"

namespace serinus::consensus::grandpa::test {

/// Finds a wrong vote when it is cast, long before chance makes two final forks of it. Liars count for every block:
/// they may have sent any votes to anybody.
class VoteWatch {
  public:
    VoteWatch(const BlockTree& tree, std::set<AuthorityId> faulty) : tree_(&tree), faulty_(std::move(faulty)) {}

    /// Why an honest voter must not cast this vote; empty: it may.
    std::string cast(SetId set, const VoterSet& voters, RoundNumber round, const AuthorityId& id, const Message& vote);
    /// Why this block cannot be final in this round; empty: it can.
    std::string finalize(SetId set, const VoterSet& voters, RoundNumber round, const BlockId& block) const;

  private:
    using Votes = std::map<AuthorityId, BlockId>;

    const Votes* find(SetId set, RoundNumber round, VoteKind kind) const;
    bool may_have_supermajority(const Votes* votes, const VoterSet& voters, const BlockId& block) const;
    BlockId lowest_beside(const BlockId& target, BlockId vote) const;

    const BlockTree* tree_;
    std::set<AuthorityId> faulty_;
    std::map<std::tuple<SetId, RoundNumber, VoteKind>, Votes> votes_;
};

}  // namespace serinus::consensus::grandpa::test

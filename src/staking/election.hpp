/// Why a stash is elected or not, and what becomes of a nominator's stake.
#pragma once

#include "staking/electorate.hpp"

namespace serinus::staking {

struct Backer {
    AccountId who;
    Balance stake = 0;   ///< all that it has at stake
    Balance given = 0;   ///< what of it stands behind the candidate
    uint32_t votes = 0;  ///< how many candidates it votes for
};

/// Of a stash that can be elected.
struct CandidateResult {
    bool elected = false;
    uint32_t round = 0;          ///< of those in which winners were found, from 1
    Balance own = 0;             ///< its own vote
    Balance approval = 0;        ///< of all who vote for it
    uint32_t approval_rank = 0;  ///< by that, from 1
    Balance backing = 0;         ///< what stands behind it in the end
    uint32_t backing_rank = 0;
    std::vector<Backer> backers;  ///< who votes for it, largest stake first
    /// How much more of its own the stash needs to be elected, where it is not: to a thousandth.
    std::optional<Balance> missing;
    /// How much it could have less of its own and still be elected; to a thousandth.
    std::optional<Balance> spare;
};

struct Vote {
    AccountId target;
    bool is_candidate = false;
    bool elected = false;
    uint32_t round = 0;
    Balance given = 0;    ///< of the nominator
    Balance backing = 0;  ///< of all
};

struct Explanation {
    bool is_snapshot = false;
    uint32_t candidates = 0, voters = 0, desired = 0, winners = 0;
    Balance least_backing = 0;  ///< of a winner
    std::optional<AccountId> weakest_winner;

    bool is_bonded = false;
    Balance active_bond = 0;
    bool has_session_keys = false;
    bool is_voter = false;  ///< it stands in the snapshot
    std::optional<CandidateResult> candidate;
    std::vector<Vote> votes;  ///< of a nominator
};

/// Holds the election that the state has, or would have now. `stash` need not be there.
Result<Explanation, std::string> explain_election(state::Backend& state, const AccountId& stash,
                                                  const ElectorateOptions& options = {});

}  // namespace serinus::staking

/// Who may be elected and who votes: the snapshot of an election that is under way, or the one that would be made now.
/// Pallets: staking, bags-list, election-provider-multi-phase
#pragma once

#include "staking/ledger.hpp"

namespace serinus::staking {

using VoteWeight = uint64_t;
/// An account, its weight, and whom it votes for.
using Voter = std::tuple<AccountId, VoteWeight, std::vector<AccountId>>;

struct Electorate {
    bool is_snapshot = false;  ///< of an election that is under way
    std::vector<Voter> voters;
    std::vector<AccountId> targets;
    uint32_t desired = 0;     ///< winners
    Balance weight_unit = 1;  ///< planck for a vote of weight 1
};

struct ElectorateOptions {
    uint32_t max_voters = 12'500;  ///< Kusama's bound; the first ones of the list of voters
};

/// A weight as Staking makes it of a bond. Observed: Kusama 1.0.0: pallet-staking, U128CurrencyToVote
VoteWeight to_vote(Balance bond, Balance weight_unit);

/// Errors: a sentence; the chain has no staking, or its storage another form.
Result<Electorate, std::string> read_electorate(state::Backend& state, const ElectorateOptions& options = {});

}  // namespace serinus::staking

/// Stakers in any number for a state: chains and tests begin with them instead of thousands of transactions.
/// In the forms of Kusama 1.7.1.
/// Pallets: staking, bags-list, nomination-pools, delegated-staking, session, balances
#pragma once

#include "staking/ledger.hpp"

namespace serinus::staking {

/// "20x200x5": validators, nominators, pools.
struct PopulationSize {
    uint32_t validators = 0;
    uint32_t nominators = 0;
    uint32_t pools = 0;

    friend bool operator==(const PopulationSize&, const PopulationSize&) = default;
};

/// nullopt: not two or three numbers with an x between, or more than kMostStakers together.
std::optional<PopulationSize> parse_population_size(std::string_view text);

inline constexpr uint32_t kMostStakers = 1'000'000;  ///< our bound

struct PopulationOptions {
    uint64_t seed = 1;  ///< other accounts, stakes and votes; a state can have the stakers of several seeds
    PopulationSize size;
    uint32_t members = 4;           ///< of each pool, its depositor among them
    Balance largest_bond{};         ///< planck; those of nominators spread over six orders of magnitude below it
    Balance existential_deposit{};  ///< planck, of the constant Balances.ExistentialDeposit
    std::vector<uint64_t> bags;     ///< ascending, of the constant VoterList.BagThresholds
    /// Winners of the next elections; as the state has it if absent.
    std::optional<uint32_t> desired;
};

struct Population {
    state::ChangeSet changes;  ///< that make the state have these stakers
    std::vector<AccountId> validators;
    std::vector<AccountId> nominators;
    std::vector<AccountId> pools;  ///< their bonded accounts, which nominate
};

/// Stakers as they are after `bond`, `set_keys` and `validate` or `nominate`, with balances, holds, counters, issuance
/// and places in the list of voters. Accounts and session keys are hashes: nobody has their secrets. Nominators and
/// pools choose among the new validators and those of the state. Errors: a sentence; the state has a list of voters
/// that is broken, or a seed that it has already.
Result<Population, std::string> make_population(state::Backend& state, const PopulationOptions& options);

}  // namespace serinus::staking

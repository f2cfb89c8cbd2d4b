/// What does not depend on the release of Staking.
#pragma once

#include "runtime/pallets/staking/types.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/election.hpp"

namespace serinus::pallet_staking {

using namespace sdk;

inline constexpr LockIdentifier kStakingId{'s', 't', 'a', 'k', 'i', 'n', 'g', ' '};
/// What `unbond` is charged for, in case it withdraws first.
inline constexpr uint32_t kSpeculativeSpans = 32;

/// The accounts at the beginning, and parameters.
struct GenesisConfig {
    using Staker = std::tuple<AccountId, AccountId, Balance, sp_staking::StakerStatus<AccountId>>;

    uint32_t validator_count{};
    uint32_t minimum_validator_count{};
    std::vector<AccountId> invulnerables;
    Forcing force_era{};
    Perbill slash_reward_fraction;
    Balance canceled_payout{};
    std::vector<Staker> stakers;  ///< stash, an account that does not matter, bond, role
    Balance min_nominator_bond{};
    Balance min_validator_bond{};
    std::optional<uint32_t> max_validator_count;
    std::optional<uint32_t> max_nominator_count;
};

namespace detail {

template <class T>
struct VotesOf {
    using Type = U128CurrencyToVote;
};
template <class T>
    requires requires { typename T::CurrencyToVote; }
struct VotesOf<T> {
    using Type = typename T::CurrencyToVote;
};

}  // namespace detail

/// How a configuration counts balances as votes.
template <class T>
using VotesOf = typename detail::VotesOf<T>::Type;

}  // namespace serinus::pallet_staking

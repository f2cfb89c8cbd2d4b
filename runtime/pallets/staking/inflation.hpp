/// How much money an era makes, by how much of it is at stake.
/// Source: pallet_staking_reward_fn 14.0.0, polkadot-runtime-common 2.0.0 (era_payout); the fellowship's
/// relay/common 1.7.1 computes the same of parameters
#pragma once

#include <utility>

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/sdk/types.hpp"

namespace serinus::pallet_staking {

/// How strong the incentive to stake is: up to the ideal stake `stake / ideal`, above it 2^((ideal - stake) / falloff),
/// as a Taylor series in whole parts. 0 if `falloff` is below 1 %.
sdk::Perquintill compute_inflation(sdk::Perquintill stake, sdk::Perquintill ideal, sdk::Perquintill falloff);

/// What a year makes.
struct Inflation {
    sdk::Perquintill least;
    sdk::Perquintill most;
    sdk::Perquintill ideal_stake;
    sdk::Perquintill falloff;

    /// Takes a `share`-th part off the ideal stake for each of up to 60 parachains.
    void reserve(uint64_t parachains, uint64_t share);
};

/// What goes to those who stake, and what is left of the most that the time could have made. `period` is a part of a
/// year.
std::pair<sdk::Balance, sdk::Balance> era_payout(sdk::Balance staked, sdk::Balance stakable, sdk::Perquintill period,
                                                 const Inflation& inflation);

/// The same, from 2.5 % to `max_annual_inflation` a year, with an ideal stake of 75 % less a `parachain_share`-th part
/// for each of up to 60 parachains.
std::pair<sdk::Balance, sdk::Balance> era_payout(sdk::Balance staked, sdk::Balance stakable,
                                                 sdk::Perquintill max_annual_inflation, sdk::Perquintill period,
                                                 uint64_t parachains, uint64_t parachain_share);

}  // namespace serinus::pallet_staking

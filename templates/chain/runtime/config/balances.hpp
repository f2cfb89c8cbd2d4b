/// Balances: the money of the chain. Its unit has twelve decimal places.
#pragma once

#include "runtime/common.hpp"
#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/development_defaults.hpp"

namespace serinus::new_chain {

inline constexpr sdk::Balance kUnit = 1'000'000'000'000;

struct BalancesConfig : Common<BalancesConfig>, development_defaults::Balances<System> {
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = kUnit / 1'000, .MaxLocks = 50, .MaxReserves = 50, .MaxFreezes = 0};
};

}  // namespace serinus::new_chain

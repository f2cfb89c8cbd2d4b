/// Balances: the money of the chain. Its unit has twelve decimal places.
#pragma once

#include "runtime/common.hpp"
#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/session/types.hpp"

namespace serinus::new_chain {

inline constexpr sdk::Balance kUnit = 1'000'000'000'000;

/// What money may be on hold for.
struct HoldReason {
    /// The keys of a validator.
    struct Session {
        pallet_session::pallet::HoldReason _0;
        friend bool operator==(Session, Session) = default;
    };
    scale::Enum<sdk::At<7, Session>> v;
    friend bool operator==(const HoldReason&, const HoldReason&) = default;
};

struct BalancesConfig : Common<BalancesConfig>, development_defaults::Balances<System> {
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = kUnit / 1'000, .MaxLocks = 50, .MaxReserves = 50, .MaxFreezes = 0};
    using RuntimeHoldReason = HoldReason;
    static constexpr uint32_t kMaxHolds = 1;
};

}  // namespace serinus::new_chain

/// Balances whose pallets put money on hold, for mock runtimes: the reasons are those of staking, sessions and
/// preimages.
#pragma once

#include "runtime/mock/pallets.hpp"
#include "runtime/pallets/delegated_staking/types.hpp"
#include "runtime/pallets/nomination_pools/types.hpp"
#include "runtime/pallets/preimage/types.hpp"
#include "runtime/pallets/session/types.hpp"
#include "runtime/pallets/staking/types.hpp"

namespace serinus::mock::holds {

// Not that of the namespace around this one.
struct BalancesConfig;

using Balances = pallet_balances::Pallet<BalancesConfig>;
using Currency = pallet_balances::Currency<BalancesConfig>;

/// What money may be on hold for.
struct HoldReason {
    struct Own {
        mock::HoldReason _0;
        friend bool operator==(Own, Own) = default;
    };
    struct Staking {
        pallet_staking::pallet::pallet::HoldReason _0;
        friend bool operator==(Staking, Staking) = default;
    };
    struct DelegatedStaking {
        pallet_delegated_staking::pallet::HoldReason _0;
        friend bool operator==(DelegatedStaking, DelegatedStaking) = default;
    };
    struct Preimage {
        pallet_preimage::pallet::HoldReason _0;
        friend bool operator==(Preimage, Preimage) = default;
    };
    struct Session {
        pallet_session::pallet::HoldReason _0;
        friend bool operator==(Session, Session) = default;
    };
    scale::Enum<At<0, Own>, At<3, Staking>, At<5, DelegatedStaking>, At<6, Preimage>, At<8, Session>> v;
    friend bool operator==(const HoldReason&, const HoldReason&) = default;
};

struct BalancesConfig : development_defaults::Balances<System> {
    static constexpr PalletInfo kInfo{1, "Balances"};
    using System = mock::System;
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = kUnit / 1'000, .MaxLocks = 50, .MaxReserves = 50, .MaxFreezes = 1};
    static constexpr uint32_t kMaxHolds = 5;
    using RuntimeHoldReason = holds::HoldReason;
    using FreezeIdentifier = pallet_nomination_pools::pallet::FreezeReason;
};

/// What pallets that keep money have in common.
struct OfHolds {
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    using System = mock::System;
    using Currency = holds::Currency;
};

/// System, these Balances and other pallets.
template <class... P>
struct RuntimeOf {
    using Pallets = List<mock::System, Balances, P...>;
    using System = mock::System;
};

}  // namespace serinus::mock::holds

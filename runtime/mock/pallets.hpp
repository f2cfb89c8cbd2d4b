/// The pallets on which nearly every other one stands, for mock runtimes, the small ones of tests. They are compiled
/// once, in whichever runtimes they are. A test of a pallet composes its own runtime:
///
///     namespace serinus::pallet_locker::chain {
///     using mock::System, mock::Balances;
///     using Locker = Pallet<struct LockerConfig>;
///     struct LockerConfig {…};
///     struct Runtime : mock::RuntimeOf<Locker> {};
///     }
///     SERINUS_PALLET(serinus::pallet_locker::Pallet<serinus::pallet_locker::chain::LockerConfig>)
///     SERINUS_MOCK_RUNTIME(serinus::pallet_locker::chain::Runtime)
#pragma once

#include "runtime/pallets/balances/balances.hpp"
#include "runtime/pallets/development_defaults.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/pallets/utility/utility.hpp"
#include "runtime/pallets/utility/weights.hpp"
#include "runtime/sdk/composition.hpp"
#include "runtime/sdk/events.hpp"

namespace serinus::mock {

using namespace sdk;

inline constexpr Balance kUnit = 1'000'000'000'000;

using System = frame_system::Pallet<struct SystemConfig>;
using Balances = pallet_balances::Pallet<struct BalancesConfig>;
using Utility = pallet_utility::Pallet<struct UtilityConfig>;

/// What a pallet may hold money for.
enum class HoldReason : uint8_t { First, Second };

struct SystemConfig : development_defaults::System<SystemConfig> {
    using AccountData = pallet_balances::types::AccountData<Balance>;
    static constexpr uint32_t kSpecVersion = 1, kTransactionVersion = 1;
    static RuntimeVersion version() { return {}; }
};

struct BalancesConfig : development_defaults::Balances<System> {
    static constexpr PalletInfo kInfo{1, "Balances"};
    using System = mock::System;
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = kUnit / 1'000, .MaxLocks = 50, .MaxReserves = 50, .MaxFreezes = 0};
    using RuntimeHoldReason = HoldReason;
    static constexpr uint32_t kMaxHolds = 2;
};

struct UtilityConfig {
    static constexpr PalletInfo kInfo{2, "Utility"};
    static constexpr pallet_utility::Constants kConstants{.batched_calls_limit = 100};
    static constexpr RuntimeDbWeight kDbWeight = development_weights::kDbWeight;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_utility::Weights>;
};

/// System, Balances, Utility and these, whose indices begin with 3.
template <class... P>
struct RuntimeOf {
    using Pallets = List<mock::System, mock::Balances, mock::Utility, P...>;
    using System = mock::System;
};

/// For tests of these.
struct PlainRuntime : RuntimeOf<> {};

}  // namespace serinus::mock

/// Once per runtime of a test.
#define SERINUS_MOCK_RUNTIME(...) \
    SERINUS_EVENTS(__VA_ARGS__)   \
    SERINUS_RUNTIME(__VA_ARGS__)

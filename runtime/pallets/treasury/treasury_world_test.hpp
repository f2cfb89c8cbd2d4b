/// The mock runtime of the tests of Treasury, Bounties and ChildBounties.
#pragma once

#include "runtime/mock/world_test.hpp"
#include "runtime/pallets/bounties/bounties.hpp"
#include "runtime/pallets/bounties/weights.hpp"
#include "runtime/pallets/child_bounties/child_bounties.hpp"
#include "runtime/pallets/child_bounties/weights.hpp"
#include "runtime/pallets/treasury/treasury.hpp"
#include "runtime/pallets/treasury/weights.hpp"
#include "runtime/sdk/pallet_id.hpp"

namespace serinus::pallet_treasury::chain {

using Treasury = Pallet<struct TreasuryConfig>;
using Bounties = pallet_bounties::Pallet<struct BountiesConfig>;
using ChildBounties = pallet_child_bounties::Pallet<struct ChildBountiesConfig>;

/// Origins of a pallet that stands at 43.
enum class Track : uint8_t { SmallTipper, SmallSpender, BigSpender, Treasurer, GeneralAdmin };
inline RuntimeOrigin origin(Track track) { return RuntimeOrigin({PalletOrigin{43, {static_cast<uint8_t>(track)}}}); }

/// What each may spend: a tipper 8 units, a spender 500, the others more; Root all there is.
struct Spender {
    using Success = Balance;
    static std::optional<Balance> try_origin(const RuntimeOrigin& by) {
        if (by.caller().is_root()) return max_value<Balance>();
        constexpr std::pair<Track, Balance> kLimits[] = {{Track::SmallTipper, 8 * mock::kUnit},
                                                         {Track::SmallSpender, 500 * mock::kUnit},
                                                         {Track::BigSpender, 50'000 * mock::kUnit},
                                                         {Track::Treasurer, 500'000 * mock::kUnit}};
        for (const auto& [track, limit] : kLimits) {
            if (is_origin_of(by, 43, static_cast<uint8_t>(track))) return limit;
        }
        return std::nullopt;
    }
};
/// Whoever gets what the pot burns.
inline constexpr AccountId kHeir = mock::account(0x99);
struct ToTheHeir {
    template <class Imbalance>
    static void on_unbalanced(Imbalance burnt) {
        mock::Balances::resolve_creating(kHeir, std::move(burnt));
    }
};

struct TreasuryConfig {
    static constexpr PalletInfo kInfo{3, "Treasury"};
    static constexpr Constants kConstants{.SpendPeriod = 100,
                                          .Burn = Permill::from_parts(2'000),  // two in a thousand
                                          .PalletId = pallet_id("py/trsry"),
                                          .MaxApprovals = 100,
                                          .PayoutPeriod = 50,
                                          .pot_account = account_of(pallet_id("py/trsry"))};
    static constexpr Permill burn() { return kConstants.Burn; }
    using System = mock::System;
    using Currency = mock::Balances;
    using RejectOrigin = EitherOf<EnsureRoot, EnsurePalletOrigin<43, Track::Treasurer>>;
    using SpendOrigin = Spender;
    using BurnDestination = sdk::List<ToTheHeir>;
    using SpendFunds = List<Bounties>;
    using Paymaster = PayFromAccount<mock::Balances, chain::Treasury>;
    using BalanceConverter = OneForOne<Unit>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_treasury::Weights>;
};
struct BountiesConfig {
    static constexpr PalletInfo kInfo{4, "Bounties"};
    static constexpr Balance kCents = mock::kUnit / 3'000;
    static constexpr pallet_bounties::Constants kConstants{.BountyDepositBase = 100 * kCents,
                                                           .BountyDepositPayoutDelay = 40,
                                                           .BountyUpdatePeriod = 900,
                                                           .CuratorDepositMultiplier = Permill::from_percent(50),
                                                           .CuratorDepositMax = 500 * kCents,
                                                           .CuratorDepositMin = 10 * kCents,
                                                           .BountyValueMinimum = 200 * kCents,
                                                           .DataDepositPerByte = kCents,
                                                           .MaximumReasonLength = 16'384};
    static constexpr PalletId kPalletId = TreasuryConfig::kConstants.PalletId;
    static constexpr uint32_t kMaxApprovals = TreasuryConfig::kConstants.MaxApprovals;
    using System = mock::System;
    using Currency = mock::Balances;
    using Treasury = chain::Treasury;
    using ChildBounties = chain::ChildBounties;
    using RejectOrigin = TreasuryConfig::RejectOrigin;
    using SpendOrigin = TreasuryConfig::SpendOrigin;
    using OnSlash = sdk::List<chain::Treasury>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_bounties::Weights>;
};
struct ChildBountiesConfig {
    static constexpr PalletInfo kInfo{5, "ChildBounties"};
    static constexpr pallet_child_bounties::Constants kConstants{
        .MaxActiveChildBountyCount = 100,
        .ChildBountyValueMinimum = BountiesConfig::kConstants.BountyValueMinimum / 10};
    static constexpr PalletId kPalletId = BountiesConfig::kPalletId;
    static constexpr uint32_t kMaximumReasonLength = BountiesConfig::kConstants.MaximumReasonLength;
    static constexpr BlockNumber kPayoutDelay = BountiesConfig::kConstants.BountyDepositPayoutDelay;
    using System = mock::System;
    using Currency = mock::Balances;
    using Bounties = chain::Bounties;
    using RejectOrigin = BountiesConfig::RejectOrigin;
    using OnSlash = sdk::List<chain::Treasury>;
    static constexpr auto kWeights = sdk::kDefaultWeights<pallet_child_bounties::Weights>;
};
struct Runtime : mock::RuntimeOf<Treasury, Bounties, ChildBounties> {
    struct OriginCaller {
        struct system {
            RawOrigin _0;
        };
        struct Origins {
            Track _0;
        };
        scale::Enum<At<0, system>, At<43, Origins>> v;
    };
};

}  // namespace serinus::pallet_treasury::chain

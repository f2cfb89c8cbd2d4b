/// The treasury and what it pays for, Society, and Nis with its currency.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs
#pragma once

#include "runtime/pallets/babe/randomness.hpp"
#include "runtime/pallets/balances/account_store.hpp"
#include "runtime/pallets/balances/currency.hpp"
#include "runtime/pallets/bounties/bounties.hpp"
#include "runtime/pallets/child_bounties/child_bounties.hpp"
#include "runtime/pallets/nis/nis.hpp"
#include "runtime/pallets/society/society.hpp"
#include "runtime/pallets/treasury/treasury.hpp"
#include "runtime/runtimes/kusama/common.hpp"
#include "runtime/runtimes/kusama/hold_reason.hpp"
#include "runtime/runtimes/kusama/weights/bounties.hpp"
#include "runtime/runtimes/kusama/weights/child_bounties.hpp"
#include "runtime/runtimes/kusama/weights/nis.hpp"
#include "runtime/runtimes/kusama/weights/nis_counterpart_balances.hpp"
#include "runtime/runtimes/kusama/weights/society.hpp"
#include "runtime/runtimes/kusama/weights/treasury.hpp"
#include "runtime/sdk/traits/parameters.hpp"

namespace serinus::kusama {

struct TreasuryConfig : Common<TreasuryConfig> {
    static constexpr pallet_treasury::Constants kConstants{
        .ProposalBond = sdk::Permill::from_percent(5),
        .ProposalBondMinimum = 2'000 * currency::kCents,
        .ProposalBondMaximum = currency::kGrand,
        .SpendPeriod = 6 * parameters::kDays,
        .Burn = sdk::Permill::from_parts(2'000),  // two in a thousand
        .PalletId = sdk::pallet_id("py/trsry"),
        .MaxApprovals = 100,
    };
    using ApproveOrigin = origins::EnsureOrRoot<origins::Custom::Treasurer>;
    using RejectOrigin = ApproveOrigin;
    using SpendOrigin = origins::TreasurySpender;
    using OnSlash = sdk::List<kusama::Treasury>;
    using BurnDestination = sdk::List<kusama::Society>;
    using SpendFunds = sdk::List<kusama::Bounties>;
    static constexpr auto kWeights = weights::kTreasury;
};

struct BountiesConfig : Common<BountiesConfig> {
    static constexpr pallet_bounties::Constants kConstants{
        .BountyDepositBase = 100 * currency::kCents,
        .BountyDepositPayoutDelay = 4 * parameters::kDays,
        .BountyUpdatePeriod = 90 * parameters::kDays,
        .CuratorDepositMultiplier = sdk::Permill::from_percent(50),
        .CuratorDepositMax = 500 * currency::kCents,
        .CuratorDepositMin = 10 * currency::kCents,
        .BountyValueMinimum = 200 * currency::kCents,
        .DataDepositPerByte = currency::kCents,
        .MaximumReasonLength = 16'384,
    };
    static constexpr sdk::PalletId kPalletId = TreasuryConfig::kConstants.PalletId;
    static constexpr uint32_t kMaxApprovals = TreasuryConfig::kConstants.MaxApprovals;
    using Treasury = kusama::Treasury;
    using ChildBounties = kusama::ChildBounties;
    using RejectOrigin = TreasuryConfig::RejectOrigin;
    using SpendOrigin = TreasuryConfig::SpendOrigin;
    using OnSlash = TreasuryConfig::OnSlash;
    static constexpr auto kWeights = weights::kBounties;
};

struct ChildBountiesConfig : Common<ChildBountiesConfig> {
    static constexpr pallet_child_bounties::Constants kConstants{
        .MaxActiveChildBountyCount = 100,
        .ChildBountyValueMinimum = BountiesConfig::kConstants.BountyValueMinimum / 10,
    };
    static constexpr sdk::PalletId kPalletId = BountiesConfig::kPalletId;
    static constexpr uint32_t kMaximumReasonLength = BountiesConfig::kConstants.MaximumReasonLength;
    static constexpr sdk::BlockNumber kPayoutDelay = BountiesConfig::kConstants.BountyDepositPayoutDelay;
    using Bounties = kusama::Bounties;
    using RejectOrigin = BountiesConfig::RejectOrigin;
    using OnSlash = sdk::List<kusama::Treasury>;
    static constexpr auto kWeights = weights::kChildBounties;
};

struct SocietyConfig : Common<SocietyConfig> {
    static constexpr pallet_society::Constants kConstants{
        .PalletId = sdk::pallet_id("py/socie"),
        .GraceStrikes = 10,
        .PeriodSpend = 500 * currency::kQuid,
        .VotingPeriod = 5 * parameters::kDays,
        .ClaimPeriod = 2 * parameters::kDays,
        .MaxLockDuration = 36 * 30 * parameters::kDays,
        .ChallengePeriod = 7 * parameters::kDays,
        .MaxPayouts = 8,
        .MaxBids = 512,
    };
    using Randomness = pallet_babe::RandomnessFromOneEpochAgo<kusama::Babe>;
    using FounderSetOrigin = sdk::EnsureRoot;
    static constexpr auto kWeights = weights::kSociety;
};

struct NisConfig : Common<NisConfig> {
    static constexpr pallet_nis::Constants kConstants{
        .PalletId = sdk::pallet_id("py/nis  "),
        .QueueCount = 500,
        .MaxQueueLen = 1'000,
        .FifoQueueLen = 250,
        .BasePeriod = 7 * parameters::kDays,
        .MinBid = 100 * currency::kQuid,
        .MinReceipt = sdk::Perquintill::from_rational(uint64_t{1}, 10'000'000),
        .IntakePeriod = 5 * parameters::kMinutes,
        .MaxIntakeWeight = weights::kMaxBlockWeight.div(10),
        .ThawThrottle = {sdk::Perquintill::from_percent(25), 5},
    };
    using Counterpart = pallet_balances::Currency<NisCounterpartBalancesConfig>;
    using Deficit = sdk::List<>;  ///< it is new money
    using FundOrigin = sdk::EnsureSigned;
    static constexpr auto kWeights = weights::kNis;

    /// The share of the issuance that receipts shall be: the one parameter in the state outside of all pallets.
    using Target = sdk::Stored<"NisTarget", sdk::Perquintill>;
    static sdk::Perquintill target() { return Target::get(); }
    /// As many counterparts as the share of 21 million of them, of 10^12 parts each.
    static constexpr sdk::Balance counterpart_amount(sdk::Perquintill share) {
        return share * (sdk::Balance{21'000'000} * 1'000'000'000'000);
    }
};

struct NisCounterpartBalancesConfig : Common<NisCounterpartBalancesConfig> {
    static constexpr pallet_balances::Constants kConstants{
        .ExistentialDeposit = 10'000'000'000,
        .MaxLocks = 4,
        .MaxReserves = 4,
        .MaxHolds = 0,
        .MaxFreezes = 0,
    };
    using AccountStore = pallet_balances::StoredInBalances<kusama::NisCounterpartBalances, kusama::System>;
    using DustRemoval = sdk::List<>;
    using RuntimeHoldReason = staging_kusama_runtime::RuntimeHoldReason;
    using FreezeIdentifier = sdk::Unit;
    static constexpr auto kWeights = weights::kNisCounterpartBalances;
};

}  // namespace serinus::kusama

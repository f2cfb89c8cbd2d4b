/// Treasury: a pot that fees and slashed deposits go to, and how it is spent.
///
/// An origin of governance spends up to its limit. Such a spend of the pot waits for the end of the spend period, is
/// paid in order as far as the pot reaches, and waits on otherwise. If all could be paid, a part of the rest is burnt.
/// Blocks in which a spend period ends may be skipped: the next one makes up for them. The pot is what the account owns
/// above the existential deposit; it counts as inactive issuance.
///
/// Besides there are spends of any asset: an origin of governance approves one up to its limit, and anybody has it paid
/// by the Paymaster, from a block on and for a while; a payment that has failed is tried again.
///
/// Invariants (checked by try_state()): every index is below ProposalCount; bonds of old proposals are reserved; a
/// spend is valid before it expires.
///
/// Source: pallet_treasury 22.0.0 (polkadot-sdk v1.1.0). Observed: pallet-treasury 41
#pragma once

#include "codec/boxed.hpp"
#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/treasury/types.hpp"
#include "runtime/pallets/treasury/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/listeners.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"
#include "runtime/sdk/traits/pay.hpp"

namespace serinus::pallet_treasury {

using namespace sdk;

struct Constants {
    /// How many blocks lie between two spends.
    BlockNumber SpendPeriod;
    /// The share of what is left that is burnt after a spend, when the chain begins.
    Permill Burn;
    /// The pallet's identifier, from which its account follows.
    frame_support::PalletId PalletId;
    /// How many approved spends can wait. Bounties have a list of their own with this bound.
    uint32_t MaxApprovals;
    /// For how many blocks the spend of an asset can be paid, from that on from which it is valid.
    BlockNumber PayoutPeriod;
    /// The account of the pot.
    AccountId pot_account;
};

/// What is left while a spend period ends. Pallets that spend of the pot besides have
/// `static void spend_funds(SpendBudget<Currency>&)`.
template <class Currency>
struct SpendBudget {
    Balance remaining{};                         ///< whoever spends subtracts
    typename Currency::PositiveImbalance spent;  ///< what has come into accounts of it
    Weight weight;                               ///< of all that was done
    bool missed_any = false;                     ///< something waits for money, so nothing is burnt
};

/// `T` has: System, Currency, RejectOrigin, SpendOrigin (success: the most that may be spent at once), BurnDestination
/// (takes negative imbalances), SpendFunds (a list of those who spend besides), burn() (the share that is burnt today),
/// Paymaster (Pay), BalanceConverter (ConversionFromAssetBalance), kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::BalanceConverter;
    typename T::BurnDestination;
    typename T::Currency;
    typename T::Paymaster;
    typename T::RejectOrigin;
    typename T::SpendFunds;
    typename T::SpendOrigin;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(ReservableCurrency<typename T::Currency>);
        static_assert(OnUnbalanced<typename T::BurnDestination, typename T::Currency::NegativeImbalance>);
        static_assert(Pay<typename T::Paymaster>);
        static_assert(ConversionFromAssetBalance<typename T::BalanceConverter>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Approved = BoundedVec<ProposalIndex, T::kConstants.MaxApprovals>;
    using AssetKind = typename T::Paymaster::AssetKind;
    using Beneficiary = typename T::Paymaster::Beneficiary;
    using PaymentId = typename T::Paymaster::Id;
    using Spend = SpendStatus<AssetKind, Balance, Beneficiary, BlockNumber, PaymentId>;

    struct Storage {
        /// How many proposals there have been.
        Value<ProposalIndex, OrDefault> ProposalCount;
        /// Proposals that are not paid.
        Map<Twox64Concat<ProposalIndex>, Proposal<AccountId, Balance>> Proposals;
        /// How much of the pot Balances knows to be inactive.
        Value<Balance, OrDefault> Deactivated;
        /// Approved proposals that wait for their money.
        Value<Approved, OrDefault> Approvals;
        /// How many spends of assets there have been.
        Value<SpendIndex, OrDefault> SpendCount;
        /// Spends of assets that are not over.
        Map<Twox64Concat<SpendIndex>, Spend> Spends;
        /// The block in which a spend period has ended last.
        Value<BlockNumber> LastSpendPeriod;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// A spend period has ended, and this much can be spent.
        struct Spending {
            Balance budget_remaining;
        };
        /// A proposal was paid.
        struct Awarded {
            ProposalIndex proposal_index;
            Balance award;
            AccountId account;
        };
        /// A part of the rest was burnt.
        struct Burnt {
            Balance burnt_funds;
        };
        /// The spend is over; this much is left for the next one.
        struct Rollover {
            Balance rollover_balance;
        };
        /// Money has come in.
        struct Deposit {
            Balance value;
        };
        /// A spend was approved.
        struct SpendApproved {
            ProposalIndex proposal_index;
            Balance amount;
            AccountId beneficiary;
        };
        /// The part of the issuance that is inactive follows the pot.
        struct UpdatedInactive {
            Balance reactivated;
            Balance deactivated;
        };
        /// The spend of an asset was approved.
        struct AssetSpendApproved {
            SpendIndex index;
            AssetKind asset_kind;
            Balance amount;
            Beneficiary beneficiary;
            BlockNumber valid_from;
            BlockNumber expire_at;
        };
        /// A spend will not be paid.
        struct AssetSpendVoided {
            SpendIndex index;
        };
        /// A spend is on its way.
        struct Paid {
            SpendIndex index;
            PaymentId payment_id;
        };
        /// A spend has not arrived.
        struct PaymentFailed {
            SpendIndex index;
            PaymentId payment_id;
        };
        /// A spend is over: it was paid, or was not asked for in time.
        struct SpendProcessed {
            SpendIndex index;
        };
        using list = List<Spending, Awarded, Burnt, Rollover, Deposit, SpendApproved, UpdatedInactive,
                          AssetSpendApproved, AssetSpendVoided, Paid, PaymentFailed, SpendProcessed>;
    };

    enum class Error : uint8_t {
        /// There is no proposal, bounty or spend of this index.
        InvalidIndex,
        /// Too many approved spends wait already.
        TooManyApprovals,
        /// The origin may not spend that much.
        InsufficientPermission,
        /// The spend does not wait for its money.
        ProposalNotApproved,
        /// Nobody knows what the asset is worth.
        FailedToConvertBalance,
        /// The spend has expired.
        SpendExpired,
        /// The spend is not valid yet.
        EarlyPayout,
        /// The spend is on its way already.
        AlreadyAttempted,
        /// The asset could not be sent.
        PayoutError,
        /// Nobody has had the spend paid.
        NotAttempted,
        /// Nobody knows yet whether the spend will arrive.
        Inconclusive,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Lets a spend wait for its money. Within one dispatch, a batch say, all spends of one origin count together.
    ///
    /// Origin: SpendOrigin. Errors: InsufficientPermission, CannotLookup, TooManyApprovals.
    ///
    /// Deprecated: The `spend_local` call will be removed by May 2025. Migrate to the new flow and use the `spend`
    /// call.
    struct spend_local {
        Compact<Balance> amount;
        LookupSource beneficiary;
        Weight weight() const { return T::kWeights.spend_local(); }
        DispatchResult operator()(Origin<typename T::SpendOrigin> by) const;
    };
    /// Takes a proposal from the approved ones; it stays a proposal, and its bond stays reserved.
    ///
    /// Origin: RejectOrigin. Errors: ProposalNotApproved.
    ///
    /// Deprecated: The `remove_approval` call will be removed by May 2025. It associated with the deprecated
    /// `spend_local` call.
    struct remove_approval {
        static constexpr auto kClass = DispatchClass::Operational;
        Compact<ProposalIndex> proposal_id;
        Weight weight() const { return T::kWeights.remove_approval(); }
        DispatchResult operator()(Origin<typename T::RejectOrigin>) const;
    };
    /// Approves the spend of an asset, which can be paid from the block `valid_from` on, or at once, and for
    /// PayoutPeriod. What it is worth counts against the limit of the origin, as with spend_local.
    ///
    /// Origin: SpendOrigin. Errors: SpendExpired, FailedToConvertBalance, InsufficientPermission.
    struct spend {
        scale::Boxed<AssetKind> asset_kind;
        Compact<Balance> amount;
        scale::Boxed<Beneficiary> beneficiary;
        std::optional<BlockNumber> valid_from;
        Weight weight() const { return T::kWeights.spend(); }
        DispatchResult operator()(Origin<typename T::SpendOrigin> by) const;
    };
    /// Has a spend paid, and then asks for PayoutPeriod again.
    ///
    /// Origin: signed. Errors: InvalidIndex, EarlyPayout, SpendExpired, AlreadyAttempted, PayoutError.
    struct payout {
        SpendIndex index;
        Weight weight() const { return T::kWeights.payout(); }
        DispatchResult operator()(Signed) const;
    };
    /// Looks whether a payment has arrived, so that the spend is over, or has failed; an expired spend that nobody has
    /// had paid is over too. Free of charge if the spend is over then.
    ///
    /// Origin: signed. Errors: InvalidIndex, NotAttempted, Inconclusive.
    struct check_status {
        SpendIndex index;
        Weight weight() const { return T::kWeights.check_status(); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Ends a spend that is not on its way.
    ///
    /// Origin: RejectOrigin. Errors: InvalidIndex, AlreadyAttempted.
    struct void_spend {
        SpendIndex index;
        Weight weight() const { return T::kWeights.void_spend(); }
        DispatchResult operator()(Origin<typename T::RejectOrigin>) const;
    };
    using Calls = List<At<3, spend_local>, At<4, remove_approval>, At<5, spend>, At<6, payout>, At<7, check_status>,
                       At<8, void_spend>>;

    /// Tells Balances what is inactive, in every block; spends at the end of a period.
    static Weight on_initialize(BlockNumber now);
    static TryStateResult try_state();

    /// The account must be there from the beginning.
    struct GenesisConfig {};
    static void build(const GenesisConfig& config);

    // For other pallets.

    static constexpr AccountId account_id() { return account_of(T::kConstants.PalletId); }
    /// What can be spent: the existential deposit stays, so the account never ends.
    static Balance pot();
    /// Puts money into the pot.
    static void on_unbalanced(typename T::Currency::NegativeImbalance amount);
    static Weight spend_funds();

  private:
    /// The block in which a spend period has ended last; the first time it is found by counting from the genesis on.
    static BlockNumber last_spend_period();
    static Weight end_periods(BlockNumber now);
    /// Counts a spend in this dispatch; InsufficientPermission.
    static DispatchResult note_spend(Balance amount, Balance limit);
    static void burn(SpendBudget<typename T::Currency>& budget, Balance amount);
    static Weight spend_funds(uint32_t periods);
    /// What was spent in this dispatch, by the limit of the origin: different origins have different limits.
    struct SpendContext {
        std::vector<std::pair<Balance, Balance>> spent;
        Balance& by_limit(Balance limit);
    };
    /// Pays a proposal if the budget reaches; whether it is done with.
    static bool award(ProposalIndex index, SpendBudget<typename T::Currency>& budget);
};

}  // namespace serinus::pallet_treasury

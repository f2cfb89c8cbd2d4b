/// Treasury: a pot that fees and slashed deposits go to, and how it is spent.
///
/// Who asks for money proposes a spend against a bond; or an origin of governance spends up to its limit at once. What
/// is approved waits for the end of the spend period, is paid in order as far as the pot reaches, and waits on
/// otherwise. If all could be paid, a part of the rest is burnt. The pot is what the account owns above the existential
/// deposit; it counts as inactive issuance. Invariants (checked by try_state()): every index is below ProposalCount;
/// bonds are reserved.
///
/// Source: pallet_treasury 22.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/treasury/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/pallet_id.hpp"
#include "runtime/sdk/traits/currency.hpp"
#include "runtime/sdk/traits/listeners.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"

namespace serinus::pallet_treasury {

/// Money that somebody asks for.
template <class AccountId, class Balance>
struct Proposal {
    using Params = sdk::List<sdk::Param<"AccountId", AccountId>, sdk::Param<"Balance", Balance>>;

    AccountId proposer;
    Balance value{};
    AccountId beneficiary;
    Balance bond{};  ///< reserved on the proposer's account
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

using namespace sdk;

using ProposalIndex = uint32_t;

struct Constants {
    /// The share of the value that is reserved as the bond of a proposal.
    Permill ProposalBond;
    /// The least bond of a proposal.
    Balance ProposalBondMinimum;
    /// The largest bond of a proposal.
    std::optional<Balance> ProposalBondMaximum;
    /// How many blocks lie between two spends.
    BlockNumber SpendPeriod;
    /// The share of what is left that is burnt after a spend.
    Permill Burn;
    /// The pallet's identifier, from which its account follows.
    frame_support::PalletId PalletId;
    /// How many approved proposals can wait. Bounties have a list of their own with this bound.
    uint32_t MaxApprovals;
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

/// `T` has: System, Currency, ApproveOrigin, RejectOrigin, SpendOrigin (success: the most that may be spent at once),
/// OnSlash and BurnDestination (take negative imbalances), SpendFunds (a list of those who spend besides), kWeights.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::ApproveOrigin;
    typename T::BurnDestination;
    typename T::Currency;
    typename T::OnSlash;
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
        static_assert(OnUnbalanced<typename T::OnSlash, typename T::Currency::NegativeImbalance>);
        static_assert(OnUnbalanced<typename T::BurnDestination, typename T::Currency::NegativeImbalance>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using Approved = BoundedVec<ProposalIndex, T::kConstants.MaxApprovals>;

    struct Storage {
        /// How many proposals there have been.
        Value<ProposalIndex, OrDefault> ProposalCount;
        /// Proposals that are neither paid nor rejected.
        Map<Twox64Concat<ProposalIndex>, Proposal<AccountId, Balance>> Proposals;
        /// How much of the pot Balances knows to be inactive.
        Value<Balance, OrDefault> Deactivated;
        /// Approved proposals that wait for their money.
        Value<Approved, OrDefault> Approvals;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// There is a new proposal.
        struct Proposed {
            ProposalIndex proposal_index;
        };
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
        /// A proposal was rejected and its bond taken.
        struct Rejected {
            ProposalIndex proposal_index;
            Balance slashed;
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
        /// A spend was approved that nobody had proposed.
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
        using list =
            List<Proposed, Spending, Awarded, Rejected, Burnt, Rollover, Deposit, SpendApproved, UpdatedInactive>;
    };

    enum class Error : uint8_t {
        /// The proposer cannot pay the bond.
        InsufficientProposersBalance,
        /// There is no proposal or bounty of this index.
        InvalidIndex,
        /// Too many approved proposals wait already.
        TooManyApprovals,
        /// The origin may not spend that much.
        InsufficientPermission,
        /// The proposal does not wait for its money.
        ProposalNotApproved,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Asks for `value` for somebody and reserves a bond.
    ///
    /// Origin: signed. Errors: CannotLookup, InsufficientProposersBalance.
    struct propose_spend {
        Compact<Balance> value;
        LookupSource beneficiary;
        Weight weight() const { return T::kWeights.propose_spend(); }
        DispatchResult operator()(Signed proposer) const;
    };
    /// Removes a proposal and takes its bond. If it was approved, its entry among the approved ones is passed over
    /// later.
    ///
    /// Origin: RejectOrigin. Errors: InvalidIndex.
    struct reject_proposal {
        static constexpr auto kClass = DispatchClass::Operational;
        Compact<ProposalIndex> proposal_id;
        Weight weight() const { return T::kWeights.reject_proposal(); }
        DispatchResult operator()(Origin<typename T::RejectOrigin>) const;
    };
    /// Lets a proposal wait for its money.
    ///
    /// Origin: ApproveOrigin. Errors: InvalidIndex, TooManyApprovals.
    struct approve_proposal {
        static constexpr auto kClass = DispatchClass::Operational;
        Compact<ProposalIndex> proposal_id;
        Weight weight() const { return T::kWeights.approve_proposal(T::kConstants.MaxApprovals); }
        DispatchResult operator()(Origin<typename T::ApproveOrigin>) const;
    };
    /// Proposes and approves a spend without a bond. Within one dispatch, a batch say, all spends of one origin count
    /// together.
    ///
    /// Origin: SpendOrigin. Errors: InsufficientPermission, CannotLookup, TooManyApprovals.
    struct spend {
        Compact<Balance> amount;
        LookupSource beneficiary;
        Weight weight() const { return T::kWeights.spend(); }
        DispatchResult operator()(Origin<typename T::SpendOrigin> by) const;
    };
    /// Takes a proposal from the approved ones; it stays a proposal, and its bond stays reserved.
    ///
    /// Origin: RejectOrigin. Errors: ProposalNotApproved.
    struct remove_approval {
        static constexpr auto kClass = DispatchClass::Operational;
        Compact<ProposalIndex> proposal_id;
        Weight weight() const { return T::kWeights.remove_approval(); }
        DispatchResult operator()(Origin<typename T::RejectOrigin>) const;
    };
    using Calls = List<At<0, propose_spend>, At<1, reject_proposal>, At<2, approve_proposal>, At<3, spend>,
                       At<4, remove_approval>>;

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
    /// What was spent in this dispatch, by the limit of the origin: different origins have different limits.
    struct SpendContext {
        std::vector<std::pair<Balance, Balance>> spent;
        Balance& by_limit(Balance limit);
    };
    static Balance calculate_bond(Balance value);
    /// Pays a proposal if the budget reaches; whether it is done with.
    static bool award(ProposalIndex index, SpendBudget<typename T::Currency>& budget);
};

}  // namespace serinus::pallet_treasury

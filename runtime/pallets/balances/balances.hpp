/// Balances: who owns how much of the chain's currency, and what of it is free, reserved or frozen.
///
/// An account's money is `free` (usable) plus `reserved` (set aside for pallets: reserves and holds). `frozen` is no
/// third part but a floor: free + reserved must not fall below the largest lock or freeze. An account whose free
/// balance is at least ExistentialDeposit has a provider reference; one that has anything reserved or frozen has a
/// consumer reference, and one more while it has locks. What is left below the deposit with nothing reserved is dust:
/// it is destroyed.
///
/// Invariants (try_state): TotalIssuance is the sum of all accounts; `reserved` is at least the sum of the named
/// reserves and the holds; `frozen` is the largest lock or freeze, or 0; who has anything reserved or frozen has a
/// consumer reference; no list exceeds its bound.
///
/// Source: pallet_balances of July 2023
#pragma once

#include "runtime/pallets/balances/imbalance.hpp"
#include "runtime/pallets/balances/types.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"

namespace serinus::pallet_balances {

using namespace sdk;

struct Constants {
    /// The least that an account must own to exist.
    Balance ExistentialDeposit;
    /// How many locks an account should have at most; weights assume it, nothing enforces it.
    uint32_t MaxLocks;
    /// How many named reserves an account can have.
    uint32_t MaxReserves;
    /// How many holds an account can have.
    uint32_t MaxHolds;
    /// How many freezes an account can have.
    uint32_t MaxFreezes;
};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::AccountStore;
    typename T::DustRemoval;
    typename T::FreezeIdentifier;
    typename T::RuntimeHoldReason;
    typename T::System;
    typename T::WeightInfo;
};

/// Besides constants and weights, `T` has `System`, `RuntimeHoldReason`, `FreezeIdentifier`, `AccountStore` with
/// `get(who)` and `try_mutate_exists(who, f)`, and `DustRemoval` with `on_unbalanced(Imbalance)`.
template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using System = typename T::System;

    using Data = AccountData<Balance>;
    using Lock = BalanceLock<Balance>;
    using Reserve = ReserveData<ReserveIdentifier, Balance>;
    using HoldReason = typename T::RuntimeHoldReason;
    using Hold = IdAmount<HoldReason, Balance>;
    using FreezeIdentifier = typename T::FreezeIdentifier;
    using Freeze = IdAmount<FreezeIdentifier, Balance>;
    using LockList = WeakBoundedVec<Lock, T::kConstants.MaxLocks>;
    using ReserveList = BoundedVec<Reserve, T::kConstants.MaxReserves>;
    using HoldList = BoundedVec<Hold, T::kConstants.MaxHolds>;
    using FreezeList = BoundedVec<Freeze, T::kConstants.MaxFreezes>;
    using PositiveImbalance = pallet_balances::PositiveImbalance<Pallet>;
    using NegativeImbalance = pallet_balances::NegativeImbalance<Pallet>;

    struct Storage {
        /// All money that exists.
        Value<Balance, OrDefault> TotalIssuance;
        /// The part of it that is out of circulation and does not count in votes.
        Value<Balance, OrDefault> InactiveIssuance;
        /// Accounts, where this pallet itself keeps them; on Kusama they are in System.
        Map<Blake2_128Concat<AccountId>, Data, OrDefault> Account;
        /// Locks on an account; the largest is also in its `frozen`.
        Map<Blake2_128Concat<AccountId>, LockList, OrDefault> Locks;
        /// Named reserves of an account, sorted by identifier.
        Map<Blake2_128Concat<AccountId>, ReserveList, OrDefault> Reserves;
        /// Holds on an account.
        Map<Blake2_128Concat<AccountId>, HoldList, OrDefault> Holds;
        /// Freezes on an account; the largest is also in its `frozen`.
        Map<Blake2_128Concat<AccountId>, FreezeList, OrDefault> Freezes;
    };
    static constexpr uint16_t kStorageVersion = 1;
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An account has come into being.
        struct Endowed {
            AccountId account;
            Balance free_balance;
        };
        /// An account ended with less than the existential deposit left, which is destroyed.
        struct DustLost {
            AccountId account;
            Balance amount;
        };
        /// Free money has gone from one account to another.
        struct Transfer {
            AccountId from;
            AccountId to;
            Balance amount;
        };
        /// The free balance was set by force.
        struct BalanceSet {
            AccountId who;
            Balance free;
        };
        /// Free money is reserved from now on.
        struct Reserved {
            AccountId who;
            Balance amount;
        };
        /// Reserved money is free again.
        struct Unreserved {
            AccountId who;
            Balance amount;
        };
        /// Money from the reserve of one account has gone to another, to the part that the status says.
        struct ReserveRepatriated {
            AccountId from;
            AccountId to;
            Balance amount;
            BalanceStatus destination_status;
        };
        /// Money was put into an account, for example a share of fees.
        struct Deposit {
            AccountId who;
            Balance amount;
        };
        /// Money was taken out of an account, for example for a fee.
        struct Withdraw {
            AccountId who;
            Balance amount;
        };
        /// Money was taken from an account as a punishment.
        struct Slashed {
            AccountId who;
            Balance amount;
        };
        /// New money was made in an account.
        struct Minted {
            AccountId who;
            Balance amount;
        };
        /// Money in an account was destroyed.
        struct Burned {
            AccountId who;
            Balance amount;
        };
        /// Money in an account was put aside; it may be restored.
        struct Suspended {
            AccountId who;
            Balance amount;
        };
        /// Money that had been suspended is back.
        struct Restored {
            AccountId who;
            Balance amount;
        };
        /// An account now counts its references by the new logic.
        struct Upgraded {
            AccountId who;
        };
        /// The issuance rose; the new money is on its way to accounts.
        struct Issued {
            Balance amount;
        };
        /// The issuance fell; accounts are still to give up the money.
        struct Rescinded {
            Balance amount;
        };
        /// More of an account is locked than before.
        struct Locked {
            AccountId who;
            Balance amount;
        };
        /// Less of an account is locked than before.
        struct Unlocked {
            AccountId who;
            Balance amount;
        };
        /// More of an account is frozen than before.
        struct Frozen {
            AccountId who;
            Balance amount;
        };
        /// Less of an account is frozen than before.
        struct Thawed {
            AccountId who;
            Balance amount;
        };
        using list = List<Endowed, DustLost, Transfer, BalanceSet, Reserved, Unreserved, ReserveRepatriated, Deposit,
                          Withdraw, Slashed, Minted, Burned, Suspended, Restored, Upgraded, Issued, Rescinded, Locked,
                          Unlocked, Frozen, Thawed>;
    };

    enum class Error : uint8_t {
        /// Too much of the account is still vesting.
        VestingBalance,
        /// Locks hold the money back.
        LiquidityRestrictions,
        /// There is not enough money.
        InsufficientBalance,
        /// The amount is too small to create an account.
        ExistentialDeposit,
        /// The payment would end the account.
        Expendability,
        /// The account has a vesting schedule already.
        ExistingVestingSchedule,
        /// The beneficiary does not exist.
        DeadAccount,
        /// The account has MaxReserves named reserves already.
        TooManyReserves,
        /// The account has MaxHolds holds already.
        TooManyHolds,
        /// The account has MaxFreezes freezes already.
        TooManyFreezes,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    // Calls. Those that move money fail with TokenError: FundsUnavailable, Frozen, OnlyProvider, NotExpendable,
    // BelowMinimum, or ArithmeticError: Overflow, Underflow. A bad address is CannotLookup.

    /// Moves free money to another account; the sender's account may end by it.
    /// Origin: signed.
    struct transfer_allow_death {
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const { return T::WeightInfo::transfer_allow_death(); }
        DispatchResult operator()(Signed from) const;
    };
    /// The old form of force_set_balance. The reserved balance must be said too and cannot be changed by this call.
    /// Origin: root. Errors: Unsupported (another reserved balance).
    struct set_balance_deprecated {
        LookupSource who;
        Compact<Balance> new_free;
        Compact<Balance> old_reserved;
        Weight weight() const {
            return T::WeightInfo::force_set_balance_creating().max(T::WeightInfo::force_set_balance_killing());
        }
        DispatchResult operator()(Root) const;
    };
    /// transfer_allow_death out of any account.
    /// Origin: root.
    struct force_transfer {
        LookupSource source;
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const { return T::WeightInfo::force_transfer(); }
        DispatchResult operator()(Root) const;
    };
    /// Moves free money to another account, and fails if that would end the sender's.
    /// Origin: signed.
    struct transfer_keep_alive {
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const { return T::WeightInfo::transfer_keep_alive(); }
        DispatchResult operator()(Signed from) const;
    };
    /// Moves all that can be moved; with `keep_alive` the existential deposit stays.
    /// Origin: signed.
    struct transfer_all {
        LookupSource dest;
        bool keep_alive;
        Weight weight() const { return T::WeightInfo::transfer_all(); }
        DispatchResult operator()(Signed from) const;
    };
    /// Frees reserved money of an account, as much as there is.
    /// Origin: root.
    struct force_unreserve {
        LookupSource who;
        Balance amount;
        Weight weight() const { return T::WeightInfo::force_unreserve(); }
        DispatchResult operator()(Root) const;
    };
    /// Brings accounts to the new logic of references. Free of charge if at least 90 % of them needed it.
    /// Origin: signed.
    struct upgrade_accounts {
        std::vector<AccountId> who;
        Weight weight() const { return T::WeightInfo::upgrade_accounts(static_cast<uint32_t>(who.size())); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// The old name of transfer_allow_death.
    /// Origin: signed.
    struct transfer {
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const { return T::WeightInfo::transfer_allow_death(); }
        DispatchResult operator()(Signed from) const;
    };
    /// Sets the free balance of an account; below the existential deposit means to 0. The issuance follows.
    /// Origin: root.
    struct force_set_balance {
        LookupSource who;
        Compact<Balance> new_free;
        Weight weight() const {
            return T::WeightInfo::force_set_balance_creating().max(T::WeightInfo::force_set_balance_killing());
        }
        DispatchResult operator()(Root) const;
    };
    using Calls = List<At<0, transfer_allow_death>, At<1, set_balance_deprecated>, At<2, force_transfer>,
                       At<3, transfer_keep_alive>, At<4, transfer_all>, At<5, force_unreserve>, At<6, upgrade_accounts>,
                       At<7, struct transfer>, At<8, force_set_balance>>;

    static void integrity_test();
    static TryStateResult try_state();

    /// The accounts at the beginning, without duplicates, each with at least the existential deposit.
    struct GenesisConfig {
        std::vector<std::pair<AccountId, Balance>> balances;
    };
    static void build(const GenesisConfig& config);

    // What an account has.
    static Data account(const AccountId& who);
    static Balance free_balance(const AccountId& who);
    static Balance reserved_balance(const AccountId& who);
    static Balance total_balance(const AccountId& who);
    static Balance usable_balance(const AccountId& who);
    /// The same, for fees: the account must stay alive.
    static Balance usable_balance_for_fees(const AccountId& who);
    /// Whether the account was of the old logic until now. Old accounts with something reserved and nothing frozen get
    /// the consumer reference that they lack.
    static bool ensure_upgraded(const AccountId& who);

    // The chain's money as a whole.
    static Balance total_issuance();
    static Balance active_issuance();
    static Balance inactive_issuance();
    static Balance minimum_balance();
    static void deactivate(Balance amount);
    static void reactivate(Balance amount);
    static void set_total_issuance(Balance amount);
    /// How imbalances end (imbalance.hpp).
    static void increase_issuance(Balance amount);
    static void decrease_issuance(Balance amount);

    // Currency. A zero amount does nothing and succeeds.

    /// Destroys issuance; the imbalance is to be set against money taken from accounts.
    static PositiveImbalance burn(Balance amount);
    /// Makes issuance; the imbalance is to be put into accounts.
    static NegativeImbalance issue(Balance amount);
    static bool can_slash(const AccountId& who, Balance value);
    /// Whether locks allow a withdrawal of `amount` that leaves `new_balance`.
    static DispatchResult ensure_can_withdraw(const AccountId& who, Balance amount, WithdrawReasons reasons,
                                              Balance new_balance);
    static DispatchResult transfer(const AccountId& from, const AccountId& to, Balance value,
                                   ExistenceRequirement existence);
    /// Takes free money, as much as there is; the second is what could not be taken.
    static std::pair<NegativeImbalance, Balance> slash(const AccountId& who, Balance value);
    static ResultOf<PositiveImbalance> deposit_into_existing(const AccountId& who, Balance value);
    /// Deposits nothing if the account does not exist and `value` is below the existential deposit.
    static PositiveImbalance deposit_creating(const AccountId& who, Balance value);
    /// Puts `value` into the account; what does not go there is destroyed.
    static void resolve_creating(const AccountId& who, NegativeImbalance value);
    /// The imbalance itself if the account does not exist.
    static Result<Unit, NegativeImbalance> resolve_into_existing(const AccountId& who, NegativeImbalance value);
    static ResultOf<NegativeImbalance> withdraw(const AccountId& who, Balance value, WithdrawReasons reasons,
                                                ExistenceRequirement liveness);
    /// Takes `value` from the account; the imbalance itself if that fails.
    static Result<Unit, PositiveImbalance> settle(const AccountId& who, PositiveImbalance value,
                                                  WithdrawReasons reasons, ExistenceRequirement liveness);
    /// Sets the free balance; one of the two imbalances is not zero unless nothing changed.
    static std::pair<PositiveImbalance, NegativeImbalance> make_free_balance_be(const AccountId& who, Balance value);

    // ReservableCurrency. Those that return a Balance say what could not be done.

    static bool can_reserve(const AccountId& who, Balance value);
    static DispatchResult reserve(const AccountId& who, Balance value);
    static Balance unreserve(const AccountId& who, Balance value);
    static std::pair<NegativeImbalance, Balance> slash_reserved(const AccountId& who, Balance value);
    static ResultOf<Balance> repatriate_reserved(const AccountId& from, const AccountId& to, Balance value,
                                                 BalanceStatus status);

    // NamedReservableCurrency.

    static Balance reserved_balance_named(const ReserveIdentifier& id, const AccountId& who);
    static DispatchResult reserve_named(const ReserveIdentifier& id, const AccountId& who, Balance value);
    static Balance unreserve_named(const ReserveIdentifier& id, const AccountId& who, Balance value);
    static std::pair<NegativeImbalance, Balance> slash_reserved_named(const ReserveIdentifier& id, const AccountId& who,
                                                                      Balance value);
    static ResultOf<Balance> repatriate_reserved_named(const ReserveIdentifier& id, const AccountId& from,
                                                       const AccountId& to, Balance value, BalanceStatus status);
    /// Makes the named reserve exactly `value`.
    static DispatchResult ensure_reserved_named(const ReserveIdentifier& id, const AccountId& who, Balance value);
    /// All of it; returns how much that was.
    static Balance unreserve_all_named(const ReserveIdentifier& id, const AccountId& who);
    static NegativeImbalance slash_all_reserved_named(const ReserveIdentifier& id, const AccountId& who);
    static DispatchResult repatriate_all_reserved_named(const ReserveIdentifier& id, const AccountId& from,
                                                        const AccountId& to, BalanceStatus status);

    // LockableCurrency. Without amount or reasons, setting removes and extending does nothing.

    static void set_lock(const LockIdentifier& id, const AccountId& who, Balance amount, WithdrawReasons reasons);
    static void extend_lock(const LockIdentifier& id, const AccountId& who, Balance amount, WithdrawReasons reasons);
    static void remove_lock(const LockIdentifier& id, const AccountId& who);

    // fungible::{Inspect, Unbalanced, Mutate}

    static Balance balance(const AccountId& who) { return free_balance(who); }
    /// What can be taken from the free balance.
    static Balance reducible_balance(const AccountId& who, Preservation preservation, Fortitude force);
    static DepositConsequence can_deposit(const AccountId& who, Balance amount, Provenance provenance);
    static WithdrawConsequence can_withdraw(const AccountId& who, Balance amount);
    /// Sets the free balance without regard to issuance; the dust, if that ended the account.
    static ResultOf<std::optional<Balance>> write_balance(const AccountId& who, Balance amount);
    static ResultOf<Balance> decrease_balance(const AccountId& who, Balance amount, Precision precision,
                                              Preservation preservation, Fortitude force);
    static ResultOf<Balance> increase_balance(const AccountId& who, Balance amount, Precision precision);
    static ResultOf<Balance> mint_into(const AccountId& who, Balance amount);
    static ResultOf<Balance> burn_from(const AccountId& who, Balance amount, Precision precision, Fortitude force);
    static ResultOf<Balance> shelve(const AccountId& who, Balance amount);
    static ResultOf<Balance> restore(const AccountId& who, Balance amount);
    static ResultOf<Balance> transfer(const AccountId& from, const AccountId& to, Balance amount,
                                      Preservation preservation);
    /// Mints or burns the difference, as far as possible; the new balance.
    static Balance set_balance(const AccountId& who, Balance amount);

    // fungible::Balanced. A credit is a NegativeImbalance, a debt a PositiveImbalance.

    static NegativeImbalance issue_credit(Balance amount);
    static PositiveImbalance rescind(Balance amount);
    static ResultOf<PositiveImbalance> deposit(const AccountId& who, Balance value, Precision precision);
    static ResultOf<NegativeImbalance> withdraw(const AccountId& who, Balance value, Precision precision,
                                                Preservation preservation, Fortitude force);
    static Result<Unit, NegativeImbalance> resolve(const AccountId& who, NegativeImbalance credit);

    // fungible::hold

    static Balance total_balance_on_hold(const AccountId& who) { return reserved_balance(who); }
    static Balance reducible_total_balance_on_hold(const AccountId& who, Fortitude force);
    static Balance balance_on_hold(const HoldReason& reason, const AccountId& who);
    static bool hold_available(const HoldReason& reason, const AccountId& who);
    static DispatchResult ensure_can_hold(const HoldReason& reason, const AccountId& who, Balance amount);
    static DispatchResult set_balance_on_hold(const HoldReason& reason, const AccountId& who, Balance amount);
    static DispatchResult hold(const HoldReason& reason, const AccountId& who, Balance amount);
    static ResultOf<Balance> release(const HoldReason& reason, const AccountId& who, Balance amount,
                                     Precision precision);
    static ResultOf<Balance> burn_held(const HoldReason& reason, const AccountId& who, Balance amount,
                                       Precision precision, Fortitude force);
    static ResultOf<Balance> transfer_on_hold(const HoldReason& reason, const AccountId& from, const AccountId& to,
                                              Balance amount, Precision precision, Restriction mode, Fortitude force);
    static ResultOf<Balance> transfer_and_hold(const HoldReason& reason, const AccountId& from, const AccountId& to,
                                               Balance amount, Precision precision, Preservation preservation,
                                               Fortitude force);
    /// Takes held money, as much as there is; the second is what could not be taken.
    static std::pair<NegativeImbalance, Balance> slash_held(const HoldReason& reason, const AccountId& who,
                                                            Balance amount);

    // fungible::freeze

    static Balance balance_frozen(const FreezeIdentifier& id, const AccountId& who);
    static bool can_freeze(const FreezeIdentifier& id, const AccountId& who);
    static DispatchResult set_freeze(const FreezeIdentifier& id, const AccountId& who, Balance amount);
    static DispatchResult extend_freeze(const FreezeIdentifier& id, const AccountId& who, Balance amount);
    static DispatchResult thaw(const FreezeIdentifier& id, const AccountId& who);

  private:
    static constexpr Balance kExistentialDeposit = T::kConstants.ExistentialDeposit;

    // account.ipp: every change of an account goes through these.
    template <class F>
    static auto try_mutate_account(const AccountId& who, F&& f);
    template <class F>
    static auto try_mutate_account_handling_dust(const AccountId& who, F&& f);
    /// reducible_balance of an account that has been read.
    template <class Info>
    static Balance reducible(const Info& info, Preservation preservation, Fortitude force);
    /// write_balance, where `most` is known: how much may be taken by force.
    static ResultOf<std::optional<Balance>> write_free(const AccountId& who, Balance amount, Balance most);
    static void handle_raw_dust(std::optional<Balance> dust);
    static void handle_dust(std::optional<Balance> dust);

    static void update_locks(const AccountId& who, LockList locks);
    static DispatchResult update_freezes(const AccountId& who, const FreezeList& freezes);
    static ResultOf<Balance> do_transfer_reserved(const AccountId& from, const AccountId& to, Balance value,
                                                  Precision precision, Fortitude fortitude, BalanceStatus status);
    static ResultOf<Balance> decrease_balance_on_hold(const HoldReason& reason, const AccountId& who, Balance amount,
                                                      Precision precision);
    static ResultOf<Balance> increase_balance_on_hold(const HoldReason& reason, const AccountId& who, Balance amount,
                                                      Precision precision);
    /// `reserved`: what the caller believes to be reserved, if that matters.
    static DispatchResult do_set_balance(const AccountId& who, Balance new_free, std::optional<Balance> reserved);
};

}  // namespace serinus::pallet_balances

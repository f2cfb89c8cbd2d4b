/// Balances: who owns how much of the chain's currency, and what of it is free, reserved or frozen.
///
/// An account's money is `free` (usable) plus `reserved` (set aside for pallets: reserves and holds). `frozen` is no
/// third part but a floor: free + reserved must not fall below the largest lock or freeze. An account whose free
/// balance is at least ExistentialDeposit has a provider reference; one that has anything reserved or frozen has a
/// consumer reference. What is left below the deposit with nothing reserved is dust: it is destroyed.
///
/// Invariants (try_state): TotalIssuance is the sum of all accounts; `reserved` is at least the sum of the named
/// reserves and the holds; `frozen` is the largest lock or freeze, or 0; who has anything reserved or frozen has a
/// consumer reference; no list exceeds its bound.
///
/// Source: pallet_balances of July 2023. Observed: pallet-balances 43
#pragma once

#include "runtime/pallets/balances/currency.hpp"
#include "runtime/pallets/balances/weights.hpp"
#include "runtime/sdk/traits/on_unbalanced.hpp"

namespace serinus::pallet_balances {

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::AccountStore;
    typename T::DustRemoval;
    typename T::FreezeIdentifier;
    typename T::RuntimeHoldReason;
    T::kMaxHolds;
    typename T::System;
    T::kWeights;
};

template <class T>
struct Pallet : PalletBase<Pallet<T>, T>, Currency<T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() {
        static_assert(OnUnbalanced<typename T::DustRemoval, typename Currency<T>::FungibleCredit>);
    }
    using PalletBase<Pallet, T>::deposit_event;
    using Generics = List<Param<"T">, Param<"I">>;
    using typename Currency<T>::System;

    using typename Currency<T>::Data;
    using typename Currency<T>::Lock;
    using typename Currency<T>::Reserve;
    using typename Currency<T>::Hold;
    using typename Currency<T>::Freeze;
    using typename Currency<T>::LockList;
    using typename Currency<T>::ReserveList;
    using typename Currency<T>::HoldList;
    using typename Currency<T>::FreezeList;

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
        /// The issuance was changed by force.
        struct TotalIssuanceForced {
            Balance old;
            Balance new_;
        };
        /// Something that should not happen has happened.
        struct Unexpected {
            UnexpectedKind _0;
        };
        using list = List<Endowed, DustLost, Transfer, BalanceSet, Reserved, Unreserved, ReserveRepatriated, Deposit,
                          Withdraw, Slashed, Minted, Burned, Suspended, Restored, Upgraded, Issued, Rescinded, Locked,
                          Unlocked, Frozen, Thawed, TotalIssuanceForced, Unexpected>;
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
        /// The account has kMaxHolds holds already.
        TooManyHolds,
        /// The account has MaxFreezes freezes already.
        TooManyFreezes,
        /// So much of the issuance is out of circulation.
        IssuanceDeactivated,
        /// Nothing would be changed.
        DeltaZero,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    // Calls. Those that move money fail with TokenError: FundsUnavailable, Frozen, OnlyProvider, NotExpendable,
    // BelowMinimum, or ArithmeticError: Overflow, Underflow. A bad address is CannotLookup.

    /// Moves free money to another account; the sender's account may end by it.
    /// Origin: signed.
    struct transfer_allow_death {
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const { return T::kWeights.transfer_allow_death(); }
        DispatchResult operator()(Signed from) const;
    };
    /// transfer_allow_death out of any account.
    /// Origin: root.
    struct force_transfer {
        LookupSource source;
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const { return T::kWeights.force_transfer(); }
        DispatchResult operator()(Root) const;
    };
    /// Moves free money to another account, and fails if that would end the sender's.
    /// Origin: signed.
    struct transfer_keep_alive {
        LookupSource dest;
        Compact<Balance> value;
        Weight weight() const { return T::kWeights.transfer_keep_alive(); }
        DispatchResult operator()(Signed from) const;
    };
    /// Moves all that can be moved; with `keep_alive` the existential deposit stays.
    /// Origin: signed.
    struct transfer_all {
        LookupSource dest;
        bool keep_alive;
        Weight weight() const { return T::kWeights.transfer_all(); }
        DispatchResult operator()(Signed from) const;
    };
    /// Frees reserved money of an account, as much as there is.
    /// Origin: root.
    struct force_unreserve {
        LookupSource who;
        Balance amount;
        Weight weight() const { return T::kWeights.force_unreserve(); }
        DispatchResult operator()(Root) const;
    };
    /// Brings accounts to the new logic of references. Free of charge if at least 90 % of them needed it.
    /// Origin: signed.
    struct upgrade_accounts {
        std::vector<AccountId> who;
        Weight weight() const { return T::kWeights.upgrade_accounts(static_cast<uint32_t>(who.size())); }
        DispatchResultWithPostInfo operator()(Signed) const;
    };
    /// Sets the free balance of an account; below the existential deposit means to 0. The issuance follows.
    /// Origin: root.
    struct force_set_balance {
        LookupSource who;
        Compact<Balance> new_free;
        Weight weight() const {
            return T::kWeights.force_set_balance_creating().max(T::kWeights.force_set_balance_killing());
        }
        DispatchResult operator()(Root) const;
    };
    /// Changes the issuance past all accounts, as far as it can be said. What is out of circulation must remain.
    /// Origin: root. Errors: DeltaZero, IssuanceDeactivated.
    struct force_adjust_total_issuance {
        AdjustmentDirection direction;
        Compact<Balance> delta;
        Weight weight() const { return T::kWeights.force_adjust_total_issuance(); }
        DispatchResult operator()(Root) const;
    };
    /// Destroys free money; with `keep_alive` the account must survive it.
    /// Origin: signed.
    struct burn {
        Compact<Balance> value;
        bool keep_alive;
        /// The names are exchanged. Observed: pallet-balances 43
        Weight weight() const { return keep_alive ? T::kWeights.burn_allow_death() : T::kWeights.burn_keep_alive(); }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, transfer_allow_death>, At<2, force_transfer>, At<3, transfer_keep_alive>,
                       At<4, transfer_all>, At<5, force_unreserve>, At<6, upgrade_accounts>, At<8, force_set_balance>,
                       At<9, force_adjust_total_issuance>, At<10, struct burn>>;

    // The call of this name hides the functions otherwise.
    using Currency<T>::burn;

    static void integrity_test();
    static TryStateResult try_state();

    /// The accounts at the beginning, without duplicates, each with at least the existential deposit.
    struct GenesisConfig {
        std::vector<std::pair<AccountId, Balance>> balances;
        /// How many accounts of derived keys there are besides, and what each has. Nothing derives keys here: a genesis
        /// with some is refused.
        std::optional<std::pair<uint32_t, Balance>> dev_accounts = std::nullopt;
    };
    static void build(const GenesisConfig& config);

  private:
    using Currency<T>::kExistentialDeposit;
};

}  // namespace serinus::pallet_balances

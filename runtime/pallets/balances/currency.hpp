/// What other pallets do with the chain's money: the functions of Balances without its storage, events and calls. Who
/// moves money includes this header alone, so that a changed declaration of the pallet is not compiled again for all.
///
/// Source: pallet_balances of July 2023. Observed: pallet-balances 43
#pragma once

#include "runtime/pallets/balances/types.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/imbalance.hpp"

namespace serinus::pallet_balances {

using namespace sdk;

struct Constants {
    /// The least that an account must own to exist.
    Balance ExistentialDeposit;
    /// How many locks an account should have at most; weights assume it, nothing enforces it.
    uint32_t MaxLocks;
    /// How many named reserves an account can have.
    uint32_t MaxReserves;
    /// How many freezes an account can have.
    uint32_t MaxFreezes;
};

template <class T>
struct Pallet;

/// The money of the pallet `Pallet<T>`. Besides constants, `T` has `System`, `RuntimeHoldReason` and `kMaxHolds`
/// (how many holds an account can have: one for each reason of the runtime), `FreezeIdentifier`, `AccountStore` with
/// `get(who)` and `try_mutate_exists(who, f)`, and `DustRemoval` with `on_unbalanced(Imbalance)`.
template <class T>
struct Currency {
    using Pallet = pallet_balances::Pallet<T>;
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
    using HoldList = BoundedVec<Hold, T::kMaxHolds>;
    using FreezeList = BoundedVec<Freeze, T::kConstants.MaxFreezes>;
    /// Of the functions of `fungible`: they end in silence.
    using FungibleDebt = Debt<Currency>;
    using FungibleCredit = Credit<Currency>;
    /// How the imbalances of the other functions end: an event tells.
    struct Outspoken {
        static void increase_issuance(Balance amount);
        static void decrease_issuance(Balance amount);
    };
    using Issuer = Outspoken;
    using PositiveImbalance = Debt<Issuer>;
    using NegativeImbalance = Credit<Issuer>;

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
    /// How imbalances end (sdk/traits/imbalance.hpp).
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
    static ResultOf<Balance> burn_from(const AccountId& who, Balance amount, Preservation preservation,
                                       Precision precision, Fortitude force);
    static ResultOf<Balance> burn_from(const AccountId& who, Balance amount, Precision precision, Fortitude force) {
        return burn_from(who, amount, Preservation::Expendable, precision, force);
    }
    static ResultOf<Balance> shelve(const AccountId& who, Balance amount);
    static ResultOf<Balance> restore(const AccountId& who, Balance amount);
    static ResultOf<Balance> transfer(const AccountId& from, const AccountId& to, Balance amount,
                                      Preservation preservation);
    /// Mints or burns the difference, as far as possible; the new balance.
    static Balance set_balance(const AccountId& who, Balance amount);

    // fungible::Balanced.

    static FungibleCredit issue_credit(Balance amount);
    static FungibleDebt rescind(Balance amount);
    static ResultOf<FungibleDebt> deposit(const AccountId& who, Balance value, Precision precision);
    static ResultOf<FungibleCredit> withdraw(const AccountId& who, Balance value, Precision precision,
                                             Preservation preservation, Fortitude force);
    static Result<Unit, FungibleCredit> resolve(const AccountId& who, FungibleCredit credit);

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
    static std::pair<FungibleCredit, Balance> slash_held(const HoldReason& reason, const AccountId& who,
                                                         Balance amount);

    // fungible::freeze

    static Balance balance_frozen(const FreezeIdentifier& id, const AccountId& who);
    static bool can_freeze(const FreezeIdentifier& id, const AccountId& who);
    static DispatchResult set_freeze(const FreezeIdentifier& id, const AccountId& who, Balance amount);
    static DispatchResult extend_freeze(const FreezeIdentifier& id, const AccountId& who, Balance amount);
    static DispatchResult thaw(const FreezeIdentifier& id, const AccountId& who);

  protected:
    static constexpr Balance kExistentialDeposit = T::kConstants.ExistentialDeposit;

    // account.ipp: every change of an account goes through these.
    /// How a consumer reference is added that a change asks for.
    enum class Consumers : uint8_t { Limited, Unlimited };
    template <class F>
    static auto try_mutate_account(const AccountId& who, F&& f, Consumers consumers = Consumers::Limited);
    static std::pair<DispatchResult, std::optional<Balance>> change_account(const AccountId& who, void* context,
                                                                            DispatchResult (*f)(void*, Data&, bool),
                                                                            Consumers consumers);
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
};

}  // namespace serinus::pallet_balances

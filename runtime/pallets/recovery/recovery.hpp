/// Recovery: a lost account comes back by the friends that its owner named.
///
/// The owner names friends, how many of them it takes, and a delay. A rescuer begins a recovery against a deposit; with
/// the vouchers of enough friends, and after the delay, the rescuer may make calls as the lost account. An owner who is
/// not lost closes the recovery and keeps the deposit. Invariants (checked by try_state()): friends are sorted, without
/// doubles, and not fewer than the threshold; deposits are reserved.
///
/// Source: pallet_recovery 23.0.0 (polkadot-sdk v1.1.0). Observed: pallet-recovery 42
#pragma once

#include "runtime/pallets/recovery/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::pallet_recovery {

/// A recovery that a rescuer has begun.
template <class BlockNumber, class Balance, class Friends>
struct ActiveRecovery {
    using Params = sdk::List<sdk::Param<"BlockNumber", BlockNumber>, sdk::Param<"Balance", Balance>,
                             sdk::Param<"Friends", Friends>>;

    BlockNumber created{};
    Balance deposit{};  ///< reserved on the rescuer's account
    Friends friends;    ///< those who have vouched, sorted
    friend bool operator==(const ActiveRecovery&, const ActiveRecovery&) = default;
};

/// How an account can be recovered.
template <class BlockNumber, class Balance, class Friends>
struct RecoveryConfig {
    using Params = sdk::List<sdk::Param<"BlockNumber", BlockNumber>, sdk::Param<"Balance", Balance>,
                             sdk::Param<"Friends", Friends>>;

    BlockNumber delay_period{};  ///< from the begin of a recovery on
    Balance deposit{};           ///< reserved on the account
    Friends friends;             ///< sorted
    uint16_t threshold{};        ///< how many friends must vouch
    friend bool operator==(const RecoveryConfig&, const RecoveryConfig&) = default;
};

/// What a deposit is for. `Runtime`: what metadata names as the whole runtime.
template <class Runtime>
struct DepositKind {
    using Params = sdk::List<sdk::Param<"T", Runtime>>;

    /// That an account can be recovered.
    struct RecoveryConfig {
        friend bool operator==(RecoveryConfig, RecoveryConfig) = default;
    };
    /// A recovery of this account that was begun.
    struct ActiveRecoveryFor {
        sdk::AccountId _0;
        friend bool operator==(const ActiveRecoveryFor&, const ActiveRecoveryFor&) = default;
    };
    std::variant<RecoveryConfig, ActiveRecoveryFor> v;
    friend bool operator==(const DepositKind&, const DepositKind&) = default;
};

using namespace sdk;

struct Constants {
    /// What an owner reserves for the configuration.
    Balance ConfigDepositBase;
    /// What each friend adds.
    Balance FriendDepositFactor;
    /// The most friends.
    uint32_t MaxFriends;
    /// What a rescuer reserves.
    Balance RecoveryDeposit;
};

/// `T` has: System, Currency, kWeights; if metadata is compared DescribedRuntime, the type that stands for the whole
/// runtime.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    typename T::Currency;
    typename T::System;
    T::kWeights;
};

namespace detail {

template <class T>
struct DescribedRuntime {
    using Type = Unit;
};
template <class T>
    requires requires { typename T::DescribedRuntime; }
struct DescribedRuntime<T> {
    using Type = typename T::DescribedRuntime;
};

}  // namespace detail

template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(ReservableCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    using DepositKind = pallet_recovery::DepositKind<typename detail::DescribedRuntime<T>::Type>;
    using Friends = BoundedVec<AccountId, T::kConstants.MaxFriends>;
    using ActiveRecovery = pallet_recovery::ActiveRecovery<BlockNumber, Balance, Friends>;
    using RecoveryConfig = pallet_recovery::RecoveryConfig<BlockNumber, Balance, Friends>;

    struct Storage {
        /// Accounts that can be recovered.
        Map<Twox64Concat<AccountId>, RecoveryConfig> Recoverable;
        /// Recoveries by lost account and rescuer.
        DoubleMap<Twox64Concat<AccountId>, Twox64Concat<AccountId>, ActiveRecovery> ActiveRecoveries;
        /// As which account a rescuer may make calls.
        Map<Blake2_128Concat<AccountId>, AccountId> Proxy;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// An account can be recovered.
        struct RecoveryCreated {
            AccountId account;
        };
        /// A rescuer has begun a recovery.
        struct RecoveryInitiated {
            AccountId lost_account;
            AccountId rescuer_account;
        };
        /// A friend has vouched for a rescuer.
        struct RecoveryVouched {
            AccountId lost_account;
            AccountId rescuer_account;
            AccountId sender;
        };
        /// The owner has ended a recovery.
        struct RecoveryClosed {
            AccountId lost_account;
            AccountId rescuer_account;
        };
        /// The rescuer may make calls as the lost account.
        struct AccountRecovered {
            AccountId lost_account;
            AccountId rescuer_account;
        };
        /// An account cannot be recovered any more.
        struct RecoveryRemoved {
            AccountId lost_account;
        };
        /// A deposit is another from now on.
        struct DepositPoked {
            AccountId who;
            DepositKind kind;
            Balance old_deposit;
            Balance new_deposit;
        };
        using list = List<RecoveryCreated, RecoveryInitiated, RecoveryVouched, RecoveryClosed, AccountRecovered,
                          RecoveryRemoved, DepositPoked>;
    };

    enum class Error : uint8_t {
        /// The sender may not make calls as this account.
        NotAllowed,
        /// No friend would be needed.
        ZeroThreshold,
        /// There are fewer friends than are needed, or none.
        NotEnoughFriends,
        /// There are too many friends.
        MaxFriends,
        /// The friends are not sorted, or one is there twice.
        NotSorted,
        /// The account cannot be recovered.
        NotRecoverable,
        /// The account can be recovered already.
        AlreadyRecoverable,
        /// The rescuer has begun this recovery already.
        AlreadyStarted,
        /// There is no such recovery.
        NotStarted,
        /// The sender is not a friend.
        NotFriend,
        /// The delay is not over.
        DelayPeriod,
        /// The friend has vouched already.
        AlreadyVouched,
        /// Not enough friends have vouched.
        Threshold,
        /// There are recoveries of this account, which must be closed first.
        StillActive,
        /// The rescuer acts for an account already.
        AlreadyProxy,
        /// The rescuer's account can hold no further reference.
        BadState,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Makes a call as the recovered account.
    ///
    /// Origin: signed by the rescuer. Errors: CannotLookup, NotAllowed, those of the call.
    struct as_recovered {
        LookupSource account;
        RuntimeCall call;
        DispatchInfo info() const { return call.info_with(T::kWeights.as_recovered()); }
        DispatchResult operator()(Signed who) const;
    };
    /// Lets a rescuer act for an account without a recovery.
    ///
    /// Origin: root. Errors: CannotLookup.
    struct set_recovered {
        LookupSource lost;
        LookupSource rescuer;
        Weight weight() const { return T::kWeights.set_recovered(); }
        DispatchResult operator()(Root) const;
    };
    /// Makes the sender's account recoverable.
    ///
    /// Origin: signed. Errors: AlreadyRecoverable, ZeroThreshold, NotEnoughFriends, MaxFriends, NotSorted, those of
    /// Currency::reserve.
    struct create_recovery {
        std::vector<AccountId> friends;
        uint16_t threshold{};
        BlockNumber delay_period{};
        Weight weight() const { return T::kWeights.create_recovery(static_cast<uint32_t>(friends.size())); }
        DispatchResult operator()(Signed who) const;
    };
    /// Begins a recovery.
    ///
    /// Origin: signed by the rescuer. Errors: CannotLookup, NotRecoverable, AlreadyStarted, those of Currency::reserve.
    struct initiate_recovery {
        LookupSource account;
        Weight weight() const { return T::kWeights.initiate_recovery(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Vouches for a rescuer.
    ///
    /// Origin: signed by a friend. Errors: CannotLookup, NotRecoverable, NotStarted, NotFriend, AlreadyVouched,
    /// MaxFriends.
    struct vouch_recovery {
        LookupSource lost;
        LookupSource rescuer;
        Weight weight() const { return T::kWeights.vouch_recovery(T::kConstants.MaxFriends); }
        DispatchResult operator()(Signed who) const;
    };
    /// Ends a recovery with success; it stays until the account's owner, or who acts for the owner, closes it.
    ///
    /// Origin: signed by the rescuer. Errors: CannotLookup, NotRecoverable, NotStarted, AlreadyProxy, Overflow,
    /// DelayPeriod, Threshold, BadState.
    struct claim_recovery {
        LookupSource account;
        Weight weight() const { return T::kWeights.claim_recovery(T::kConstants.MaxFriends); }
        DispatchResult operator()(Signed who) const;
    };
    /// Ends a recovery of the sender's account; the rescuer's deposit is the sender's.
    ///
    /// Origin: signed by the lost account. Errors: CannotLookup, NotStarted.
    struct close_recovery {
        LookupSource rescuer;
        Weight weight() const { return T::kWeights.close_recovery(T::kConstants.MaxFriends); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes the sender's account unrecoverable again and frees the deposit.
    ///
    /// Origin: signed. Errors: StillActive, NotRecoverable.
    struct remove_recovery {
        Weight weight() const { return T::kWeights.remove_recovery(T::kConstants.MaxFriends); }
        DispatchResult operator()(Signed who) const;
    };
    /// Gives up the right to act for an account.
    ///
    /// Origin: signed by the rescuer. Errors: CannotLookup, NotAllowed.
    struct cancel_recovered {
        LookupSource account;
        Weight weight() const { return T::kWeights.cancel_recovered(); }
        DispatchResult operator()(Signed who) const;
    };
    /// Makes the sender's deposits what they are today: that for being recoverable, and that for a recovery of this
    /// account which the sender has begun. Free of charge if that changes one.
    ///
    /// Origin: signed. Errors: CannotLookup, NotStarted, those of Currency::reserve.
    struct poke_deposit {
        std::optional<LookupSource> maybe_account;
        Weight weight() const { return T::kWeights.poke_deposit(T::kConstants.MaxFriends); }
        DispatchResultWithPostInfo operator()(Signed who) const;
    };
    using Calls = List<At<0, as_recovered>, At<1, set_recovered>, At<2, create_recovery>, At<3, initiate_recovery>,
                       At<4, vouch_recovery>, At<5, claim_recovery>, At<6, close_recovery>, At<7, remove_recovery>,
                       At<8, cancel_recovered>, At<9, poke_deposit>>;

    static TryStateResult try_state();

  private:
    /// NotRecoverable.
    static ResultOf<RecoveryConfig> find_config(const AccountId& lost);
    /// NotStarted.
    static ResultOf<ActiveRecovery> find_recovery(const AccountId& lost, const AccountId& rescuer);
    static constexpr Balance config_deposit(size_t friends) {
        return T::kConstants.ConfigDepositBase + T::kConstants.FriendDepositFactor * Balance{friends};
    }
    /// Whether `deposit` was another.
    static ResultOf<bool> poke(const AccountId& who, Balance& deposit, Balance now, DepositKind kind);
};

}  // namespace serinus::pallet_recovery

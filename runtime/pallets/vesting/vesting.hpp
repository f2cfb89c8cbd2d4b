/// Vesting: money that its owner gets to use little by little. Each schedule frees a fixed amount with every block;
/// what is not yet free is under a lock, which becomes smaller only when somebody asks for it.
///
/// Invariants (try_state): no account has an empty list of schedules or more than MaxVestingSchedules; StorageVersion
/// is V1.
///
/// Source: pallet_vesting of July 2023. Observed: pallet-vesting 42
#pragma once

#include "runtime/pallets/vesting/weights.hpp"
#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/pallet.hpp"
#include "runtime/sdk/traits/currency.hpp"

namespace serinus::pallet_vesting::vesting_info {

using sdk::List;
using sdk::Param;

/// A schedule: `locked` to begin with, `per_block` less after each block behind `starting_block`.
template <class Balance, class BlockNumber>
struct VestingInfo {
    using Params = List<Param<"Balance", Balance>, Param<"BlockNumber", BlockNumber>>;

    Balance locked{};
    Balance per_block{};
    BlockNumber starting_block{};

    constexpr bool is_valid() const { return locked != 0 && per_block != 0; }
    /// Never 0, so that every schedule ends, whatever is stored.
    constexpr Balance rate() const { return per_block != 0 ? per_block : Balance{1}; }
    /// What is still locked at block `now`.
    constexpr Balance locked_at(BlockNumber now) const {
        const auto freed = checked_mul(Balance{saturating_sub(now, starting_block)}, rate());
        return freed ? saturating_sub(locked, *freed) : Balance{0};
    }
    /// The block at which nothing is locked any more; it may be later than any block can be.
    constexpr Balance ending_block() const {
        const Balance duration = rate() >= locked ? Balance{1} : locked / rate() + (locked % rate() == 0 ? 0 : 1);
        return saturating_add(Balance{starting_block}, duration);
    }
    friend constexpr bool operator==(const VestingInfo&, const VestingInfo&) = default;
};

}  // namespace serinus::pallet_vesting::vesting_info

namespace serinus::pallet_vesting {

using namespace sdk;

using VestingInfo = vesting_info::VestingInfo<Balance, BlockNumber>;

/// The form of the storage: V0 had one schedule an account.
enum class Releases : uint8_t { V0, V1 };

struct Constants {
    /// The least that vested_transfer moves.
    Balance MinVestedTransfer;
    /// How many schedules an account can have.
    uint32_t MaxVestingSchedules;
};

inline constexpr LockIdentifier kVestingId{'v', 'e', 's', 't', 'i', 'n', 'g', ' '};

/// What a configuration has.
template <class T>
concept Configuration = sdk::PalletConfiguration<T> && requires {
    { T::kConstants } -> std::convertible_to<const Constants&>;
    T::kDbWeight;
    T::kMaxLocks;
    T::kUnvestedFundsAllowedWithdrawReasons;
    typename T::Currency;
    typename T::System;
    T::kWeights;
};

/// Besides constants and weights, `T` has `System`, `Currency` (a LockableCurrency), `kMaxLocks` of that currency,
/// `kDbWeight`, and `kUnvestedFundsAllowedWithdrawReasons`, what may be done with money that is not free yet.
template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    static_assert(Configuration<T>);
    /// What the configuration supplies, checked where the pallet is composed: all types are complete there.
    static consteval void check_configuration() { static_assert(LockableCurrency<typename T::Currency>); }
    using PalletBase<Pallet, T>::deposit_event;
    using System = typename T::System;
    using Currency = typename T::Currency;
    using Schedules = BoundedVec<VestingInfo, T::kConstants.MaxVestingSchedules>;

    struct Storage {
        /// The schedules of an account.
        Map<Blake2_128Concat<AccountId>, Schedules> Vesting;
        /// The form of this pallet's storage; a new chain starts with the latest.
        Value<Releases, OrDefault> StorageVersion;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);

    struct Event {
        /// The lock follows the schedules again; the amount is what is still locked.
        struct VestingUpdated {
            AccountId account;
            Balance unvested;
        };
        /// Nothing of the account is locked by schedules any more.
        struct VestingCompleted {
            AccountId account;
        };
        /// An account has another schedule, at this place of its list.
        struct VestingCreated {
            AccountId account;
            uint32_t schedule_index;
        };
        using list = List<VestingCreated, VestingUpdated, VestingCompleted>;
    };

    enum class Error : uint8_t {
        /// The account has no schedules.
        NotVesting,
        /// The account has MaxVestingSchedules already; two of them may be merged.
        AtMaxVestingSchedules,
        /// The amount is below MinVestedTransfer.
        AmountLow,
        /// The account has no schedule of that index.
        ScheduleIndexOutOfBounds,
        /// The schedule locks nothing or frees nothing.
        InvalidScheduleParams,
    };
    friend constexpr uint8_t pallet_index_of(Error) { return T::kInfo.index; }

    /// Lets the sender's lock follow the schedules.
    /// Origin: signed. Errors: NotVesting.
    struct vest {
        Weight weight() const {
            constexpr uint32_t kSchedules = T::kConstants.MaxVestingSchedules;
            return T::kWeights.vest_locked(T::kMaxLocks, kSchedules)
                .max(T::kWeights.vest_unlocked(T::kMaxLocks, kSchedules));
        }
        DispatchResult operator()(Signed who) const;
    };
    /// Lets another account's lock follow the schedules.
    /// Origin: signed. Errors: NotVesting.
    struct vest_other {
        LookupSource target;
        Weight weight() const {
            constexpr uint32_t kSchedules = T::kConstants.MaxVestingSchedules;
            return T::kWeights.vest_other_locked(T::kMaxLocks, kSchedules)
                .max(T::kWeights.vest_other_unlocked(T::kMaxLocks, kSchedules));
        }
        DispatchResult operator()(Signed) const;
    };
    /// Moves money under a schedule to another account.
    /// Origin: signed. Errors: AmountLow, InvalidScheduleParams, AtMaxVestingSchedules, those of transfers.
    struct vested_transfer {
        LookupSource target;
        VestingInfo schedule;
        Weight weight() const { return T::kWeights.vested_transfer(T::kMaxLocks, T::kConstants.MaxVestingSchedules); }
        DispatchResult operator()(Signed who) const;
    };
    /// The same from any account.
    /// Origin: root.
    struct force_vested_transfer {
        LookupSource source;
        LookupSource target;
        VestingInfo schedule;
        Weight weight() const {
            return T::kWeights.force_vested_transfer(T::kMaxLocks, T::kConstants.MaxVestingSchedules);
        }
        DispatchResult operator()(Root) const;
    };
    /// Makes one schedule of two. It locks what both lock at present, starts when the later starts, but not before the
    /// present block, and ends when the later ends; of a pair of which one has ended, the other stays as it is.
    /// Origin: signed. Errors: NotVesting, ScheduleIndexOutOfBounds.
    struct merge_schedules {
        uint32_t schedule1_index;
        uint32_t schedule2_index;
        Weight weight() const {
            constexpr uint32_t kSchedules = T::kConstants.MaxVestingSchedules;
            return T::kWeights.not_unlocking_merge_schedules(T::kMaxLocks, kSchedules)
                .max(T::kWeights.unlocking_merge_schedules(T::kMaxLocks, kSchedules));
        }
        DispatchResult operator()(Signed who) const;
    };
    /// Removes a schedule of any account.
    /// Origin: root. Errors: InvalidScheduleParams if there is none at that place.
    struct force_remove_vesting_schedule {
        LookupSource target;
        uint32_t schedule_index;
        Weight weight() const {
            return T::kWeights.force_remove_vesting_schedule(T::kMaxLocks, T::kConstants.MaxVestingSchedules);
        }
        DispatchResultWithPostInfo operator()(Root) const;
    };
    using Calls = List<At<0, vest>, At<1, vest_other>, At<2, vested_transfer>, At<3, force_vested_transfer>,
                       At<4, merge_schedules>, At<5, force_remove_vesting_schedule>>;

    static void integrity_test();
    static TryStateResult try_state();

    /// Who vests from which block on for how many blocks; `liquid` is free at once. Balances comes before.
    struct GenesisConfig {
        struct Entry {
            static constexpr bool kJsonTuple = true;
            AccountId who;
            BlockNumber begin;
            BlockNumber length;
            Balance liquid;
        };
        std::vector<Entry> vesting;
    };
    static void build(const GenesisConfig& config);

    // VestingSchedule, for other pallets.

    /// What of the account's free balance is locked by schedules; nullopt if it has none.
    static std::optional<Balance> vesting_balance(const AccountId& who);
    static DispatchResult can_add_vesting_schedule(const AccountId& who, Balance locked, Balance per_block,
                                                   BlockNumber starting_block);
    static DispatchResult add_vesting_schedule(const AccountId& who, Balance locked, Balance per_block,
                                               BlockNumber starting_block);
    static DispatchResult remove_vesting_schedule(const AccountId& who, uint32_t schedule_index);

  private:
    static DispatchResult do_vest(const AccountId& who);
    static DispatchResult do_vested_transfer(const LookupSource& source, const LookupSource& target,
                                             const VestingInfo& schedule);
    /// Drops what has ended and what `drop` chooses; the second is what the rest locks.
    template <class Drop>
    static std::pair<std::vector<VestingInfo>, Balance> still_vesting(const std::vector<VestingInfo>& schedules,
                                                                      Drop&& drop);
    static std::optional<VestingInfo> merged(BlockNumber now, const VestingInfo& a, const VestingInfo& b);
    static DispatchResult write(const AccountId& who, std::vector<VestingInfo> schedules, Balance locked_now);
};

}  // namespace serinus::pallet_vesting

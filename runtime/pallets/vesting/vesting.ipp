/// Calls, genesis and invariants of Vesting.
#pragma once

#include "runtime/pallets/vesting/vesting.hpp"

namespace serinus::pallet_vesting {

inline constexpr auto kDropNone = [](size_t) { return false; };

template <class T>
DispatchResult Pallet<T>::vest::operator()(Signed who) const {
    return do_vest(who);
}

template <class T>
DispatchResult Pallet<T>::vest_other::operator()(Signed) const {
    return do_vest(TRY(System::lookup(target)));
}

template <class T>
DispatchResult Pallet<T>::vested_transfer::operator()(Signed who) const {
    return do_vested_transfer({LookupSource::Id{who}}, target, schedule);
}

template <class T>
DispatchResult Pallet<T>::force_vested_transfer::operator()(Root) const {
    return do_vested_transfer(source, target, schedule);
}

template <class T>
DispatchResult Pallet<T>::merge_schedules::operator()(Signed who) const {
    const uint32_t first = schedule1_index;
    const uint32_t second = schedule2_index;
    if (first == second) return {};
    const auto schedules = storage.Vesting.get(who);
    ENSURE(schedules.has_value(), Error::NotVesting);
    ENSURE(first < schedules->size() && second < schedules->size(), Error::ScheduleIndexOutOfBounds);

    const BlockNumber now = System::block_number();
    auto [rest, locked] = still_vesting(*schedules, [&](size_t i) { return i == first || i == second; });
    if (const auto both = merged(now, (*schedules)[first], (*schedules)[second])) {
        rest.push_back(*both);
        locked = saturating_add(locked, both->locked_at(now));
    }
    return write(who, std::move(rest), locked);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::force_remove_vesting_schedule::operator()(Root) const {
    const AccountId who = TRY(System::lookup(target));
    const auto count = static_cast<uint32_t>(storage.Vesting.decode_len(who).value_or(0));
    ENSURE(schedule_index < count, DispatchError(Error::InvalidScheduleParams));
    TRY(remove_vesting_schedule(who, schedule_index));
    return PostDispatchInfo{T::kWeights.force_remove_vesting_schedule(T::kMaxLocks, count)};
}

template <class T>
std::optional<VestingInfo> Pallet<T>::merged(BlockNumber now, const VestingInfo& a, const VestingInfo& b) {
    const bool a_ended = a.ending_block() <= now;
    const bool b_ended = b.ending_block() <= now;
    if (a_ended && b_ended) return std::nullopt;
    if (a_ended) return b;
    if (b_ended) return a;

    const Balance locked = saturating_add(a.locked_at(now), b.locked_at(now));
    const BlockNumber start = std::max({now, a.starting_block, b.starting_block});
    const Balance end = std::max(a.ending_block(), b.ending_block());
    const Balance duration = std::max(saturating_sub(end, Balance{start}), Balance{1});
    return VestingInfo{locked, std::max(locked / duration, Balance{1}), start};
}

template <class T>
template <class Drop>
std::pair<std::vector<VestingInfo>, Balance> Pallet<T>::still_vesting(const std::vector<VestingInfo>& schedules,
                                                                      Drop&& drop) {
    const BlockNumber now = System::block_number();
    std::vector<VestingInfo> kept;
    Balance locked = 0;
    for (size_t i = 0; i < schedules.size(); ++i) {
        const Balance locked_now = schedules[i].locked_at(now);
        if (drop(i) || locked_now == 0) continue;
        locked = saturating_add(locked, locked_now);
        kept.push_back(schedules[i]);
    }
    return {std::move(kept), locked};
}

template <class T>
DispatchResult Pallet<T>::write(const AccountId& who, std::vector<VestingInfo> schedules, Balance locked_now) {
    const auto bounded = Schedules::from(std::move(schedules));
    ENSURE(bounded.has_value(), Error::AtMaxVestingSchedules);
    if (bounded->empty()) {
        storage.Vesting.remove(who);
    } else {
        storage.Vesting.put(who, *bounded);
    }

    if (locked_now == 0) {
        Currency::remove_lock(kVestingId, who);
        deposit_event(typename Event::VestingCompleted{who});
    } else {
        const auto reasons = WithdrawReasons::except(T::kUnvestedFundsAllowedWithdrawReasons);
        Currency::set_lock(kVestingId, who, locked_now, reasons);
        deposit_event(typename Event::VestingUpdated{who, locked_now});
    }
    return {};
}

template <class T>
DispatchResult Pallet<T>::do_vest(const AccountId& who) {
    const auto schedules = storage.Vesting.get(who);
    ENSURE(schedules.has_value(), Error::NotVesting);
    auto [rest, locked] = still_vesting(*schedules, kDropNone);
    return write(who, std::move(rest), locked);
}

template <class T>
DispatchResult Pallet<T>::do_vested_transfer(const LookupSource& source, const LookupSource& target,
                                             const VestingInfo& schedule) {
    // A wrong address is found before a wrong schedule.
    const AccountId to = TRY(System::lookup(target));
    const AccountId from = TRY(System::lookup(source));
    ENSURE(schedule.locked >= T::kConstants.MinVestedTransfer, Error::AmountLow);
    ENSURE(schedule.is_valid(), Error::InvalidScheduleParams);
    TRY(can_add_vesting_schedule(to, schedule.locked, schedule.per_block, schedule.starting_block));
    TRY(Currency::transfer(from, to, schedule.locked, ExistenceRequirement::AllowDeath));
    // It was found possible before; the money has moved, so a failure would not matter any more.
    static_cast<void>(add_vesting_schedule(to, schedule.locked, schedule.per_block, schedule.starting_block));
    return {};
}

template <class T>
std::optional<Balance> Pallet<T>::vesting_balance(const AccountId& who) {
    const auto schedules = storage.Vesting.get(who);
    if (!schedules) return std::nullopt;
    return std::min(Currency::free_balance(who), still_vesting(*schedules, kDropNone).second);
}

template <class T>
DispatchResult Pallet<T>::can_add_vesting_schedule(const AccountId& who, Balance locked, Balance per_block,
                                                   BlockNumber starting_block) {
    ENSURE(VestingInfo(locked, per_block, starting_block).is_valid(), Error::InvalidScheduleParams);
    ENSURE(storage.Vesting.decode_len(who).value_or(0) < T::kConstants.MaxVestingSchedules,
           Error::AtMaxVestingSchedules);
    return {};
}

template <class T>
DispatchResult Pallet<T>::add_vesting_schedule(const AccountId& who, Balance locked, Balance per_block,
                                               BlockNumber starting_block) {
    if (locked == 0) return {};
    const VestingInfo schedule{locked, per_block, starting_block};
    ENSURE(schedule.is_valid(), Error::InvalidScheduleParams);
    Schedules schedules = storage.Vesting.get(who).value_or(Schedules());
    ENSURE(schedules.try_push(schedule), Error::AtMaxVestingSchedules);
    deposit_event(typename Event::VestingCreated{who, static_cast<uint32_t>(schedules.size() - 1)});
    auto [rest, locked_now] = still_vesting(schedules, kDropNone);
    return write(who, std::move(rest), locked_now);
}

template <class T>
DispatchResult Pallet<T>::remove_vesting_schedule(const AccountId& who, uint32_t schedule_index) {
    const auto schedules = storage.Vesting.get(who);
    ENSURE(schedules.has_value(), Error::NotVesting);
    auto [rest, locked] = still_vesting(*schedules, [&](size_t i) { return i == schedule_index; });
    return write(who, std::move(rest), locked);
}

template <class T>
void Pallet<T>::integrity_test() {
    static_assert(T::kConstants.MaxVestingSchedules > 0, "nobody could vest");
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.StorageVersion.put(Releases::V1);
    for (const auto& [who, begin, length, liquid] : config.vesting) {
        const Balance balance = Currency::free_balance(who);
        SERINUS_ASSERT(balance != 0);
        const Balance locked = saturating_sub(balance, liquid);
        const VestingInfo schedule{locked, locked / std::max(Balance{length}, Balance{1}), begin};
        SERINUS_ASSERT(schedule.is_valid());
        Schedules schedules = storage.Vesting.get(who).value_or(Schedules());
        SERINUS_ASSERT(schedules.try_push(schedule));
        storage.Vesting.put(who, schedules);
        const auto reasons = WithdrawReasons::except(T::kUnvestedFundsAllowedWithdrawReasons);
        Currency::set_lock(kVestingId, who, locked, reasons);
    }
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    if (storage.StorageVersion.get() != Releases::V1) return std::string("the storage has an old form");
    auto entries = storage.Vesting.iter();
    while (const auto entry = entries.next()) {
        if (entry->second.empty()) return std::string("an account has an empty list of schedules");
    }
    return {};
}

}  // namespace serinus::pallet_vesting

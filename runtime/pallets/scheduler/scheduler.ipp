/// The bodies of scheduler.hpp: planning and removing. Working the agendas off: service.ipp.
#pragma once

#include "runtime/pallets/scheduler/scheduler.hpp"
#include "runtime/pallets/scheduler/service.ipp"

namespace serinus::pallet_scheduler {

template <class T>
DispatchResult Pallet<T>::schedule::operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const {
    auto bounded = TRY(T::Preimages::bound(call));
    TRY(do_schedule(std::nullopt, {DispatchTime::At{when}}, maybe_periodic, priority, origin.caller(),
                    std::move(bounded)));
    return {};
}

template <class T>
DispatchResult Pallet<T>::cancel::operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const {
    return do_cancel(&origin.caller(), {when, index});
}

template <class T>
DispatchResult Pallet<T>::schedule_named::operator()(Origin<typename T::ScheduleOrigin>,
                                                     const RuntimeOrigin& origin) const {
    auto bounded = TRY(T::Preimages::bound(call));
    TRY(do_schedule(id, {DispatchTime::At{when}}, maybe_periodic, priority, origin.caller(), std::move(bounded)));
    return {};
}

template <class T>
DispatchResult Pallet<T>::cancel_named::operator()(Origin<typename T::ScheduleOrigin>,
                                                   const RuntimeOrigin& origin) const {
    return do_cancel_named(&origin.caller(), id);
}

template <class T>
DispatchResult Pallet<T>::schedule_after::operator()(Origin<typename T::ScheduleOrigin>,
                                                     const RuntimeOrigin& origin) const {
    auto bounded = TRY(T::Preimages::bound(call));
    TRY(do_schedule(std::nullopt, {DispatchTime::After{after}}, maybe_periodic, priority, origin.caller(),
                    std::move(bounded)));
    return {};
}

template <class T>
DispatchResult Pallet<T>::schedule_named_after::operator()(Origin<typename T::ScheduleOrigin>,
                                                           const RuntimeOrigin& origin) const {
    auto bounded = TRY(T::Preimages::bound(call));
    TRY(do_schedule(id, {DispatchTime::After{after}}, maybe_periodic, priority, origin.caller(), std::move(bounded)));
    return {};
}

template <class T>
DispatchResult Pallet<T>::ensure_may_change(const OriginCaller& by, TaskAddress address) {
    const auto [when, index] = address;
    const auto agenda = storage.Agenda.get(when);
    ENSURE(index < agenda.size() && agenda[index], Error::NotFound);
    return ensure_privilege(&by, *agenda[index]);
}

template <class T>
DispatchResult Pallet<T>::set_retry::operator()(Origin<typename T::ScheduleOrigin>, const RuntimeOrigin& origin) const {
    TRY(ensure_may_change(origin.caller(), task));
    storage.Retries.put(task, {retries, retries, period});
    deposit_event(typename Event::RetrySet{task, std::nullopt, period, retries});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_retry_named::operator()(Origin<typename T::ScheduleOrigin>,
                                                      const RuntimeOrigin& origin) const {
    const auto task = storage.Lookup.get(id);
    ENSURE(task, Error::NotFound);
    TRY(ensure_may_change(origin.caller(), *task));
    storage.Retries.put(*task, {retries, retries, period});
    deposit_event(typename Event::RetrySet{*task, id, period, retries});
    return {};
}

template <class T>
DispatchResult Pallet<T>::cancel_retry::operator()(Origin<typename T::ScheduleOrigin>,
                                                   const RuntimeOrigin& origin) const {
    TRY(ensure_may_change(origin.caller(), task));
    storage.Retries.remove(task);
    deposit_event(typename Event::RetryCancelled{task, std::nullopt});
    return {};
}

template <class T>
DispatchResult Pallet<T>::cancel_retry_named::operator()(Origin<typename T::ScheduleOrigin>,
                                                         const RuntimeOrigin& origin) const {
    const auto task = storage.Lookup.get(id);
    ENSURE(task, Error::NotFound);
    TRY(ensure_may_change(origin.caller(), *task));
    storage.Retries.remove(*task);
    deposit_event(typename Event::RetryCancelled{*task, id});
    return {};
}

/// This block's agenda has been worked off, so "after 0 blocks" means the next block.
template <class T>
ResultOf<BlockNumber> Pallet<T>::resolve_time(DispatchTime when) {
    const BlockNumber now = T::System::block_number();
    const auto* const at = std::get_if<DispatchTime::At>(&when.v);
    const BlockNumber block =
        at ? at->_0 : saturating_add(saturating_add(now, std::get<DispatchTime::After>(when.v)._0), 1u);
    ENSURE(block > now, Error::TargetBlockNumberInPast);
    return block;
}

/// Appends the task to the agenda of a block; if it is full, a gap is filled. nullopt if there is none.
template <class T>
std::optional<TaskAddress> Pallet<T>::place_task(BlockNumber when, const Task& task) {
    auto agenda = storage.Agenda.get(when);
    size_t place = agenda.size();
    if (!agenda.try_push(task)) {
        for (place = 0; place < agenda.size() && agenda[place]; ++place) {
        }
        if (place == agenda.size()) return std::nullopt;
        agenda[place] = task;
    }
    storage.Agenda.put(when, agenda);
    const TaskAddress address{when, static_cast<uint32_t>(place)};
    if (task.maybe_id) storage.Lookup.put(*task.maybe_id, address);
    deposit_event(typename Event::Scheduled{when, std::get<1>(address)});
    return address;
}

/// An agenda ends with a task; without any task there is none.
template <class T>
void Pallet<T>::cleanup_agenda(BlockNumber when) {
    auto agenda = storage.Agenda.get(when);
    const size_t before = agenda.size();
    while (!agenda.empty() && !agenda.back()) agenda.pop_back();
    if (agenda.empty()) {
        storage.Agenda.remove(when);
    } else if (agenda.size() < before) {
        storage.Agenda.put(when, agenda);
    }
}

/// Who removes a task by a call must have at least its privileges; other pallets (nullptr) may remove any.
template <class T>
DispatchResult Pallet<T>::ensure_privilege(const OriginCaller* by, const Task& task) {
    if (!by) return {};
    const std::optional<std::strong_ordering> order = T::OriginPrivilegeCmp::cmp_privilege(*by, task.origin);
    ENSURE(order && *order >= 0, kBadOrigin);
    return {};
}

template <class T>
ResultOf<TaskAddress> Pallet<T>::do_schedule(std::optional<TaskName> id, DispatchTime when,
                                             std::optional<Period> periodic, Priority priority,
                                             const OriginCaller& origin, Bounded<RuntimeCall> call) {
    ENSURE(!id || !storage.Lookup.exists(*id), Error::FailedToSchedule);
    const BlockNumber block = TRY(resolve_time(when));
    const auto lookup_hash = call.lookup_hash();
    // The first time is planned here; the period counts those after it.
    if (periodic) {
        auto& [period, count] = *periodic;
        if (count > 1 && period != 0) {
            --count;
        } else {
            periodic.reset();
        }
    }
    const auto address = place_task(block, Task{id, priority, std::move(call), periodic, origin});
    ENSURE(address, DispatchError(DispatchError::Exhausted{}));
    if (lookup_hash) T::Preimages::request(*lookup_hash);
    return *address;
}

template <class T>
DispatchResult Pallet<T>::do_cancel(const OriginCaller* by, TaskAddress address) {
    const auto [when, index] = address;
    auto agenda = storage.Agenda.get(when);
    if (index < agenda.size() && agenda[index]) TRY(ensure_privilege(by, *agenda[index]));
    const auto task = index < agenda.size() ? std::exchange(agenda[index], std::nullopt) : std::nullopt;
    storage.Agenda.put(when, agenda);
    ENSURE(task, Error::NotFound);
    T::Preimages::drop(task->call);
    if (task->maybe_id) storage.Lookup.remove(*task->maybe_id);
    storage.Retries.remove(address);
    cleanup_agenda(when);
    deposit_event(typename Event::Canceled{when, index});
    return {};
}

template <class T>
DispatchResult Pallet<T>::do_cancel_named(const OriginCaller* by, const TaskName& id) {
    const auto address = storage.Lookup.get(id);
    ENSURE(address, Error::NotFound);
    const auto [when, index] = *address;
    auto agenda = storage.Agenda.get(when);
    if (index < agenda.size() && agenda[index]) {
        // Pallet: scheduler. Only a cancel by a call gives the preimage back; one by a pallet leaves it requested.
        if (by) {
            TRY(ensure_privilege(by, *agenda[index]));
            storage.Retries.remove(*address);
            T::Preimages::drop(agenda[index]->call);
        }
        agenda[index].reset();
    }
    storage.Agenda.put(when, agenda);
    cleanup_agenda(when);
    deposit_event(typename Event::Canceled{when, index});
    storage.Lookup.remove(id);
    return {};
}

/// `named` says whether the task may have a name.
template <class T>
ResultOf<TaskAddress> Pallet<T>::do_reschedule(TaskAddress address, DispatchTime new_time, bool named) {
    const auto [when, index] = address;
    const BlockNumber block = TRY(resolve_time(new_time));
    ENSURE(block != when, Error::RescheduleNoChange);
    auto agenda = storage.Agenda.get(when);
    ENSURE(index < agenda.size(), Error::NotFound);
    ENSURE(named || !agenda[index] || !agenda[index]->maybe_id, Error::Named);
    ENSURE(agenda[index], Error::NotFound);
    const auto task = std::exchange(agenda[index], std::nullopt);
    storage.Agenda.put(when, agenda);
    cleanup_agenda(when);
    deposit_event(typename Event::Canceled{when, index});
    const auto placed = place_task(block, *task);
    ENSURE(placed, DispatchError(DispatchError::Exhausted{}));
    return *placed;
}

template <class T>
ResultOf<TaskAddress> Pallet<T>::do_reschedule_named(const TaskName& id, DispatchTime new_time) {
    TRY(resolve_time(new_time));
    const auto address = storage.Lookup.get(id);
    ENSURE(address, Error::NotFound);
    return do_reschedule(*address, new_time, true);
}

template <class T>
DispatchError Pallet<T>::for_pallets(DispatchError error) {
    return error == DispatchError(Error::NotFound) ? DispatchError(DispatchError::Unavailable{}) : error;
}

template <class T>
ResultOf<TaskAddress> Pallet<T>::Anonymous::schedule(DispatchTime when, std::optional<Period> periodic,
                                                     Priority priority, const OriginCaller& origin,
                                                     Bounded<RuntimeCall> call) {
    return do_schedule(std::nullopt, when, periodic, priority, origin, std::move(call));
}
template <class T>
DispatchResult Pallet<T>::Anonymous::cancel(TaskAddress address) {
    auto result = do_cancel(nullptr, address);
    if (!result) return for_pallets(result.error());
    return {};
}
template <class T>
ResultOf<TaskAddress> Pallet<T>::Anonymous::reschedule(TaskAddress address, DispatchTime when) {
    auto result = do_reschedule(address, when, false);
    if (!result) return for_pallets(result.error());
    return result;
}
/// A gap in the agenda has a time as well.
template <class T>
ResultOf<BlockNumber> Pallet<T>::Anonymous::next_dispatch_time(TaskAddress address) {
    const auto [when, index] = address;
    ENSURE(index < storage.Agenda.get(when).size(), DispatchError(DispatchError::Unavailable{}));
    return when;
}

template <class T>
ResultOf<TaskAddress> Pallet<T>::Named::schedule_named(const TaskName& id, DispatchTime when,
                                                       std::optional<Period> periodic, Priority priority,
                                                       const OriginCaller& origin, Bounded<RuntimeCall> call) {
    return do_schedule(id, when, periodic, priority, origin, std::move(call));
}
template <class T>
DispatchResult Pallet<T>::Named::cancel_named(const TaskName& id) {
    auto result = do_cancel_named(nullptr, id);
    if (!result) return for_pallets(result.error());
    return {};
}
template <class T>
ResultOf<TaskAddress> Pallet<T>::Named::reschedule_named(const TaskName& id, DispatchTime when) {
    auto result = do_reschedule_named(id, when);
    if (!result) return for_pallets(result.error());
    return result;
}
template <class T>
ResultOf<BlockNumber> Pallet<T>::Named::next_dispatch_time(const TaskName& id) {
    const auto address = storage.Lookup.get(id);
    ENSURE(address, DispatchError(DispatchError::Unavailable{}));
    return Anonymous::next_dispatch_time(*address);
}

}  // namespace serinus::pallet_scheduler

/// Working the agendas off when a block begins, within a budget of weight.
/// Pallet: scheduler
#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/scheduler/scheduler.hpp"

namespace serinus::pallet_scheduler {

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    WeightMeter weight{T::kConstants.MaximumWeight};
    service_agendas(weight, now);
    return weight.consumed;
}

/// From the first agenda that is not done, up to this block's, as long as a full agenda could be read.
template <class T>
void Pallet<T>::service_agendas(WeightMeter& weight, BlockNumber now) {
    if (!weight.try_consume(T::kWeights.service_agendas_base())) return;

    BlockNumber incomplete_since = saturating_add(now, 1u);
    BlockNumber when = storage.IncompleteSince.take().value_or(now);
    bool is_first = true;
    const Weight full_agenda = T::kWeights.service_agenda_base(T::kConstants.MaxScheduledPerBlock);
    while (when <= now && weight.can_consume(full_agenda)) {
        if (!service_agenda(weight, is_first, now, when)) incomplete_since = std::min(incomplete_since, when);
        is_first = false;
        when = saturating_add(when, 1u);
    }
    incomplete_since = std::min(incomplete_since, when);
    if (incomplete_since <= now) deposit_event(typename Event::AgendaIncomplete{incomplete_since});
    storage.IncompleteSince.put(incomplete_since <= now ? incomplete_since : saturating_add(now, 1u));
}

/// Whether the agenda is done; tasks that were given up do not count, and stay in it. `is_first`: nothing was carried
/// out yet in this block.
template <class T>
bool Pallet<T>::service_agenda(WeightMeter& weight, bool& is_first, BlockNumber now, BlockNumber when) {
    auto agenda = storage.Agenda.get(when);
    std::vector<std::pair<Priority, uint32_t>> ordered;
    for (uint32_t index = 0; index < agenda.size(); ++index) {
        if (agenda[index]) ordered.emplace_back(agenda[index]->priority, index);
    }
    sdk::sort(ordered);
    // service_agendas has made sure that this fits.
    static_cast<void>(weight.try_consume(T::kWeights.service_agenda_base(static_cast<uint32_t>(ordered.size()))));

    uint32_t postponed = 0, dropped = 0;
    for (const auto& [priority, index] : ordered) {
        auto task = std::exchange(agenda[index], std::nullopt);
        if (!weight.can_consume(service_task_weight(task->call.lookup_len(), *task))) {
            ++postponed;
            agenda[index] = std::move(task);
            break;
        }
        switch (service_task(weight, now, {when, index}, is_first, *task)) {
            case Outcome::kDone:
                is_first = false;
                break;
            case Outcome::kDropped:
                ++dropped;
                agenda[index] = std::move(task);
                break;
            case Outcome::kPostponed:
                ++postponed;
                agenda[index] = std::move(task);
                break;
        }
    }
    if (postponed > 0 || dropped > 0) {
        storage.Agenda.put(when, agenda);
    } else {
        storage.Agenda.remove(when);
    }
    return postponed == 0;
}

/// Carries one task out and plans it again if it is periodic. A task that stays in the agenda has lost its name.
template <class T>
auto Pallet<T>::service_task(WeightMeter& weight, BlockNumber now, TaskAddress address, bool is_first, Task& task)
    -> Outcome {
    if (task.maybe_id) storage.Lookup.remove(*task.maybe_id);

    const auto peeked = T::Preimages::peek(task.call);
    if (!peeked) {
        deposit_event(typename Event::CallUnavailable{address, task.maybe_id});
        T::Preimages::drop(task.call);
        static_cast<void>(weight.try_consume(service_task_weight(task.call.lookup_len(), task)));
        return Outcome::kDropped;
    }
    static_cast<void>(weight.try_consume(service_task_weight(peeked->lookup_len, task)));

    const auto result = execute_dispatch(weight, task.origin, peeked->value);
    if (!result) {
        if (!is_first) return Outcome::kPostponed;
        T::Preimages::drop(task.call);
        deposit_event(typename Event::PermanentlyOverweight{address, task.maybe_id});
        return Outcome::kDropped;
    }
    const std::optional<RetryConfig<BlockNumber>> retry = storage.Retries.take(address);
    deposit_event(typename Event::Dispatched{address, task.maybe_id, *result});
    if (retry && !*result) schedule_retry(weight, now, address, task, *retry);
    if (!task.maybe_periodic) {
        T::Preimages::drop(task.call);
        return Outcome::kDone;
    }
    auto& [period, count] = *task.maybe_periodic;
    const BlockNumber wake = saturating_add(now, period);
    if (count > 1) {
        --count;
    } else {
        task.maybe_periodic.reset();
    }
    const auto next = place_task(wake, task);
    if (!next) {
        T::Preimages::drop(task.call);
        deposit_event(typename Event::PeriodicFailed{address, task.maybe_id});
    }
    if (next && retry) storage.Retries.put(*next, *retry);
    return Outcome::kDone;
}

/// What is tried again has no name and is not periodic.
template <class T>
void Pallet<T>::schedule_retry(WeightMeter& weight, BlockNumber now, TaskAddress address, const Task& task,
                               RetryConfig<BlockNumber> retry) {
    if (!weight.try_consume(T::kWeights.schedule_retry(T::kConstants.MaxScheduledPerBlock))) {
        deposit_event(typename Event::RetryFailed{address, task.maybe_id});
        return;
    }
    if (retry.remaining == 0) return;
    --retry.remaining;
    const auto place = place_task(saturating_add(now, retry.period),
                                  Task{std::nullopt, task.priority, task.call, std::nullopt, task.origin});
    if (place) {
        storage.Retries.put(*place, retry);
    } else {
        T::Preimages::drop(task.call);
        deposit_event(typename Event::RetryFailed{address, std::nullopt});
    }
}

/// The result of the call; nullopt if its weight does not fit.
template <class T>
std::optional<DispatchResult> Pallet<T>::execute_dispatch(WeightMeter& weight, const OriginCaller& origin,
                                                          const RuntimeCall& call) {
    const Weight base =
        origin.signer() ? T::kWeights.execute_dispatch_signed() : T::kWeights.execute_dispatch_unsigned();
    const Weight declared = call.info().weight;
    if (!weight.can_consume(base.saturating_add(declared))) return std::nullopt;

    const auto result = call.dispatch(RuntimeOrigin(origin));
    const auto& post_info = result ? *result : result.error().post_info;
    static_cast<void>(weight.try_consume(base));
    static_cast<void>(weight.try_consume(post_info.actual_weight.value_or(declared)));
    return result ? DispatchResult{} : DispatchResult(result.error().error);
}

/// What it takes to get at a task, beside its call.
template <class T>
Weight Pallet<T>::service_task_weight(std::optional<uint32_t> lookup_len, const Task& task) {
    const Weight base = T::kWeights.service_task_base();
    Weight total = lookup_len ? T::kWeights.service_task_fetched(*lookup_len) : base;
    if (task.maybe_id) total.saturating_accrue(T::kWeights.service_task_named().saturating_sub(base));
    if (task.maybe_periodic) total.saturating_accrue(T::kWeights.service_task_periodic().saturating_sub(base));
    return total;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    uint32_t named = 0;
    auto agendas = storage.Agenda.iter();
    while (const auto entry = agendas.next()) {
        const auto& [when, agenda] = *entry;
        for (uint32_t index = 0; index < agenda.size(); ++index) {
            // Tasks that were given up stay behind without their names.
            if (!agenda[index] || !agenda[index]->maybe_id) continue;
            if (storage.Lookup.get(*agenda[index]->maybe_id) == TaskAddress{when, index}) ++named;
        }
    }
    uint32_t names = 0;
    auto lookups = storage.Lookup.iter();
    while (lookups.next()) ++names;
    ENSURE(named == names, std::string("Scheduler: a name points to no task of that name"));
    return {};
}

}  // namespace serinus::pallet_scheduler

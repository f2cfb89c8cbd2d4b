/// The bodies of assigner_coretime.hpp.
#pragma once

#include "runtime/pallets/parachains/assigner_coretime/assigner_coretime.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_parachains::assigner_coretime {

/// All of a schedule is still to be served.
template <class N>
WorkState<N> work_of(const Schedule<N>& schedule) {
    WorkState<N> work{.assignments = {}, .end_hint = schedule.end_hint, .pos = 0, .step = {1}};
    for (const auto& [what, ratio] : schedule.assignments) {
        if (work.assignments.empty() || ratio < work.step) work.step = ratio;
        work.assignments.emplace_back(what, AssignmentState{.ratio = ratio, .remaining = ratio});
    }
    return work;
}

template <class T>
void Pallet<T>::ensure_workload(BlockNumber now, CoreIndex core, Descriptor& descriptor) {
    const auto& work = descriptor.current_work;
    if (work && work->end_hint && *work->end_hint <= now) descriptor.current_work.reset();
    if (!descriptor.queue || descriptor.queue->first > now) return;

    // The first one whose end is not past as well. Those behind it may be due too: they come with the next blocks.
    std::optional<BlockNumber> at = descriptor.queue->first;
    std::optional<Schedule<BlockNumber>> due;
    while (at) {
        due = storage.CoreSchedules.take({*at, core});
        if (!due) break;
        at = due->next_schedule;
        if (!due->end_hint || *due->end_hint > now) break;
        due.reset();
    }
    descriptor.current_work = due ? std::optional(work_of(*due)) : std::nullopt;
    if (due && due->next_schedule) {
        descriptor.queue->first = *due->next_schedule;
    } else {
        descriptor.queue.reset();
    }
}

template <class T>
std::optional<Assignment> Pallet<T>::pop_assignment_for_core(CoreIndex core) {
    // The descriptor is written even if nothing has changed.
    return storage.CoreDescriptors.mutate(core, [&](Descriptor& descriptor) -> std::optional<Assignment> {
        ensure_workload(T::System::block_number(), core, descriptor);
        if (!descriptor.current_work) return std::nullopt;
        WorkState<BlockNumber>& work = *descriptor.current_work;
        const auto count = static_cast<uint16_t>(work.assignments.size());
        if (count == 0) panic("a core's work has no parts, or 65,536");
        work.pos %= count;
        auto& [what, state] = work.assignments[work.pos];
        state.remaining = state.remaining.saturating_sub(work.step);
        if (state.remaining < work.step) {
            ++work.pos;
            state.remaining = state.remaining.saturating_add(state.ratio);  // for the next round
        }
        if (std::holds_alternative<CoreAssignment::Pool>(what.v)) return T::OnDemand::pop_assignment_for_core(core);
        if (const auto* const task = std::get_if<CoreAssignment::Task>(&what.v)) {
            return Assignment{Assignment::Bulk{{task->_0}}};
        }
        return std::nullopt;
    });
}

template <class T>
void Pallet<T>::assignment_duplicated(const Assignment& assignment) {
    const auto* const pool = std::get_if<Assignment::Pool>(&assignment.v);
    if (pool) T::OnDemand::assignment_duplicated(pool->para_id, pool->core_index);
}

template <class T>
void Pallet<T>::report_processed(const Assignment& assignment) {
    const auto* const pool = std::get_if<Assignment::Pool>(&assignment.v);
    if (pool) T::OnDemand::report_processed(pool->para_id, pool->core_index);
}

template <class T>
void Pallet<T>::push_back_assignment(const Assignment& assignment) {
    // Claims of a share are lost: making up for them would take from whoever has the core next.
    const auto* const pool = std::get_if<Assignment::Pool>(&assignment.v);
    if (pool) T::OnDemand::push_back_assignment(pool->para_id, pool->core_index);
}

template <class T>
DispatchResult Pallet<T>::assign_core(CoreIndex core, BlockNumber begin, Assignments assignments,
                                      std::optional<BlockNumber> end_hint) {
    ENSURE(!assignments.empty(), Error::AssignmentsEmpty);
    Descriptor descriptor = storage.CoreDescriptors.get(core);
    Schedule<BlockNumber> schedule{
        .assignments = std::move(assignments), .end_hint = end_hint, .next_schedule = std::nullopt};
    if (auto& queue = descriptor.queue) {
        ENSURE(begin >= queue->last, Error::DisallowedInsert);
        if (begin > queue->last) {
            storage.CoreSchedules.mutate({queue->last, core}, [&](auto& last) {
                if (last) last->next_schedule = begin;
            });
        }
        if (auto same = storage.CoreSchedules.get({begin, core})) {
            same->assignments.insert(same->assignments.end(), schedule.assignments.begin(), schedule.assignments.end());
            schedule.assignments = std::move(same->assignments);
        }
        queue->last = begin;
    } else {
        queue = QueueDescriptor<BlockNumber>{begin, begin};
    }
    storage.CoreSchedules.put({begin, core}, schedule);
    storage.CoreDescriptors.put(core, descriptor);
    return {};
}

template <class T>
DispatchResult Pallet<T>::assign_coretime(ParaId para) {
    auto config = T::Configuration::config();
    const CoreIndex core{config.scheduler_params.num_cores};
    config.scheduler_params.num_cores = serinus::saturating_add(core._0, 1u);
    T::Configuration::force_set_active_config(config);
    return assign_core(core, T::System::block_number() + 1,
                       {{CoreAssignment{CoreAssignment::Task{para._0}}, {PartsOf57600::kFull}}}, std::nullopt);
}

}  // namespace serinus::polkadot_runtime_parachains::assigner_coretime

/// The bodies of para_scheduler.hpp.
#pragma once

#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>&) {
    const Params& params = change.new_config.scheduler_params;
    const auto validators = static_cast<uint32_t>(change.validators.size());
    const uint32_t most_in_group = params.max_validators_per_core.value_or(0);
    const uint32_t count = std::max(params.num_cores, most_in_group == 0 ? 0 : validators / most_in_group);

    std::vector<std::vector<ValidatorIndex>> groups;
    if (validators != 0) groups.resize(count);
    // The first groups take what does not divide evenly.
    uint32_t next = 0;
    for (uint32_t group = 0; group < groups.size(); ++group) {
        const uint32_t size = validators / count + (group < validators % count ? 1 : 0);
        for (uint32_t i = 0; i < size; ++i) groups[group].push_back({next++});
    }
    storage.ValidatorGroups.put(groups);

    const Params active = T::Configuration::config().scheduler_params;
    const uint32_t cores = expected_claim_queue_len(active);
    ClaimQueues queues = storage.ClaimQueue.get();
    const bool shrinks = !queues.empty() && cores <= queues.rbegin()->first._0;
    if (shrinks) resize_claim_queue(queues, cores);
    for (uint32_t core = 0; core < cores; ++core) fill(queues, {core}, active.lookahead);
    if (shrinks || cores > 0) storage.ClaimQueue.put(queues);

    storage.SessionStartBlock.put(T::System::block_number() + 1);
}

template <class T>
void Pallet<T>::resize_claim_queue(ClaimQueues& queues, uint32_t cores) {
    const auto first_gone = queues.lower_bound({cores});
    for (auto queue = first_gone; queue != queues.end(); ++queue) {
        const auto& claims = queue->second;
        for (auto claim = claims.rbegin(); claim != claims.rend(); ++claim) {
            T::AssignmentProvider::push_back_assignment(*claim);
        }
    }
    queues.erase(first_gone, queues.end());
}

template <class T>
void Pallet<T>::fill(ClaimQueues& queues, CoreIndex core, uint32_t lookahead) {
    auto& claims = queues[core];
    const uint32_t wanted = std::max(lookahead, 1u);
    if (claims.empty() && wanted > 1) {
        if (const auto first = T::AssignmentProvider::pop_assignment_for_core(core)) {
            T::AssignmentProvider::assignment_duplicated(*first);
            claims.insert(claims.end(), 2, *first);
        }
    }
    while (claims.size() < wanted) {
        const auto next = T::AssignmentProvider::pop_assignment_for_core(core);
        if (!next) break;
        claims.push_back(*next);
    }
    if (claims.empty()) queues.erase(core);
}

template <class T>
void Pallet<T>::advance_claim_queue(const std::set<CoreIndex>& except_for) {
    const Params params = T::Configuration::config().scheduler_params;
    const uint32_t cores = expected_claim_queue_len(params);
    ClaimQueues queues = storage.ClaimQueue.get();
    bool is_any_free = false;
    for (uint32_t i = 0; i < cores; ++i) {
        const CoreIndex core{i};
        if (except_for.contains(core)) continue;
        is_any_free = true;
        if (const auto queue = queues.find(core); queue != queues.end() && !queue->second.empty()) {
            const Assignment used = queue->second.front();
            queue->second.erase(queue->second.begin());
            T::AssignmentProvider::report_processed(used);
        }
        fill(queues, core, params.lookahead);
    }
    if (is_any_free) storage.ClaimQueue.put(queues);
}

template <class T>
std::optional<std::vector<ValidatorIndex>> Pallet<T>::group_validators(GroupIndex group) {
    auto groups = storage.ValidatorGroups.get();
    if (group._0 >= groups.size()) return std::nullopt;
    return std::move(groups[group._0]);
}

template <class T>
std::optional<GroupIndex> Pallet<T>::group_assigned_to_core(CoreIndex core, BlockNumber at) {
    const BlockNumber start = storage.SessionStartBlock.get();
    if (at < start) return std::nullopt;
    const uint32_t groups = num_availability_cores();
    if (core._0 >= groups) return std::nullopt;
    const BlockNumber frequency = T::Configuration::config().scheduler_params.group_rotation_frequency;
    if (frequency == 0) panic("a group rotation frequency of zero");
    const uint64_t rotations = (at - start) / frequency;
    return GroupIndex{static_cast<uint32_t>((core._0 + rotations) % groups)};
}

template <class T>
GroupRotationInfo Pallet<T>::group_rotation_info(BlockNumber now) {
    return {.session_start_block = storage.SessionStartBlock.get(),
            .group_rotation_frequency = T::Configuration::config().scheduler_params.group_rotation_frequency,
            .now = now};
}

template <class T>
bool Pallet<T>::availability_timeout_check_required() {
    const BlockNumber next = T::System::block_number() + 1;
    const auto last_rotation = group_rotation_info(next).last_rotation_at();
    if (!last_rotation) panic("a group rotation frequency of zero");
    return next < *last_rotation + T::Configuration::config().scheduler_params.paras_availability_period;
}

template <class T>
auto Pallet<T>::availability_timeout_predicate() -> TimeoutRule {
    TimeoutRule rule{.now = T::System::block_number(),
                     .period = T::Configuration::config().scheduler_params.paras_availability_period,
                     .next_rotation = std::nullopt};
    if (!availability_timeout_check_required()) {
        rule.next_rotation = group_rotation_info(rule.now).next_rotation_at();
    }
    return rule;
}

template <class T>
std::optional<ScheduledCore> Pallet<T>::next_up_on_available(CoreIndex core) {
    const auto queues = storage.ClaimQueue.get();
    const auto queue = queues.find(core);
    if (queue == queues.end() || queue->second.empty()) return std::nullopt;
    return ScheduledCore{.para_id = queue->second.front().para_id(), .collator = std::nullopt};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    for (const auto& [core, claims] : storage.ClaimQueue.get()) {
        if (claims.empty()) return Err(std::string("a core has an empty queue of claims"));
    }
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::para_scheduler

/// The bodies of para_scheduler.hpp.
#pragma once

#include "runtime/pallets/parachains/para_scheduler/para_scheduler.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_parachains::para_scheduler {

template <class T>
void Pallet<T>::pre_new_session() {
    for (const auto& [core, claims] : storage.ClaimQueue.take()) {
        for (auto claim = claims.rbegin(); claim != claims.rend(); ++claim) {
            if (*claim) give_back(core, **claim);
        }
    }
    auto cores = storage.AvailabilityCores.get();
    for (uint32_t i = 0; i < cores.size(); ++i) {
        if (const auto* entry = cores[i].entry()) give_back({i}, *entry);
        cores[i] = {};
    }
    storage.AvailabilityCores.put(cores);
}

template <class T>
void Pallet<T>::give_back(CoreIndex core, const ParasEntry& entry) {
    if (entry.availability_timeouts == 0) T::AssignmentProvider::push_assignment_for_core(core, entry.assignment);
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChangeNotification& change, std::vector<ParaId>&) {
    const auto validators = static_cast<uint32_t>(change.validators.size());
    const uint32_t most_in_group = change.new_config.max_validators_per_core.value_or(0);
    const uint32_t count =
        std::max(T::AssignmentProvider::session_core_count(), most_in_group == 0 ? 0 : validators / most_in_group);

    auto cores = storage.AvailabilityCores.get();
    cores.resize(count);
    storage.AvailabilityCores.put(cores);

    std::vector<std::vector<ValidatorIndex>> groups;
    if (validators != 0) groups.resize(count);
    // The first groups take what does not divide evenly.
    uint32_t next = 0;
    for (uint32_t group = 0; group < groups.size(); ++group) {
        const uint32_t size = validators / count + (group < validators % count ? 1 : 0);
        for (uint32_t i = 0; i < size; ++i) groups[group].push_back({next++});
    }
    storage.ValidatorGroups.put(groups);
    storage.SessionStartBlock.put(T::System::block_number() + 1);
}

template <class T>
std::vector<CoreAssignment> Pallet<T>::update_claimqueue(const FreedCores& freed, BlockNumber now) {
    ClaimQueues queues = storage.ClaimQueue.get();
    for (auto& [core, claims] : queues) {
        if (!claims.empty() && !claims.front()) claims.erase(claims.begin());
    }
    storage.ClaimQueue.put(queues);

    std::vector<CoreOccupied> cores = storage.AvailabilityCores.get();
    std::map<CoreIndex, ParaId> concluded;
    std::map<CoreIndex, ParasEntry> timed_out;
    for (const auto& [core, reason] : freed) {
        if (core._0 >= cores.size()) continue;
        if (const auto* entry = cores[core._0].entry()) {
            if (reason == FreedReason::Concluded) {
                concluded[core] = entry->para_id();
            } else {
                timed_out[core] = *entry;
            }
        }
        cores[core._0] = {};
    }
    storage.AvailabilityCores.put(cores);
    if (storage.ValidatorGroups.get().empty()) return {};

    const auto config = T::Configuration::config();
    const uint32_t count = T::AssignmentProvider::session_core_count();
    const BlockNumber ttl = now + config.on_demand_ttl;
    bool has_grown = false;
    for (uint32_t i = 0; i < count; ++i) {
        const CoreIndex core{i};
        if (const auto entry = timed_out.find(core); entry != timed_out.end()) {
            ParasEntry claim = entry->second;
            if (claim.availability_timeouts < T::AssignmentProvider::provider_config(core).max_availability_timeouts) {
                ++claim.availability_timeouts;
                claim.ttl = ttl;
                queues[core].push_back(claim);
                has_grown = true;
                continue;
            }
            concluded[core] = claim.para_id();
        }
        const auto queue = queues.find(core);
        const bool is_occupied = i < cores.size() && cores[i].entry();
        const size_t used = (queue == queues.end() ? 0 : queue->second.size()) + (is_occupied ? 1 : 0);
        for (size_t j = used; j < config.scheduling_lookahead; ++j) {
            std::optional<ParaId> last;
            if (const auto found = concluded.extract(core)) last = found.mapped();
            if (const auto assignment = T::AssignmentProvider::pop_assignment_for_core(core, last)) {
                queues[core].push_back(ParasEntry{.assignment = *assignment, .availability_timeouts = 0, .ttl = ttl});
                has_grown = true;
            }
        }
    }
    if (has_grown) storage.ClaimQueue.put(queues);
    return scheduled_claimqueue();
}

template <class T>
std::vector<CoreAssignment> Pallet<T>::scheduled_claimqueue() {
    std::vector<CoreAssignment> out;
    for (const auto& [core, claims] : storage.ClaimQueue.get()) {
        if (!claims.empty() && claims.front()) out.push_back({core, *claims.front()});
    }
    return out;
}

template <class T>
std::map<CoreIndex, uint32_t> Pallet<T>::occupied(const std::map<CoreIndex, ParaId>& now_occupied) {
    auto cores = storage.AvailabilityCores.get();
    auto queues = storage.ClaimQueue.get();
    std::map<CoreIndex, uint32_t> positions;
    for (const auto& [core, para] : now_occupied) {
        const auto queue = queues.find(core);
        if (queue == queues.end()) continue;
        Claims& claims = queue->second;
        const auto claim =
            std::ranges::find_if(claims, [&](const auto& entry) { return entry && entry->para_id() == para; });
        if (claim == claims.end()) continue;
        positions[core] = static_cast<uint32_t>(claim - claims.begin());
        cores.at(core._0) = {CoreOccupied::Paras{**claim}};
        claims.erase(claim);
        if (claims.empty() || claims.front()) claims.insert(claims.begin(), std::nullopt);
    }
    storage.ClaimQueue.put(queues);
    drop_expired_claims();
    storage.AvailabilityCores.put(cores);
    return positions;
}

template <class T>
void Pallet<T>::drop_expired_claims() {
    const BlockNumber now = T::System::block_number();
    const auto cores = static_cast<uint32_t>(storage.AvailabilityCores.get().size());
    storage.ClaimQueue.mutate([&](ClaimQueues& queues) {
        for (auto& [core, claims] : queues) {
            if (core._0 >= cores) break;
            std::vector<ParaId> dropped;
            std::erase_if(claims, [&](const std::optional<ParasEntry>& claim) {
                const bool expires = claim && claim->ttl < now;
                if (expires) dropped.push_back(claim->para_id());
                return expires;
            });
            for (const ParaId para : dropped) {
                const auto assignment = T::AssignmentProvider::pop_assignment_for_core(core, para);
                if (!assignment) continue;
                const BlockNumber ttl = now + T::AssignmentProvider::provider_config(core).ttl;
                claims.push_back(ParasEntry{.assignment = *assignment, .availability_timeouts = 0, .ttl = ttl});
            }
        }
    });
}

template <class T>
std::optional<ParaId> Pallet<T>::core_para(CoreIndex core) {
    const auto cores = storage.AvailabilityCores.get();
    if (core._0 >= cores.size()) return std::nullopt;
    const auto* entry = cores[core._0].entry();
    return entry ? std::optional(entry->para_id()) : std::nullopt;
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
    const auto groups = static_cast<uint32_t>(storage.ValidatorGroups.get().size());
    if (core._0 >= groups) return std::nullopt;
    const BlockNumber frequency = T::Configuration::config().group_rotation_frequency;
    if (frequency == 0) panic("a group rotation frequency of zero");
    const uint32_t rotations = (at - start) / frequency;
    return GroupIndex{(core._0 + rotations) % groups};
}

template <class T>
GroupRotationInfo Pallet<T>::group_rotation_info(BlockNumber now) {
    return {
        .session_start_block = storage.SessionStartBlock.get(),
        .group_rotation_frequency = T::Configuration::config().group_rotation_frequency,
        .now = now,
    };
}

template <class T>
auto Pallet<T>::availability_timeout_predicate() -> std::optional<TimeoutRule> {
    const BlockNumber now = T::System::block_number();
    const auto config = T::Configuration::config();
    const BlockNumber since_start = saturating_sub(now, storage.SessionStartBlock.get());
    const BlockNumber since_rotation = since_start % std::max(config.group_rotation_frequency, BlockNumber{1});
    if (since_rotation >= config.paras_availability_period) return std::nullopt;
    return TimeoutRule{storage.AvailabilityCores.get(), now};
}

template <class T>
bool Pallet<T>::TimeoutRule::applies_to(CoreIndex core, BlockNumber pending_since) const {
    if (core._0 >= cores.size() || !cores[core._0].entry()) return true;
    return saturating_sub(now, pending_since) >= T::AssignmentProvider::provider_config(core).availability_period;
}

template <class T>
std::optional<ScheduledCore> Pallet<T>::next_up_on_available(CoreIndex core) {
    const auto queues = storage.ClaimQueue.get();
    const auto queue = queues.find(core);
    if (queue == queues.end()) return std::nullopt;
    for (const auto& claim : queue->second) {
        if (claim) return ScheduledCore{.para_id = claim->para_id(), .collator = std::nullopt};
    }
    return std::nullopt;
}

template <class T>
std::optional<ScheduledCore> Pallet<T>::next_up_on_time_out(CoreIndex core) {
    if (auto next = next_up_on_available(core)) return next;
    const auto cores = storage.AvailabilityCores.get();
    const auto* entry = core._0 < cores.size() ? cores[core._0].entry() : nullptr;
    if (!entry) return std::nullopt;
    const uint32_t most = T::AssignmentProvider::provider_config(core).max_availability_timeouts;
    if (entry->availability_timeouts >= most) return std::nullopt;
    return ScheduledCore{.para_id = entry->para_id(), .collator = std::nullopt};
}

}  // namespace serinus::polkadot_runtime_parachains::para_scheduler

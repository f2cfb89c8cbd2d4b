/// Paras: code, its references, its upgrades.
#pragma once

#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/sdk/sorted.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

namespace detail {

/// Into a list in the order of blocks. Where it goes among equals is part of the state.
template <class Schedule, class BlockNumber>
void schedule_at(Schedule& schedule, ParaId id, BlockNumber at) {
    const size_t position = binary_search(schedule, at, [](const auto& entry) { return entry.second; }).position;
    schedule.insert(schedule.begin() + static_cast<ptrdiff_t>(position), {id, at});
}

/// How many entries are due by block `now`.
template <class Schedule, class BlockNumber>
ptrdiff_t due(const Schedule& schedule, BlockNumber now) {
    return std::ranges::find_if(schedule, [&](const auto& entry) { return entry.second > now; }) - schedule.begin();
}

}  // namespace detail

template <class T>
std::optional<ValidationCode> Pallet<T>::current_code(ParaId id) {
    const auto hash = storage.CurrentCodeHash.get(id);
    return hash ? storage.CodeByHash.get(*hash) : std::nullopt;
}

template <class T>
void Pallet<T>::increase_code_ref(const ValidationCodeHash& hash, const ValidationCode& code) {
    storage.CodeByHashRefs.mutate(hash, [&](uint32_t& references) {
        if (references == 0) storage.CodeByHash.put(hash, code);
        ++references;
    });
}

template <class T>
void Pallet<T>::decrease_code_ref(const ValidationCodeHash& hash) {
    const uint32_t references = storage.CodeByHashRefs.get(hash);
    if (references > 1) {
        storage.CodeByHashRefs.put(hash, references - 1);
    } else if (references == 1) {
        storage.CodeByHash.remove(hash);
        storage.CodeByHashRefs.remove(hash);
    }
}

template <class T>
void Pallet<T>::note_past_code(ParaId id, BlockNumber at, BlockNumber now, const ValidationCodeHash& old) {
    storage.PastCodeMeta.mutate(id, [&](auto& meta) { meta.upgrade_times.push_back({at, now}); });
    storage.PastCodeHash.put({id, at}, old);
    storage.PastCodePruning.mutate([&](Schedule& pruning) { detail::schedule_at(pruning, id, now); });
}

template <class T>
Weight Pallet<T>::prune_old_code(BlockNumber now) {
    const BlockNumber retention = T::Configuration::config().code_retention_period;
    if (now <= retention) return T::kDbWeight.reads(1);
    const BlockNumber height = now - (retention + 1);
    uint64_t done = 0;
    storage.PastCodePruning.mutate([&](Schedule& pruning) {
        const auto end = pruning.begin() + detail::due(pruning, height);
        for (auto entry = pruning.begin(); entry != end; ++entry) {
            const ParaId id = entry->first;
            const bool is_over = storage.PastCodeMeta.mutate(id, [&](auto& meta) {
                for (const BlockNumber at : meta.prune_up_to(height)) {
                    if (const auto hash = storage.PastCodeHash.take({id, at})) decrease_code_ref(*hash);
                }
                return meta.upgrade_times.empty() && !storage.Heads.find(id);
            });
            if (is_over) storage.PastCodeMeta.remove(id);
            ++done;
        }
        pruning.erase(pruning.begin(), end);
    });
    return T::kDbWeight.reads(1 + done).saturating_add(T::kDbWeight.writes(2 * done));
}

template <class T>
Weight Pallet<T>::process_scheduled_upgrade_changes(BlockNumber now) {
    uint64_t told = 0;
    storage.UpcomingUpgrades.mutate([&](Schedule& upgrades) {
        const auto end = upgrades.begin() + detail::due(upgrades, now);
        for (auto entry = upgrades.begin(); entry != end; ++entry) {
            storage.UpgradeGoAheadSignal.put(entry->first, UpgradeGoAhead::GoAhead);
            ++told;
        }
        upgrades.erase(upgrades.begin(), end);
    });
    // Cooldowns end with the block; their weight is booked now.
    const auto ending = static_cast<uint64_t>(detail::due(storage.UpgradeCooldowns.get(), now));
    return T::kDbWeight.reads(3 + ending).saturating_add(T::kDbWeight.writes(2 + told));
}

template <class T>
void Pallet<T>::schedule_code_upgrade(ParaId id, ValidationCode code, BlockNumber relay_parent, const Host& config) {
    // Candidates with code are refused while that may not be; root alone gets here then.
    if (storage.FutureCodeHash.exists(id)) return;
    const ValidationCodeHash hash = code.hash();
    if (storage.CurrentCodeHash.get(id) == hash) return;
    storage.FutureCodeHash.put(id, hash);
    storage.UpgradeRestrictionSignal.put(id, UpgradeRestriction::Present);
    const BlockNumber next = relay_parent + config.validation_upgrade_cooldown;
    storage.UpgradeCooldowns.mutate([&](Schedule& cooldowns) { detail::schedule_at(cooldowns, id, next); });
    kick_off_pvf_check({typename Cause::Upgrade{id, relay_parent}}, hash, code, config);
}

template <class T>
DispatchResult Pallet<T>::schedule_code_upgrade_external(ParaId id, ValidationCode code) {
    ENSURE(can_upgrade_validation_code(id), Error::CannotUpgradeCode);
    const Host config = T::Configuration::config();
    schedule_code_upgrade(id, std::move(code),
                          saturating_add(T::System::block_number(), config.validation_upgrade_delay), config);
    deposit_event(typename Event::CodeUpgradeScheduled{id});
    return {};
}

template <class T>
void Pallet<T>::proceed_with_upgrade(ParaId id, const ValidationCodeHash& hash, BlockNumber now,
                                     BlockNumber relay_parent, const Host& config) {
    const BlockNumber expected_at =
        std::max(relay_parent + config.validation_upgrade_delay, now + config.minimum_validation_upgrade_delay);
    storage.FutureCodeUpgrades.put(id, expected_at);
    storage.UpcomingUpgrades.mutate([&](Schedule& upgrades) { detail::schedule_at(upgrades, id, expected_at); });
    using polkadot_primitives::v5::ConsensusLog;
    polkadot_primitives::v5::deposit_log<typename T::System>(
        {ConsensusLog::ParaScheduleUpgradeCode{id, hash, expected_at}});
}

template <class T>
DispatchResult Pallet<T>::force_set_current_code::operator()(Root) const {
    const auto prior = storage.CurrentCodeHash.get(para);
    const ValidationCodeHash hash = new_code.hash();
    increase_code_ref(hash, new_code);
    storage.CurrentCodeHash.put(para, hash);
    const BlockNumber now = T::System::block_number();
    if (prior) note_past_code(para, now, now, *prior);
    deposit_event(typename Event::CurrentCodeUpdated{para});
    return {};
}

template <class T>
DispatchResult Pallet<T>::force_schedule_code_upgrade::operator()(Root) const {
    schedule_code_upgrade(para, new_code, relay_parent_number, T::Configuration::config());
    deposit_event(typename Event::CodeUpgradeScheduled{para});
    return {};
}

template <class T>
DispatchResult Pallet<T>::add_trusted_validation_code::operator()(Root) const {
    const ValidationCodeHash hash = validation_code.hash();
    if (const auto vote = storage.PvfActiveVoteMap.get(hash)) {
        end_vote(hash);
        enact_pvf_accepted(T::System::block_number(), hash, vote->causes, vote->age, T::Configuration::config());
        return {};
    }
    // Nothing refers to it yet, so nothing removes it but poke_unused_validation_code.
    if (!storage.CodeByHash.exists(hash)) storage.CodeByHash.put(hash, validation_code);
    return {};
}

template <class T>
DispatchResult Pallet<T>::poke_unused_validation_code::operator()(Root) const {
    if (storage.CodeByHashRefs.get(validation_code_hash) == 0) storage.CodeByHash.remove(validation_code_hash);
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::paras

/// Paras: code, its references, its upgrades.
#pragma once

#include "runtime/pallets/parachains/paras/paras.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

namespace detail {

/// Where Rust finds a place since version 1.82 (Kusama 1.7.1 was built with a later one): at the last of equal ones.
template <class Schedule, class BlockNumber>
size_t place_in(const Schedule& schedule, BlockNumber at) {
    size_t base = 0;
    size_t size = schedule.size();
    if (size == 0) return 0;
    for (; size > 1; size -= size / 2) {
        const size_t middle = base + size / 2;
        if (schedule[middle].second <= at) base = middle;
    }
    return schedule[base].second < at ? base + 1 : base;
}

/// Into a list in the order of blocks. Where it goes among equals is part of the state.
template <class Schedule, class BlockNumber>
void schedule_at(Schedule& schedule, ParaId id, BlockNumber at) {
    const size_t position = place_in(schedule, at);
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
void Pallet<T>::schedule_code_upgrade(ParaId id, ValidationCode code, BlockNumber relay_parent, const Host& config,
                                      UpgradeStrategy strategy) {
    if (!has_good_size(code, config)) return;
    // Candidates with code are refused while that may not be; root alone gets here then.
    if (storage.FutureCodeHash.exists(id)) return;
    const ValidationCodeHash hash = code.hash();
    if (storage.CurrentCodeHash.get(id) == hash) return;
    storage.FutureCodeHash.put(id, hash);
    storage.UpgradeRestrictionSignal.put(id, UpgradeRestriction::Present);
    const BlockNumber next = relay_parent + config.validation_upgrade_cooldown;
    storage.UpgradeCooldowns.mutate([&](Schedule& cooldowns) { detail::schedule_at(cooldowns, id, next); });
    kick_off_pvf_check({typename Cause::Upgrade{id, relay_parent, strategy}}, hash, code, config);
}

template <class T>
DispatchResult Pallet<T>::schedule_code_upgrade_external(ParaId id, ValidationCode code) {
    ENSURE(can_upgrade_validation_code(id), Error::CannotUpgradeCode);
    const Host config = T::Configuration::config();
    ENSURE(has_good_size(code, config), Error::InvalidCode);
    schedule_code_upgrade(id, std::move(code),
                          saturating_add(T::System::block_number(), config.validation_upgrade_delay), config,
                          UpgradeStrategy::ApplyAtExpectedBlock);
    deposit_event(typename Event::CodeUpgradeScheduled{id});
    return {};
}

template <class T>
void Pallet<T>::proceed_with_upgrade(ParaId id, const ValidationCodeHash& hash, BlockNumber now,
                                     BlockNumber relay_parent, const Host& config, UpgradeStrategy strategy) {
    const BlockNumber expected_at =
        std::max(relay_parent + config.validation_upgrade_delay, now + config.minimum_validation_upgrade_delay);
    const auto schedule = [&](Schedule& upgrades) { detail::schedule_at(upgrades, id, expected_at); };
    if (strategy == UpgradeStrategy::ApplyAtExpectedBlock) {
        storage.FutureCodeUpgradesAt.mutate(schedule);
    } else {
        storage.FutureCodeUpgrades.put(id, expected_at);
        storage.UpcomingUpgrades.mutate(schedule);
    }
    using polkadot_primitives::v5::ConsensusLog;
    polkadot_primitives::v5::deposit_log<typename T::System>(
        {ConsensusLog::ParaScheduleUpgradeCode{id, hash, expected_at}});
}

template <class T>
Weight Pallet<T>::set_current_code(ParaId id, const ValidationCodeHash& hash, BlockNumber at) {
    const auto prior = storage.CurrentCodeHash.get(id);
    storage.CurrentCodeHash.put(id, hash);
    using polkadot_primitives::v5::ConsensusLog;
    polkadot_primitives::v5::deposit_log<typename T::System>({ConsensusLog::ParaUpgradeCode{id, hash}});
    Weight used = T::kDbWeight.writes(1);
    if (prior) {
        note_past_code(id, at, T::System::block_number(), *prior);
        used.saturating_accrue(T::kDbWeight.reads_writes(2, 3));
    }
    return used;
}

template <class T>
void Pallet<T>::force_set_current_code_now(ParaId para, const ValidationCode& code) {
    const ValidationCodeHash hash = code.hash();
    increase_code_ref(hash, code);
    const BlockNumber now = T::System::block_number();
    set_current_code(para, hash, now);
    deposit_event(typename Event::CurrentCodeUpdated{para});
}

template <class T>
DispatchResult Pallet<T>::force_set_current_code::operator()(Root) const {
    force_set_current_code_now(para, new_code);
    return {};
}

template <class T>
bool Pallet<T>::has_good_size(const ValidationCode& code, const Host& config) {
    constexpr size_t kMinCodeSize = 9;
    return code._0.size() >= kMinCodeSize && code._0.size() <= config.max_code_size;
}

template <class T>
Weight Pallet<T>::process_future_code_upgrades_at(BlockNumber now) {
    Weight used = T::kDbWeight.reads_writes(1, 1);
    storage.FutureCodeUpgradesAt.mutate([&](Schedule& upgrades) {
        const auto end = upgrades.begin() + detail::due(upgrades, now);
        for (auto entry = upgrades.begin(); entry != end; ++entry) {
            const auto& [id, expected_at] = *entry;
            used.saturating_accrue(T::kDbWeight.reads_writes(1, 1));
            const auto code = storage.FutureCodeHash.take(id);
            if (code) used.saturating_accrue(set_current_code(id, *code, expected_at));
        }
        upgrades.erase(upgrades.begin(), end);
    });
    return used;
}

template <class T>
Weight Pallet<T>::prune_expired_authorizations(BlockNumber now) {
    Weight used = T::kDbWeight.reads(1);
    std::vector<ParaId> expired;
    auto authorized = storage.AuthorizedCodeHash.iter();
    while (const auto entry = authorized.next()) {
        if (entry->second.expire_at <= now) expired.push_back(entry->first);
    }
    for (const ParaId para : expired) storage.AuthorizedCodeHash.remove(para);
    used.saturating_accrue(T::kDbWeight.writes(expired.size()));
    return used;
}

template <class T>
Balance Pallet<T>::cooldown_cost(BlockNumber until) {
    return saturating_mul(Balance{saturating_sub(until, T::System::block_number())}, T::kCooldownRemovalMultiplier);
}

template <class T>
Balance Pallet<T>::remove_upgrade_cooldown_cost::operator()() const {
    const auto cooldowns = storage.UpgradeCooldowns.get();
    const auto found = std::ranges::find(cooldowns, para, &std::pair<ParaId, BlockNumber>::first);
    return found == cooldowns.end() ? 0 : cooldown_cost(found->second);
}

template <class T>
Weight Pallet<T>::remove_upgrade_cooldown::weight() const {
    return T::kWeights.remove_upgrade_cooldown();
}

template <class T>
DispatchResult Pallet<T>::remove_upgrade_cooldown::operator()(Signed who) const {
    auto cooldowns = storage.UpgradeCooldowns.get();
    const auto found = std::ranges::find(cooldowns, para, &std::pair<ParaId, BlockNumber>::first);
    if (found == cooldowns.end()) {
        storage.UpgradeCooldowns.put(cooldowns);
        return {};
    }
    const Balance cost = cooldown_cost(found->second);
    cooldowns.erase(found);
    TRY(T::Fungible::burn_from(who, cost, Preservation::Preserve, Precision::Exact, Fortitude::Polite));
    storage.UpgradeCooldowns.put(cooldowns);
    storage.UpgradeRestrictionSignal.remove(para);
    deposit_event(typename Event::UpgradeCooldownRemoved{para});
    return {};
}

template <class T>
Weight Pallet<T>::authorize_force_set_current_code_hash::weight() const {
    return T::kWeights.authorize_force_set_current_code_hash();
}

template <class T>
DispatchResult Pallet<T>::authorize_force_set_current_code_hash::operator()(const RuntimeOrigin& origin) const {
    TRY(ensure_origin<typename T::AuthorizeCurrentCodeOrigin>(origin));
    ENSURE(is_valid_para(para), Error::NotRegistered);
    const BlockNumber expire_at = saturating_add(T::System::block_number(), valid_period);
    storage.AuthorizedCodeHash.put(para, {new_code_hash, expire_at});
    deposit_event(typename Event::CodeAuthorized{para, new_code_hash, expire_at});
    return {};
}

template <class T>
auto Pallet<T>::authorization_of(ParaId para, const ValidationCode& code) -> Result<AuthorizedCode, Error> {
    const auto authorized = storage.AuthorizedCodeHash.get(para);
    ENSURE(authorized, Error::NothingAuthorized);
    ENSURE(authorized->expire_at > T::System::block_number(), Error::InvalidBlockNumber);
    ENSURE(authorized->code_hash == code.hash(), Error::Unauthorized);
    return *authorized;
}

template <class T>
Weight Pallet<T>::apply_authorized_force_set_current_code::weight() const {
    return T::kWeights.apply_authorized_force_set_current_code(size_of(new_code._0));
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::apply_authorized_force_set_current_code::operator()(const RuntimeOrigin&) const {
    TRY(authorization_of(para, new_code));
    storage.AuthorizedCodeHash.remove(para);
    force_set_current_code_now(para, new_code);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResult Pallet<T>::force_schedule_code_upgrade::operator()(Root) const {
    schedule_code_upgrade(para, new_code, relay_parent_number, T::Configuration::config(),
                          UpgradeStrategy::ApplyAtExpectedBlock);
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

/// Eras: when one is planned, who validates in it, what happens when it begins and ends.
#pragma once

#include "runtime/pallets/staking/exposures.ipp"

namespace serinus::pallet_staking {

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber) {
    return T::kDbWeight.reads(1);  // of on_finalize
}

template <class T>
void Pallet<T>::on_finalize(BlockNumber) {
    auto era = storage.ActiveEra.get();
    if (!era || era->start) return;
    era->start = T::Timestamp::now();
    storage.ActiveEra.put(*era);
}

template <class T>
auto Pallet<T>::new_session(SessionIndex planned) -> std::optional<Validators> {
    storage.CurrentPlannedSession.put(planned);
    return without_exposures(plan_session(planned, false));
}

template <class T>
auto Pallet<T>::new_session_genesis(SessionIndex planned, std::span<const AccountId>) -> std::optional<Validators> {
    storage.CurrentPlannedSession.put(planned);
    return without_exposures(plan_session(planned, true));
}

template <class T>
auto Pallet<T>::without_exposures(std::optional<std::vector<AccountId>> validators) -> std::optional<Validators> {
    if (!validators) return std::nullopt;
    Validators out;
    for (const AccountId& validator : *validators) out.emplace_back(validator, Exposure{});
    return out;
}

/// The validators of that session, if it begins an era; nullopt if they stay.
template <class T>
std::optional<std::vector<AccountId>> Pallet<T>::plan_session(SessionIndex index, bool is_genesis) {
    const auto current_era = storage.CurrentEra.get();
    if (!current_era) return try_trigger_new_era(index, is_genesis);
    const SessionIndex start = storage.ErasStartSessionIndex.get(*current_era).value_or(0);
    const Forcing forcing = storage.ForceEra.get();
    const bool is_over = saturating_sub(index, start) >= T::kConstants.SessionsPerEra;
    if (forcing == Forcing::ForceNone || (forcing == Forcing::NotForcing && !is_over)) return std::nullopt;

    auto validators = try_trigger_new_era(index, is_genesis);
    if (validators && storage.ForceEra.get() == Forcing::ForceNew) set_force_era(Forcing::NotForcing);
    return validators;
}

template <class T>
std::optional<std::vector<AccountId>> Pallet<T>::try_trigger_new_era(SessionIndex start, bool is_genesis) {
    const auto elected = is_genesis ? T::GenesisElectionProvider::elect() : T::ElectionProvider::elect();
    if (!elected) {
        deposit_event(typename Event::StakingElectionFailed{});
        return std::nullopt;
    }
    Validators exposures = collect_exposures(*elected);
    if (exposures.size() < std::max(storage.MinimumValidatorCount.get(), 1u)) {
        // The first era may be without stake: Session then takes the validators of its own genesis.
        if (!storage.CurrentEra.exists()) {
            storage.CurrentEra.put(0);
            storage.ErasStartSessionIndex.put(0, start);
        }
        deposit_event(typename Event::StakingElectionFailed{});
        return std::nullopt;
    }
    deposit_event(typename Event::StakersElected{});
    return trigger_new_era(start, std::move(exposures));
}

template <class T>
auto Pallet<T>::collect_exposures(const Supports<AccountId>& supports) -> Validators {
    const Balance issuance = Currency::total_issuance();
    Validators out;
    out.reserve(supports.size());
    for (const auto& [validator, support] : supports) {
        Exposure exposure;
        for (const auto& [nominator, votes] : support.voters) {
            const Balance stake = VotesOf<T>::to_currency(votes, issuance);
            if (nominator == validator) {
                exposure.own.value = saturating_add(exposure.own.value, stake);
            } else {
                exposure.others.push_back({nominator, {stake}});
            }
            exposure.total.value = saturating_add(exposure.total.value, stake);
        }
        out.emplace_back(validator, std::move(exposure));
    }
    return out;
}

template <class T>
std::vector<AccountId> Pallet<T>::trigger_new_era(SessionIndex start, Validators exposures) {
    const auto last = storage.CurrentEra.get();
    const EraIndex planned = last ? *last + 1 : 0;
    storage.CurrentEra.put(planned);
    storage.ErasStartSessionIndex.put(planned, start);
    if (const auto old = checked_sub(planned, T::kConstants.HistoryDepth + 1)) clear_era_information(*old);
    return store_stakers_info(std::move(exposures), planned);
}

template <class T>
std::vector<AccountId> Pallet<T>::store_stakers_info(Validators exposures, EraIndex era) {
    std::vector<AccountId> elected;
    Balance total = 0;
    for (auto& [stash, exposure] : exposures) {
        elected.push_back(stash);
        total = saturating_add(total, exposure.total.value);
        set_exposure(era, stash, std::move(exposure));
    }
    storage.ErasTotalStake.put(era, total);
    for (const AccountId& stash : elected) storage.ErasValidatorPrefs.put(era, stash, storage.Validators.get(stash));
    return elected;
}

template <class T>
void Pallet<T>::clear_era_information(EraIndex era) {
    storage.ErasStakers.clear_prefix(era, std::nullopt);
    storage.ErasStakersClipped.clear_prefix(era, std::nullopt);
    storage.ErasValidatorPrefs.clear_prefix(era, std::nullopt);
    storage.ClaimedRewards.clear_prefix(era, std::nullopt);
    storage.ErasStakersPaged.clear_prefix(era, std::nullopt);
    storage.ErasStakersOverview.clear_prefix(era, std::nullopt);
    storage.ErasValidatorReward.remove(era);
    storage.ErasRewardPoints.remove(era);
    storage.ErasTotalStake.remove(era);
    storage.ErasStartSessionIndex.remove(era);
}

template <class T>
void Pallet<T>::start_session(SessionIndex index) {
    const auto active = storage.ActiveEra.get();
    const auto next_start = storage.ErasStartSessionIndex.get(active ? active->index + 1 : 0);
    if (next_start && *next_start <= index) start_era(index);
}

template <class T>
void Pallet<T>::end_session(SessionIndex index) {
    const auto active = storage.ActiveEra.get();
    if (!active) return;
    if (storage.ErasStartSessionIndex.get(active->index + 1) == std::optional(index + 1)) end_era(*active);
}

template <class T>
void Pallet<T>::start_era(SessionIndex start) {
    const auto last = storage.ActiveEra.get();
    const EraIndex era = last ? last->index + 1 : 0;
    storage.ActiveEra.put({.index = era, .start = std::nullopt});

    auto bonded = storage.BondedEras.get();
    bonded.emplace_back(era, start);
    if (era > T::kConstants.BondingDuration) {
        const EraIndex first_kept = era - T::kConstants.BondingDuration;
        const auto kept = std::ranges::find_if(bonded, [&](const auto& entry) { return entry.first >= first_kept; });
        for (auto entry = bonded.begin(); entry != kept; ++entry) clear_era_metadata(entry->first);
        bonded.erase(bonded.begin(), kept);
        if (!bonded.empty()) T::Historical::prune_up_to(bonded.front().second);
    }
    storage.BondedEras.put(bonded);
    apply_unapplied_slashes(era);
}

template <class T>
void Pallet<T>::end_era(const ActiveEraInfo& era) {
    if (!era.start) return;
    const uint64_t duration_ms = saturating_sub(T::Timestamp::now(), *era.start);
    const Balance staked = storage.ErasTotalStake.get(era.index);
    const auto [to_stakers, rest] = T::EraPayout::era_payout(staked, Currency::total_issuance(), duration_ms);
    const Balance total = saturating_add(to_stakers, rest);
    const Percent most = storage.MaxStakedRewards.get().value_or(Percent::from_percent(100));
    const Balance payout = std::min(to_stakers, most * total);
    const Balance remainder = saturating_sub(total, payout);
    deposit_event(typename Event::EraPaid{era.index, payout, remainder});
    storage.ErasValidatorReward.put(era.index, payout);
    give_to(typename T::RewardRemainder{}, Currency::issue_credit(remainder));
}

template <class T>
void Pallet<T>::apply_unapplied_slashes(EraIndex active_era) {
    const auto slashes = storage.UnappliedSlashes.take(active_era);
    for (const Slash& slash : slashes) {
        // Observed: Kusama 1.7.1: a slash of era e is stored for e + SlashDeferDuration + 1, so this is e + 1.
        apply_slash(slash, saturating_sub(active_era, T::kConstants.SlashDeferDuration));
    }
}

}  // namespace serinus::pallet_staking

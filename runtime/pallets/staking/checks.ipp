/// What must hold of the configuration and of the state.
#pragma once

#include "runtime/pallets/staking/exposures.ipp"

namespace serinus::pallet_staking {

template <class T>
void Pallet<T>::integrity_test() {
    static_assert(ElectionDataProvider<Pallet> && ElectionProvider<typename T::ElectionProvider> &&
                  ElectionProvider<typename T::GenesisElectionProvider> && SortedListProvider<typename T::VoterList>);
    static_assert(T::kMaxNominations > 0);
    static_assert(T::ElectionProvider::kMaxWinners == T::GenesisElectionProvider::kMaxWinners);
    static_assert(T::kConstants.SlashDeferDuration < T::kConstants.BondingDuration ||
                  T::kConstants.BondingDuration == 0);
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto broken = [](const char* what) { return std::string(what); };
    auto voters = T::VoterList::iter();
    while (const auto voter = voters.next()) {
        ENSURE(storage.Nominators.exists(*voter) || storage.Validators.exists(*voter),
               broken("the list of voters has somebody who does not vote"));
    }
    ENSURE(T::VoterList::count() == storage.Nominators.count() + storage.Validators.count(),
           broken("the list of voters has not as many as vote"));
    ENSURE(storage.ValidatorCount.get() <= T::kConstants.MaxValidatorSet, broken("too many validators are wanted"));

    auto stashes = storage.Bonded.iter();
    while (const auto entry = stashes.next()) {
        // A broken bond is not checked: older releases have left some.
        const auto bond = bond_of_stash(entry->first);
        if (!bond) continue;
        const Ledger& ledger = bond->ledger;
        Balance parts = ledger.active.value;
        for (const auto& chunk : ledger.unlocking) parts += chunk.value.value;
        ENSURE(parts == ledger.total.value, broken("a ledger is not the sum of its parts"));
        ENSURE(storage.Payee.exists(entry->first), broken("a stash has no payee"));
        const Balance held = Hold::balance(entry->first);
        if (is_virtual_staker(entry->first)) {
            ENSURE(held == 0, broken("a virtual staker has something on hold"));
        } else {
            ENSURE(held == ledger.total.value || T::OldLocks::balance_locked(kStakingId, entry->first) != 0,
                   broken("what is on hold is not what is bonded"));
        }
    }
    const auto era = storage.ActiveEra.get();
    if (!era) return {};
    auto overviews = storage.ErasStakersOverview.iter_prefix(era->index);
    while (const auto entry = overviews.next()) {
        const Exposure exposure = eras_stakers(era->index, entry->first);
        Balance parts = exposure.own.value;
        std::set<AccountId> nominators;
        for (const auto& nominator : exposure.others) {
            parts += nominator.value.value;
            ENSURE(nominators.insert(nominator.who).second, broken("a nominator backs a validator twice"));
        }
        ENSURE(parts == exposure.total.value, broken("an exposure is not the sum of its parts"));
        ENSURE(exposure.others.size() == entry->second.nominator_count, broken("an exposure has other nominators"));
    }
    auto nominators = storage.Nominators.iter();
    while (const auto entry = nominators.next()) {
        ENSURE(entry->second.submitted_in >= era->index || bonded(entry->first), broken("a nominator is not bonded"));
    }
    return {};
}

}  // namespace serinus::pallet_staking

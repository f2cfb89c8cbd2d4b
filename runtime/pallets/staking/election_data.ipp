/// What an election gets to see of validators and nominators.
#pragma once

#include "runtime/pallets/staking/ledger.ipp"
#include "runtime/pallets/staking/snapshot.hpp"

namespace serinus::pallet_staking {

template <class T>
void Pallet<T>::register_weight(Weight weight) {
    T::System::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
}

template <class T>
auto Pallet<T>::get_npos_voters(DataProviderBounds bounds) -> std::vector<Voter> {
    const uint32_t wanted = std::min(bounds.count.value_or(max_value<uint32_t>()), T::VoterList::count());
    detail::SizeTracker tracker(bounds);
    std::vector<Voter> voters;
    voters.reserve(wanted);
    uint32_t validators = 0;
    uint32_t nominators = 0;
    VoteWeight least = max_value<VoteWeight>();
    const auto add = [&](Voter voter) {
        // An account, its stake, and the votes.
        const size_t size = AccountId::kSize + sizeof(VoteWeight) + AccountId::kSize * std::get<2>(voter).size();
        if (!tracker.try_register(size)) {
            deposit_event(typename Event::SnapshotVotersSizeExceeded{tracker.size()});
            return false;
        }
        voters.push_back(std::move(voter));
        return true;
    };

    auto list = T::VoterList::iter();
    for (uint32_t seen = 0; voters.size() < wanted && seen < detail::kIterationsPerElement * wanted; ++seen) {
        const auto stash = list.next();
        if (!stash) break;
        const VoteWeight weight = weight_of(*stash);
        if (weight == 0) continue;
        if (auto nominations = storage.Nominators.get(*stash)) {
            if (!nominations->targets.empty()) {
                if (!add({*stash, weight, std::move(nominations->targets)})) break;
                ++nominators;
            }
            least = std::min(least, weight);
        } else if (storage.Validators.exists(*stash)) {
            if (!add({*stash, weight, decltype(nominations->targets)::truncate_from({*stash})})) break;
            ++validators;
        }
    }
    register_weight(T::kWeights.get_npos_voters(validators, nominators));
    storage.MinimumActiveStake.put(voters.empty() ? 0 : least);
    return voters;
}

template <class T>
std::vector<AccountId> Pallet<T>::get_npos_targets(DataProviderBounds bounds) {
    using Targets = detail::StoredValidators<Pallet>;
    const uint32_t wanted = std::min(bounds.count.value_or(max_value<uint32_t>()), Targets::count());
    detail::SizeTracker tracker(bounds);
    std::vector<AccountId> targets;
    targets.reserve(wanted);
    auto all = Targets::iter();
    for (uint32_t seen = 0; targets.size() < wanted && seen < detail::kIterationsPerElement * wanted; ++seen) {
        const std::optional<AccountId> target = all.next();
        if (!target) break;
        if (!tracker.try_register(AccountId::kSize)) {
            deposit_event(typename Event::SnapshotTargetsSizeExceeded{tracker.size()});
            break;
        }
        targets.push_back(*target);
    }
    register_weight(T::kWeights.get_npos_targets(static_cast<uint32_t>(targets.size())));
    return targets;
}

template <class T>
Result<uint32_t, ElectionFailure> Pallet<T>::desired_targets() {
    register_weight(T::kDbWeight.reads(1));
    return storage.ValidatorCount.get();
}

template <class T>
auto Pallet<T>::electing_voters(DataProviderBounds bounds) -> Result<std::vector<Voter>, ElectionFailure> {
    return get_npos_voters(bounds);
}

template <class T>
Result<std::vector<AccountId>, ElectionFailure> Pallet<T>::electable_targets(DataProviderBounds bounds) {
    auto targets = get_npos_targets(bounds);
    if (bounds.count_exhausted(detail::StoredValidators<Pallet>::count()))
        return Err(ElectionFailure("Target snapshot too big"));
    return targets;
}

template <class T>
BlockNumber Pallet<T>::next_election_prediction(BlockNumber now) {
    constexpr uint32_t kSessionsPerEra = T::kConstants.SessionsPerEra;
    const SessionIndex start = storage.ErasStartSessionIndex.get(storage.CurrentEra.get().value_or(0)).value_or(0);
    const uint32_t progress = std::min(saturating_sub(storage.CurrentPlannedSession.get(), start), kSessionsPerEra);
    const BlockNumber this_session = saturating_sub(T::Session::estimate_next_new_session(now).first.value_or(0), now);
    BlockNumber sessions_left = 0;
    switch (storage.ForceEra.get()) {
        case Forcing::ForceNone:
            sessions_left = max_value<BlockNumber>();
            break;
        case Forcing::ForceNew:
        case Forcing::ForceAlways:
            break;
        case Forcing::NotForcing:
            if (progress < kSessionsPerEra) sessions_left = kSessionsPerEra - progress - 1;
            break;
    }
    const BlockNumber others = saturating_mul(sessions_left, T::Session::average_session_length());
    return saturating_add(now, saturating_add(this_session, others));
}

}  // namespace serinus::pallet_staking

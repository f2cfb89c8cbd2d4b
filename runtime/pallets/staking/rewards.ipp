/// Points, and who is paid for them.
#pragma once

#include "runtime/pallets/staking/ledger.ipp"

namespace serinus::pallet_staking {

template <class T>
void Pallet<T>::reward_by_ids(const std::vector<std::pair<AccountId, uint32_t>>& points) {
    const auto era = storage.ActiveEra.get();
    if (!era) return;
    storage.ErasRewardPoints.mutate(era->index, [&](EraRewardPoints<AccountId>& rewards) {
        for (const auto& [validator, earned] : points) {
            rewards.individual[validator] += earned;
            rewards.total += earned;
        }
    });
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::payout_stakers::operator()(Signed) const {
    return do_payout_stakers(validator_stash, era);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::do_payout_stakers(const AccountId& validator_stash, EraIndex era) {
    const PostDispatchInfo nobody_paid{T::kWeights.payout_stakers_alive_staked(0)};
    const auto refused = [&](Error error) { return DispatchErrorWithPostInfo(nobody_paid, error); };
    const auto current_era = storage.CurrentEra.get();
    ENSURE(current_era.has_value(), refused(Error::InvalidEraToReward));
    const EraIndex oldest = saturating_sub(*current_era, T::kConstants.HistoryDepth);
    ENSURE(era <= *current_era && era >= oldest, refused(Error::InvalidEraToReward));
    const auto era_payout = storage.ErasValidatorReward.get(era);
    ENSURE(era_payout.has_value(), refused(Error::InvalidEraToReward));
    const auto controller = bonded(validator_stash);
    ENSURE(controller.has_value(), refused(Error::NotStash));
    auto ledger = Pallet::ledger(*controller);
    ENSURE(ledger.has_value(), Error::NotController);

    std::vector<EraIndex> claimed = std::move(ledger->claimed_rewards).into_inner();
    std::erase_if(claimed, [&](EraIndex past) { return past < oldest; });
    const auto place = std::ranges::lower_bound(claimed, era);
    ENSURE(place == claimed.end() || *place != era, refused(Error::AlreadyClaimed));
    claimed.insert(place, era);
    auto bounded = decltype(ledger->claimed_rewards)::from(std::move(claimed));
    ENSURE(bounded.has_value(), Error::BoundNotMet);
    ledger->claimed_rewards = *std::move(bounded);
    const AccountId& stash = ledger->stash;
    const Exposure exposure = storage.ErasStakersClipped.get(era, stash);
    storage.Ledger.put(*controller, *ledger);

    const auto points = storage.ErasRewardPoints.get(era);
    const auto own_points = points.individual.find(stash);
    if (own_points == points.individual.end() || own_points->second == 0) return nobody_paid;

    const Balance payout = Perbill::from_rational(own_points->second, points.total) * *era_payout;
    const Perbill commission = storage.ErasValidatorPrefs.get(era, validator_stash).commission.value;
    const Balance commission_payout = commission * payout;
    const Balance shared = payout - commission_payout;
    const Balance total = exposure.total.value;
    deposit_event(typename Event::PayoutStarted{era, stash});

    PositiveImbalance all_paid;
    const auto pay = [&](const AccountId& to, Balance amount) {
        auto paid = make_payout(to, amount);
        if (!paid) return false;
        deposit_event(typename Event::Rewarded{to, paid->peek()});
        all_paid.subsume(*std::move(paid));
        return true;
    };
    pay(stash, Perbill::from_rational(exposure.own.value, total) * shared + commission_payout);
    uint32_t nominators_paid = 0;
    for (const auto& nominator : exposure.others) {
        if (pay(nominator.who, Perbill::from_rational(nominator.value.value, total) * shared)) ++nominators_paid;
    }
    give_to(typename T::Reward{}, std::move(all_paid));
    return PostDispatchInfo{T::kWeights.payout_stakers_alive_staked(nominators_paid)};
}

/// nullopt if the reward goes nowhere.
template <class T>
auto Pallet<T>::make_payout(const AccountId& stash, Balance amount) -> std::optional<PositiveImbalance> {
    const auto into_existing = [&]() -> std::optional<PositiveImbalance> {
        auto paid = Currency::deposit_into_existing(stash, amount);
        return paid ? std::optional<PositiveImbalance>(*std::move(paid)) : std::nullopt;
    };
    const Payee payee = storage.Payee.get(stash);
    if (std::holds_alternative<typename Payee::Controller>(payee.v)) {
        const auto controller = bonded(stash);
        if (!controller) return std::nullopt;
        return Currency::deposit_creating(*controller, amount);
    }
    if (std::holds_alternative<typename Payee::Stash>(payee.v)) return into_existing();
    if (std::holds_alternative<typename Payee::Staked>(payee.v)) {
        const auto controller = bonded(stash);
        auto ledger = controller ? Pallet::ledger(*controller) : std::nullopt;
        if (!ledger) return std::nullopt;
        ledger->active.value += amount;
        ledger->total.value += amount;
        auto paid = into_existing();
        update_ledger(*controller, *ledger);
        return paid;
    }
    if (const auto* const other = std::get_if<typename Payee::Account>(&payee.v)) {
        return Currency::deposit_creating(other->_0, amount);
    }
    return std::nullopt;
}

}  // namespace serinus::pallet_staking

/// Points, and who is paid for them.
#pragma once

#include "runtime/pallets/staking/exposures.ipp"

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
    const PostDispatchInfo nobody_paid{T::kWeights.payout_stakers_alive_staked(0)};
    const auto controller = bonded(validator_stash);
    ENSURE(controller.has_value(), DispatchErrorWithPostInfo(nobody_paid, Error::NotStash));
    const Bond bond = TRY(bond_of_controller(*controller));
    const auto page = next_claimable_page(era, validator_stash, bond.ledger);
    ENSURE(page.has_value(), DispatchErrorWithPostInfo(nobody_paid, Error::AlreadyClaimed));
    return do_payout_page(validator_stash, era, *page);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::payout_stakers_by_page::operator()(Signed) const {
    return do_payout_page(validator_stash, era, page);
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::do_payout_page(const AccountId& validator_stash, EraIndex era, Page page) {
    const PostDispatchInfo nobody_paid{T::kWeights.payout_stakers_alive_staked(0)};
    const auto refused = [&](Error error) { return DispatchErrorWithPostInfo(nobody_paid, error); };
    const auto current_era = storage.CurrentEra.get();
    ENSURE(current_era.has_value(), refused(Error::InvalidEraToReward));
    const EraIndex oldest = saturating_sub(*current_era, T::kConstants.HistoryDepth);
    ENSURE(era <= *current_era && era >= oldest, refused(Error::InvalidEraToReward));
    ENSURE(page < page_count(era, validator_stash), refused(Error::InvalidPage));
    const auto era_payout = storage.ErasValidatorReward.get(era);
    ENSURE(era_payout.has_value(), refused(Error::InvalidEraToReward));
    auto bond = bond_of_stash(validator_stash);
    if (!bond) {
        ENSURE(!storage.Bonded.exists(validator_stash), Error::NotController);
        return refused(Error::NotStash);
    }

    Ledger& ledger = bond->ledger;
    ledger.legacy_claimed_rewards.retain([&](EraIndex past) { return past >= oldest; });
    TRY(update(bond->controller, ledger));
    const AccountId& stash = ledger.stash;
    auto claimed = storage.ClaimedRewards.get(era, stash);
    const bool is_claimed = std::ranges::binary_search(ledger.legacy_claimed_rewards, era) ||
                            std::ranges::find(claimed, page) != claimed.end();
    ENSURE(!is_claimed, refused(Error::AlreadyClaimed));
    claimed.push_back(page);
    storage.ClaimedRewards.put(era, stash, claimed);
    const auto exposure = paged_exposure(era, stash, page);
    ENSURE(exposure.has_value(), refused(Error::InvalidEraToReward));

    const auto points = storage.ErasRewardPoints.get(era);
    const auto own_points = points.individual.find(stash);
    if (own_points == points.individual.end() || own_points->second == 0) return nobody_paid;
    const Balance payout = Perbill::from_rational(own_points->second, points.total) * *era_payout;
    deposit_event(typename Event::PayoutStarted{era, stash, page, next_claimable_page(era, stash, ledger)});
    const uint32_t nominators_paid = pay_page(stash, era, *exposure, payout);
    return PostDispatchInfo{T::kWeights.payout_stakers_alive_staked(nominators_paid)};
}

/// Shares what a validator and its nominators get of an era; says how many nominators of the page were paid.
template <class T>
uint32_t Pallet<T>::pay_page(const AccountId& stash, EraIndex era, const PagedExposure& exposure, Balance payout) {
    const Balance commission = storage.ErasValidatorPrefs.get(era, stash).commission.value * payout;
    const Balance shared = saturating_sub(payout, commission);
    const Balance on_page = exposure.page_total + exposure.own;
    Debt all_paid;
    const auto pay = [&](const AccountId& to, Balance amount) {
        auto paid = make_payout(to, amount);
        if (!paid) return false;
        deposit_event(typename Event::Rewarded{to, paid->second, paid->first.peek()});
        all_paid.subsume(std::move(paid->first));
        return true;
    };
    pay(stash, Perbill::from_rational(exposure.own, exposure.total) * shared +
                   Perbill::from_rational(on_page, exposure.total) * commission);
    uint32_t nominators_paid = 0;
    for (const auto& nominator : exposure.others) {
        if (pay(nominator.who, Perbill::from_rational(nominator.value.value, exposure.total) * shared)) {
            ++nominators_paid;
        }
    }
    give_to(typename T::Reward{}, std::move(all_paid));
    return nominators_paid;
}

/// nullopt if the reward goes nowhere. An account that cannot take it gets a reward of zero.
template <class T>
auto Pallet<T>::make_payout(const AccountId& stash, Balance amount) -> std::optional<std::pair<Debt, Payee>> {
    if (amount == 0) return std::nullopt;
    auto payee = storage.Payee.get(stash);
    if (!payee) return std::nullopt;
    const auto paid = [&](Debt debt) { return std::pair<Debt, Payee>(std::move(debt), *payee); };
    const auto deposit_to = [&](const AccountId& who) {
        auto debt = Currency::deposit(who, amount, Precision::BestEffort);
        return debt ? *std::move(debt) : Debt();
    };
    if (std::holds_alternative<typename Payee::Stash>(payee->v)) {
        auto debt = Currency::deposit(stash, amount, Precision::Exact);
        if (!debt) return std::nullopt;
        return paid(*std::move(debt));
    }
    if (std::holds_alternative<typename Payee::Staked>(payee->v)) {
        auto bond = bond_of_stash(stash);
        if (!bond) return std::nullopt;
        bond->ledger.active.value += amount;
        bond->ledger.total.value += amount;
        auto debt = Currency::deposit(stash, amount, Precision::Exact);
        static_cast<void>(update(bond->controller, bond->ledger));
        if (!debt) return std::nullopt;
        return paid(*std::move(debt));
    }
    if (const auto* const other = std::get_if<typename Payee::Account>(&payee->v)) return paid(deposit_to(other->_0));
    if (std::holds_alternative<typename Payee::Controller>(payee->v)) {
        const auto controller = bonded(stash);
        if (controller) return paid(deposit_to(*controller));
    }
    return std::nullopt;
}

}  // namespace serinus::pallet_staking

/// What offences cost. Of several offences in one era only the largest fraction counts, of several eras in one slashing
/// span only the largest slash.
#pragma once

#include "runtime/pallets/staking/exposures.ipp"
#include "runtime/pallets/staking/inspected_spans.hpp"

namespace serinus::pallet_staking {

/// An offence of one validator.
template <class T>
struct Pallet<T>::SlashParams {
    const AccountId& stash;
    Perbill slash;
    const Exposure& exposure;
    EraIndex slash_era;
    EraIndex window_start;  ///< the first era for which somebody can be slashed
    EraIndex now;
    Perbill reward_proportion;
};

template <class T>
void Pallet<T>::on_offence(std::span<const OffenceDetails> offenders, std::span<const Perbill> slash_fractions,
                           SessionIndex slash_session) {
    std::vector<Offender> reported;
    for (const auto& details : offenders) reported.push_back({details.offender.first, details.reporters});
    punish(reported, slash_fractions, slash_session);
}

template <class T>
void Pallet<T>::punish(std::span<const Offender> offenders, std::span<const Perbill> slash_fractions,
                       SessionIndex slash_session) {
    const Perbill reward_proportion = storage.SlashRewardFraction.get();
    const auto active = storage.ActiveEra.get();
    if (!active) return;
    const EraIndex active_era = active->index;
    EraIndex slash_era = active_era;
    if (slash_session < storage.ErasStartSessionIndex.get(active_era).value_or(0)) {
        const auto eras = storage.BondedEras.get();
        const auto found =
            std::find_if(eras.rbegin(), eras.rend(), [&](const auto& entry) { return entry.second <= slash_session; });
        if (found == eras.rend()) return;
        slash_era = found->first;
    }
    const auto invulnerables = storage.Invulnerables.get();
    for (size_t i = 0; i < offenders.size() && i < slash_fractions.size(); ++i) {
        const AccountId& stash = offenders[i].validator;
        const Exposure exposure = eras_stakers(slash_era, stash);
        if (std::ranges::find(invulnerables, stash) != invulnerables.end()) continue;
        deposit_event(typename Event::SlashReported{stash, slash_fractions[i], slash_era});
        if (slash_era == active_era) T::Session::report_offence(stash, {slash_fractions[i]});
        auto unapplied = compute_slash({.stash = stash,
                                        .slash = slash_fractions[i],
                                        .exposure = exposure,
                                        .slash_era = slash_era,
                                        .window_start = saturating_sub(active_era, T::kConstants.BondingDuration),
                                        .now = active_era,
                                        .reward_proportion = reward_proportion});
        if (!unapplied) continue;
        unapplied->reporters = offenders[i].reporters;
        if (T::kConstants.SlashDeferDuration == 0) {
            apply_slash(*unapplied, slash_era);
            continue;
        }
        const EraIndex due = saturating_add(saturating_add(slash_era, T::kConstants.SlashDeferDuration), 1u);
        storage.UnappliedSlashes.mutate(due,
                                        [&](std::vector<Slash>& waiting) { waiting.push_back(*std::move(unapplied)); });
    }
}

/// nullopt if the offence costs nothing, or nothing more than what is known.
template <class T>
auto Pallet<T>::compute_slash(const SlashParams& params) -> std::optional<Slash> {
    const Balance own_slash = params.slash * params.exposure.own.value;
    if (params.slash * params.exposure.total.value == 0) {
        Inspected spans(params.stash, params.window_start, params.reward_proportion);
        if (spans.is_present(spans.span_of(params.slash_era))) spans.end_span(params.now);
        spans.close();
        return std::nullopt;
    }
    // Fractions are compared, not amounts, which are rounded.
    const auto known = storage.ValidatorSlashInEra.get(params.slash_era, params.stash);
    const Perbill prior = known ? known->first : Perbill::zero();
    if (params.slash <= prior) return std::nullopt;
    storage.ValidatorSlashInEra.put(params.slash_era, params.stash, {params.slash, own_slash});

    Inspected spans(params.stash, params.window_start, params.reward_proportion);
    if (spans.is_present(spans.compare_and_update_span_slash(params.slash_era, own_slash))) {
        spans.end_span(params.now);
    }
    spans.close();

    Slash out{.validator = params.stash, .own = spans.slashed, .others = {}, .reporters = {}, .payout = spans.reward};
    out.payout += slash_nominators(params, prior, out.others);
    return out;
}

/// What nominators lose goes to `slashed`, zeros too; gives what reporters get for it.
template <class T>
Balance Pallet<T>::slash_nominators(const SlashParams& params, Perbill prior,
                                    std::vector<std::pair<AccountId, Balance>>& slashed) {
    Balance reward = 0;
    for (const auto& [nominator, value] : params.exposure.others) {
        const Balance more = saturating_sub(params.slash * value.value, prior * value.value);
        const Balance era_slash = storage.NominatorSlashInEra.get(params.slash_era, nominator).value_or(0) + more;
        storage.NominatorSlashInEra.put(params.slash_era, nominator, era_slash);

        Inspected spans(nominator, params.window_start, params.reward_proportion);
        if (spans.is_present(spans.compare_and_update_span_slash(params.slash_era, era_slash))) {
            spans.end_span(params.now);
        }
        spans.close();
        reward += spans.reward;
        slashed.emplace_back(nominator, spans.slashed);
    }
    return reward;
}

template <class T>
void Pallet<T>::clear_era_metadata(EraIndex era) {
    storage.ValidatorSlashInEra.clear_prefix(era, std::nullopt);
    storage.NominatorSlashInEra.clear_prefix(era, std::nullopt);
}

template <class T>
DispatchResult Pallet<T>::clear_stash_metadata(const AccountId& stash, uint32_t num_slashing_spans) {
    const auto spans = storage.SlashingSpans.get(stash);
    if (!spans) return {};
    ENSURE(num_slashing_spans >= spans->count(), Error::IncorrectSlashingSpans);
    storage.SlashingSpans.remove(stash);
    for (const auto& span : spans->all()) storage.SpanSlash.remove({stash, span.index});
    return {};
}

template <class T>
void Pallet<T>::do_slash(const AccountId& stash, Balance value, Balance& reward_payout, Credit& slashed,
                         EraIndex slash_era) {
    auto bond = bond_of_stash(stash);
    if (!bond || value == 0) return;
    Ledger& ledger = bond->ledger;
    const Balance total_before = ledger.total.value;
    const auto slashed_unlocking = detail::slash(ledger, value, Currency::minimum_balance(),
                                                 saturating_add(slash_era, T::kConstants.BondingDuration));
    const Balance taken = saturating_sub(total_before, ledger.total.value);
    for_each_handler(typename T::EventListeners{}, [&]<class Listener>() {
        Listener::on_slash(stash, ledger.active.value, slashed_unlocking, taken);
    });
    if (taken == 0) return;
    if (!is_virtual_staker(stash)) {
        auto [credit, missing] = Hold::slash(stash, taken);
        slashed.subsume(std::move(credit));
        reward_payout = saturating_sub(reward_payout, missing);
    }
    static_cast<void>(update(bond->controller, ledger));
    deposit_event(typename Event::Slashed{stash, taken});
}

template <class T>
void Pallet<T>::apply_slash(const Slash& slash, EraIndex slash_era) {
    Credit slashed;
    Balance reward_payout = slash.payout;
    do_slash(slash.validator, slash.own, reward_payout, slashed, slash_era);
    for (const auto& [nominator, value] : slash.others) do_slash(nominator, value, reward_payout, slashed, slash_era);
    pay_reporters(reward_payout, std::move(slashed), slash.reporters);
}

template <class T>
void Pallet<T>::pay_reporters(Balance reward_payout, Credit slashed, const std::vector<AccountId>& reporters) {
    if (reward_payout == 0 || reporters.empty()) {
        give_to(typename T::Slash{}, std::move(slashed));
        return;
    }
    auto [reward, rest] = std::move(slashed).split(reward_payout);
    const Balance each = reward.peek() / reporters.size();
    for (const AccountId& reporter : reporters) {
        auto [part, left] = std::move(reward).split(each);
        reward = std::move(left);
        static_cast<void>(Currency::resolve(reporter, std::move(part)));
    }
    rest.subsume(std::move(reward));
    give_to(typename T::Slash{}, std::move(rest));
}

}  // namespace serinus::pallet_staking

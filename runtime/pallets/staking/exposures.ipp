/// What is behind a validator in an era: in pages, or, of eras of older releases, as one.
#pragma once

#include "runtime/pallets/staking/ledger.ipp"

namespace serinus::pallet_staking {

/// What a payout of one page looks at.
template <class T>
struct Pallet<T>::PagedExposure {
    Balance total{};       ///< of all pages
    Balance own{};         ///< on the first page alone
    Balance page_total{};  ///< of nominators
    std::vector<sp_staking::IndividualExposure<AccountId, Balance>> others;
};

template <class T>
auto Pallet<T>::eras_stakers(EraIndex era, const AccountId& validator) -> Exposure {
    const auto overview = storage.ErasStakersOverview.get(era, validator);
    if (!overview) return storage.ErasStakers.get(era, validator);
    Exposure out{.total = overview->total, .own = overview->own, .others = {}};
    for (Page page = 0; page < overview->page_count; ++page) {
        const auto nominators = storage.ErasStakersPaged.get(era, validator, page);
        if (nominators) out.others.insert(out.others.end(), nominators->others.begin(), nominators->others.end());
    }
    return out;
}

template <class T>
Page Pallet<T>::page_count(EraIndex era, const AccountId& validator) {
    const auto overview = storage.ErasStakersOverview.get(era, validator);
    // Who has no nominators has no page, but a stake that is paid.
    if (!overview || (overview->page_count == 0 && overview->own.value > 0)) return 1;
    return overview->page_count;
}

template <class T>
bool Pallet<T>::pending_rewards(EraIndex era, const AccountId& validator) {
    const auto overview = storage.ErasStakersOverview.get(era, validator);
    if (!overview && !storage.ErasStakers.exists(era, validator)) return false;
    // Observed: pallet-staking 42: here an overview without pages has none, whatever the own stake is.
    const Page pages = overview ? overview->page_count : 1;
    const auto ledger = storage.Ledger.get(validator);
    if (ledger) {
        const auto& claimed = ledger->legacy_claimed_rewards;
        if (std::ranges::find(claimed, era) != claimed.end()) return false;
    }
    return storage.ClaimedRewards.get(era, validator).size() < pages;
}

template <class T>
auto Pallet<T>::paged_exposure(EraIndex era, const AccountId& validator, Page page) -> std::optional<PagedExposure> {
    const auto overview = storage.ErasStakersOverview.get(era, validator);
    if (!overview) {
        if (page != 0) return std::nullopt;
        auto clipped = storage.ErasStakersClipped.get(era, validator);
        // Observed: pallet-staking 42: the total of the page has the own stake in it, which then counts twice.
        return PagedExposure{clipped.total.value, clipped.own.value, clipped.total.value, std::move(clipped.others)};
    }
    PagedExposure out{.total = overview->total.value, .own = page == 0 ? overview->own.value : 0, .others = {}};
    if (auto nominators = storage.ErasStakersPaged.get(era, validator, page)) {
        out.page_total = nominators->page_total.value;
        out.others = std::move(nominators->others);
    }
    return out;
}

template <class T>
std::optional<Page> Pallet<T>::next_claimable_page(EraIndex era, const AccountId& validator, const Ledger& ledger) {
    if (storage.ErasStakersClipped.exists(era, validator)) {
        return std::ranges::binary_search(ledger.legacy_claimed_rewards, era) ? std::nullopt : std::optional<Page>(0);
    }
    const auto claimed = storage.ClaimedRewards.get(era, validator);
    const Page pages = page_count(era, validator);
    for (Page page = 0; page < pages; ++page) {
        if (std::ranges::find(claimed, page) == claimed.end()) return page;
    }
    return std::nullopt;
}

template <class T>
void Pallet<T>::set_exposure(EraIndex era, const AccountId& validator, Exposure exposure) {
    constexpr size_t kPageSize = std::max(T::kConstants.MaxExposurePageSize, 1u);
    const auto& others = exposure.others;
    const size_t pages = (others.size() + kPageSize - 1) / kPageSize;
    storage.ErasStakersOverview.put(era, validator,
                                    {.total = exposure.total,
                                     .own = exposure.own,
                                     .nominator_count = static_cast<uint32_t>(others.size()),
                                     .page_count = static_cast<Page>(pages)});
    for (size_t page = 0; page < pages; ++page) {
        sp_staking::ExposurePage<AccountId, Balance> out;
        const size_t end = std::min(others.size(), (page + 1) * kPageSize);
        for (size_t i = page * kPageSize; i < end; ++i) {
            out.page_total.value += others[i].value.value;
            out.others.push_back(others[i]);
        }
        storage.ErasStakersPaged.put(era, validator, static_cast<Page>(page), out);
    }
}

}  // namespace serinus::pallet_staking

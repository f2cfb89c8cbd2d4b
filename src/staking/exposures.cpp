#include "staking/exposures.hpp"

#include <algorithm>

namespace serinus::staking {

Result<std::map<AccountId, Balance>, std::string> read_backings(StateReader& reader, EraIndex era) {
    std::map<AccountId, Balance> out;
    // Both begin with the total.
    for (const char* const item : {"ErasStakers", "ErasStakersOverview"}) {
        TRY(reader.each<scale::Compact<Balance>>(
            kStaking, item,
            [&](BytesView key, scale::Compact<Balance> total) {
                if (const auto stash = account_at_end(key)) out[*stash] = total.value;
            },
            era_key(era)));
    }
    return out;
}

Result<std::optional<PaidExposure>, std::string> find_paid_exposure(StateReader& reader, EraIndex era,
                                                                    const AccountId& validator, PageIndex page) {
    const Bytes key = era_key(era, validator);
    TRY_ASSIGN(const auto overview, reader.find<ExposureOverview>(kStaking, "ErasStakersOverview", key));
    if (!overview) {
        if (page > 0) return std::optional<PaidExposure>();
        TRY_ASSIGN(auto whole, reader.find<Exposure>(kStaking, "ErasStakersClipped", key));
        if (!whole) return std::optional<PaidExposure>();
        return std::optional(PaidExposure{.total = whole->total.value,
                                          .own = whole->own.value,
                                          .on_page = whole->total.value,
                                          .others = std::move(whole->others)});
    }
    PaidExposure out{
        .total = overview->total.value, .own = page == 0 ? overview->own.value : 0, .on_page = 0, .others = {}};
    const Bytes page_key = concat(key, twox_64_key(scale::encode(page)));
    TRY_ASSIGN(auto found, reader.find<ExposurePage>(kStaking, "ErasStakersPaged", page_key));
    // Without nominators there is no page, and the validator is paid all the same.
    if (!found && page > 0) return std::optional<PaidExposure>();
    out.on_page = out.own + (found ? found->total.value : 0);
    if (found) out.others = std::move(found->others);
    return std::optional(std::move(out));
}

Result<std::vector<PageIndex>, std::string> find_unpaid_pages(StateReader& reader, EraIndex era,
                                                              const AccountId& validator, const Ledger& ledger) {
    std::vector<PageIndex> out;
    if (std::ranges::find(ledger.claimed_rewards, era) != ledger.claimed_rewards.end()) return out;
    const Bytes key = era_key(era, validator);
    TRY_ASSIGN(const auto overview, reader.find<ExposureOverview>(kStaking, "ErasStakersOverview", key));
    TRY_ASSIGN(const auto claimed, reader.find<std::vector<PageIndex>>(kStaking, "ClaimedRewards", key));
    const PageIndex count = overview ? std::max(overview->page_count, PageIndex{1}) : 1;
    for (PageIndex page = 0; page < count; ++page) {
        if (!claimed || std::ranges::find(*claimed, page) == claimed->end()) out.push_back(page);
    }
    return out;
}

}  // namespace serinus::staking

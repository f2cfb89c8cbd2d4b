/// What stands behind validators in an era. Pallet: staking, with exposures in pages and, of older runtimes, in one
/// piece
#pragma once

#include <map>

#include "staking/ledger.hpp"

namespace serinus::staking {

using PageIndex = uint32_t;

struct IndividualExposure {
    AccountId who;
    scale::Compact<Balance> value;
};

/// In one piece.
struct Exposure {
    scale::Compact<Balance> total;
    scale::Compact<Balance> own;
    std::vector<IndividualExposure> others;
};

/// Of an exposure in pages.
struct ExposureOverview {
    scale::Compact<Balance> total;
    scale::Compact<Balance> own;
    uint32_t nominator_count = 0;
    PageIndex page_count = 0;
};

struct ExposurePage {
    scale::Compact<Balance> total;  ///< of these
    std::vector<IndividualExposure> others;
};

/// What is paid at once. The validator's own stake is a part of the first page.
struct PaidExposure {
    Balance total = 0;  ///< of all pages
    Balance own = 0;
    Balance on_page = 0;  ///< with its own
    std::vector<IndividualExposure> others;
};

/// By validator, all that stands behind it.
Result<std::map<AccountId, Balance>, std::string> read_backings(StateReader& reader, EraIndex era);

/// nullopt: it was not elected in that era, or has no such page.
Result<std::optional<PaidExposure>, std::string> find_paid_exposure(StateReader& reader, EraIndex era,
                                                                    const AccountId& validator, PageIndex page);

/// The pages of an era that nobody has paid out. `ledger`: the validator's.
Result<std::vector<PageIndex>, std::string> find_unpaid_pages(StateReader& reader, EraIndex era,
                                                              const AccountId& validator, const Ledger& ledger);

}  // namespace serinus::staking

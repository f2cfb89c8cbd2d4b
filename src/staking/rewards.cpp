#include "staking/rewards.hpp"

#include <algorithm>
#include <map>

#include "runtime/arithmetic/per_things.hpp"
#include "staking/exposures.hpp"

namespace serinus::staking {
namespace {

using sp_arithmetic::per_things::Perbill;

struct EraRewardPoints {
    uint32_t total = 0;
    std::map<AccountId, uint32_t> individual;
};

struct ValidatorPrefs {
    scale::Compact<Perbill> commission;
};

Perbill share(Balance part, Balance all) { return Perbill::from_rational(part, all); }

/// What `stash` gets of the payout of a validator when that exposure is paid. nullopt: it does not stand behind it.
std::optional<Balance> part_of(const PaidExposure& exposure, const AccountId& validator, const AccountId& stash,
                               Perbill commission, Balance payout) {
    const Balance for_commission = commission * payout;
    const Balance rest = payout - for_commission;
    if (stash == validator) {
        return share(exposure.on_page, exposure.total) * for_commission + share(exposure.own, exposure.total) * rest;
    }
    for (const IndividualExposure& one : exposure.others) {
        if (one.who == stash) return share(one.value.value, exposure.total) * rest;
    }
    return std::nullopt;
}

class Search {
  public:
    Search(StateReader& reader, const AccountId& stash, RewardsReport& out)
        : reader_(reader), stash_(stash), out_(out) {}

    Result<void, std::string> look_at(EraIndex era) {
        TRY_ASSIGN(const auto all, reader_.find<Balance>("Staking", "ErasValidatorReward", era_key(era)));
        TRY_ASSIGN(const auto points, reader_.find<EraRewardPoints>("Staking", "ErasRewardPoints", era_key(era)));
        if (!all || !points) return {};
        for (const auto& [validator, earned] : points->individual) {
            if (earned == 0) continue;
            TRY_ASSIGN(const auto ledger, ledger_of(validator));
            if (!ledger) continue;
            TRY_ASSIGN(const auto pages, find_unpaid_pages(reader_, era, validator, *ledger));
            const Bytes key = era_key(era, validator);
            TRY_ASSIGN(const auto prefs, reader_.find<ValidatorPrefs>("Staking", "ErasValidatorPrefs", key));
            const Balance payout = share(earned, points->total) * *all;
            const Perbill commission = prefs ? prefs->commission.value : Perbill::zero();
            std::optional<Balance> amount;
            for (const PageIndex page : pages) {
                TRY_ASSIGN(const auto exposure, find_paid_exposure(reader_, era, validator, page));
                const auto part = exposure ? part_of(*exposure, validator, stash_, commission, payout) : std::nullopt;
                if (part) amount = amount.value_or(0) + *part;
            }
            if (amount) {
                out_.rewards.push_back({.era = era, .validator = validator, .amount = *amount, .is_clipped = false});
                out_.sum += *amount;
                continue;
            }
            TRY_ASSIGN(const auto whole, reader_.find<Exposure>("Staking", "ErasStakers", key));
            const auto is_own = [&](const IndividualExposure& one) { return one.who == stash_; };
            if (!pages.empty() && whole && std::ranges::any_of(whole->others, is_own)) {
                out_.rewards.push_back({.era = era, .validator = validator, .amount = 0, .is_clipped = true});
            }
        }
        return {};
    }

  private:
    Result<std::optional<Ledger>, std::string> ledger_of(const AccountId& validator) {
        if (const auto known = ledgers_.find(validator); known != ledgers_.end()) return known->second;
        TRY_ASSIGN(auto ledger, find_ledger(reader_, validator));
        return ledgers_.emplace(validator, std::move(ledger)).first->second;
    }

    StateReader& reader_;
    const AccountId& stash_;
    RewardsReport& out_;
    std::map<AccountId, std::optional<Ledger>> ledgers_;
};

}  // namespace

Result<RewardsReport, std::string> find_unpaid_rewards(state::Backend& state, const AccountId& stash, uint32_t eras) {
    StateReader reader(state);
    TRY_ASSIGN(const auto active, reader.find<EraIndex>("Staking", "ActiveEra"));
    ENSURE(active, std::string("the chain has no pallet Staking, or no era has begun"));
    RewardsReport out{.active_era = *active, .first_era = 0, .rewards = {}, .sum = 0};
    TRY_ASSIGN(const auto planned, reader.find<EraIndex>("Staking", "CurrentEra"));
    const EraIndex oldest = saturating_sub(planned.value_or(*active), kHistoryDepth);
    out.first_era = std::max(oldest, saturating_sub(*active, eras));
    Search search(reader, stash, out);
    for (EraIndex era = out.first_era; era < *active; ++era) TRY(search.look_at(era));
    return out;
}

}  // namespace serinus::staking

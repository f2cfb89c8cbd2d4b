#include "staking/rewards.hpp"

#include <map>

#include "runtime/arithmetic/per_things.hpp"

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

/// What `stash` gets of the payout of a validator. nullopt: it does not stand behind it.
std::optional<Balance> part_of(const Exposure& exposure, const AccountId& validator, const AccountId& stash,
                               Perbill commission, Balance payout) {
    const Balance for_commission = commission * payout;
    const Balance rest = payout - for_commission;
    if (stash == validator) return for_commission + share(exposure.own.value, exposure.total.value) * rest;
    for (const IndividualExposure& one : exposure.others) {
        if (one.who == stash) return share(one.value.value, exposure.total.value) * rest;
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
            if (!ledger || std::ranges::find(ledger->claimed_rewards, era) != ledger->claimed_rewards.end()) continue;
            const Bytes key = era_key(era, validator);
            TRY_ASSIGN(const auto exposure, reader_.find<Exposure>("Staking", "ErasStakersClipped", key));
            if (!exposure) continue;
            TRY_ASSIGN(const auto prefs, reader_.find<ValidatorPrefs>("Staking", "ErasValidatorPrefs", key));
            const Balance payout = share(earned, points->total) * *all;
            const Perbill commission = prefs ? prefs->commission.value : Perbill::zero();
            if (const auto part = part_of(*exposure, validator, stash_, commission, payout)) {
                out_.rewards.push_back({.era = era, .validator = validator, .amount = *part, .is_clipped = false});
                out_.sum += *part;
                continue;
            }
            TRY_ASSIGN(const auto whole, reader_.find<Exposure>("Staking", "ErasStakers", key));
            if (whole && part_of(*whole, validator, stash_, commission, payout)) {
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

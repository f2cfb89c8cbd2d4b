/// What happens to the parts of a bond, whatever release keeps it. `L` has total, active and unlocking, the earliest
/// chunk first.
#pragma once

#include <map>

#include "runtime/arithmetic/per_things.hpp"
#include "runtime/pallets/staking/types.hpp"

namespace serinus::pallet_staking::detail {

/// Without the chunks that can be withdrawn in that era.
template <class L>
void consolidate_unlocked(L& ledger, EraIndex current_era) {
    ledger.unlocking.retain([&](const auto& chunk) {
        if (chunk.era.value > current_era) return true;
        ledger.total.value = saturating_sub(ledger.total.value, chunk.value.value);
        return false;
    });
}

/// Takes up to `value` back from the youngest chunks; says how much it was.
template <class L>
Balance rebond(L& ledger, Balance value) {
    Balance rebonded = 0;
    while (!ledger.unlocking.empty()) {
        auto& last = ledger.unlocking.back();
        if (const Balance with_chunk = saturating_add(rebonded, last.value.value); with_chunk <= value) {
            rebonded = with_chunk;
            ledger.active.value = saturating_add(ledger.active.value, last.value.value);
            ledger.unlocking.pop_back();
        } else {
            const Balance part = value - rebonded;
            rebonded = value;
            ledger.active.value = saturating_add(ledger.active.value, part);
            last.value.value -= part;
        }
        if (rebonded >= value) break;
    }
    return rebonded;
}

/// Takes up to `amount` for an offence; what is then left of active stake or of a chunk and below `minimum_balance` is
/// taken as well. What is left of the chunks that were touched, by their eras.
///
/// If there are chunks that are free from `at_stake_from` on, active stake and these chunks lose the same share,
/// rounded up, then the older chunks from the youngest on what is missing. Else active stake pays first, then the
/// chunks from the youngest on.
template <class L>
std::map<EraIndex, Balance> slash(L& ledger, Balance amount, Balance minimum_balance, EraIndex at_stake_from) {
    const size_t count = ledger.unlocking.size();
    const auto affected = static_cast<size_t>(
        std::ranges::find_if(ledger.unlocking, [&](const auto& chunk) { return chunk.era.value >= at_stake_from; }) -
        ledger.unlocking.begin());

    std::optional<sdk::Perquintill> share;
    std::vector<size_t> order;
    if (affected < count) {
        Balance at_stake = ledger.active.value;
        for (size_t i = affected; i < count; ++i) {
            at_stake = saturating_add(at_stake, ledger.unlocking[i].value.value);
            order.push_back(i);
        }
        share = sp_arithmetic::per_things::from_rational_with_rounding<sdk::Perquintill>(amount, at_stake,
                                                                                         sdk::Rounding::kUp)
                    .value_or(sdk::Perquintill::one());
    }
    for (size_t i = affected; i > 0; --i) order.push_back(i - 1);

    Balance remaining = amount;
    const auto slash_out_of = [&](Balance& target) {
        Balance taken = std::min({share ? mul_ceil(*share, target) : remaining, target, remaining});
        target -= taken;
        if (target < minimum_balance) taken = saturating_add(taken, std::exchange(target, Balance{0}));
        ledger.total.value = saturating_sub(ledger.total.value, taken);
        remaining = saturating_sub(remaining, taken);
    };
    slash_out_of(ledger.active.value);
    std::map<EraIndex, Balance> slashed_unlocking;
    for (const size_t i : order) {
        if (remaining == 0) break;
        slash_out_of(ledger.unlocking[i].value.value);
        slashed_unlocking.insert_or_assign(ledger.unlocking[i].era.value, ledger.unlocking[i].value.value);
    }
    ledger.unlocking.retain([](const auto& chunk) { return chunk.value.value != 0; });
    return slashed_unlocking;
}

}  // namespace serinus::pallet_staking::detail

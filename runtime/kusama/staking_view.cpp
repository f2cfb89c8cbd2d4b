#include "runtime/kusama/staking_view.hpp"

#include "runtime/kusama/config/session.hpp"

namespace serinus::kusama {
namespace staking_view {

using namespace sdk;

struct ActiveEraInfo {
    uint32_t index{};
    std::optional<Moment> start;
};

/// Some of what Staking stores.
struct Items {
    Map<Blake2_128Concat<AccountId>, Bytes> Ledger;  ///< only its keys are used
    Value<ActiveEraInfo> ActiveEra;
    DoubleMap<Twox64Concat<uint32_t>, Twox64Concat<AccountId>, Exposure, OrDefault> ErasStakers;
    Value<std::vector<AccountId>, OrDefault> Invulnerables;
};
constexpr Items kItems = bind_storage<Items>("Staking");

}  // namespace staking_view

using namespace staking_view;

std::optional<AccountId> StashOf::convert(const AccountId& account) {
    if (!kItems.ActiveEra.exists()) return account;
    // A ledger begins with the stash.
    AccountId stash;
    const auto size = host::read(kItems.Ledger.key_for(account), stash.bytes, 0);
    return size && *size >= AccountId::kSize ? std::optional(stash) : std::nullopt;
}

std::optional<Exposure> ExposureOf::convert(const AccountId& validator) {
    const auto era = kItems.ActiveEra.get();
    return era ? kItems.ErasStakers.get(era->index, validator) : Exposure{};
}

auto SameValidatorsForever::new_session_genesis(uint32_t, std::span<const AccountId> configured)
    -> std::optional<Validators> {
    Validators validators;
    for (const AccountId& validator : configured) {
        if (auto exposure = ExposureOf::convert(validator)) validators.emplace_back(validator, *std::move(exposure));
    }
    return validators;
}

void DisableOffenders::on_offence(std::span<const OffenceDetails> offenders, std::span<const Perbill> slash_fractions,
                                  uint32_t, sp_staking::offence::DisableStrategy strategy) {
    using sp_staking::offence::DisableStrategy;
    const auto invulnerables = kItems.Invulnerables.get();
    for (size_t i = 0; i < offenders.size(); ++i) {
        const AccountId& validator = offenders[i].offender.first;
        const bool is_slashed = slash_fractions[i] > Perbill::zero();
        const bool disables =
            strategy == DisableStrategy::Always || (strategy == DisableStrategy::WhenSlashed && is_slashed);
        if (disables && std::ranges::find(invulnerables, validator) == invulnerables.end()) Session::disable(validator);
    }
}

}  // namespace serinus::kusama

/// Stands in for Staking, as long as this composition lacks it: the validators of the genesis stay, every account
/// stands for itself with nothing at stake, and who commits an offence is disabled until the set changes. Pallet:
/// staking
#pragma once

#include "runtime/pallets/offences/types.hpp"
#include "runtime/pallets/staking/exposure.hpp"
#include "runtime/polkadot/pallets.hpp"

namespace serinus::polkadot {

using Exposure = pallet_staking::Exposure<sdk::AccountId, sdk::Balance>;
using IdentificationTuple = std::pair<sdk::AccountId, Exposure>;

struct StashOf {
    static std::optional<sdk::AccountId> convert(const sdk::AccountId& account) { return account; }
};

struct ExposureOf {
    static std::optional<Exposure> convert(const sdk::AccountId&) { return Exposure{}; }
};

struct SameValidatorsForever {
    using Validators = std::vector<IdentificationTuple>;

    static std::optional<Validators> new_session(uint32_t) { return std::nullopt; }
    static std::optional<Validators> new_session_genesis(uint32_t, std::span<const sdk::AccountId> configured) {
        Validators out;
        for (const sdk::AccountId& validator : configured) out.emplace_back(validator, Exposure{});
        return out;
    }
    static void start_session(uint32_t) {}
    static void end_session(uint32_t) {}
};

struct DisableOffenders {
    using OffenceDetails = sp_staking::offence::OffenceDetails<sdk::AccountId, IdentificationTuple>;

    static void on_offence(std::span<const OffenceDetails> offenders, std::span<const sdk::Perbill> slash_fractions,
                           uint32_t session, sp_staking::offence::DisableStrategy strategy);
};

}  // namespace serinus::polkadot

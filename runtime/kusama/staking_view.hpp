/// What Session, Historical and Offences need of Staking, which is not a pallet of this runtime yet.
///
/// On a chain that has staking in its state (Kusama, and chains that start from its genesis) this reads what Staking
/// has stored, so that validators, their stakes and proofs of their keys are the same as on the real chain; elections,
/// rewards and slashes do not happen. On a chain without it every account stands for itself, with nothing at stake.
/// Pallet: staking
#pragma once

#include "runtime/kusama/pallets.hpp"
#include "runtime/pallets/offences/types.hpp"
#include "runtime/pallets/staking/exposure.hpp"

namespace serinus::kusama {

using Exposure = pallet_staking::Exposure<sdk::AccountId, sdk::Balance>;
using IdentificationTuple = std::pair<sdk::AccountId, Exposure>;

/// The validator for whom an account sets keys: the stash of which it is the controller.
struct StashOf {
    static std::optional<sdk::AccountId> convert(const sdk::AccountId& account);
};

/// The stake behind a validator in the active era.
struct ExposureOf {
    static std::optional<Exposure> convert(const sdk::AccountId& validator);
};

/// Keeps the validators as they are; those of the genesis are the configured ones.
struct SameValidatorsForever {
    using Validators = std::vector<IdentificationTuple>;

    static std::optional<Validators> new_session(uint32_t) { return std::nullopt; }
    static std::optional<Validators> new_session_genesis(uint32_t session, std::span<const sdk::AccountId> configured);
    static void start_session(uint32_t) {}
    static void end_session(uint32_t) {}
};

/// Disables who is to be slashed, until the set of validators changes. Invulnerable validators go free.
struct DisableOffenders {
    using OffenceDetails = sp_staking::offence::OffenceDetails<sdk::AccountId, IdentificationTuple>;

    static void on_offence(std::span<const OffenceDetails> offenders, std::span<const sdk::Perbill> slash_fractions,
                           uint32_t session, sp_staking::offence::DisableStrategy strategy);
};

}  // namespace serinus::kusama

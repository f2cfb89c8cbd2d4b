/// How Session, Historical, ImOnline and Offences name a validator: by its stash, with what backs it.
/// Source: fellowship runtimes v1.0.0, relay/kusama/src/lib.rs and relay/polkadot/src/lib.rs
///
/// On a chain whose genesis has no stakers, as those of the presets, nobody is ever elected: there the configured
/// validators stay, each account stands for itself, and nothing is at stake. Kusama refuses their keys and keeps no
/// root of their first session.
#pragma once

#include "runtime/pallets/staking/exposure.hpp"

namespace serinus::relay {

using Exposure = pallet_staking::Exposure<sdk::AccountId, sdk::Balance>;
using IdentificationTuple = std::pair<sdk::AccountId, Exposure>;

/// The stash of a controller; where nobody has been elected, the account itself.
template <class Staking>
struct StashOf {
    static std::optional<sdk::AccountId> convert(const sdk::AccountId& account);
};

/// Staking, and the configured validators where it elects none at the beginning.
template <class Staking>
struct ElectedOrConfigured {
    using Validators = std::vector<IdentificationTuple>;

    static std::optional<Validators> new_session(uint32_t session);
    static std::optional<Validators> new_session_genesis(uint32_t session, std::span<const sdk::AccountId> configured);
    static void start_session(uint32_t session);
    static void end_session(uint32_t session);
};

}  // namespace serinus::relay

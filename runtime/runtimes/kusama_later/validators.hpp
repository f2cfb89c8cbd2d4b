/// Who validates, and what sessions, reports and parachains say of validators, as long as Staking is not there. Source:
/// fellowship runtimes v1.7.1, relay/kusama/src/lib.rs; pallet-staking 42 (DefaultExposureOf)
#pragma once

#include <span>

#include "runtime/pallets/staking_2025/types.hpp"

namespace serinus::kusama_later {

/// Always empty: it is only said that there is such a validator.
using FullIdentification = sp_staking::Exposure<sdk::AccountId, sdk::Balance>;
using IdentificationTuple = std::pair<sdk::AccountId, FullIdentification>;

struct FullIdentificationOf {
    static std::optional<FullIdentification> convert(const sdk::AccountId& validator);
};

/// In the place of Staking: the validators of the genesis stay, as they do within an era.
struct ValidatorsOfGenesis {
    using Validators = std::vector<IdentificationTuple>;

    static std::optional<Validators> new_session(uint32_t) { return std::nullopt; }
    static std::optional<Validators> new_session_genesis(uint32_t, std::span<const sdk::AccountId> configured) {
        Validators out;
        for (const sdk::AccountId& validator : configured) out.emplace_back(validator, FullIdentification());
        return out;
    }
    static void start_session(uint32_t) {}
    static void end_session(uint32_t) {}
};

/// In the place of Staking: what validators do for parachains counts for nothing.
struct NoEraPoints {
    static void reward_by_ids(std::span<const std::pair<sdk::AccountId, uint32_t>>) {}
};

}  // namespace serinus::kusama_later

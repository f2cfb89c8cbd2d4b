/// What Staking stores of a stash. Pallet: staking
#pragma once

#include "staking/state_reader.hpp"

namespace serinus::staking {

using Balance = uint128_t;  ///< planck
using EraIndex = uint32_t;

struct UnlockChunk {
    scale::Compact<Balance> value;
    scale::Compact<EraIndex> era;
};

struct Ledger {
    AccountId stash;
    scale::Compact<Balance> total;
    scale::Compact<Balance> active;
    std::vector<UnlockChunk> unlocking;
    std::vector<EraIndex> claimed_rewards;  ///< eras that were paid before exposures had pages
};

struct Nominations {
    std::vector<AccountId> targets;
};

/// nullopt: it has bonded nothing.
Result<std::optional<Ledger>, std::string> find_ledger(StateReader& reader, const AccountId& stash);

/// The key of a map by era and stash, both with Twox64Concat.
Bytes era_key(EraIndex era);
Bytes era_key(EraIndex era, const AccountId& stash);

}  // namespace serinus::staking

/// Which validators a chain begins with.
#pragma once

#include <span>

#include "chain/spec/chain_spec.hpp"
#include "executor/executor.hpp"
#include "tools/launcher/validators.hpp"

namespace serinus::launcher {

/// Gives the configuration of a genesis these validators, in place of those that it has: `session.keys` with all keys
/// of each, and a balance for accounts that have none; where the chain begins with stakers, they are the validators
/// among them, and as many are elected. `config` is that of a relay chain: the names of the session keys, and the
/// endowment, are taken from its first validator and its first balance. The error is a sentence: the configuration does
/// not have these parts.
Result<chain::JsonText, std::string> with_validators(const chain::JsonText& config,
                                                     std::span<const Validator> validators);

/// How many of validator_at(0), validator_at(1) … up to the first that is not are authorities of the chain, in whatever
/// order, and how many authorities it has.
struct Authorities {
    size_t known = 0;
    size_t all = 0;
};
/// Asks the runtime of a genesis state. The error is a sentence: the chain has neither BABE nor Aura.
Result<Authorities, std::string> authorities_of(const chain::ChainSpec& spec, executor::Executor& executor);

}  // namespace serinus::launcher

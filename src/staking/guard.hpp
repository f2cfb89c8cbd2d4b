/// What an operator should hear of before it costs anything: an election without a solution, an offence that would
/// force an era, validators that are disabled, rewards that will be lost, a validator that is not heard of. Pallets:
/// staking, election-provider-multi-phase, im-online, session
#pragma once

#include <functional>
#include <set>
#include <string>

#include "staking/ledger.hpp"

namespace serinus::staking {

/// Constants of the chain's runtime, and what is watched.
struct GuardOptions {
    std::vector<AccountId> stashes = {};  ///< validators whose rewards and presence are watched
    uint64_t epoch_slots = 600;           ///< Babe.EpochDuration
    uint32_t history_eras = 84;           ///< Staking.HistoryDepth
    uint32_t eras_before_loss = 4;        ///< ours: from then on unpaid eras are told
};

struct ExpiringReward {
    AccountId stash;
    EraIndex era = 0;
    uint32_t eras_left = 0;  ///< 0: it can be paid in this era for the last time
};

struct GuardFacts {
    EraIndex era = 0;
    uint32_t session = 0;
    uint64_t slots_left = 0;  ///< of the session
    bool election_failed = false;
    /// The snapshot is there, an eighth of the session is left, and nothing is queued.
    bool lacks_solution = false;
    uint32_t validators = 0;
    uint32_t offenders = 0;                ///< in this era
    bool next_offence_forces_era = false;  ///< or the era is forced already
    uint32_t disabled = 0;                 ///< for offences, by runtimes under which these force no era
    bool most_are_disabled = false;        ///< as many as can be
    std::vector<AccountId> own_disabled;   ///< of the stashes
    std::vector<ExpiringReward> expiring;
    /// Of the stashes: neither a block nor a heartbeat, and a quarter of the session is left.
    std::vector<AccountId> silent;
    uint32_t unheard = 0;  ///< all validators of the session without a block and a heartbeat; 0 without ImOnline
};

/// nullopt: the chain has no Staking, or no era yet. Errors are sentences.
Result<std::optional<GuardFacts>, std::string> read_guard_facts(state::Backend& state, const GuardOptions& options);

/// Says each thing once. One thread at a time.
class StakingGuard {
  public:
    /// `show`: an account as people read it.
    explicit StakingGuard(std::function<std::string(const AccountId&)> show) : show_(std::move(show)) {}

    /// What is new, as sentences for the log.
    std::vector<std::string> examine(const GuardFacts& facts);

  private:
    std::function<std::string(const AccountId&)> show_;
    std::set<std::string> told_;
    EraIndex era_ = 0;
};

}  // namespace serinus::staking

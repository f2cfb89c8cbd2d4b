#include "staking/guard.hpp"

#include <algorithm>
#include <map>

#include "staking/exposures.hpp"

namespace serinus::staking {
namespace {

enum class Phase : uint8_t { kOff, kSigned, kUnsigned, kEmergency };

struct ActiveEra {
    EraIndex index = 0;
};

struct EraPoints {
    uint32_t total = 0;
    std::map<AccountId, uint32_t> individual;
};

/// As many offenders force an era. Observed: OffendingValidatorsThreshold of Kusama 1.0.0, 17 % to the nearest, half
/// down
uint32_t offenders_that_force(size_t validators) { return static_cast<uint32_t>((17 * validators + 49) / 100); }

Bytes session_key(uint32_t session, BytesView second) {
    return concat(twox_64_key(scale::encode(session)), twox_64_key(second));
}

class Examiner {
  public:
    Examiner(state::Backend& state, const GuardOptions& options) : reader_(state), options_(options) {}

    Result<std::optional<GuardFacts>, std::string> read() {
        TRY_ASSIGN(const auto era, reader_.find<ActiveEra>(kStaking, "ActiveEra"));
        TRY_ASSIGN(const auto session, reader_.find<uint32_t>("Session", "CurrentIndex"));
        if (!era || !session) return std::optional<GuardFacts>();
        out_.era = era->index;
        out_.session = *session;
        TRY(clock());
        TRY(election());
        TRY(offences());
        TRY(presence());
        TRY(rewards());
        return std::optional(std::move(out_));
    }

  private:
    template <class T>
    Result<T, std::string> get(std::string_view pallet, std::string_view item, BytesView key = {}) {
        TRY_ASSIGN(auto found, reader_.find<T>(pallet, item, key));
        return found ? *std::move(found) : T{};
    }

    Result<void, std::string> clock() {
        TRY_ASSIGN(const uint64_t epoch, get<uint64_t>("Babe", "EpochIndex"));
        TRY_ASSIGN(const uint64_t genesis, get<uint64_t>("Babe", "GenesisSlot"));
        TRY_ASSIGN(const uint64_t slot, get<uint64_t>("Babe", "CurrentSlot"));
        const uint64_t end = genesis + (epoch + 1) * options_.epoch_slots;
        out_.slots_left = end > slot ? end - slot : 0;
        return {};
    }

    Result<void, std::string> election() {
        TRY_ASSIGN(const uint8_t phase, get<uint8_t>(kElections, "CurrentPhase"));
        TRY_ASSIGN(const auto queued, reader_.find<scale::Unit>(kElections, "QueuedSolution"));
        TRY_ASSIGN(const auto start,
                   reader_.find<uint32_t>(kStaking, "ErasStartSessionIndex", twox_64_key(scale::encode(out_.era))));
        const auto is = [&](Phase one) { return phase == static_cast<uint8_t>(one); };
        out_.election_failed = is(Phase::kEmergency) && !queued;
        const bool is_open = is(Phase::kSigned) || is(Phase::kUnsigned);
        // Phases of short sessions open long before the election.
        constexpr uint32_t kLastSession = 4;
        const bool is_last = start && out_.session >= *start + kLastSession;
        out_.lacks_solution = is_open && is_last && !queued && out_.slots_left <= options_.epoch_slots / 8;
        return {};
    }

    Result<void, std::string> offences() {
        TRY_ASSIGN(validators_, get<std::vector<AccountId>>("Session", "Validators"));
        using Offenders = std::vector<std::pair<uint32_t, bool>>;
        TRY_ASSIGN(const Offenders offenders, get<Offenders>(kStaking, "OffendingValidators"));
        out_.validators = static_cast<uint32_t>(validators_.size());
        out_.offenders = static_cast<uint32_t>(offenders.size());
        // A chain of few validators is always one offence away: it is told when there has been one.
        const uint32_t threshold = offenders_that_force(validators_.size());
        out_.next_offence_forces_era = out_.offenders > 0 && out_.offenders + 1 >= threshold;
        disabled();
        return {};
    }

    /// By those runtimes under which an offence disables, and forces no era. Older ones list indices alone.
    void disabled() {
        using Disabled = std::vector<std::pair<uint32_t, uint32_t>>;  ///< with the severity of the offence
        const auto found = reader_.find<Disabled>("Session", "DisabledValidators");
        if (!found || !*found) return;
        out_.disabled = static_cast<uint32_t>((*found)->size());
        out_.most_are_disabled = out_.disabled > 0 && out_.disabled >= (validators_.size() - 1) / 3;
        for (const auto& [index, severity] : **found) {
            if (index >= validators_.size()) continue;
            const AccountId& who = validators_[index];
            if (std::ranges::find(options_.stashes, who) != options_.stashes.end()) out_.own_disabled.push_back(who);
        }
    }

    Result<void, std::string> presence() {
        // Runtimes without ImOnline do not ask who is there.
        TRY_ASSIGN(const auto keys, reader_.find<scale::Unit>("ImOnline", "Keys"));
        if (!keys) return {};
        for (uint32_t i = 0; i < validators_.size(); ++i) {
            const AccountId& who = validators_[i];
            const Bytes authored = session_key(out_.session, who.bytes);
            TRY_ASSIGN(const uint32_t blocks, get<uint32_t>("ImOnline", "AuthoredBlocks", authored));
            if (blocks > 0) continue;
            const Bytes beat = session_key(out_.session, scale::encode(i));
            TRY_ASSIGN(const auto heartbeat, reader_.find<scale::Unit>("ImOnline", "ReceivedHeartbeats", beat));
            if (heartbeat) continue;
            ++out_.unheard;
            const bool is_ours = std::ranges::find(options_.stashes, who) != options_.stashes.end();
            if (is_ours && out_.slots_left <= options_.epoch_slots / 4) out_.silent.push_back(who);
        }
        return {};
    }

    Result<void, std::string> rewards() {
        if (options_.stashes.empty()) return {};
        TRY_ASSIGN(const EraIndex current, get<EraIndex>(kStaking, "CurrentEra"));
        const EraIndex oldest = current - std::min(current, options_.history_eras);
        // Eras that are kept until they are that old; the chain may be younger than its history.
        if (current < options_.history_eras) return {};
        for (EraIndex era = oldest; era < oldest + options_.eras_before_loss && era < out_.era; ++era) {
            const Bytes key = twox_64_key(scale::encode(era));
            TRY_ASSIGN(const auto paid, reader_.find<Balance>(kStaking, "ErasValidatorReward", key));
            if (!paid) continue;
            TRY_ASSIGN(const EraPoints points, get<EraPoints>(kStaking, "ErasRewardPoints", key));
            for (const AccountId& stash : options_.stashes) {
                const auto own = points.individual.find(stash);
                if (own == points.individual.end() || own->second == 0) continue;
                TRY_ASSIGN(const auto ledger, find_ledger(reader_, stash));
                if (!ledger) continue;
                TRY_ASSIGN(const auto unpaid, find_unpaid_pages(reader_, era, stash, *ledger));
                if (unpaid.empty()) continue;
                out_.expiring.push_back({.stash = stash, .era = era, .eras_left = era - oldest});
            }
        }
        return {};
    }

    StateReader reader_;
    const GuardOptions& options_;
    GuardFacts out_;
    std::vector<AccountId> validators_;
};

std::string count_of(uint64_t count, const char* noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

Result<std::optional<GuardFacts>, std::string> read_guard_facts(state::Backend& state, const GuardOptions& options) {
    return Examiner(state, options).read();
}

std::vector<std::string> StakingGuard::examine(const GuardFacts& facts) {
    if (facts.era != era_) told_.clear();
    era_ = facts.era;
    std::vector<std::string> out;
    const auto warn = [&](const std::string& subject, const std::string& sentence) {
        if (told_.insert(subject).second) out.push_back(sentence);
    };
    const std::string next = std::to_string(facts.era + 1);
    if (facts.election_failed) {
        warn("failed", "The election of era " + next + " has failed, and the validators stay: governance must " +
                           "give a solution (phase Emergency)");
    }
    if (facts.lacks_solution) {
        warn("solution", "No solution is queued for the election of era " + next + ", which is in " +
                             count_of(facts.slots_left, "slot"));
    }
    if (facts.next_offence_forces_era) {
        warn("offence " + std::to_string(facts.offenders),
             std::to_string(facts.offenders) + " of " + count_of(facts.validators, "validator") +
                 " have offended in era " + std::to_string(facts.era) +
                 ": one more offence forces an era, for whose election there is no snapshot");
    }
    if (facts.most_are_disabled) {
        warn("disabled " + std::to_string(facts.disabled),
             std::to_string(facts.disabled) + " of " + count_of(facts.validators, "validator") +
                 " are disabled for offences in era " + std::to_string(facts.era) +
                 ": no more can be, for two thirds must be at work");
    }
    for (const AccountId& who : facts.own_disabled) {
        warn("own disabled " + show_(who),
             show_(who) + " is disabled for an offence, and takes no part until other validators are elected");
    }
    for (const ExpiringReward& reward : facts.expiring) {
        warn("reward " + show_(reward.stash) + " " + std::to_string(reward.era),
             show_(reward.stash) + " is not paid for era " + std::to_string(reward.era) + ": its rewards are lost " +
                 (reward.eras_left == 0 ? "when this era ends" : "in " + count_of(reward.eras_left + 1, "era")));
    }
    for (const AccountId& who : facts.silent) {
        warn("silent " + show_(who) + " " + std::to_string(facts.session),
             show_(who) + " has written no block and sent no heartbeat in session " + std::to_string(facts.session) +
                 ", which ends in " + count_of(facts.slots_left, "slot") + ": it counts as offline then");
    }
    return out;
}

}  // namespace serinus::staking

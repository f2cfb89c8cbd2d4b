#include "staking/next_era.hpp"

#include <map>

#include "runtime/npos/phragmen.hpp"
#include "runtime/npos/support.hpp"
#include "staking/electorate.hpp"
#include "staking/exposures.hpp"
#include "staking/simulated_chain.hpp"

namespace serinus::staking {
namespace {

constexpr uint8_t kUnsignedCompute = 2;
constexpr uint64_t kFirstSlot = 280'000'000;  ///< of a chain that has made no block; any would do
constexpr uint32_t kMaxSessions = 16;         ///< ours: an era that does not begin by then never does

/// A queued solution: winners with their supports, score and who made it.
using Ready = std::tuple<sdk::npos::Supports<AccountId>, sdk::npos::ElectionScore, uint8_t>;

/// What a miner finds in the snapshot. nullopt: there is none, or its stakes cannot be summed.
Result<std::optional<Ready>, std::string> mine(state::Backend& state) {
    TRY_ASSIGN(const Electorate electorate, read_electorate(state));
    if (!electorate.is_snapshot) return std::optional<Ready>();
    const auto found = sdk::npos::seq_phragmen<sp_arithmetic::per_things::PerU16>(
        electorate.desired,
        sdk::npos::make_election(std::span<const AccountId>(electorate.targets), electorate.voters));
    if (!found) return std::optional<Ready>();
    const auto staked = sdk::npos::to_staked_normalized(
        found->assignments, [&](uint32_t who) { return sdk::npos::Stake{std::get<1>(electorate.voters[who])}; });
    if (!staked) return std::optional<Ready>();
    auto supports = sdk::npos::to_supports(
        *staked, [&](uint32_t who) { return std::get<0>(electorate.voters[who]); },
        [&](uint32_t target) { return electorate.targets[target]; });
    const auto score = sdk::npos::evaluate(supports);
    return std::optional<Ready>(Ready(std::move(supports), score, kUnsignedCompute));
}

struct UnappliedSlash {
    AccountId validator;
    Balance own = 0;
    std::vector<std::pair<AccountId, Balance>> others;
};

class Simulation {
  public:
    Simulation(SimulatedChain& chain, const metadata::Metadata& metadata) : chain_(chain), metadata_(metadata) {}

    Result<NextEra, std::string> run() {
        NextEra out;
        TRY_ASSIGN(const auto active, find<EraIndex>("Staking", "ActiveEra"));
        ENSURE(active, std::string("the chain has no pallet Staking, or no era has begun"));
        out.active = *active;
        out.next = *active + 1;
        TRY_ASSIGN(const auto before, backings_of(out.active));
        TRY_ASSIGN(const auto slashes, find<std::vector<UnappliedSlash>>("Staking", "UnappliedSlashes",
                                                                         twox_64_key(scale::encode(out.next))));
        for (const UnappliedSlash& slash : slashes.value_or(std::vector<UnappliedSlash>())) {
            Balance sum = slash.own;
            for (const auto& [who, amount] : slash.others) sum += amount;
            out.slashes.push_back({slash.validator, sum});
        }
        TRY_ASSIGN(const bool begun, go_to_next_era(out));
        out.blocks = chain_.blocks();
        if (!begun) return out;
        out.is_elected = true;
        TRY_ASSIGN(const auto after, backings_of(out.next));
        out.validators = static_cast<uint32_t>(after.size());
        TRY_ASSIGN(const auto payout, find<Balance>("Staking", "ErasValidatorReward", era_key(out.active)));
        out.payout = payout.value_or(0);
        compare(out, before, after);
        return out;
    }

  private:
    template <class T>
    Result<std::optional<T>, std::string> find(std::string_view pallet, std::string_view item, const Bytes& key = {}) {
        return StateReader(chain_.state()).find<T>(pallet, item, key);
    }
    Result<std::map<AccountId, Balance>, std::string> backings_of(EraIndex era) {
        StateReader reader(chain_.state());
        return read_backings(reader, era);
    }
    template <class T>
    std::optional<T> constant(std::string_view pallet, std::string_view name) const {
        const auto* const found = metadata_.find_constant(pallet, name);
        const auto value = found == nullptr ? std::nullopt : std::optional(scale::decode<T>(found->value));
        return value && *value ? std::optional<T>(**value) : std::nullopt;
    }

    /// Ends sessions until the era has begun; false: the election fails.
    Result<bool, std::string> go_to_next_era(NextEra& out) {
        const auto duration = constant<uint64_t>("Babe", "EpochDuration");
        ENSURE(duration && *duration > 0, std::string("the chain has no pallet Babe"));
        ENSURE(metadata_.find_pallet(kElections) != nullptr,
               std::string("the chain has no pallet ElectionProviderMultiPhase"));
        const std::vector<uint64_t> phases = slots_before_end(*duration);
        TRY_ASSIGN(const auto first, find<uint64_t>("Babe", "GenesisSlot"));
        if (first.value_or(0) == 0) TRY(chain_.make_block(kFirstSlot));
        for (uint32_t i = 0; i < kMaxSessions; ++i) {
            TRY_ASSIGN(const auto genesis, find<uint64_t>("Babe", "GenesisSlot"));
            TRY_ASSIGN(const auto current, find<uint64_t>("Babe", "CurrentSlot"));
            ENSURE(genesis && current && *current >= *genesis, std::string("the chain has no pallet Babe"));
            const uint64_t end = *genesis + ((*current - *genesis) / *duration + 1) * *duration;
            // Blocks in which the phases open, if the election is at the end of this session.
            for (const uint64_t left : phases) {
                if (*current + left < end && left > 0) TRY(chain_.make_block(end - left));
            }
            TRY(queue_solution(out));
            TRY(assume_that_all_are_online());
            TRY(chain_.make_block(end));
            TRY_ASSIGN(const auto era, find<EraIndex>("Staking", "ActiveEra"));
            if (era && *era >= out.next) return true;
            TRY_ASSIGN(const auto phase, find<uint8_t>(kElections, "CurrentPhase"));
            constexpr uint8_t kEmergency = 3;
            if (phase && *phase == kEmergency) return false;
        }
        return false;
    }

    /// Slots that are left of a session when its phases open, the most first. Later runtimes do not say how long
    /// phases are; then there are blocks in each half of what is left.
    std::vector<uint64_t> slots_before_end(uint64_t duration) const {
        const auto signed_phase = constant<uint32_t>(kElections, "SignedPhase");
        const auto unsigned_phase = constant<uint32_t>(kElections, "UnsignedPhase");
        if (signed_phase && unsigned_phase) return {uint64_t{*signed_phase} + *unsigned_phase, *unsigned_phase};
        std::vector<uint64_t> out;
        for (uint64_t left = duration / 2; left > 0; left /= 2) out.push_back(left);
        return out;
    }

    Result<void, std::string> queue_solution(NextEra& out) {
        TRY_ASSIGN(const auto snapshot, find<scale::Unit>(kElections, "Snapshot"));
        if (!snapshot) return {};
        TRY_ASSIGN(const auto queued, find<scale::Unit>(kElections, "QueuedSolution"));
        if (queued) {
            out.had_solution = true;
            return {};
        }
        TRY_ASSIGN(const auto ready, mine(chain_.state()));
        if (ready) chain_.put(metadata::item_prefix(kElections, "QueuedSolution"), scale::encode(*ready));
        return {};
    }

    /// The few blocks of a simulated session are all of one author. Without this the runtime would find all other
    /// validators offline at the session's end, and force an era for which there is no election.
    Result<void, std::string> assume_that_all_are_online() {
        if (metadata_.find_pallet("ImOnline") == nullptr) return {};
        TRY_ASSIGN(const auto validators, find<std::vector<AccountId>>("Session", "Validators"));
        TRY_ASSIGN(const auto session, find<uint32_t>("Session", "CurrentIndex"));
        const auto prefix = concat(metadata::item_prefix("ImOnline", "ReceivedHeartbeats"),
                                   twox_64_key(scale::encode(session.value_or(0))));
        const size_t count = validators ? validators->size() : 0;
        for (uint32_t i = 0; i < count; ++i) {
            chain_.put(concat(prefix, twox_64_key(scale::encode(i))), scale::encode(true));
        }
        return {};
    }

    static void compare(NextEra& out, const std::map<AccountId, Balance>& before,
                        const std::map<AccountId, Balance>& after) {
        for (const auto& [stash, total] : after) {
            const auto old = before.find(stash);
            if (old == before.end()) {
                out.in.push_back({stash, 0, total});
            } else if (old->second != total) {
                out.stay.push_back({stash, old->second, total});
            }
        }
        for (const auto& [stash, total] : before) {
            if (!after.contains(stash)) out.out.push_back({stash, total, 0});
        }
        std::ranges::sort(out.stay, [](const EraValidator& a, const EraValidator& b) {
            const auto change = [](const EraValidator& one) {
                return one.after > one.before ? one.after - one.before : one.before - one.after;
            };
            return change(a) != change(b) ? change(a) > change(b) : a.stash < b.stash;
        });
    }

    SimulatedChain& chain_;
    const metadata::Metadata& metadata_;
};

}  // namespace

Result<NextEra, std::string> simulate_next_era(executor::Executor& executor, const metadata::Metadata& metadata,
                                               const NextEraRequest& request) {
    SimulatedChain chain(executor, metadata, *request.state, request.parent, request.parent_hash);
    return Simulation(chain, metadata).run();
}

}  // namespace serinus::staking

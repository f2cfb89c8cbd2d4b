#include "staking/simulated_election.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "runtime/npos/phragmen.hpp"

namespace serinus::staking {
namespace {

std::string name_of(const AccountId& stash) { return to_hex_prefixed(stash.bytes); }

/// Makes changes to an electorate, whose accounts may be many and whose changes are few.
class Changing {
  public:
    Changing(StateReader& reader, Electorate& electorate) : reader_(reader), electorate_(electorate) {}

    Result<void, std::string> operator()(const ChangeSeats& change) {
        electorate_.desired = change.count;
        return {};
    }
    Result<void, std::string> operator()(const BecomeCandidate& change) {
        if (std::ranges::find(electorate_.targets, change.stash) == electorate_.targets.end()) {
            electorate_.targets.push_back(change.stash);
        }
        return set_votes(change.stash, {change.stash});
    }
    Result<void, std::string> operator()(const Nominate& change) {
        ENSURE(!change.targets.empty(), name_of(change.stash) + " nominates nobody");
        std::erase(electorate_.targets, change.stash);
        return set_votes(change.stash, change.targets);
    }
    Result<void, std::string> operator()(const Chill& change) {
        std::erase(electorate_.targets, change.stash);
        std::erase_if(electorate_.voters, [&](const Voter& voter) { return std::get<0>(voter) == change.stash; });
        return {};
    }
    Result<void, std::string> operator()(const ChangeStake& change) {
        Voter* const voter = find(change.stash);
        ENSURE(voter != nullptr, name_of(change.stash) + " does not vote: let it nominate, or be a candidate");
        std::get<1>(*voter) = to_vote(change.stake, electorate_.weight_unit);
        return {};
    }

  private:
    Voter* find(const AccountId& stash) {
        const auto found = std::ranges::find(electorate_.voters, stash,
                                             [](const Voter& one) -> const AccountId& { return std::get<0>(one); });
        return found == electorate_.voters.end() ? nullptr : &*found;
    }
    Result<void, std::string> set_votes(const AccountId& stash, const std::vector<AccountId>& votes) {
        if (Voter* const voter = find(stash)) {
            std::get<2>(*voter) = votes;
            return {};
        }
        TRY_ASSIGN(const auto ledger, find_ledger(reader_, stash));
        const VoteWeight weight = ledger ? to_vote(ledger->active.value, electorate_.weight_unit) : 0;
        electorate_.voters.emplace_back(stash, weight, votes);
        return {};
    }

    StateReader& reader_;
    Electorate& electorate_;
};

Result<ElectionOutcome, std::string> hold(const Electorate& electorate) {
    auto election = sdk::npos::make_election(std::span<const AccountId>(electorate.targets), electorate.voters);
    ENSURE(sdk::npos::elect_by_phragmen(election, electorate.desired),
           std::string("the stakes of the election are too large to be summed"));
    ElectionOutcome out{.candidates = static_cast<uint32_t>(electorate.targets.size()),
                        .voters = static_cast<uint32_t>(electorate.voters.size()),
                        .seats = electorate.desired,
                        .winners = {},
                        .total_backing = 0};
    for (size_t i = 0; i < electorate.targets.size(); ++i) {
        const auto& candidate = election.candidates[i];
        if (!candidate.elected) continue;
        const Balance backing = candidate.backed_stake * electorate.weight_unit;
        out.winners.push_back({electorate.targets[i], candidate.round + 1, backing});
        out.total_backing = saturating_add(out.total_backing, backing);
    }
    std::ranges::sort(out.winners, [](const Elected& a, const Elected& b) {
        return a.backing != b.backing ? a.backing > b.backing : a.stash < b.stash;
    });
    return out;
}

}  // namespace

Result<SimulatedElection, std::string> simulate_election(state::Backend& state,
                                                         const std::vector<ElectionChange>& changes,
                                                         const ElectorateOptions& options) {
    TRY_ASSIGN(Electorate electorate, read_electorate(state, options));
    SimulatedElection out;
    out.is_snapshot = electorate.is_snapshot;
    out.before = TRY(hold(electorate));
    StateReader reader(state);
    Changing changing(reader, electorate);
    for (const ElectionChange& change : changes) TRY(std::visit(changing, change));
    for (const auto& [who, weight, votes] : electorate.voters) {
        ENSURE(weight > 0, name_of(who) + " would vote without a stake");
    }
    out.after = TRY(hold(electorate));
    return out;
}

}  // namespace serinus::staking

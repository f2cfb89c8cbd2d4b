#include "staking/election.hpp"

#include "runtime/npos/phragmen.hpp"
#include "runtime/npos/support.hpp"

namespace serinus::staking {
namespace {

using sdk::npos::Election;
using Places = sdk::npos::Places<AccountId>;

/// A stash and the election in which it stands.
class Held {
  public:
    Held(const Electorate& electorate, const AccountId& stash)
        : electorate_(electorate),
          election_(sdk::npos::make_election(std::span<const AccountId>(electorate.targets), electorate.voters)),
          place_(Places(electorate.targets).find(stash)) {
        for (uint32_t i = 0; i < electorate.voters.size() && own_ == kNone; ++i) {
            if (std::get<0>(electorate.voters[i]) == stash) own_ = i;
        }
    }

    uint32_t place() const { return place_; }
    /// Of the stash among the voters.
    uint32_t own() const { return own_; }
    const Election& election() const { return election_; }

    /// With `more` or less of its own behind it. nullopt: a sum does not fit.
    std::optional<bool> is_elected_with(VoteWeight own) const {
        Election changed = election_;
        const auto self =
            std::ranges::find_if(changed.voters, [&](const auto& voter) { return own_ != kNone && voter.who == own_; });
        auto& candidate = changed.candidates[place_];
        if (self == changed.voters.end()) {
            sdk::npos::add_voter(changed, static_cast<uint32_t>(electorate_.voters.size()), own, std::array{place_});
        } else {
            candidate.approval_stake = saturating_sub(candidate.approval_stake, self->budget);
            candidate.approval_stake = saturating_add(candidate.approval_stake, uint128_t{own});
            self->budget = own;
        }
        if (!sdk::npos::elect_by_phragmen(changed, electorate_.desired)) return std::nullopt;
        return changed.candidates[place_].elected;
    }

    static constexpr uint32_t kNone = Places::kNone;

  private:
    const Electorate& electorate_;
    Election election_;
    uint32_t place_;
    uint32_t own_ = kNone;
};

/// The least weight of its own with which the stash is elected, to a thousandth; nullopt: it never is.
std::optional<VoteWeight> find_least_own(const Held& held, VoteWeight own, bool elected) {
    VoteWeight low = 0;  // not elected, if that is tried at all
    VoteWeight high = own;
    if (elected) {
        if (held.is_elected_with(0).value_or(false)) return 0;
    } else {
        low = own;
        high = std::max<VoteWeight>(own, 1'000'000'000);
        do {
            if (high > max_value<VoteWeight>() / 2) return std::nullopt;
            high *= 2;
        } while (!held.is_elected_with(high).value_or(false));
    }
    while (high - low > std::max<VoteWeight>(high / 1000, 1)) {
        const VoteWeight middle = low + (high - low) / 2;
        (held.is_elected_with(middle).value_or(false) ? high : low) = middle;
    }
    return high;
}

}  // namespace

Result<Explanation, std::string> explain_election(state::Backend& state, const AccountId& stash,
                                                  const ElectorateOptions& options) {
    TRY_ASSIGN(const Electorate electorate, read_electorate(state, options));
    const Balance unit = electorate.weight_unit;
    const Held held(electorate, stash);
    Election solved = held.election();
    ENSURE(sdk::npos::elect_by_phragmen(solved, electorate.desired),
           std::string("the stakes of the election are too large to be summed"));
    const auto& candidates = solved.candidates;

    Explanation out;
    out.is_snapshot = electorate.is_snapshot;
    out.candidates = static_cast<uint32_t>(candidates.size());
    out.voters = static_cast<uint32_t>(electorate.voters.size());
    out.desired = electorate.desired;
    StateReader reader(state);
    TRY_ASSIGN(const auto ledger, find_ledger(reader, stash));
    out.is_bonded = ledger.has_value();
    if (ledger) out.active_bond = ledger->active.value;
    TRY_ASSIGN(const auto keys, reader.find<ByteArray<1>>("Session", "NextKeys", twox_64_key(stash.bytes)));
    out.has_session_keys = keys.has_value();
    out.is_voter = held.own() != Held::kNone;
    for (uint32_t i = 0; i < candidates.size(); ++i) {
        if (!candidates[i].elected) continue;
        if (out.winners++ == 0 || candidates[i].backed_stake * unit < out.least_backing) {
            out.least_backing = candidates[i].backed_stake * unit;
            out.weakest_winner = electorate.targets[i];
        }
    }

    const Places places(electorate.targets);
    const auto given_by = [&](uint32_t voter, uint32_t target) -> Balance {
        const auto found = std::ranges::find(solved.voters, voter, &sdk::npos::Voter::who);
        if (found == solved.voters.end()) return 0;
        for (const auto& edge : solved.edges_of(*found)) {
            if (edge.candidate == target && candidates[target].elected) return edge.weight * unit;
        }
        return 0;
    };
    if (held.place() != Held::kNone) {
        const auto& own = candidates[held.place()];
        CandidateResult result{.elected = own.elected,
                               .round = own.elected ? own.round + 1 : 0,
                               .own = 0,
                               .approval = own.approval_stake * unit,
                               .approval_rank = 1,
                               .backing = own.elected ? own.backed_stake * unit : 0,
                               .backing_rank = own.elected ? 1u : 0u,
                               .backers = {},
                               .missing = {},
                               .spare = {}};
        for (const auto& other : candidates) {
            result.approval_rank += other.approval_stake > own.approval_stake ? 1 : 0;
            result.backing_rank += own.elected && other.elected && other.backed_stake > own.backed_stake ? 1 : 0;
        }
        for (uint32_t i = 0; i < electorate.voters.size(); ++i) {
            const auto& [who, weight, votes] = electorate.voters[i];
            if (std::ranges::find(votes, stash) == votes.end()) continue;
            if (i == held.own()) result.own = weight * unit;
            result.backers.push_back({.who = who,
                                      .stake = weight * unit,
                                      .given = given_by(i, held.place()),
                                      .votes = static_cast<uint32_t>(votes.size())});
        }
        std::ranges::sort(result.backers, [](const Backer& a, const Backer& b) {
            return a.stake != b.stake ? a.stake > b.stake : a.who < b.who;
        });
        const auto weight = static_cast<VoteWeight>(result.own / unit);
        if (const auto least = find_least_own(held, weight, own.elected)) {
            (own.elected ? result.spare : result.missing) = (own.elected ? weight - *least : *least - weight) * unit;
        }
        out.candidate = std::move(result);
    }
    if (held.own() != Held::kNone) {
        for (const AccountId& target : std::get<2>(electorate.voters[held.own()])) {
            const uint32_t place = places.find(target);
            if (target == stash) continue;
            if (place == Held::kNone) {
                out.votes.push_back({.target = target});
                continue;
            }
            const auto& one = candidates[place];
            out.votes.push_back({.target = target,
                                 .is_candidate = true,
                                 .elected = one.elected,
                                 .round = one.elected ? one.round + 1 : 0,
                                 .given = given_by(held.own(), place),
                                 .backing = one.elected ? one.backed_stake * unit : 0});
        }
    }
    return out;
}

}  // namespace serinus::staking

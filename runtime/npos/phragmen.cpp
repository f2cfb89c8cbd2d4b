#include "runtime/npos/phragmen.hpp"

#include "runtime/arithmetic/multiply_divide.hpp"

namespace serinus::sdk::npos {
namespace {

/// Loads and scores are fractions of this.
constexpr uint128_t kLoadDenominator = max_value<uint128_t>();

/// a * b / c, rounded down; the largest number if that does not fit or `c` is 0.
uint128_t scaled(uint128_t a, uint128_t b, uint128_t c) {
    if (c == 0) return max_value<uint128_t>();
    return multiply_by_rational_with_rounding(a, b, c, Rounding::kDown).value_or(max_value<uint128_t>());
}

/// A sum that terms are added to and taken from again, of up to 2^64 terms.
struct Sum {
    uint64_t high{};
    uint128_t low{};

    void add(uint128_t term) {
        low += term;
        if (low < term) ++high;
    }
    void remove(uint128_t term) {
        if (low < term) --high;
        low -= term;
    }
    uint128_t saturated() const { return high == 0 ? low : max_value<uint128_t>(); }
};

/// The edges of a candidate.
struct Backing {
    uint32_t voter;
    uint32_t edge;
};

class Rounds {
  public:
    explicit Rounds(Election& election)
        : election_(election), shares_(election.candidates.size()), terms_(election.edges.size()) {
        first_.resize(election.candidates.size() + 1);
        for (const Edge& edge : election.edges) ++first_[edge.candidate + 1];
        for (size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
        backings_.resize(election.edges.size());
        std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
        for (uint32_t v = 0; v < election.voters.size(); ++v) {
            const Voter& voter = election.voters[v];
            for (uint32_t e = voter.first; e < voter.first + voter.count; ++e) {
                backings_[next[election.edges[e].candidate]++] = {v, e};
            }
        }
    }

    /// False if there is nobody left.
    bool elect_next(uint32_t round) {
        const auto winner = best();
        if (!winner) return false;
        const uint128_t score = score_of(*winner);
        Candidate& candidate = election_.candidates[*winner];
        candidate.elected = true;
        candidate.round = round;
        for (uint32_t i = first_[*winner]; i < first_[*winner + 1]; ++i) {
            Voter& voter = election_.voters[backings_[i].voter];
            election_.edges[backings_[i].edge].load = saturating_sub(score, voter.load);
            voter.load = score;
            update_terms(voter);
        }
        return true;
    }

  private:
    /// 1 / approval stake, and what the voters carry already in proportion to their part of the approval stake.
    /// Nobody's approval makes the score larger than any other.
    uint128_t score_of(uint32_t c) const {
        const Stake approval = election_.candidates[c].approval_stake;
        if (approval == 0) return max_value<uint128_t>();
        return saturating_add(kLoadDenominator / approval, shares_[c].saturated());
    }
    std::optional<uint32_t> best() const {
        std::optional<uint32_t> found;
        uint128_t least = 0;
        bool approved = false;
        for (uint32_t c = 0; c < election_.candidates.size(); ++c) {
            const Candidate& candidate = election_.candidates[c];
            if (candidate.elected) continue;
            const bool has_approval = candidate.approval_stake != 0;
            const uint128_t score = score_of(c);
            if (found && (approved != has_approval ? approved : score >= least)) continue;
            found = c;
            least = score;
            approved = has_approval;
        }
        return found;
    }
    void update_terms(const Voter& voter) {
        for (uint32_t e = voter.first; e < voter.first + voter.count; ++e) {
            const uint32_t c = election_.edges[e].candidate;
            const Candidate& candidate = election_.candidates[c];
            if (candidate.elected || candidate.approval_stake == 0) continue;
            shares_[c].remove(terms_[e]);
            terms_[e] = scaled(voter.load, voter.budget, candidate.approval_stake);
            shares_[c].add(terms_[e]);
        }
    }

    Election& election_;
    std::vector<Sum> shares_;        ///< of the candidates: the sum of their edges' terms
    std::vector<uint128_t> terms_;   ///< of the edges
    std::vector<uint32_t> first_;    ///< of a candidate's backings
    std::vector<Backing> backings_;  ///< by candidate
};

/// Shares the voter's budget in proportion to the loads of its edges.
bool settle(Election& election, Voter& voter) {
    const auto edges = election.edges_of(voter);
    uint32_t kept = 0;
    for (Edge& edge : edges) {
        Candidate& candidate = election.candidates[edge.candidate];
        edge.weight = candidate.elected ? scaled(voter.budget, edge.load, voter.load) : 0;
        candidate.backed_stake = saturating_add(candidate.backed_stake, edge.weight);
        if (edge.weight != 0) edges[kept++] = edge;
    }
    voter.count = kept;
    return election.normalize_elected(voter);
}

}  // namespace

bool elect_by_phragmen(Election& election, uint32_t to_elect) {
    Rounds rounds(election);
    for (uint32_t round = 0; round < to_elect && rounds.elect_next(round); ++round) {
    }
    return std::ranges::all_of(election.voters, [&](Voter& voter) { return settle(election, voter); });
}

}  // namespace serinus::sdk::npos

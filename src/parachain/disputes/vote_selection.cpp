#include "parachain/disputes/vote_selection.hpp"

namespace serinus::parachain {
namespace {

/// Whether the chain learns something by a vote that is no backing vote: it has none of this validator, or only the
/// opposite one.
bool is_worth(bool is_valid, ValidatorIndex validator, const DisputeState& on_chain) {
    const Bits& known = is_valid ? on_chain.validators_for : on_chain.validators_against;
    return validator._0 >= known.size() || !known[validator._0];
}

bool is_concluded_on_chain(const DisputeState& state) {
    const size_t needed = polkadot_primitives::v5::supermajority_threshold(state.validators_for.size());
    return state.validators_for.count_ones() >= needed || state.validators_against.count_ones() >= needed;
}

DisputeVoteSet missing_votes(const DisputeKey& key, const CandidateVotes& votes, const DisputeState* on_chain) {
    DisputeVoteSet out{key.second, key.first, {}};
    for (const auto& [validator, vote] : votes.valid) {
        if (on_chain != nullptr && !is_backing(vote.first) && !is_worth(true, validator, *on_chain)) continue;
        out.statements.emplace_back(DisputeVote{DisputeVote::Valid{vote.first}}, validator, vote.second);
    }
    for (const auto& [validator, vote] : votes.invalid) {
        if (on_chain != nullptr && !is_worth(false, validator, *on_chain)) continue;
        out.statements.emplace_back(DisputeVote{DisputeVote::Invalid{vote.first}}, validator, vote.second);
    }
    return out;
}

}  // namespace

std::vector<DisputeKey> prioritize(const std::map<DisputeKey, DisputeStatus>& recent,
                                   const std::map<DisputeKey, DisputeState>& on_chain, uint64_t now_s) {
    // Inactive and unknown on chain; inactive and not concluded there; active and unknown; active and not concluded;
    // active and concluded.
    std::array<std::vector<DisputeKey>, 5> parts;
    for (const auto& [key, status] : recent) {
        const auto known = on_chain.find(key);
        if (!status.is_confirmed() && known == on_chain.end()) continue;
        const bool is_inactive = status.is_inactive(now_s);
        if (known == on_chain.end()) {
            parts[is_inactive ? 0 : 2].push_back(key);
        } else if (!is_concluded_on_chain(known->second)) {
            parts[is_inactive ? 1 : 3].push_back(key);
        } else if (!is_inactive) {
            parts[4].push_back(key);
        }
    }
    std::vector<DisputeKey> out;
    for (const auto& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

std::vector<DisputeVoteSet> select_disputes(
    const std::vector<DisputeKey>& order, const std::map<DisputeKey, DisputeState>& on_chain,
    const std::function<std::optional<CandidateVotes>(const DisputeKey&)>& votes_of, size_t max_votes) {
    std::map<DisputeKey, DisputeVoteSet> selected;
    size_t count = 0;
    for (const DisputeKey& key : order) {
        const auto votes = votes_of(key);
        if (!votes) continue;
        const auto state = on_chain.find(key);
        DisputeVoteSet set = missing_votes(key, *votes, state == on_chain.end() ? nullptr : &state->second);
        if (count + set.statements.size() > max_votes) break;
        count += set.statements.size();
        selected.insert_or_assign(key, std::move(set));
    }
    std::vector<DisputeVoteSet> out;
    out.reserve(selected.size());
    for (auto& [key, set] : selected) out.push_back(std::move(set));
    return out;
}

}  // namespace serinus::parachain

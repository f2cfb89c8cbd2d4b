#include "parachain/inherent/provisioner.hpp"

namespace serinus::parachain {
namespace {

bool has_bit_for_unoccupied(const std::vector<CoreState>& cores, const Bits& bits) {
    for (size_t core = 0; core < cores.size(); ++core) {
        if (bits[core] && !std::holds_alternative<CoreState::Occupied>(cores[core].v)) return true;
    }
    return false;
}

bool is_set(const Bits& bits, ValidatorIndex validator) { return validator._0 < bits.size() && bits[validator._0]; }

/// Whether the chain learns something by a vote that is no backing vote: it has none of this validator, or only the
/// opposite one.
bool is_worth(bool is_valid, ValidatorIndex validator, const DisputeState& on_chain) {
    return !is_set(is_valid ? on_chain.validators_for : on_chain.validators_against, validator);
}

bool is_backing(const ValidVoteKind& kind) {
    return std::holds_alternative<ValidVoteKind::BackingSeconded>(kind.v) ||
           std::holds_alternative<ValidVoteKind::BackingValid>(kind.v);
}

bool is_concluded(const DisputeState& state) {
    const size_t needed = polkadot_primitives::v5::supermajority_threshold(state.validators_for.size());
    return state.validators_for.count_ones() >= needed || state.validators_against.count_ones() >= needed;
}

}  // namespace

UncheckedSignedAvailabilityBitfields select_bitfields(const std::vector<CoreState>& cores,
                                                      const UncheckedSignedAvailabilityBitfields& bitfields) {
    std::map<ValidatorIndex, const UncheckedSignedAvailabilityBitfield*> best;
    for (const auto& one : bitfields) {
        const Bits& bits = one.payload._0;
        if (bits.size() != cores.size()) continue;
        const auto known = best.find(one.validator_index);
        if (known != best.end() && known->second->payload._0.count_ones() >= bits.count_ones()) continue;
        if (!has_bit_for_unoccupied(cores, bits)) best[one.validator_index] = &one;
    }
    UncheckedSignedAvailabilityBitfields out;
    for (const auto& [validator, bitfield] : best) out.push_back(*bitfield);
    return out;
}

bool is_available_with(size_t core, const UncheckedSignedAvailabilityBitfields& bitfields, const Bits& known) {
    Bits availability = known;
    for (const auto& one : bitfields) {
        if (one.validator_index._0 >= availability.size()) return false;
        if (core < one.payload._0.size() && one.payload._0[core]) availability.set(one.validator_index._0, true);
    }
    return 3 * availability.count_ones() >= 2 * availability.size();
}

std::map<ParaId, CandidatePlan> plan_candidates(const std::vector<CoreState>& cores,
                                                const UncheckedSignedAvailabilityBitfields& bitfields,
                                                BlockNumber leaf_number) {
    std::map<ParaId, CandidatePlan> out;
    for (size_t core = 0; core < cores.size(); ++core) {
        if (const auto* scheduled = std::get_if<CoreState::Scheduled>(&cores[core].v)) {
            ++out[scheduled->_0.para_id].count;
            continue;
        }
        const auto* state = std::get_if<CoreState::Occupied>(&cores[core].v);
        if (state == nullptr) continue;
        const auto& occupied = state->_0;
        const bool is_available = is_available_with(core, bitfields, occupied.availability);
        const bool is_timed_out = !is_available && occupied.time_out_at <= leaf_number + 1;
        if (!is_timed_out) out[occupied.candidate_descriptor.para_id].ancestors.insert(occupied.candidate_hash);
        const auto& next = is_available ? occupied.next_up_on_available : occupied.next_up_on_time_out;
        if (next && (is_available || is_timed_out)) ++out[next->para_id].count;
    }
    std::erase_if(out, [](const auto& plan) { return plan.second.count == 0; });
    return out;
}

std::vector<BackedCandidate> select_candidates(const std::map<ParaId, CandidatePlan>& plan, const Hash256& leaf,
                                               const ProspectiveParachains& prospective, const Backing& backing) {
    std::vector<BackedCandidate> out;
    bool has_new_code = false;
    for (const auto& [para, of_para] : plan) {
        const auto backable = prospective.find_backable(leaf, para, of_para.ancestors, of_para.count);
        for (BackedCandidate& candidate : backing.find_backed(backable)) {
            const bool brings_code = candidate.candidate.commitments.new_validation_code.has_value();
            if (brings_code && std::exchange(has_new_code, true)) break;
            out.push_back(std::move(candidate));
        }
    }
    return out;
}

std::vector<DisputeKey> prioritize(const std::map<DisputeKey, DisputeStatus>& recent,
                                   const std::map<DisputeKey, DisputeState>& on_chain, uint64_t now_s) {
    // Inactive and unknown on chain; inactive and not concluded there; active and unknown; active and not concluded;
    // active and concluded.
    std::array<std::vector<DisputeKey>, 5> parts;
    for (const auto& [key, status] : recent) {
        const auto known = on_chain.find(key);
        if (!status.is_confirmed && known == on_chain.end()) continue;
        const bool is_inactive = status.is_inactive(now_s);
        if (known == on_chain.end()) {
            parts[is_inactive ? 0 : 2].push_back(key);
        } else if (!is_concluded(known->second)) {
            parts[is_inactive ? 1 : 3].push_back(key);
        } else if (!is_inactive) {
            parts[4].push_back(key);
        }
    }
    std::vector<DisputeKey> out;
    for (const auto& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

std::vector<DisputeVoteSet> select_disputes(const std::vector<DisputeKey>& order,
                                            const std::map<DisputeKey, DisputeState>& on_chain,
                                            const std::function<CandidateVotes(const DisputeKey&)>& votes_of,
                                            size_t max_votes) {
    std::map<DisputeKey, DisputeVoteSet> selected;
    size_t count = 0;
    for (const DisputeKey& key : order) {
        const CandidateVotes votes = votes_of(key);
        const auto state = on_chain.find(key);
        DisputeVoteSet set{key.second, key.first, {}};
        for (const auto& [validator, vote] : votes.valid) {
            if (state != on_chain.end() && !is_backing(vote.first) && !is_worth(true, validator, state->second))
                continue;
            set.statements.emplace_back(DisputeVote{DisputeVote::Valid{vote.first}}, validator, vote.second);
        }
        for (const auto& [validator, vote] : votes.invalid) {
            if (state != on_chain.end() && !is_worth(false, validator, state->second)) continue;
            set.statements.emplace_back(DisputeVote{DisputeVote::Invalid{vote.first}}, validator, vote.second);
        }
        if (count + set.statements.size() > max_votes) break;
        count += set.statements.size();
        selected.insert_or_assign(key, std::move(set));
    }
    std::vector<DisputeVoteSet> out;
    for (auto& [key, set] : selected) out.push_back(std::move(set));
    return out;
}

}  // namespace serinus::parachain

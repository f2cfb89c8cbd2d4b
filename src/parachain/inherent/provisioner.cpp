#include "parachain/inherent/provisioner.hpp"

namespace serinus::parachain {
namespace {

bool has_bit_for_unoccupied(const std::vector<CoreState>& cores, const Bits& bits) {
    for (size_t core = 0; core < cores.size(); ++core) {
        if (bits[core] && !std::holds_alternative<CoreState::Occupied>(cores[core].v)) return true;
    }
    return false;
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

}  // namespace serinus::parachain

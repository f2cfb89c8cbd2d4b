/// What the inherent of parachains weighs, and what of it fits into a block.
///
/// Time is what was measured; in place of the size of proofs stands the encoded size, so that one limit bounds both.
/// Source: polkadot_runtime_parachains::paras_inherent 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "base/chacha20.hpp"
#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/block_limits.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

using polkadot_primitives::v5::BackedCandidate;
using polkadot_primitives::v5::DisputeStatementSet;
using polkadot_primitives::v5::MultiDisputeStatementSet;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfield;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfields;
using sdk::Weight;

template <class V>
Weight with_size_of(Weight weight, const V& value) {
    return weight.with_proof_size(scale::encoded_size(value));
}

template <const auto& kW>
Weight weight_of(const DisputeStatementSet& set) {
    return with_size_of(kW.enter_variable_disputes(static_cast<uint32_t>(set.statements.size())), set);
}
template <const auto& kW>
Weight weight_of(const UncheckedSignedAvailabilityBitfield& bitfield) {
    return with_size_of(kW.enter_bitfields(), bitfield);
}
template <const auto& kW>
Weight weight_of(const BackedCandidate& candidate) {
    const Weight weight =
        candidate.candidate.commitments.new_validation_code
            ? kW.enter_backed_candidate_code_upgrade()
            : kW.enter_backed_candidates_variable(static_cast<uint32_t>(candidate.validity_votes.size()));
    return with_size_of(weight, candidate);
}
template <const auto& kW>
Weight weight_of(const MultiDisputeStatementSet& sets) {
    Weight sum;
    for (const DisputeStatementSet& set : sets) sum.saturating_accrue(weight_of<kW>(set));
    return with_size_of(sum, sets);
}
template <const auto& kW>
Weight weight_of(const UncheckedSignedAvailabilityBitfields& bitfields) {
    return with_size_of(kW.enter_bitfields().saturating_mul(bitfields.size()), bitfields);
}
/// Observed: Kusama 1.0.0: the length of the sequence is not counted.
template <const auto& kW>
Weight weight_of(const std::vector<BackedCandidate>& candidates) {
    Weight sum;
    for (const BackedCandidate& candidate : candidates) sum.saturating_accrue(weight_of<kW>(candidate));
    return sum;
}

/// The most that an inherent may weigh: what mandatory extrinsics may, and the length of a block.
inline Weight inherent_limit(const sdk::BlockWeights& weights, const sdk::BlockLength& length) {
    constexpr auto kClass = sdk::DispatchClass::Mandatory;
    return weights.get(kClass).max_total.value_or(weights.max_block).with_proof_size(length.max.get(kClass));
}

/// Takes elements at random until no other one fits; those at `preferred` first. Gives the weight of what was taken;
/// `elements` keeps that, in its order.
template <const auto& kW, class V>
Weight choose_at_random(ChaCha20& random, std::vector<V>& elements, std::vector<uint32_t> preferred, Weight limit) {
    std::vector<bool> is_preferred(elements.size()), is_taken(elements.size());
    for (const uint32_t i : preferred) is_preferred[i] = true;
    std::vector<uint32_t> others;
    for (uint32_t i = 0; i < elements.size(); ++i) {
        if (!is_preferred[i]) others.push_back(i);
    }
    Weight sum;
    const auto take_of = [&](std::vector<uint32_t>& places) {
        random.shuffle(std::span(places));
        for (const uint32_t i : places) {
            const Weight more = sum.saturating_add(weight_of<kW>(elements[i]));
            if (more.any_gt(limit)) continue;
            sum = more;
            is_taken[i] = true;
        }
    };
    take_of(preferred);
    take_of(others);
    size_t kept = 0;
    for (size_t i = 0; i < elements.size(); ++i) {
        if (!is_taken[i]) continue;
        if (kept != i) elements[kept] = std::move(elements[i]);
        ++kept;
    }
    elements.erase(elements.begin() + static_cast<ptrdiff_t>(kept), elements.end());
    return sum;
}

/// Drops what does not fit beside disputes; gives the weight of the rest. All bitfields come before any candidate.
template <const auto& kW>
Weight apply_weight_limit(std::vector<BackedCandidate>& candidates, UncheckedSignedAvailabilityBitfields& bitfields,
                          Weight limit, ChaCha20& random) {
    const Weight of_bitfields = weight_of<kW>(bitfields);
    const Weight all = of_bitfields.saturating_add(weight_of<kW>(candidates));
    if (limit.all_gte(all)) return all;

    if (const auto rest = limit.checked_sub(of_bitfields)) {
        // Large as it is, new code would hardly ever be chosen last.
        std::vector<uint32_t> with_code;
        for (uint32_t i = 0; i < candidates.size(); ++i) {
            if (candidates[i].candidate.commitments.new_validation_code) with_code.push_back(i);
        }
        const Weight chosen = choose_at_random<kW>(random, candidates, std::move(with_code), *rest);
        return chosen.saturating_add(of_bitfields);
    }
    candidates.clear();
    return choose_at_random<kW>(random, bitfields, {}, limit);
}

/// Filters disputes, as many as fit. `filter(set)` gives what is of use of a set, nullopt if nothing is. Gives the sets
/// and their weight.
template <const auto& kW, class F>
std::pair<MultiDisputeStatementSet, Weight> limit_and_sanitize_disputes(MultiDisputeStatementSet sets, F&& filter,
                                                                        Weight limit) {
    MultiDisputeStatementSet out;
    const bool all_fit = !weight_of<kW>(sets).any_gt(limit);
    Weight sum;
    for (DisputeStatementSet& set : sets) {
        if (!all_fit) {
            const Weight more = sum.saturating_add(weight_of<kW>(set));
            if (more.any_gt(limit)) continue;
            sum = more;  // what is dropped has to be checked too
        }
        if (auto checked = filter(std::move(set))) out.push_back(*std::move(checked));
    }
    if (all_fit) sum = weight_of<kW>(out);
    return {std::move(out), sum};
}

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent

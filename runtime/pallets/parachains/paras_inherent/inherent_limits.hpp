/// What the inherent of parachains weighs, and what of it fits into a block.
///
/// Time is what was measured, less that of an inherent with nothing in it; in place of the size of proofs stands the
/// encoded size, so that one limit bounds both.
/// Observed: polkadot-runtime-parachains 21.0.1, paras_inherent/weights.rs and mod.rs
#pragma once

#include "base/chacha20.hpp"
#include "runtime/pallets/parachains/versioned_types.hpp"
#include "runtime/sdk/block_limits.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfield;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfields;
using polkadot_primitives::v8::DisputeStatementSet;
using polkadot_primitives::v8::MultiDisputeStatementSet;
using sdk::Weight;
using sdk::vstaging::BackedCandidate;

/// Candidates of one para, each on the one before it.
using Chain = std::vector<BackedCandidate>;

template <const auto& kW, class V>
Weight measured_with_size_of(Weight weight, const V& value) {
    return weight.saturating_sub(kW.enter_empty()).with_proof_size(scale::encoded_size(value));
}

template <const auto& kW>
Weight weight_of(const DisputeStatementSet& set) {
    return measured_with_size_of<kW>(kW.enter_variable_disputes(set.statements.size()), set);
}
template <const auto& kW>
Weight weight_of(const UncheckedSignedAvailabilityBitfield& bitfield) {
    return measured_with_size_of<kW>(kW.enter_bitfields(), bitfield);
}
template <const auto& kW>
Weight weight_of(const BackedCandidate& candidate) {
    return measured_with_size_of<kW>(candidate.candidate.commitments.new_validation_code
                                         ? Weight(kW.enter_backed_candidate_code_upgrade())
                                         : kW.enter_backed_candidates_variable(candidate.validity_votes.size()),
                                     candidate);
}
template <const auto& kW>
Weight weight_of(const MultiDisputeStatementSet& sets) {
    Weight sum;
    for (const DisputeStatementSet& set : sets) sum.saturating_accrue(weight_of<kW>(set));
    return sum.with_proof_size(scale::encoded_size(sets));
}
template <const auto& kW>
Weight weight_of(const UncheckedSignedAvailabilityBitfields& bitfields) {
    return Weight(kW.enter_bitfields())
        .saturating_sub(kW.enter_empty())
        .saturating_mul(bitfields.size())
        .with_proof_size(scale::encoded_size(bitfields));
}
/// The length of the sequence is not counted.
template <const auto& kW>
Weight weight_of(const Chain& candidates) {
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

/// Neighbours of one para together.
inline std::vector<Chain> chains_of(std::vector<BackedCandidate> candidates) {
    std::vector<Chain> out;
    for (BackedCandidate& candidate : candidates) {
        if (out.empty() || out.back().back().descriptor().para_id != candidate.descriptor().para_id) out.emplace_back();
        out.back().push_back(std::move(candidate));
    }
    return out;
}

/// Drops what does not fit beside disputes; gives the weight of the rest. All bitfields come before any candidate, and
/// chains come whole or not at all.
template <const auto& kW>
Weight apply_weight_limit(std::vector<BackedCandidate>& candidates, UncheckedSignedAvailabilityBitfields& bitfields,
                          Weight limit, ChaCha20& random) {
    const Weight of_bitfields = weight_of<kW>(bitfields);
    const Weight all = of_bitfields.saturating_add(weight_of<kW>(candidates));
    if (limit.all_gte(all)) return all;

    std::vector<Chain> chains = chains_of(std::move(candidates));
    candidates.clear();
    if (const auto rest = limit.checked_sub(of_bitfields)) {
        // Large as it is, new code would hardly ever be chosen last.
        std::vector<uint32_t> with_code;
        for (uint32_t i = 0; i < chains.size(); ++i) {
            const bool has_code = std::ranges::any_of(chains[i], [](const BackedCandidate& candidate) {
                return candidate.candidate.commitments.new_validation_code.has_value();
            });
            if (has_code) with_code.push_back(i);
        }
        const Weight chosen = choose_at_random<kW>(random, chains, std::move(with_code), *rest);
        for (Chain& chain : chains) {
            candidates.insert(candidates.end(), std::make_move_iterator(chain.begin()),
                              std::make_move_iterator(chain.end()));
        }
        return chosen.saturating_add(of_bitfields);
    }
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

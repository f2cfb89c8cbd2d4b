/// The bodies of paras_inherent.hpp.
#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/paras_inherent/inherent_limits.hpp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

using para_scheduler::CoreAssignment;
using para_scheduler::FreedCores;
using para_scheduler::FreedReason;
using polkadot_primitives::ParaId;
using polkadot_primitives::v5::Bits;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::SignedAvailabilityBitfields;
using polkadot_primitives::v5::SigningContext;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorIndex;

template <class T>
Weight Pallet<T>::enter::weight() const {
    constexpr auto& kW = T::kWeights;
    return weight_of<kW>(data.backed_candidates)
        .saturating_add(weight_of<kW>(data.bitfields))
        .saturating_add(weight_of<kW>(data.disputes));
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::enter::operator()(None) const {
    ENSURE(!storage.Included.exists(), Error::TooManyInclusionInherents);
    storage.Included.put({});
    const auto processed = TRY(process_inherent_data(data, ProcessInherentDataContext::Enter));
    return PostDispatchInfo{.actual_weight = processed.weight};
}

template <class T>
void Pallet<T>::on_finalize(BlockNumber) {
    if (!storage.Included.take()) panic("the block brings nothing for parachains");
}

template <class T>
std::optional<RuntimeCall> Pallet<T>::create_inherent(const InherentData& data) {
    const auto found = data.data.find(kInherentIdentifier);
    if (found == data.data.end()) return std::nullopt;
    BytesView encoded = found->second;
    auto given = scale::take<ParachainsInherentData>(encoded);
    if (!given) return std::nullopt;
    auto processed = process_inherent_data(*std::move(given), ProcessInherentDataContext::ProvideInherent);
    if (!processed) return std::nullopt;
    return RuntimeCall(enter{std::move(processed->data)});
}

namespace detail {

/// Bitfields in the ascending order of their validators, of the right size, without bits of the cores in `disputed`,
/// signed; the others are dropped.
inline UncheckedSignedAvailabilityBitfields sanitize_bitfields(UncheckedSignedAvailabilityBitfields bitfields,
                                                               const FreedCores& disputed, size_t expected_bits,
                                                               const SigningContext& context,
                                                               const std::vector<ValidatorId>& validators) {
    UncheckedSignedAvailabilityBitfields out;
    std::optional<ValidatorIndex> last;
    for (auto& bitfield : bitfields) {
        const Bits& bits = bitfield.payload._0;
        const ValidatorIndex validator = bitfield.validator_index;
        if (bits.size() != expected_bits) continue;
        const bool has_disputed = std::ranges::any_of(
            disputed, [&](const auto& core) { return core.first._0 < expected_bits && bits[core.first._0]; });
        if (has_disputed || (last && validator <= *last) || validator._0 >= validators.size()) continue;
        last = validator;
        if (has_signed(bitfield, validators[validator._0], context)) out.push_back(std::move(bitfield));
    }
    return out;
}

/// Candidates that `is_good`, of paras that have a core, in the order of their cores.
template <class F>
std::vector<BackedCandidate> sanitize_backed_candidates(std::vector<BackedCandidate> candidates, F&& is_good,
                                                        const std::vector<CoreAssignment>& scheduled) {
    std::map<ParaId, CoreIndex> cores;
    for (const CoreAssignment& one : scheduled) cores.insert_or_assign(one.para_id(), one.core);
    std::vector<std::pair<CoreIndex, size_t>> kept;
    for (size_t i = 0; i < candidates.size(); ++i) {
        const auto core = cores.find(candidates[i].descriptor().para_id);
        if (core != cores.end() && is_good(candidates[i])) kept.emplace_back(core->second, i);
    }
    sdk::sort(kept);
    std::vector<BackedCandidate> out;
    out.reserve(kept.size());
    for (const auto& [core, place] : kept) out.push_back(std::move(candidates[place]));
    return out;
}

/// The randomness that the parent block's author gave; without one the parent's hash, which is easier to choose.
template <class T>
ByteArray<32> entropy(const Hash256& parent) {
    const auto random = T::ParentBlockRandomness::random(as_bytes("candidate-seed-selection-subject")).first;
    return random.value_or(parent).bytes;
}

}  // namespace detail

template <class T>
auto Pallet<T>::process_inherent_data(ParachainsInherentData data, ProcessInherentDataContext context)
    -> Result<Processed, DispatchError> {
    constexpr auto& kW = T::kWeights;
    const bool is_provided = context == ProcessInherentDataContext::ProvideInherent;
    const Hash256 parent = T::System::parent_hash();
    ENSURE(host::blake2_256(scale::encode(data.parent_header)) == parent, Error::InvalidParentHeader);
    const BlockNumber now = T::System::block_number();
    const auto config = T::Configuration::config();

    auto parents = T::Shared::storage.AllowedRelayParents.get();
    parents.update(parent, data.parent_header.state_root, now - 1, config.async_backing_params.allowed_ancestry_len);
    T::Shared::storage.AllowedRelayParents.put(parents);

    const Weight before = weight_of<kW>(data.backed_candidates)
                              .saturating_add(weight_of<kW>(data.bitfields))
                              .saturating_add(weight_of<kW>(data.disputes));
    const SessionIndex session = T::Shared::session_index();
    const size_t expected_bits = T::Scheduler::availability_cores().size();
    const auto validators = T::Shared::storage.ActiveValidatorKeys.get();
    const Weight limit = inherent_limit(T::System::block_weights(), T::System::Config::kBlockLength);
    ChaCha20 random(detail::entropy<T>(parent));

    T::Disputes::deduplicate_and_sort_dispute_data(data.disputes);
    const auto filter = [&](DisputeStatementSet set) {
        return T::Disputes::filter_dispute_data(std::move(set), config.dispute_post_conclusion_acceptance_period);
    };
    Weight of_disputes;
    std::tie(data.disputes, of_disputes) = limit_and_sanitize_disputes<kW>(std::move(data.disputes), filter, limit);

    Weight after = before;
    if (is_provided) {
        after =
            apply_weight_limit<kW>(data.backed_candidates, data.bitfields, limit.saturating_sub(of_disputes), random)
                .saturating_add(of_disputes);
    } else {
        ENSURE(before.all_lte(limit), Error::InherentOverweight);
    }

    // Whether that has gone well is nobody's concern: what was counted up to an error stays.
    static_cast<void>(T::Disputes::process_checked_multi_dispute_data(data.disputes));
    auto votes = storage.OnChainVotes.get().value_or(ScrapedOnChainVotes{});
    votes.session = session;
    votes.disputes = data.disputes;
    storage.OnChainVotes.put(votes);

    if (T::Disputes::is_frozen()) {
        data.bitfields.clear();
        data.backed_candidates.clear();
        return Processed{std::move(data), of_disputes};
    }

    // Of candidates on cores, which are of this session; those of older votes are off their cores already.
    std::set<CandidateHash> invalid;
    for (const DisputeStatementSet& set : data.disputes) {
        if (set.session == session && T::Disputes::concluded_invalid(session, set.candidate_hash)) {
            invalid.insert(set.candidate_hash);
        }
    }
    FreedCores disputed;
    for (const CoreIndex core : T::Inclusion::collect_disputed(invalid)) disputed.emplace(core, FreedReason::Concluded);
    if (!disputed.empty()) static_cast<void>(T::Scheduler::update_claimqueue(disputed, now));

    data.bitfields =
        detail::sanitize_bitfields(std::move(data.bitfields), disputed, expected_bits, {session, parent}, validators);
    SignedAvailabilityBitfields checked;
    for (const auto& bitfield : data.bitfields) checked.push_back({bitfield.payload, bitfield.validator_index});
    FreedCores freed;
    for (const auto& [core, candidate] :
         T::Inclusion::update_pending_availability_and_get_freed_cores(expected_bits, validators, checked)) {
        T::Disputes::note_included(session, candidate, now);
        freed.emplace(core, FreedReason::Concluded);
    }
    if (const auto is_timed_out = T::Scheduler::availability_timeout_predicate()) {
        for (const CoreIndex core : T::Inclusion::collect_pending(*is_timed_out)) {
            freed.insert_or_assign(core, FreedReason::TimedOut);
        }
    }
    const auto scheduled = T::Scheduler::update_claimqueue(freed, now);

    const auto is_good = [&](const BackedCandidate& candidate) {
        return !invalid.contains(candidate.hash()) &&
               T::Inclusion::verify_backed_candidate(config, parents, candidate).has_value();
    };
    data.backed_candidates = detail::sanitize_backed_candidates(std::move(data.backed_candidates), is_good, scheduled);
    const auto backed = TRY(T::Inclusion::process_candidates(parents, data.backed_candidates, scheduled));
    std::map<CoreIndex, ParaId> occupied;
    for (const auto& [core, para] : backed.core_indices) occupied.insert_or_assign(core, para);
    T::Scheduler::occupied(occupied);

    votes.backing_validators_per_candidate = backed.candidate_receipt_with_backing_validator_indices;
    storage.OnChainVotes.put(votes);
    return Processed{std::move(data), after};
}

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent

/// The bodies of paras_inherent.hpp. Which candidates are taken: candidate_filters.ipp.
#pragma once

#include "runtime/pallets/parachains/paras_inherent/candidate_filters.ipp"
#include "runtime/pallets/parachains/paras_inherent/paras_inherent.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {

using polkadot_primitives::v5::Bits;
using polkadot_primitives::v5::SignedAvailabilityBitfields;
using polkadot_primitives::v5::SigningContext;
using polkadot_primitives::v5::ValidatorId;

/// If all cores had a candidate with all messages that the configuration allows, and new code. An author's word on the
/// size of proofs is not needed: the relay chain has none.
template <class T>
Weight Pallet<T>::enter::weight() const {
    constexpr auto& kW = T::kWeights;
    const auto config = T::Configuration::config();
    const size_t cores = data.bitfields.empty() ? 0 : data.bitfields.front().payload._0.size();
    const Weight of_inclusion =
        Weight(T::Inclusion::Config::kWeights.enact_candidate(config.max_upward_message_num_per_candidate,
                                                              config.hrmp_max_message_num_per_candidate, 1))
            .saturating_mul(cores);
    return weight_of<kW>(data.backed_candidates)
        .saturating_add(weight_of<kW>(data.bitfields))
        .saturating_add(weight_of<kW>(data.disputes))
        .saturating_add(of_inclusion)
        .with_proof_size(max_value<uint64_t>());
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::enter::operator()(None) const {
    ENSURE(!storage.Included.exists(), Error::TooManyInclusionInherents);
    storage.Included.put({});
    const auto processed = TRY(process_inherent_data(data));
    ENSURE(processed.data == data, Error::InherentDataFilteredDuringExecution);
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
    auto processed = process_inherent_data(*std::move(given));
    if (!processed) return std::nullopt;
    return RuntimeCall(enter{std::move(processed->data)});
}

namespace detail {

/// Bitfields in the ascending order of their validators, of the right size, without bits of the cores in `disputed`,
/// signed; the others are dropped. One with a wrong signature counts as the last one of its validator.
inline UncheckedSignedAvailabilityBitfields sanitize_bitfields(UncheckedSignedAvailabilityBitfields bitfields,
                                                               const std::set<CoreIndex>& disputed,
                                                               size_t expected_bits, const SigningContext& context,
                                                               const std::vector<ValidatorId>& validators) {
    UncheckedSignedAvailabilityBitfields out;
    std::optional<ValidatorIndex> last;
    for (auto& bitfield : bitfields) {
        const Bits& bits = bitfield.payload._0;
        const ValidatorIndex validator = bitfield.validator_index;
        if (bits.size() != expected_bits) continue;
        const bool has_disputed =
            std::ranges::any_of(disputed, [&](CoreIndex core) { return core._0 < expected_bits && bits[core._0]; });
        if (has_disputed || (last && validator <= *last) || validator._0 >= validators.size()) continue;
        last = validator;
        if (has_signed(bitfield, validators[validator._0], context)) out.push_back(std::move(bitfield));
    }
    return out;
}

/// The randomness that the parent block's author gave; without one the parent's hash, which is easier to choose.
template <class T>
ByteArray<32> entropy(const Hash256& parent) {
    const auto random = T::ParentBlockRandomness::random(as_bytes("candidate-seed-selection-subject")).first;
    return random.value_or(parent).bytes;
}

/// The paras that may use each core, the next one first.
template <class Queues>
polkadot_primitives::v9::ClaimQueue paras_of(const Queues& queues) {
    polkadot_primitives::v9::ClaimQueue out;
    for (const auto& [core, claims] : queues) {
        auto& paras = out[core];
        for (const auto& claim : claims) paras.push_back(claim.para_id());
    }
    return out;
}

}  // namespace detail

template <class T>
auto Pallet<T>::process_inherent_data(ParachainsInherentData data) -> Result<Processed, DispatchError> {
    constexpr auto& kW = T::kWeights;
    const Hash256 parent = T::System::parent_hash();
    ENSURE(host::blake2_256(scale::encode(data.parent_header)) == parent, Error::InvalidParentHeader);
    const BlockNumber now = T::System::block_number();
    const auto config = T::Configuration::config();

    T::Shared::new_block(
        {.relay_parent = parent,
         .state_root = data.parent_header.state_root,
         .claim_queue = polkadot_primitives::v9::transpose(detail::paras_of(T::Scheduler::claim_queue()))},
        now - 1, config.scheduler_params.lookahead);

    const SessionIndex session = T::Shared::session_index();
    const size_t expected_bits = T::Scheduler::num_availability_cores();
    const auto validators = T::Shared::storage.ActiveValidatorKeys.get();
    const Weight limit = inherent_limit(T::System::block_weights(), T::System::Config::kBlockLength);
    ChaCha20 random(detail::entropy<T>(parent));

    T::Disputes::deduplicate_and_sort_dispute_data(data.disputes);
    const auto filter = [&](DisputeStatementSet set) {
        return T::Disputes::filter_dispute_data(std::move(set), config.dispute_post_conclusion_acceptance_period);
    };
    Weight of_disputes;
    std::tie(data.disputes, of_disputes) = limit_and_sanitize_disputes<kW>(std::move(data.disputes), filter, limit);
    Weight used =
        apply_weight_limit<kW>(data.backed_candidates, data.bitfields, limit.saturating_sub(of_disputes), random)
            .saturating_add(of_disputes);

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
    std::set<CandidateHash> concluded;
    for (const DisputeStatementSet& set : data.disputes) {
        if (set.session == session && T::Disputes::concluded_invalid(session, set.candidate_hash)) {
            concluded.insert(set.candidate_hash);
        }
    }
    std::set<CoreIndex> disputed;
    std::set<CandidateHash> invalid;  // with those that build on them
    for (const auto& [core, candidate] : T::Inclusion::free_disputed(concluded)) {
        disputed.insert(core);
        invalid.insert(candidate);
    }

    data.bitfields =
        detail::sanitize_bitfields(std::move(data.bitfields), disputed, expected_bits, {session, parent}, validators);
    SignedAvailabilityBitfields checked;
    for (const auto& bitfield : data.bitfields) checked.push_back({bitfield.payload, bitfield.validator_index});
    const auto available = T::Inclusion::update_pending_availability_and_get_freed_cores(validators, checked);
    used.saturating_accrue(available.weight);
    for (const auto& [core, candidate] : available.freed) T::Disputes::note_included(session, candidate, now);
    if (T::Scheduler::availability_timeout_check_required()) T::Inclusion::free_timedout();

    auto backed = TRY(back_candidates(config, invalid, std::move(data.backed_candidates)));
    votes.backing_validators_per_candidate = std::move(backed.votes);
    storage.OnChainVotes.put(votes);

    data.backed_candidates.clear();
    for (auto& [para, of_para] : backed.candidates) {
        for (auto& [candidate, core] : of_para) data.backed_candidates.push_back(std::move(candidate));
    }
    return Processed{std::move(data), used};
}

template <class T>
auto Pallet<T>::back_candidates(const Host& config, const std::set<CandidateHash>& invalid,
                                std::vector<BackedCandidate> candidates) -> Result<Backed, DispatchError> {
    // With a session that ends all candidates would be lost, and claims used up for nothing.
    if (T::Initializer::upcoming_session_change()) return Backed{};
    const auto parents = T::Shared::storage.AllowedRelayParents.get();
    const std::set<CoreIndex> occupied = T::Inclusion::occupied_cores();
    EligibleCores eligible = eligible_cores(occupied);
    size_t free_cores = 0, count = 0;
    for (const auto& [para, cores] : eligible) free_cores += cores.size();

    Backed out;
    out.candidates = sanitize_backed_candidates(config, parents, std::move(candidates), invalid, std::move(eligible));
    for (const auto& [para, of_para] : out.candidates) count += of_para.size();
    ENSURE(count <= free_cores, Error::UnscheduledCandidate);
    out.votes = TRY(T::Inclusion::process_candidates(parents, out.candidates));
    // A core that was occupied when the candidates came could not be used; all others have had their chance.
    T::Scheduler::advance_claim_queue(occupied);
    return out;
}

template <class T>
auto Pallet<T>::eligible_cores(const std::set<CoreIndex>& occupied) -> EligibleCores {
    EligibleCores out;
    for (const auto& [core, claims] : T::Scheduler::claim_queue()) {
        if (!occupied.contains(core) && !claims.empty()) out[claims.front().para_id()].insert(core);
    }
    return out;
}

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent

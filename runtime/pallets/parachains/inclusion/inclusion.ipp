/// The bodies of inclusion.hpp: from bitfields to inclusion, and what fails. Which candidates are taken:
/// candidate_checks.ipp.
#pragma once

#include "runtime/pallets/parachains/inclusion/candidate_checks.ipp"
#include "runtime/pallets/parachains/inclusion/inclusion.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange&, std::vector<ParaId>& outgoing) {
    storage.V1.clear(std::nullopt);
    for (const ParaId para : outgoing) T::MessageQueue::sweep_queue(upward_queue(para));
}

template <class T>
auto Pallet<T>::update_pending_availability_and_get_freed_cores(const std::vector<ValidatorId>& validators,
                                                                const SignedAvailabilityBitfields& bitfields)
    -> Availability {
    // Who has voted on each core.
    std::vector<Bits> votes_on;
    for (const auto& bitfield : bitfields) {
        const Bits& bits = bitfield.payload._0;
        if (bits.size() > votes_on.size()) votes_on.resize(bits.size(), Bits(validators.size()));
        for (size_t core = 0; core < bits.size(); ++core) {
            if (bits[core]) votes_on[core].set(bitfield.validator_index._0, true);
        }
    }

    const size_t threshold = polkadot_primitives::v5::supermajority_threshold(validators.size());
    Availability out;
    std::vector<ValidatorIndex> backers;
    std::vector<ParaId> paras;
    auto keys = storage.V1.iter_keys();
    while (const auto para = keys.next()) paras.push_back(*para);
    for (const ParaId para : paras) {
        auto chain = storage.V1.get(para);
        if (!chain) {
            storage.V1.remove(para);  // the entry cannot be decoded, and the reference writes back what it has read
            continue;
        }
        size_t included = 0;
        for (size_t i = 0; i < chain->size(); ++i) {
            Pending& candidate = (*chain)[i];
            // Votes are for one candidate: where two had one core, the first one would have them.
            if (candidate.core._0 < votes_on.size()) {
                const Bits votes = std::exchange(votes_on[candidate.core._0], Bits());
                const size_t most = std::min(votes.size(), candidate.availability_votes.size());
                for (size_t voter = 0; voter < most; ++voter) {
                    if (votes[voter]) candidate.availability_votes.set(voter, true);
                }
            }
            // It may have been available before, and have waited for those before it.
            if (candidate.availability_votes.count_ones() >= threshold && included == i) ++included;
        }
        const auto end = chain->begin() + static_cast<ptrdiff_t>(included);
        PendingChain available(std::make_move_iterator(chain->begin()), std::make_move_iterator(end));
        chain->erase(chain->begin(), end);
        for (Pending& candidate : available) {
            out.freed.emplace_back(candidate.core, candidate.hash);
            const CandidateCommitments& commitments = candidate.commitments;
            // The separator and signals count as messages here.
            out.weight.saturating_accrue(T::kWeights.enact_candidate(commitments.upward_messages.size(),
                                                                     commitments.horizontal_messages.size(),
                                                                     commitments.new_validation_code ? 1 : 0));
            enact_candidate(std::move(candidate), backers);
        }
        storage.V1.put(para, *chain);
    }
    if (!out.freed.empty()) T::RewardValidators::reward_backing(backers);
    // In place of the size of proofs stands the size of the inherent, in which bitfields are counted already.
    out.weight = out.weight.with_proof_size(0);
    return out;
}

template <class T>
void Pallet<T>::enact_candidate(Pending candidate, std::vector<ValidatorIndex>& all_backers) {
    const ParaId para = candidate.descriptor.para_id;
    CandidateCommitments& commitments = candidate.commitments;
    CandidateReceiptV2 receipt{candidate.descriptor, commitments.hash()};
    for (uint32_t i = 0; i < candidate.backers.size(); ++i) {
        if (candidate.backers[i]) all_backers.push_back({i});
    }

    if (commitments.new_validation_code) {
        T::Paras::schedule_code_upgrade(para, *std::move(commitments.new_validation_code), T::System::block_number(),
                                        T::Configuration::config());
    }
    T::Dmp::prune_dmq(para, commitments.processed_downward_messages);
    receive_upward_messages(para, commitments);
    T::Hrmp::prune_hrmp(para, commitments.hrmp_watermark);
    T::Hrmp::queue_outbound_hrmp(para, std::move(commitments.horizontal_messages).into_inner());
    deposit_event(typename Event::CandidateIncluded{std::move(receipt), commitments.head_data, candidate.core,
                                                    candidate.backing_group});
    T::Paras::note_new_head(para, commitments.head_data, candidate.relay_parent_number);
}

template <class T>
void Pallet<T>::receive_upward_messages(ParaId para, const CandidateCommitments& commitments) {
    const auto& all = commitments.upward_messages;
    const auto end = all.begin() + static_cast<ptrdiff_t>(
                                       polkadot_primitives::v9::count_without_signals(commitments.upward_messages));
    std::vector<Bytes> messages(all.begin(), end);
    // The configuration allows none that is longer than the queue takes.
    std::erase_if(messages, [](const Bytes& message) { return message.size() > T::MessageQueue::kMaxMessageLength; });
    const auto count = static_cast<uint32_t>(messages.size());
    if (count == 0) return;
    T::MessageQueue::enqueue_messages(std::move(messages), upward_queue(para));
    deposit_event(typename Event::UpwardMessagesReceived{para, count});
}

template <class T>
template <class F>
PendingChain Pallet<T>::free_failed_cores(F&& has_failed) {
    std::map<ParaId, PendingChain> chains;
    auto entries = storage.V1.iter();
    while (auto entry = entries.next()) {
        auto& [para, chain] = *entry;
        if (std::ranges::any_of(chain, has_failed)) chains.emplace(para, std::move(chain));
    }
    PendingChain out;
    for (auto& [para, chain] : chains) {
        const auto first = std::ranges::find_if(chain, has_failed);
        out.insert(out.end(), std::make_move_iterator(first), std::make_move_iterator(chain.end()));
        chain.erase(first, chain.end());
        storage.V1.put(para, chain);
    }
    return out;
}

template <class T>
std::vector<CoreIndex> Pallet<T>::free_timedout() {
    const auto rule = T::Scheduler::availability_timeout_predicate();
    std::vector<CoreIndex> cores;
    for (const Pending& candidate :
         free_failed_cores([&](const Pending& one) { return rule.applies_to(one.backed_in_number); })) {
        cores.push_back(candidate.core);
        deposit_event(
            typename Event::CandidateTimedOut{CandidateReceiptV2{candidate.descriptor, candidate.commitments.hash()},
                                              candidate.commitments.head_data, candidate.core});
    }
    return cores;
}

template <class T>
std::vector<std::pair<CoreIndex, CandidateHash>> Pallet<T>::free_disputed(const std::set<CandidateHash>& disputed) {
    std::vector<std::pair<CoreIndex, CandidateHash>> out;
    for (const Pending& candidate :
         free_failed_cores([&](const Pending& one) { return disputed.contains(one.hash); })) {
        out.emplace_back(candidate.core, candidate.hash);
    }
    return out;
}

template <class T>
std::set<CoreIndex> Pallet<T>::occupied_cores() {
    std::set<CoreIndex> out;
    auto entries = storage.V1.iter();
    while (const auto entry = entries.next()) {
        for (const Pending& candidate : entry->second) out.insert(candidate.core);
    }
    return out;
}

template <class T>
std::optional<HeadData> Pallet<T>::para_latest_head_data(ParaId para) {
    auto chain = pending_availability(para);
    if (!chain.empty()) return std::move(chain.back().commitments.head_data);
    return T::Paras::storage.Heads.get(para);
}

template <class T>
std::optional<BlockNumber> Pallet<T>::para_most_recent_context(ParaId para) {
    const auto chain = pending_availability(para);
    if (!chain.empty()) return chain.back().relay_parent_number;
    return T::Paras::storage.MostRecentContext.get(para);
}

template <class T>
void Pallet<T>::force_enact(ParaId para) {
    auto chain = storage.V1.get(para);
    if (!chain) {
        storage.V1.remove(para);
        return;
    }
    std::vector<ValidatorIndex> backers;
    for (Pending& candidate : *chain) enact_candidate(std::move(candidate), backers);
    if (!chain->empty()) T::RewardValidators::reward_backing(backers);
    storage.V1.put(para, {});
}

template <class T>
std::vector<CommittedCandidateReceiptV2> Pallet<T>::candidates_pending_availability(ParaId para) {
    std::vector<CommittedCandidateReceiptV2> out;
    for (Pending& candidate : pending_availability(para)) {
        out.push_back({std::move(candidate.descriptor), std::move(candidate.commitments)});
    }
    return out;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::set<CoreIndex> seen;
    auto entries = storage.V1.iter();
    while (const auto entry = entries.next()) {
        for (const Pending& candidate : entry->second) {
            if (!seen.insert(candidate.core).second) return Err(std::string("two candidates have one core"));
        }
    }
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::inclusion

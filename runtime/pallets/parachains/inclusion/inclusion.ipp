/// The bodies of inclusion.hpp: from bitfields to inclusion.
#pragma once

#include "runtime/pallets/parachains/inclusion/inclusion.hpp"
#include "runtime/pallets/parachains/inclusion/inclusion_checks.ipp"

namespace serinus::polkadot_runtime_parachains::inclusion {

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChangeNotification&,
                                           std::vector<ParaId>& outgoing) {
    storage.PendingAvailabilityCommitments.clear(std::nullopt);
    storage.PendingAvailability.clear(std::nullopt);
    storage.AvailabilityBitfields.clear(std::nullopt);
    for (const ParaId para : outgoing) T::MessageQueue::sweep_queue(upward_queue(para));
}

template <class T>
std::vector<std::pair<CoreIndex, CandidateHash>> Pallet<T>::update_pending_availability_and_get_freed_cores(
    size_t expected_bits, const std::vector<ValidatorId>& validators, const SignedAvailabilityBitfields& bitfields) {
    struct Waiting {
        ParaId para;
        Pending candidate;
    };
    const auto cores = T::Scheduler::availability_cores();
    std::vector<std::optional<Waiting>> waiting(expected_bits);
    for (size_t core = 0; core < std::min(expected_bits, cores.size()); ++core) {
        const auto* entry = cores[core].entry();
        if (!entry) continue;
        if (auto candidate = pending_availability(entry->para_id())) {
            waiting[core] = Waiting{entry->para_id(), *std::move(candidate)};
        }
    }

    const BlockNumber now = T::System::block_number();
    for (const auto& bitfield : bitfields) {
        const auto& bits = bitfield.payload._0;
        const uint32_t validator = bitfield.validator_index._0;
        for (size_t core = 0; core < std::min(bits.size(), expected_bits); ++core) {
            if (!bits[core] || !waiting[core]) continue;
            auto& votes = waiting[core]->candidate.availability_votes;
            if (validator < votes.size()) votes.set(validator, true);
        }
        storage.AvailabilityBitfields.put(bitfield.validator_index, {bitfield.payload, now});
    }

    const size_t threshold = polkadot_primitives::v5::supermajority_threshold(validators.size());
    std::vector<std::pair<CoreIndex, CandidateHash>> freed;
    for (auto& entry : waiting) {
        if (!entry) continue;
        auto& [para, candidate] = *entry;
        if (candidate.availability_votes.count_ones() < threshold) {
            storage.PendingAvailability.put(para, candidate);
            continue;
        }
        storage.PendingAvailability.remove(para);
        auto commitments = storage.PendingAvailabilityCommitments.take(para);
        if (!commitments) continue;
        freed.emplace_back(candidate.core, candidate.hash);
        enact_candidate(std::move(candidate), *std::move(commitments));
    }
    return freed;
}

template <class T>
void Pallet<T>::enact_candidate(Pending pending, CandidateCommitments commitments) {
    const ParaId para = pending.descriptor.para_id;
    CandidateReceipt receipt{pending.descriptor, commitments.hash()};
    std::vector<ValidatorIndex> backers;
    for (uint32_t i = 0; i < pending.backers.size(); ++i) {
        if (pending.backers[i]) backers.push_back({i});
    }
    T::RewardValidators::reward_backing(backers);

    if (commitments.new_validation_code) {
        T::Paras::schedule_code_upgrade(para, *std::move(commitments.new_validation_code), T::System::block_number(),
                                        T::Configuration::config());
    }
    T::Dmp::prune_dmq(para, commitments.processed_downward_messages);
    receive_upward_messages(para, std::move(commitments.upward_messages).into_inner());
    T::Hrmp::prune_hrmp(para, commitments.hrmp_watermark);
    T::Hrmp::queue_outbound_hrmp(para, std::move(commitments.horizontal_messages).into_inner());
    deposit_event(typename Event::CandidateIncluded{std::move(receipt), commitments.head_data, pending.core,
                                                    pending.backing_group});
    T::Paras::note_new_head(para, commitments.head_data, pending.relay_parent_number);
}

template <class T>
void Pallet<T>::receive_upward_messages(ParaId para, std::vector<Bytes> messages) {
    // The configuration allows none that is longer than the queue takes.
    std::erase_if(messages, [](const Bytes& message) { return message.size() > T::MessageQueue::kMaxMessageLength; });
    const auto count = static_cast<uint32_t>(messages.size());
    if (count == 0) return;
    T::MessageQueue::enqueue_messages(std::move(messages), upward_queue(para));
    deposit_event(typename Event::UpwardMessagesReceived{para, count});
}

template <class T>
std::vector<CoreIndex> Pallet<T>::collect_pending(const typename T::Scheduler::TimeoutRule& rule) {
    std::vector<ParaId> paras;
    std::vector<CoreIndex> cores;
    auto entries = storage.PendingAvailability.iter();
    while (const auto entry = entries.next()) {
        const auto& [para, pending] = *entry;
        if (!rule.applies_to(pending.core, pending.backed_in_number)) continue;
        paras.push_back(para);
        cores.push_back(pending.core);
    }
    for (const ParaId para : paras) {
        auto pending = storage.PendingAvailability.take(para);
        auto commitments = storage.PendingAvailabilityCommitments.take(para);
        if (!pending || !commitments) continue;
        deposit_event(typename Event::CandidateTimedOut{CandidateReceipt{pending->descriptor, commitments->hash()},
                                                        commitments->head_data, pending->core});
    }
    return cores;
}

template <class T>
std::vector<CoreIndex> Pallet<T>::collect_disputed(const std::set<CandidateHash>& disputed) {
    std::vector<ParaId> paras;
    std::vector<CoreIndex> cores;
    auto entries = storage.PendingAvailability.iter();
    while (const auto entry = entries.next()) {
        if (!disputed.contains(entry->second.hash)) continue;
        paras.push_back(entry->first);
        cores.push_back(entry->second.core);
    }
    for (const ParaId para : paras) {
        storage.PendingAvailability.remove(para);
        (void)storage.PendingAvailabilityCommitments.take(para);  // what cannot be decoded stays
    }
    return cores;
}

template <class T>
void Pallet<T>::force_enact(ParaId para) {
    auto pending = storage.PendingAvailability.take(para);
    auto commitments = storage.PendingAvailabilityCommitments.take(para);
    if (pending && commitments) enact_candidate(*std::move(pending), *std::move(commitments));
}

template <class T>
std::optional<CommittedCandidateReceipt> Pallet<T>::candidate_pending_availability(ParaId para) {
    auto pending = storage.PendingAvailability.get(para);
    if (!pending) return std::nullopt;
    auto commitments = storage.PendingAvailabilityCommitments.get(para);
    if (!commitments) return std::nullopt;
    return CommittedCandidateReceipt{std::move(pending->descriptor), *std::move(commitments)};
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const auto broken = [](const char* what) { return TryStateResult(Err(std::string(what))); };
    auto pending = storage.PendingAvailability.iter_keys();
    while (const auto para = pending.next()) {
        if (!storage.PendingAvailabilityCommitments.exists(*para)) return broken("a candidate lacks its commitments");
    }
    auto commitments = storage.PendingAvailabilityCommitments.iter_keys();
    while (const auto para = commitments.next()) {
        if (!storage.PendingAvailability.exists(*para)) return broken("commitments lack their candidate");
    }
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::inclusion

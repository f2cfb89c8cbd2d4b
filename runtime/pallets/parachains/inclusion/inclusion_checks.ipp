/// ParaInclusion: which candidates are taken.
#pragma once

#include "runtime/pallets/parachains/inclusion/inclusion.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

template <class T>
std::optional<PersistedValidationData> Pallet<T>::make_persisted_validation_data(const Host& config, ParaId para,
                                                                                 const RelayParent& parent) {
    auto head = T::Paras::storage.Heads.get(para);
    if (!head) return std::nullopt;
    return PersistedValidationData{.parent_head = *std::move(head),
                                   .relay_parent_number = parent.number,
                                   .relay_parent_storage_root = parent.storage_root,
                                   .max_pov_size = config.max_pov_size};
}

template <class T>
auto Pallet<T>::verify_backed_candidate(const Host& config, const AllowedRelayParents& parents,
                                        const BackedCandidate& backed) -> Result<std::optional<BlockNumber>, Error> {
    const CandidateDescriptor& descriptor = backed.descriptor();
    const ParaId para = descriptor.para_id;
    const auto parent = parents.acquire_info(descriptor.relay_parent, T::Paras::storage.MostRecentContext.get(para));
    ENSURE(parent, Error::DisallowedRelayParent);
    const auto& [storage_root, number] = *parent;

    const auto data = make_persisted_validation_data(config, para, {number, storage_root});
    if (!data) return std::optional<BlockNumber>();
    ENSURE(data->hash() == descriptor.persisted_validation_data_hash, Error::ValidationDataHashMismatch);
    ENSURE(collator_has_signed(descriptor), Error::NotCollatorSigned);

    const auto code = T::Paras::storage.CurrentCodeHash.get(para);
    ENSURE(code, Error::UnscheduledCandidate);
    ENSURE(descriptor.validation_code_hash == *code, Error::InvalidValidationCodeHash);
    const CandidateCommitments& commitments = backed.candidate.commitments;
    ENSURE(descriptor.para_head == host::blake2_256(commitments.head_data._0), Error::ParaHeadMismatch);
    TRY(check_commitments(config, para, number, commitments));
    return std::optional<BlockNumber>(number);
}

template <class T>
auto Pallet<T>::check_commitments(const Host& config, ParaId para, BlockNumber relay_parent,
                                  const CandidateCommitments& commitments) -> Result<void, Error> {
    ENSURE(commitments.head_data._0.size() <= config.max_head_data_size, Error::HeadDataTooLarge);
    if (const auto& code = commitments.new_validation_code) {
        ENSURE(T::Paras::can_upgrade_validation_code(para), Error::PrematureCodeUpgrade);
        ENSURE(code->_0.size() <= config.max_code_size, Error::NewCodeTooLarge);
    }
    ENSURE(T::Dmp::can_process_downward_messages(para, relay_parent, commitments.processed_downward_messages),
           Error::IncorrectDownwardMessageHandling);
    ENSURE(can_take_upward_messages(config, para, commitments.upward_messages), Error::InvalidUpwardMessages);
    ENSURE(T::Hrmp::can_advance_watermark(para, relay_parent, commitments.hrmp_watermark),
           Error::HrmpWatermarkMishandling);
    ENSURE(T::Hrmp::can_queue_outbound_hrmp(config, para, commitments.horizontal_messages), Error::InvalidOutboundHrmp);
    return {};
}

template <class T>
bool Pallet<T>::check_validation_outputs(ParaId para, BlockNumber relay_parent, const CandidateCommitments& outputs) {
    return static_cast<bool>(check_commitments(T::Configuration::config(), para, relay_parent, outputs));
}

template <class T>
bool Pallet<T>::can_take_upward_messages(const Host& config, ParaId para, const std::vector<Bytes>& messages) {
    if (!messages.empty() && T::Paras::is_offboarding(para)) return false;
    const auto count = static_cast<uint32_t>(messages.size());
    if (count > config.max_upward_message_num_per_candidate) return false;
    const auto waiting = T::MessageQueue::footprint(upward_queue(para));
    if (saturating_add(static_cast<uint32_t>(waiting.count), count) > config.max_upward_queue_count) return false;
    auto size = static_cast<uint32_t>(waiting.size);
    for (const Bytes& message : messages) {
        if (message.size() > config.max_upward_message_size) return false;
        size = saturating_add(size, static_cast<uint32_t>(message.size()));
        if (size > config.max_upward_queue_size) return false;
    }
    return true;
}

template <class T>
Result<ProcessedCandidates, DispatchError> Pallet<T>::process_candidates(const AllowedRelayParents& parents,
                                                                         const std::vector<BackedCandidate>& candidates,
                                                                         const std::vector<CoreAssignment>& scheduled) {
    ENSURE(candidates.size() <= scheduled.size(), Error::UnscheduledCandidate);
    ProcessedCandidates out;
    if (scheduled.empty()) return out;

    struct Accepted {
        CoreIndex core;
        GroupIndex group;
        polkadot_primitives::v5::Bits backers;
        BlockNumber relay_parent{};
    };
    std::vector<Accepted> accepted;
    const Host config = T::Configuration::config();
    const auto validators = T::Shared::storage.ActiveValidatorKeys.get();
    const SessionIndex session = T::Shared::session_index();

    size_t next = 0;  // the first assignment that nobody has taken
    std::optional<CoreIndex> last_core;
    const auto comes_in_order = [&](const CoreAssignment& assignment) {
        if (last_core && assignment.core <= *last_core) return false;
        last_core = assignment.core;
        return true;
    };
    for (const BackedCandidate& candidate : candidates) {
        const CandidateDescriptor& descriptor = candidate.descriptor();
        const ParaId para = descriptor.para_id;
        TRY_ASSIGN(const auto relay_parent, verify_backed_candidate(config, parents, candidate));
        if (!relay_parent) return ProcessedCandidates{};

        const CoreAssignment* assignment = nullptr;
        while (!assignment && next < scheduled.size()) {
            ENSURE(comes_in_order(scheduled[next]), Error::ScheduledOutOfOrder);
            if (scheduled[next].para_id() == para) assignment = &scheduled[next];
            ++next;
        }
        ENSURE(assignment, Error::UnscheduledCandidate);
        ENSURE(!storage.PendingAvailability.find(para) && !storage.PendingAvailabilityCommitments.find(para),
               Error::CandidateScheduledBeforeParaFree);

        const auto group_index = T::Scheduler::group_assigned_to_core(assignment->core, *relay_parent + 1);
        ENSURE(group_index, Error::InvalidAssignment);
        const auto group = T::Scheduler::group_validators(*group_index);
        ENSURE(group, Error::InvalidGroupIndex);
        const auto key_of = [&](size_t member) -> const ValidatorId* {
            if (member >= group->size() || (*group)[member]._0 >= validators.size()) return nullptr;
            return &validators[(*group)[member]._0];
        };
        const auto backing =
            count_backing(candidate, SigningContext{session, descriptor.relay_parent}, group->size(), key_of);
        ENSURE(backing, Error::InvalidBacking);
        ENSURE(*backing >= polkadot_primitives::v5::effective_minimum_backing_votes(group->size(),
                                                                                    config.minimum_backing_votes),
               Error::InsufficientBacking);

        polkadot_primitives::v5::Bits backers(validators.size());
        std::vector<std::pair<ValidatorIndex, ValidityAttestation>> votes;
        for (size_t member = 0; member < group->size() && votes.size() < *backing; ++member) {
            if (!candidate.validator_indices[member]) continue;
            const ValidatorIndex validator = (*group)[member];
            votes.emplace_back(validator, candidate.validity_votes[votes.size()]);
            backers.set(validator._0, true);
        }
        out.candidate_receipt_with_backing_validator_indices.emplace_back(candidate.receipt(), std::move(votes));
        out.core_indices.emplace_back(assignment->core, para);
        accepted.push_back({assignment->core, *group_index, std::move(backers), *relay_parent});
    }
    for (; next < scheduled.size(); ++next) ENSURE(comes_in_order(scheduled[next]), Error::ScheduledOutOfOrder);

    const BlockNumber now = T::System::block_number();
    for (size_t i = 0; i < candidates.size(); ++i) {
        const auto& [descriptor, commitments] = candidates[i].candidate;
        auto& [core, group, backers, relay_parent] = accepted[i];
        CandidateReceipt receipt = candidates[i].receipt();
        const CandidateHash hash = receipt.hash();
        deposit_event(typename Event::CandidateBacked{std::move(receipt), commitments.head_data, core, group});
        storage.PendingAvailability.put(descriptor.para_id,
                                        Pending{.core = core,
                                                .hash = hash,
                                                .descriptor = descriptor,
                                                .availability_votes = polkadot_primitives::v5::Bits(validators.size()),
                                                .backers = std::move(backers),
                                                .relay_parent_number = relay_parent,
                                                .backed_in_number = now,
                                                .backing_group = group});
        storage.PendingAvailabilityCommitments.put(descriptor.para_id, commitments);
    }
    return out;
}

}  // namespace serinus::polkadot_runtime_parachains::inclusion

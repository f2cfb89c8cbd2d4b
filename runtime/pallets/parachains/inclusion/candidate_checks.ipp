/// ParaInclusion: which candidates are taken.
#pragma once

#include "runtime/pallets/parachains/inclusion/inclusion.hpp"

namespace serinus::polkadot_runtime_parachains::inclusion {

template <class T>
std::optional<shared::RelayParent> Pallet<T>::relay_parent_of(const AllowedRelayParents& parents,
                                                              const CandidateDescriptorV2& descriptor) {
    if (descriptor.kind(kRules) == vstaging::CandidateDescriptorVersion::V3) {
        return T::Shared::relay_parent(descriptor.session_index, descriptor.relay_parent);
    }
    const auto found = parents.acquire_info(descriptor.relay_parent, std::nullopt);
    if (!found) return std::nullopt;
    return shared::RelayParent{found->number, found->info->state_root};
}

template <class T>
auto Pallet<T>::verify_backed_candidate(const Host& config, std::optional<BlockNumber> previous_context,
                                        const AllowedRelayParents& parents,
                                        const CommittedCandidateReceiptV2& candidate, HeadData parent_head)
    -> Result<BlockNumber, Error> {
    const auto& [descriptor, commitments] = candidate;
    const ParaId para = descriptor.para_id;
    const auto parent = relay_parent_of(parents, descriptor);
    ENSURE(parent && (!previous_context || *previous_context <= parent->number), Error::DisallowedRelayParent);
    const PersistedValidationData data{.parent_head = std::move(parent_head),
                                       .relay_parent_number = parent->number,
                                       .relay_parent_storage_root = parent->state_root,
                                       .max_pov_size = config.max_pov_size};
    ENSURE(data.hash() == descriptor.persisted_validation_data_hash, Error::ValidationDataHashMismatch);
    const auto code = T::Paras::storage.CurrentCodeHash.get(para);
    ENSURE(code, Error::UnscheduledCandidate);
    ENSURE(descriptor.validation_code_hash == *code, Error::InvalidValidationCodeHash);
    ENSURE(descriptor.para_head == host::blake2_256(commitments.head_data._0), Error::ParaHeadMismatch);
    TRY(check_commitments(config, para, parent->number, commitments));
    return parent->number;
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
    ENSURE(can_take_upward_messages(config, para, commitments), Error::InvalidUpwardMessages);
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
bool Pallet<T>::can_take_upward_messages(const Host& config, ParaId para, const CandidateCommitments& commitments) {
    const auto count =
        static_cast<uint32_t>(polkadot_primitives::v9::count_without_signals(commitments.upward_messages));
    if (count > 0 && T::Paras::is_offboarding(para)) return false;
    if (count > config.max_upward_message_num_per_candidate) return false;
    const auto waiting = T::MessageQueue::footprint(upward_queue(para));
    if (saturating_add(static_cast<uint32_t>(waiting.count), count) > config.max_upward_queue_count) return false;
    auto size = static_cast<uint32_t>(waiting.size);
    for (uint32_t i = 0; i < count; ++i) {
        const Bytes& message = commitments.upward_messages[i];
        if (message.size() > config.max_upward_message_size) return false;
        size = saturating_add(size, static_cast<uint32_t>(message.size()));
        if (size > config.max_upward_queue_size) return false;
    }
    return true;
}

template <class T>
Result<std::vector<BackersOfCandidate>, DispatchError> Pallet<T>::process_candidates(
    const AllowedRelayParents& parents, const CandidatesOfParas& candidates) {
    std::vector<BackersOfCandidate> out;
    if (candidates.empty()) return out;
    const Host config = T::Configuration::config();
    const auto validators = T::Shared::storage.ActiveValidatorKeys.get();
    const SessionIndex session = T::Shared::session_index();
    const auto groups = T::Scheduler::validator_groups();
    const BlockNumber now = T::System::block_number();
    for (const auto& [para, of_para] : candidates) {
        auto head = para_latest_head_data(para);
        if (!head) continue;
        for (const auto& [candidate, core] : of_para) {
            const auto& [descriptor, commitments] = candidate.candidate;
            TRY_ASSIGN(const BlockNumber relay_parent,
                       verify_backed_candidate(config, std::nullopt, parents, candidate.candidate, *head));
            const Hash256 scheduling_parent = descriptor.scheduling_parent(kRules);
            const auto scheduling = parents.acquire_info(scheduling_parent, std::nullopt);
            ENSURE(scheduling, Error::DisallowedRelayParent);
            // Of the first block that the candidate could be in: it is of this session too.
            const auto group_index = T::Scheduler::group_assigned_to_core(core, scheduling->number + 1);
            ENSURE(group_index, Error::InvalidAssignment);
            ENSURE(group_index->_0 < groups.size(), Error::InvalidGroupIndex);
            const std::vector<ValidatorIndex>& group = groups[group_index->_0];
            const auto key_of = [&](size_t member) -> const ValidatorId* {
                if (member >= group.size() || group[member]._0 >= validators.size()) return nullptr;
                return &validators[group[member]._0];
            };
            const auto backing =
                count_backing(candidate, SigningContext{session, scheduling_parent}, group.size(), key_of);
            ENSURE(backing, Error::InvalidBacking);
            ENSURE(*backing >= polkadot_primitives::v5::effective_minimum_backing_votes(group.size(),
                                                                                        config.minimum_backing_votes),
                   Error::InsufficientBacking);

            Bits backers(validators.size());
            BackersOfCandidate with_votes{candidate.receipt(), {}};
            auto& votes = with_votes.second;
            for (size_t member = 0; member < group.size() && votes.size() < *backing; ++member) {
                if (!candidate.validator_indices[member]) continue;
                const ValidatorIndex validator = group[member];
                votes.emplace_back(validator, candidate.validity_votes[votes.size()]);
                backers.set(validator._0, true);
            }
            const CandidateReceiptV2 receipt = with_votes.first;
            out.push_back(std::move(with_votes));
            auto chain = pending_availability(para);
            chain.push_back({.core = core,
                             .hash = receipt.hash(),
                             .descriptor = descriptor,
                             .commitments = commitments,
                             .availability_votes = Bits(validators.size()),
                             .backers = std::move(backers),
                             .relay_parent_number = relay_parent,
                             .backed_in_number = now,
                             .backing_group = *group_index});
            storage.V1.put(para, chain);
            deposit_event(typename Event::CandidateBacked{receipt, commitments.head_data, core, *group_index});
            head = commitments.head_data;
        }
    }
    return out;
}

}  // namespace serinus::polkadot_runtime_parachains::inclusion

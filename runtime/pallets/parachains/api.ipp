/// The bodies of api.hpp.
#pragma once

#include "runtime/arithmetic/wrapping.hpp"
#include "runtime/pallets/parachains/api.hpp"
#include "runtime/pallets/parachains/inclusion/upward_queue.hpp"
#include "runtime/protocol/equivocation_reports.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::polkadot_runtime_parachains::api {

namespace detail {

/// What `build()` gives under an assumption on the candidates of a para that wait. Including them changes the state, of
/// which nothing stays after the call.
template <class R, class F>
auto assuming(ParaId para, OccupiedCoreAssumption assumption, F&& build) -> decltype(build()) {
    if (assumption == OccupiedCoreAssumption::Included) R::ParaInclusion::force_enact(para);
    const bool is_none_expected = assumption == OccupiedCoreAssumption::Free;
    if (is_none_expected && !R::ParaInclusion::pending_availability(para).empty()) return std::nullopt;
    return build();
}

/// This block, as the relay parent of a candidate.
struct RelayParent {
    BlockNumber number{};
    Hash256 storage_root;
};
template <class R>
RelayParent this_block() {
    return {.number = R::System::block_number(), .storage_root = host::storage_root(R::version().state_version)};
}

template <class R>
std::optional<PersistedValidationData> validation_data(ParaId para, const RelayParent& parent) {
    auto head = R::Paras::storage.Heads.get(para);
    if (!head) return std::nullopt;
    return PersistedValidationData{.parent_head = *std::move(head),
                                   .relay_parent_number = parent.number,
                                   .relay_parent_storage_root = parent.storage_root,
                                   .max_pov_size = R::Configuration::config().max_pov_size};
}

/// A proof as the pallet has it.
inline polkadot_primitives::vstaging::DisputeProof with_today_s_kind(
    const polkadot_primitives::v5::slashing::DisputeProof& proof) {
    using Newer = polkadot_primitives::vstaging::DisputeOffenceKind;
    using Older = polkadot_primitives::v5::slashing::SlashingOffenceKind;
    const auto& [time_slot, kind, validator, key] = proof;
    return {time_slot, kind == Older::ForInvalid ? Newer::ForInvalidBacked : Newer::AgainstValid, validator, key};
}
inline const polkadot_primitives::vstaging::DisputeProof& with_today_s_kind(
    const polkadot_primitives::vstaging::DisputeProof& proof) {
    return proof;
}

/// The first block on which the next candidate of a para may build, where receipts of version 3 are understood: none
/// before that of its last candidate, and none that was forgotten.
template <class R>
BlockNumber min_relay_parent_number_with_v3(ParaId para) {
    const BlockNumber kept = R::ParasShared::minimum_relay_parent_number().value_or(R::System::block_number());
    return std::max(kept, R::ParaInclusion::para_most_recent_context(para).value_or(0));
}

/// In the form that a backing state has.
template <class State>
decltype(State::constraints) constraints_of(Constraints all) {
    if constexpr (std::is_same_v<decltype(State::constraints), Constraints>) {
        return all;
    } else {
        return {.min_relay_parent_number = all.min_relay_parent_number,
                .max_pov_size = all.max_pov_size,
                .max_code_size = all.max_code_size,
                .ump_remaining = all.ump_remaining,
                .ump_remaining_bytes = all.ump_remaining_bytes,
                .max_ump_num_per_candidate = all.max_ump_num_per_candidate,
                .dmp_remaining_messages = std::move(all.dmp_remaining_messages),
                .hrmp_inbound = std::move(all.hrmp_inbound),
                .hrmp_channels_out = std::move(all.hrmp_channels_out),
                .max_hrmp_num_per_candidate = all.max_hrmp_num_per_candidate,
                .required_parent = std::move(all.required_parent),
                .validation_code_hash = all.validation_code_hash,
                .upgrade_restriction = all.upgrade_restriction,
                .future_validation_code = all.future_validation_code};
    }
}

/// The block that has scheduled a candidate that waits.
template <class R, class Pending>
BlockNumber scheduling_parent_number(const Pending& candidate) {
    constexpr auto kRules = R::ParaInclusion::kRules;
    if (candidate.descriptor.kind(kRules) != vstaging::CandidateDescriptorVersion::V3)
        return candidate.relay_parent_number;
    // It may be no scheduling parent any more, but is of this session.
    const auto parent =
        R::ParasShared::relay_parent(R::ParasShared::session_index(), candidate.descriptor.scheduling_parent(kRules));
    return parent ? parent->number : candidate.relay_parent_number;
}

}  // namespace detail

template <class R>
std::vector<ValidatorId> ParachainHost<R>::validators::operator()() const {
    return R::ParasShared::storage.ActiveValidatorKeys.get();
}

template <class R>
std::pair<std::vector<std::vector<ValidatorIndex>>, GroupRotationInfo> ParachainHost<R>::validator_groups::operator()()
    const {
    return {R::ParaScheduler::validator_groups(), R::ParaScheduler::group_rotation_info(R::System::block_number() + 1)};
}

template <class R>
SessionIndex ParachainHost<R>::session_index_for_child::operator()() const {
    return R::ParasShared::session_index();
}

template <class R>
std::vector<InboundDownwardMessage<BlockNumber>> ParachainHost<R>::dmq_contents::operator()() const {
    return R::Dmp::dmq_contents(recipient);
}

template <class R>
std::map<ParaId, std::vector<InboundHrmpMessage<BlockNumber>>>
ParachainHost<R>::inbound_hrmp_channels_contents::operator()() const {
    return R::Hrmp::inbound_hrmp_channels_contents(recipient);
}

template <class R>
std::optional<ValidationCode> ParachainHost<R>::validation_code_by_hash::operator()() const {
    return R::Paras::storage.CodeByHash.get(hash);
}

template <class R>
std::optional<SessionInfo> ParachainHost<R>::session_info::operator()() const {
    return R::ParaSessionInfo::session_info(index);
}

template <class R>
void ParachainHost<R>::submit_pvf_check_statement::operator()() const {
    submit_unsigned(RuntimeCall(typename R::Paras::include_pvf_check_statement{stmt, signature}));
}

template <class R>
std::vector<ValidationCodeHash> ParachainHost<R>::pvfs_require_precheck::operator()() const {
    return R::Paras::storage.PvfActiveVoteList.get();
}

template <class R>
std::vector<std::tuple<SessionIndex, CandidateHash, DisputeState>> ParachainHost<R>::disputes::operator()() const {
    return R::ParasDisputes::disputes();
}

template <class R>
std::optional<OpaqueKeyOwnershipProof> ParachainHost<R>::key_ownership_proof::operator()() const {
    return sdk::api::detail::prove<typename R::Historical, OpaqueKeyOwnershipProof>(key_types::kParaValidator,
                                                                                    validator_id._0._0);
}

template <class R>
std::vector<CoreState> ParachainHost<R>::availability_cores::operator()() const {
    using Scheduler = typename R::ParaScheduler;
    using Pending = std::decay_t<decltype(R::ParaInclusion::pending_availability(ParaId{}).front())>;
    std::map<polkadot_primitives::v5::CoreIndex, Pending> occupied;
    auto chains = R::ParaInclusion::storage.V1.iter();
    while (auto entry = chains.next()) {
        for (Pending& candidate : entry->second) occupied.insert_or_assign(candidate.core, std::move(candidate));
    }
    const auto rule = Scheduler::availability_timeout_predicate();
    std::vector<CoreState> out;
    for (uint32_t i = 0; i < Scheduler::num_availability_cores(); ++i) {
        const polkadot_primitives::v5::CoreIndex core{i};
        const auto next = Scheduler::next_up_on_available(core);
        const auto found = occupied.find(core);
        if (found == occupied.end()) {
            out.push_back(next ? CoreState{CoreState::Scheduled{*next}} : CoreState{CoreState::Free{}});
            continue;
        }
        Pending& candidate = found->second;
        out.push_back(
            {CoreState::Occupied{{.next_up_on_available = next,
                                  .occupied_since = candidate.backed_in_number,
                                  .time_out_at = rule.time_out_at(candidate.backed_in_number),
                                  .next_up_on_time_out = next,
                                  .availability = std::move(candidate.availability_votes),
                                  .group_responsible = Scheduler::group_assigned_to_core(
                                                           core, detail::scheduling_parent_number<R>(candidate) + 1)
                                                           .value_or(polkadot_primitives::v5::GroupIndex{}),
                                  .candidate_hash = candidate.hash,
                                  .candidate_descriptor = std::move(candidate.descriptor)}}});
    }
    return out;
}

template <class R>
std::optional<PersistedValidationData> ParachainHost<R>::persisted_validation_data::operator()() const {
    const auto parent = detail::this_block<R>();
    return detail::assuming<R>(para_id, assumption, [&] { return detail::validation_data<R>(para_id, parent); });
}

template <class R>
std::optional<std::pair<PersistedValidationData, ValidationCodeHash>>
ParachainHost<R>::assumed_validation_data::operator()() const {
    const auto parent = detail::this_block<R>();
    const auto expected = [&] {
        auto data = detail::validation_data<R>(para_id, parent);
        if (data && data->hash() != expected_persisted_validation_data_hash) data.reset();
        return data;
    };
    auto data = expected();
    if (!data && !R::ParaInclusion::pending_availability(para_id).empty()) {
        R::ParaInclusion::force_enact(para_id);
        data = expected();
    }
    const auto code = R::Paras::storage.CurrentCodeHash.get(para_id);
    if (!data || !code) return std::nullopt;
    return std::pair(*std::move(data), *code);
}

template <class R>
bool ParachainHost<R>::check_validation_outputs::operator()() const {
    return R::ParaInclusion::check_validation_outputs(para_id, R::System::block_number(), outputs);
}

template <class R>
std::optional<ValidationCode> ParachainHost<R>::validation_code::operator()() const {
    return detail::assuming<R>(para_id, assumption, [&] { return R::Paras::current_code(para_id); });
}

template <class R>
std::optional<CommittedCandidateReceiptV2> ParachainHost<R>::candidate_pending_availability::operator()() const {
    auto all = R::ParaInclusion::candidates_pending_availability(para_id);
    return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}

template <class R>
std::vector<CandidateEvent> ParachainHost<R>::candidate_events::operator()() const {
    using Inclusion = typename R::ParaInclusion;
    using Event = typename Inclusion::Event;
    const auto stored = host::get(R::System::storage.Events.key());
    std::vector<CandidateEvent> out;
    if (!stored) return out;
    EventReader records(*stored);
    while (const auto record = records.next()) {
        if (auto backed = record->template get_if<Inclusion, typename Event::CandidateBacked>()) {
            out.push_back({CandidateEvent::CandidateBacked{backed->_0, backed->_1, backed->_2, backed->_3}});
        } else if (auto included = record->template get_if<Inclusion, typename Event::CandidateIncluded>()) {
            out.push_back({CandidateEvent::CandidateIncluded{included->_0, included->_1, included->_2, included->_3}});
        } else if (auto gone = record->template get_if<Inclusion, typename Event::CandidateTimedOut>()) {
            out.push_back({CandidateEvent::CandidateTimedOut{gone->_0, gone->_1, gone->_2}});
        }
    }
    return out;
}

template <class R>
std::optional<ScrapedOnChainVotes> ParachainHost<R>::on_chain_votes::operator()() const {
    return R::ParaInherent::on_chain_votes();
}

template <class R>
std::optional<ValidationCodeHash> ParachainHost<R>::validation_code_hash::operator()() const {
    return detail::assuming<R>(para_id, assumption, [&] { return R::Paras::storage.CurrentCodeHash.get(para_id); });
}

template <class R>
std::optional<ExecutorParams> ParachainHost<R>::session_executor_params::operator()() const {
    return R::ParaSessionInfo::session_executor_params(session_index);
}

template <class R>
auto ParachainHost<R>::unapplied_slashes::operator()() const
    -> std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> {
    using Newer = polkadot_primitives::vstaging::DisputeOffenceKind;
    using Older_ = polkadot_primitives::v5::slashing::SlashingOffenceKind;
    std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> out;
    for (auto& [session, candidate, slashes] : R::ParasSlashing::unapplied_slashes()) {
        if (slashes.kind == Newer::ForInvalidApproved) continue;  // this form of the call cannot say it
        const auto kind = slashes.kind == Newer::ForInvalidBacked ? Older_::ForInvalid : Older_::AgainstValid;
        out.emplace_back(session, candidate, PendingSlashes{std::move(slashes.keys), kind});
    }
    return out;
}

template <class R>
std::optional<Unit> ParachainHost<R>::submit_report_dispute_lost::operator()() const {
    BytesView encoded = key_ownership_proof._0;
    auto proof = scale::take<MembershipProof>(encoded);
    if (!proof) return std::nullopt;
    if (!R::ParasSlashing::submit_unsigned_slashing_report(detail::with_today_s_kind(dispute_proof),
                                                           *std::move(proof))) {
        return std::nullopt;
    }
    return Unit{};
}

template <class R>
std::optional<Constraints> ParachainHost<R>::backing_constraints::operator()() const {
    const auto config = R::Configuration::config();
    auto head = R::Paras::storage.Heads.get(para_id);
    const auto code = R::Paras::storage.CurrentCodeHash.get(para_id);
    if (!head || !code) return std::nullopt;
    Constraints out;
    if constexpr (kHasReceiptsV3) {
        out.min_relay_parent_number = detail::min_relay_parent_number_with_v3<R>(para_id);
    } else {
        const auto parents = R::ParasShared::storage.AllowedRelayParents.get();
        out.min_relay_parent_number = parents.hypothetical_earliest_block_number(
            R::System::block_number(), saturating_sub(config.scheduler_params.lookahead, 1u));
    }
    out.max_pov_size = config.max_pov_size;
    out.max_code_size = config.max_code_size;
    // Observed: polkadot-primitives 24.0.0, whatever the configuration says.
    constexpr uint32_t kMaxHeadDataSize = 20'480;
    out.max_head_data_size = kHasReceiptsV3 ? kMaxHeadDataSize : config.max_head_data_size;
    // Where a limit was lowered below what waits the rest is a large number.
    const auto waiting = R::MessageQueue::footprint(inclusion::upward_queue(para_id));
    out.ump_remaining = wrapping_sub(config.max_upward_queue_count, static_cast<uint32_t>(waiting.count));
    out.ump_remaining_bytes = wrapping_sub(config.max_upward_queue_size, static_cast<uint32_t>(waiting.size));
    out.max_ump_num_per_candidate = config.max_upward_message_num_per_candidate;
    for (const auto& message : R::Dmp::dmq_contents(para_id)) out.dmp_remaining_messages.push_back(message.sent_at);
    out.hrmp_inbound.valid_watermarks = R::Hrmp::valid_watermarks(para_id);
    for (const auto& [recipient, rest] : R::Hrmp::outbound_remaining_capacity(para_id)) {
        const auto& [messages, bytes] = rest;
        out.hrmp_channels_out.push_back({recipient, {.bytes_remaining = bytes, .messages_remaining = messages}});
    }
    out.max_hrmp_num_per_candidate = config.hrmp_max_message_num_per_candidate;
    out.required_parent = *std::move(head);
    out.validation_code_hash = *code;
    out.upgrade_restriction = R::Paras::storage.UpgradeRestrictionSignal.get(para_id);
    const auto upgrade_at = R::Paras::storage.FutureCodeUpgrades.get(para_id);
    const auto future = R::Paras::storage.FutureCodeHash.get(para_id);
    if (upgrade_at && future) out.future_validation_code = std::pair(*upgrade_at, *future);
    return out;
}

template <class R>
auto ParachainHost<R>::para_backing_state::operator()() const -> std::optional<BackingState> {
    auto found = backing_constraints{_0}();
    if (!found) return std::nullopt;
    const uint32_t max_pov_size = found->max_pov_size;
    BackingState out{.constraints = detail::constraints_of<BackingState>(*std::move(found)),
                     .pending_availability = {}};
    for (auto& candidate : R::ParaInclusion::pending_availability(_0)) {
        out.pending_availability.push_back({.candidate_hash = candidate.hash,
                                            .descriptor = std::move(candidate.descriptor),
                                            .commitments = std::move(candidate.commitments),
                                            .relay_parent_number = candidate.relay_parent_number,
                                            .max_pov_size = max_pov_size});
    }
    return out;
}

template <class R>
ClaimQueue ParachainHost<R>::claim_queue::operator()() const {
    const uint32_t most = std::max(R::Configuration::config().scheduler_params.lookahead, 1u);
    ClaimQueue out;
    for (const auto& [core, claims] : R::ParaScheduler::claim_queue()) {
        auto& paras = out[core];
        for (size_t i = 0; i < std::min<size_t>(claims.size(), most); ++i) paras.push_back(claims[i].para_id());
    }
    return out;
}

template <class R>
std::vector<CommittedCandidateReceiptV2> ParachainHost<R>::candidates_pending_availability::operator()() const {
    return R::ParaInclusion::candidates_pending_availability(para_id);
}

template <class R>
uint32_t ParachainHost<R>::validation_code_bomb_limit::operator()() const {
    constexpr uint32_t kMaxCompressionRatio = 10;
    return wrapping_mul(R::Configuration::config().max_code_size, kMaxCompressionRatio);
}

template <class R>
std::vector<ParaId> ParachainHost<R>::para_ids::operator()() const {
    std::vector<ParaId> out;
    auto heads = R::Paras::storage.Heads.iter();
    while (const auto entry = heads.next()) out.push_back(entry->first);
    return out;
}

template <class R>
auto ParachainHost<R>::unapplied_slashes_v2::operator()() const
    -> std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashesV2>> {
    return R::ParasSlashing::unapplied_slashes();
}

template <class R>
std::optional<shared::RelayParent> ParachainHost<R>::ancestor_relay_parent_info::operator()() const {
    return R::ParasShared::relay_parent(session_index, relay_parent);
}

}  // namespace serinus::polkadot_runtime_parachains::api

/// The bodies of api.hpp.
#pragma once

#include "runtime/pallets/parachains/api.hpp"
#include "runtime/protocol/equivocation_reports.hpp"
#include "runtime/sdk/events.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::polkadot_runtime_parachains::api {

namespace detail {

using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::OccupiedCore;
using polkadot_primitives::v5::ScheduledCore;

/// What `build()` gives under an assumption on the candidate of a para that waits. Including it changes the state,
/// of which nothing stays after the call.
template <class R, class F>
auto assuming(ParaId para, OccupiedCoreAssumption assumption, F&& build) -> decltype(build()) {
    if (assumption == OccupiedCoreAssumption::Included) R::ParaInclusion::force_enact(para);
    if (assumption == OccupiedCoreAssumption::Free && R::ParaInclusion::pending_availability(para)) return std::nullopt;
    return build();
}

/// This block, as the relay parent of a candidate.
template <class R>
inclusion::RelayParent this_block() {
    return {.number = R::System::block_number(), .storage_root = host::storage_root(R::version().state_version)};
}

template <class R>
std::optional<PersistedValidationData> validation_data(ParaId para, const inclusion::RelayParent& parent) {
    return R::ParaInclusion::make_persisted_validation_data(R::Configuration::config(), para, parent);
}

/// When a candidate times out: after its period, but only within that period after a change of groups.
inline BlockNumber time_out_at(BlockNumber backed_in, BlockNumber period, const GroupRotationInfo& rotation) {
    const BlockNumber at = backed_in + period;
    const auto last = rotation.last_rotation_at();
    const auto next = rotation.next_rotation_at();
    if (!last || !next) panic("a group rotation frequency of zero");
    if (at < *last + period) return at;
    return std::max(at, *next);
}

template <class R>
OccupiedCore occupied_core(CoreIndex core, ParaId para, const GroupRotationInfo& rotation) {
    auto pending = R::ParaInclusion::pending_availability(para);
    if (!pending) panic("an occupied core has no candidate");
    const BlockNumber period = R::Configuration::config().paras_availability_period;
    return {
        .next_up_on_available = R::ParaScheduler::next_up_on_available(core),
        .occupied_since = pending->backed_in_number,
        .time_out_at = time_out_at(pending->backed_in_number, period, rotation),
        .next_up_on_time_out = R::ParaScheduler::next_up_on_time_out(core),
        .availability = std::move(pending->availability_votes),
        .group_responsible = R::ParaScheduler::group_assigned_to_core(pending->core, pending->backed_in_number)
                                 .value_or(polkadot_primitives::v5::GroupIndex{}),
        .candidate_hash = pending->hash,
        .candidate_descriptor = std::move(pending->descriptor),
    };
}

template <class Inclusion, class From, class To>
bool take_event(const EventView& record, std::vector<CandidateEvent>& out) {
    auto event = record.get_if<Inclusion, From>();
    if (!event) return false;
    if constexpr (requires { event->_3; }) {
        out.push_back({To{std::move(event->_0), std::move(event->_1), event->_2, event->_3}});
    } else {
        out.push_back({To{std::move(event->_0), std::move(event->_1), event->_2}});
    }
    return true;
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
std::vector<CoreState> ParachainHost<R>::availability_cores::operator()() const {
    const auto rotation = R::ParaScheduler::group_rotation_info(R::System::block_number() + 1);
    std::vector<CoreState> out;
    uint32_t core = 0;
    for (const auto& state : R::ParaScheduler::availability_cores()) {
        if (const auto* entry = state.entry()) {
            out.push_back({CoreState::Occupied{detail::occupied_core<R>({core}, entry->para_id(), rotation)}});
        } else {
            out.push_back({CoreState::Free{}});
        }
        ++core;
    }
    for (const auto& claim : R::ParaScheduler::scheduled_claimqueue()) {
        out.at(claim.core._0) = {CoreState::Scheduled{{.para_id = claim.para_id(), .collator = std::nullopt}}};
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
    if (!data && R::ParaInclusion::pending_availability(para_id)) {
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
SessionIndex ParachainHost<R>::session_index_for_child::operator()() const {
    return R::ParasShared::session_index();
}

template <class R>
std::optional<ValidationCode> ParachainHost<R>::validation_code::operator()() const {
    return detail::assuming<R>(para_id, assumption, [&] { return R::Paras::current_code(para_id); });
}

template <class R>
std::optional<CommittedCandidateReceipt> ParachainHost<R>::candidate_pending_availability::operator()() const {
    return R::ParaInclusion::candidate_pending_availability(para_id);
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
        const bool taken =
            detail::take_event<Inclusion, typename Event::CandidateBacked, CandidateEvent::CandidateBacked>(*record,
                                                                                                            out) ||
            detail::take_event<Inclusion, typename Event::CandidateIncluded, CandidateEvent::CandidateIncluded>(*record,
                                                                                                                out) ||
            detail::take_event<Inclusion, typename Event::CandidateTimedOut, CandidateEvent::CandidateTimedOut>(*record,
                                                                                                                out);
        static_cast<void>(taken);
    }
    return out;
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
std::optional<ValidationCodeHash> ParachainHost<R>::validation_code_hash::operator()() const {
    return detail::assuming<R>(para_id, assumption, [&] { return R::Paras::storage.CurrentCodeHash.get(para_id); });
}

template <class R>
std::optional<ExecutorParams> ParachainHost<R>::session_executor_params::operator()() const {
    return R::ParaSessionInfo::session_executor_params(session_index).value_or(ExecutorParams{});
}

template <class R>
std::optional<ScrapedOnChainVotes> ParachainHost<R>::on_chain_votes::operator()() const {
    return R::ParaInherent::on_chain_votes();
}

template <class R>
std::vector<std::tuple<SessionIndex, CandidateHash, DisputeState>> ParachainHost<R>::disputes::operator()() const {
    return R::ParasDisputes::disputes();
}

template <class R>
std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> ParachainHost<R>::unapplied_slashes::operator()()
    const {
    return R::ParasSlashing::unapplied_slashes();
}

template <class R>
std::optional<OpaqueKeyOwnershipProof> ParachainHost<R>::key_ownership_proof::operator()() const {
    return sdk::api::detail::prove<typename R::Historical, OpaqueKeyOwnershipProof>(key_types::kParaValidator,
                                                                                    validator_id._0._0);
}

template <class R>
std::optional<Unit> ParachainHost<R>::submit_report_dispute_lost::operator()() const {
    BytesView encoded = key_ownership_proof._0;
    auto proof = scale::take<MembershipProof>(encoded);
    if (!proof || !R::ParasSlashing::submit_unsigned_slashing_report(dispute_proof, *std::move(proof))) {
        return std::nullopt;
    }
    return Unit{};
}

}  // namespace serinus::polkadot_runtime_parachains::api

#pragma once

#include "runtime/pallets/grandpa/grandpa.hpp"
#include "runtime/pallets/offences/types.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::pallet_grandpa {

using sp_consensus_grandpa::ConsensusLog;

namespace detail {

inline constexpr sp_staking::offence::Kind kEquivocation{'g', 'r', 'a', 'n', 'd', 'p', 'a', ':',
                                                         'e', 'q', 'u', 'i', 'v', 'o', 'c', 'a'};

inline AuthorityList with_equal_weights(std::span<const std::pair<AccountId, AuthorityId>> validators) {
    AuthorityList authorities;
    authorities.reserve(validators.size());
    for (const auto& [_, key] : validators) authorities.emplace_back(key, 1);
    return authorities;
}

inline Bytes time_slot_of(const EquivocationProof& proof) {
    return scale::encode(TimeSlot{proof.set_id, proof.equivocation.round_number()});
}

}  // namespace detail

template <class T>
DispatchResultWithPostInfo Pallet<T>::report_equivocation::operator()(Signed reporter) const {
    TRY(process_evidence(reporter, equivocation_proof, key_owner_proof));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::report_equivocation_unsigned::operator()(None) const {
    TRY(process_evidence(T::Authorship::author(), equivocation_proof, key_owner_proof));
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResult Pallet<T>::note_stalled::operator()(Root) const {
    storage.Stalled.put({delay, best_finalized_block_number});
    return {};
}

template <class T>
void Pallet<T>::build(const GenesisConfig& config) {
    storage.CurrentSetId.put(0);
    initialize(config.authorities);
}

template <class T>
void Pallet<T>::on_finalize(BlockNumber now) {
    // Sums of block numbers wrap, as in the reference: the delay is root's to choose.
    if (const auto change = storage.PendingChange.get()) {
        if (now == change->scheduled_at) {
            sp_consensus_grandpa::ScheduledChange scheduled{change->next_authorities, change->delay};
            if (change->forced) {
                deposit_log({ConsensusLog::Forced{*change->forced, std::move(scheduled)}});
            } else {
                deposit_log({ConsensusLog::Scheduled{std::move(scheduled)}});
            }
        }
        if (now == change->scheduled_at + change->delay) {
            storage.Authorities.put(change->next_authorities);
            deposit_event(typename Event::NewAuthorities{change->next_authorities});
            storage.PendingChange.remove();
        }
    }

    const State state = storage.State.get();
    if (const auto* const pause = std::get_if<typename State::PendingPause>(&state.v)) {
        if (now == pause->scheduled_at) deposit_log({ConsensusLog::Pause{pause->delay}});
        if (now == pause->scheduled_at + pause->delay) {
            storage.State.put({typename State::Paused{}});
            deposit_event(typename Event::Paused{});
        }
    } else if (const auto* const resume = std::get_if<typename State::PendingResume>(&state.v)) {
        if (now == resume->scheduled_at) deposit_log({ConsensusLog::Resume{resume->delay}});
        if (now == resume->scheduled_at + resume->delay) {
            storage.State.put({typename State::Live{}});
            deposit_event(typename Event::Resumed{});
        }
    }
}

template <class T>
void Pallet<T>::on_genesis_session(std::span<const std::pair<AccountId, Key>> validators) {
    initialize(detail::with_equal_weights(validators));
}

template <class T>
void Pallet<T>::on_new_session(bool changed, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>>) {
    SetId set_id = storage.CurrentSetId.get();
    if (changed || storage.Stalled.exists()) {
        const auto stalled = storage.Stalled.take();
        const BlockNumber delay = stalled ? stalled->first : 0;
        const auto median = stalled ? std::optional(stalled->second) : std::nullopt;
        // If a change is under way the set stays for another session.
        if (schedule_change(detail::with_equal_weights(validators), delay, median)) {
            set_id = saturating_add(set_id, SetId{1});
            storage.CurrentSetId.put(set_id);
            const uint64_t kept = std::max(T::kConstants.MaxSetIdSessionEntries, uint64_t{1});
            if (set_id >= kept) storage.SetIdSession.remove(set_id - kept);
        }
    }
    storage.SetIdSession.put(set_id, T::Session::current_index());
}

template <class T>
void Pallet<T>::on_disabled(uint32_t validator_index) {
    deposit_log({ConsensusLog::OnDisabled{validator_index}});
}

template <class T>
void Pallet<T>::initialize(AuthorityList authorities) {
    if (!authorities.empty()) {
        if (!grandpa_authorities().empty()) panic("the authorities of the genesis are given twice");
        if (authorities.size() > T::kConstants.MaxAuthorities) panic("the genesis has too many authorities");
        storage.Authorities.put(BoundedAuthorities::force_from(authorities));
    }
    // Later sets get theirs when a session begins.
    storage.SetIdSession.put(0, 0);
}

template <class T>
DispatchResult Pallet<T>::schedule_pause(BlockNumber in_blocks) {
    ENSURE(std::holds_alternative<typename State::Live>(storage.State.get().v), Error::PauseFailed);
    storage.State.put({typename State::PendingPause{T::System::block_number(), in_blocks}});
    return {};
}

template <class T>
DispatchResult Pallet<T>::schedule_resume(BlockNumber in_blocks) {
    ENSURE(std::holds_alternative<typename State::Paused>(storage.State.get().v), Error::ResumeFailed);
    storage.State.put({typename State::PendingResume{T::System::block_number(), in_blocks}});
    return {};
}

template <class T>
DispatchResult Pallet<T>::schedule_change(AuthorityList next_authorities, BlockNumber in_blocks,
                                          std::optional<BlockNumber> forced) {
    ENSURE(!storage.PendingChange.exists(), Error::ChangePending);
    const BlockNumber now = T::System::block_number();
    if (forced) {
        const auto next = storage.NextForced.get();
        ENSURE(!next || *next <= now, Error::TooSoon);
        // Twice the delay must pass until the next one.
        storage.NextForced.put(now + in_blocks * 2);
    }
    if (next_authorities.size() > T::kConstants.MaxAuthorities) {
        host::log(host::LogLevel::kWarn, "runtime::grandpa", "There are more authorities than the bound.");
    }
    storage.PendingChange.put({.scheduled_at = now,
                               .delay = in_blocks,
                               .next_authorities = BoundedAuthorities::force_from(std::move(next_authorities)),
                               .forced = forced});
    return {};
}

template <class T>
void Pallet<T>::deposit_log(ConsensusLog log) {
    T::System::deposit_log(primitives::digest::Consensus{primitives::kGrandpaEngine, scale::encode(log)});
}

template <class T>
DispatchResult Pallet<T>::process_evidence(std::optional<AccountId> reporter, const EquivocationProof& proof,
                                           const MembershipProof& key_owner_proof) {
    ENSURE(sp_consensus_grandpa::check_equivocation_proof(proof), Error::InvalidEquivocationProof);
    const AuthorityId& key = proof.equivocation.offender();
    auto offender = T::KeyOwnerProofSystem::check_proof(Key::kKeyType, key._0._0, key_owner_proof);
    ENSURE(offender.has_value(), Error::InvalidKeyOwnershipProof);

    // The session must be one of the set's: not behind its last one, and behind the last one of the set before.
    const SessionIndex session = key_owner_proof.session;
    if (proof.set_id != 0) {
        const auto before = storage.SetIdSession.get(proof.set_id - 1);
        ENSURE(before && session > *before, Error::InvalidEquivocationProof);
    }
    const auto last = storage.SetIdSession.get(proof.set_id);
    ENSURE(last && session <= *last, Error::InvalidEquivocationProof);

    std::vector<AccountId> reporters;
    if (reporter) reporters.push_back(*reporter);
    const bool is_new = T::Offences::report_offence(
        std::move(reporters), {.kind = detail::kEquivocation,
                               .time_slot = detail::time_slot_of(proof),
                               .session_index = session,
                               .validator_set_count = key_owner_proof.validator_count,
                               .offenders = {*std::move(offender)},
                               .slash_fraction = &sp_staking::offence::equivocation_slash_fraction});
    ENSURE(is_new, Error::DuplicateOffenceReport);
    return {};
}

template <class T>
TransactionCheck Pallet<T>::check_evidence(const EquivocationProof& proof, const MembershipProof& key_owner_proof) {
    const AuthorityId& key = proof.equivocation.offender();
    const auto offender = T::KeyOwnerProofSystem::check_proof(Key::kKeyType, key._0._0, key_owner_proof);
    ENSURE(offender.has_value(), InvalidTransaction::BadProof{});
    ENSURE(!T::Offences::is_known_offence(detail::kEquivocation, detail::time_slot_of(proof), *offender),
           InvalidTransaction::Stale{});
    return {};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource source, const RuntimeCall& call) {
    const auto* const report = call.get_if<report_equivocation_unsigned>();
    ENSURE(report != nullptr && source != TransactionSource::External, InvalidTransaction::Call{});
    const EquivocationProof& proof = report->equivocation_proof;
    TRY(check_evidence(proof, report->key_owner_proof));
    return unsigned_report("GrandpaEquivocation",
                           std::tuple(proof.equivocation.offender(), proof.set_id, proof.equivocation.round_number()),
                           T::kReportLongevity);
}

template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall& call) {
    const auto* const report = call.get_if<report_equivocation_unsigned>();
    ENSURE(report != nullptr, InvalidTransaction::Call{});
    return check_evidence(report->equivocation_proof, report->key_owner_proof);
}

template <class T>
bool Pallet<T>::submit_unsigned_equivocation_report(EquivocationProof equivocation_proof,
                                                    MembershipProof key_owner_proof) {
    return submit_unsigned(report_equivocation_unsigned{std::move(equivocation_proof), std::move(key_owner_proof)});
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    ENSURE(storage.SetIdSession.exists(current_set_id()), std::string("the current set has no session"));
    uint64_t known = 0;
    auto sets = storage.SetIdSession.iter();
    while (sets.next()) ++known;
    ENSURE(known <= std::max(T::kConstants.MaxSetIdSessionEntries, uint64_t{1}),
           std::string("the sessions of too many sets are kept"));
    return {};
}

}  // namespace serinus::pallet_grandpa

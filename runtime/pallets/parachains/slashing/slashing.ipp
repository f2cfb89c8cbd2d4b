/// The bodies of slashing.hpp.
#pragma once

#include "runtime/pallets/offences/types.hpp"
#include "runtime/pallets/parachains/slashing/slashing.hpp"
#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::polkadot_runtime_parachains::disputes::slashing {

using polkadot_primitives::v5::slashing::DisputesTimeSlot;

namespace detail {

inline constexpr sp_staking::offence::Kind kDisputeLost{'d', 'i', 's', 'p', 'u', 't', 'e', 's',
                                                        ':', 's', 'l', 'a', 's', 'h', 'i', 'n'};
inline Perbill whole_stake(uint32_t, uint32_t) { return Perbill::one(); }
inline Perbill nothing(uint32_t, uint32_t) { return Perbill{}; }

inline Perbill a_little(uint32_t, uint32_t) { return Perbill::from_percent(2); }

using SlashFraction = Perbill (*)(uint32_t, uint32_t);
inline SlashFraction slash_fraction_of(DisputeOffenceKind kind) {
    switch (kind) {
        case DisputeOffenceKind::ForInvalidBacked:
            return &whole_stake;
        case DisputeOffenceKind::ForInvalidApproved:
            return &a_little;
        case DisputeOffenceKind::AgainstValid:
            return &nothing;
    }
    __builtin_unreachable();
}
inline std::string_view tag_of(DisputeOffenceKind kind) {
    switch (kind) {
        case DisputeOffenceKind::ForInvalidBacked:
            return "DisputeForInvalidBacked";
        case DisputeOffenceKind::ForInvalidApproved:
            return "DisputeForInvalidApproved";
        case DisputeOffenceKind::AgainstValid:
            return "DisputeAgainstValid";
    }
    __builtin_unreachable();
}

template <class Offences>
typename Offences::Offence offence_of(const DisputesTimeSlot& time_slot, DisputeOffenceKind kind, uint32_t validators,
                                      std::vector<typename Offences::Offender> offenders) {
    return {.kind = kDisputeLost,
            .time_slot = scale::encode(time_slot),
            .session_index = time_slot.session_index,
            .validator_set_count = validators,
            .offenders = std::move(offenders),
            .slash_fraction = slash_fraction_of(kind)};
}

}  // namespace detail

template <class T>
void Pallet<T>::punish_for_invalid(SessionIndex session, const CandidateHash& candidate,
                                   const std::vector<ValidatorIndex>& losers, const ValidatorSet& backers) {
    if (backers.empty()) return;
    std::vector<ValidatorIndex> losing_backers;
    std::ranges::set_intersection(losers, backers, std::back_inserter(losing_backers));
    punish(session, candidate, DisputeOffenceKind::ForInvalidBacked, losing_backers);
    std::vector<ValidatorIndex> losing_approvers;
    std::ranges::set_difference(losers, backers, std::back_inserter(losing_approvers));
    punish(session, candidate, DisputeOffenceKind::ForInvalidApproved, losing_approvers);
}

template <class T>
void Pallet<T>::punish_against_valid(SessionIndex session, const CandidateHash& candidate,
                                     const std::vector<ValidatorIndex>& losers) {
    punish(session, candidate, DisputeOffenceKind::AgainstValid, losers);
}

template <class T>
void Pallet<T>::punish(SessionIndex session, const CandidateHash& candidate, DisputeOffenceKind kind,
                       const std::vector<ValidatorIndex>& punished) {
    if (punished.empty()) return;
    const auto info = T::SessionInfo::session_info(session);
    if (!info) return;

    // Session's index, not that of Shared: in the first block of an era the stakes are those of the new session
    // already.
    if (session == T::Session::current_index()) {
        const auto accounts = T::SessionInfo::account_keys(session).value_or(std::vector<AccountId>{});
        std::vector<typename T::Offences::Offender> offenders;
        for (const ValidatorIndex index : punished) {
            if (index._0 >= accounts.size()) continue;
            const AccountId& account = accounts[index._0];
            if (auto stake = T::IdentificationOf::convert(account)) offenders.emplace_back(account, *std::move(stake));
        }
        const auto validators = static_cast<uint32_t>(info->discovery_keys.size());
        T::Offences::report_offence(
            {}, detail::offence_of<typename T::Offences>({session, candidate}, kind, validators, std::move(offenders)));
        return;
    }
    storage.UnappliedSlashes.mutate(session, candidate, [&](std::optional<PendingSlashes>& waiting) {
        // Who is added to those that wait is punished as they are, whatever he has done.
        if (!waiting) waiting = PendingSlashes{{}, kind};
        for (const ValidatorIndex index : punished) {
            if (const auto* const key = info->validators.get(index)) waiting->keys.insert_or_assign(index, *key);
        }
    });
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::report_dispute_lost_unsigned::operator()(None) const {
    const auto& [time_slot, kind, validator, key] = dispute_proof;
    auto offender = T::KeyOwnerProofSystem::check_proof(key_types::kParaValidator, key._0._0, key_owner_proof);
    ENSURE(offender.has_value(), Error::InvalidKeyOwnershipProof);

    auto waiting = storage.UnappliedSlashes.get(time_slot.session_index, time_slot.candidate_hash);
    ENSURE(waiting && waiting->kind == kind, Error::InvalidCandidateHash);
    const auto found = waiting->keys.find(validator);
    ENSURE(found != waiting->keys.end(), Error::InvalidValidatorIndex);
    ENSURE(found->second == key, Error::ValidatorIndexIdMismatch);
    waiting->keys.erase(found);
    if (waiting->keys.empty()) waiting.reset();
    storage.UnappliedSlashes.set(time_slot.session_index, time_slot.candidate_hash, waiting);

    const bool is_new =
        T::Offences::report_offence({}, detail::offence_of<typename T::Offences>(
                                            time_slot, kind, key_owner_proof.validator_count, {*std::move(offender)}));
    ENSURE(is_new, Error::DuplicateSlashingReport);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
TransactionCheck Pallet<T>::check_report(const report_dispute_lost_unsigned& report) {
    const auto& proof = report.dispute_proof;
    const auto offender = T::KeyOwnerProofSystem::check_proof(key_types::kParaValidator, proof.validator_id._0._0,
                                                              report.key_owner_proof);
    ENSURE(offender.has_value(), InvalidTransaction::BadProof{});
    ENSURE(!T::Offences::is_known_offence(detail::kDisputeLost, scale::encode(proof.time_slot), *offender),
           InvalidTransaction::Stale{});
    return {};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource source, const RuntimeCall& call) {
    const auto* const report = call.get_if<report_dispute_lost_unsigned>();
    ENSURE(report != nullptr && source != TransactionSource::External, InvalidTransaction::Call{});
    TRY(check_report(*report));
    const auto& proof = report->dispute_proof;
    return unsigned_report(detail::tag_of(proof.kind), std::tuple(proof.time_slot, proof.validator_id),
                           T::kReportLongevity);
}

template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall& call) {
    const auto* const report = call.get_if<report_dispute_lost_unsigned>();
    ENSURE(report != nullptr, InvalidTransaction::Call{});
    return check_report(*report);
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>&) {
    const SessionIndex period = T::Configuration::config().dispute_period;
    if (change.session_index <= period + 1) return;
    storage.UnappliedSlashes.clear_prefix(change.session_index - period - 1, std::nullopt);
}

template <class T>
auto Pallet<T>::unapplied_slashes() -> std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> {
    std::vector<std::tuple<SessionIndex, CandidateHash, PendingSlashes>> out;
    auto all = storage.UnappliedSlashes.iter();
    while (auto entry = all.next()) {
        out.emplace_back(std::get<0>(entry->first), std::get<1>(entry->first), std::move(entry->second));
    }
    return out;
}

template <class T>
bool Pallet<T>::submit_unsigned_slashing_report(DisputeProof dispute_proof, MembershipProof key_owner_proof) {
    return submit_unsigned(report_dispute_lost_unsigned{std::move(dispute_proof), std::move(key_owner_proof)});
}

}  // namespace serinus::polkadot_runtime_parachains::disputes::slashing

#pragma once

#include "runtime/pallets/beefy/beefy.hpp"
#include "runtime/pallets/offences/types.hpp"
#include "runtime/sdk/host/host.hpp"
#include "runtime/sdk/panic.hpp"
#include "runtime/sdk/traits/listeners.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::pallet_beefy {

using sp_consensus_beefy::ConsensusLog;

namespace detail {

inline constexpr sp_staking::offence::Kind kEquivocation{'b', 'e', 'e', 'f', 'y', ':', 'e', 'q',
                                                         'u', 'i', 'v', 'o', 'c', 'a', 't', 'i'};

inline std::vector<AuthorityId> keys_of(std::span<const std::pair<AccountId, AuthorityId>> validators) {
    std::vector<AuthorityId> out;
    out.reserve(validators.size());
    for (const auto& [_, key] : validators) out.push_back(key);
    return out;
}

inline Bytes time_slot_of(const EquivocationProof& proof) {
    return scale::encode(TimeSlot{proof.set_id(), proof.round_number()});
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
void Pallet<T>::build(const GenesisConfig& config) {
    initialize(config.authorities);
    storage.GenesisBlock.put(config.genesis_block);
}

template <class T>
void Pallet<T>::on_genesis_session(std::span<const std::pair<AccountId, Key>> validators) {
    initialize(detail::keys_of(validators));
}

template <class T>
void Pallet<T>::initialize(std::vector<AuthorityId> authorities) {
    if (authorities.empty()) return;
    auto bounded = Authorities::from(authorities);
    if (!storage.Authorities_.get().empty() || !bounded) panic("Authorities vec too big");
    storage.Authorities_.put(*bounded);
    storage.ValidatorSetId_.put(0);
    storage.NextAuthorities.put(*bounded);
    notify(ValidatorSet{authorities, 0}, ValidatorSet{authorities, 1});
    storage.SetIdSession.put(0, 0);
}

template <class T>
void Pallet<T>::on_new_session(bool, std::span<const std::pair<AccountId, Key>> validators,
                               std::span<const std::pair<AccountId, Key>> queued) {
    if (std::max(validators.size(), queued.size()) > T::kConstants.MaxAuthorities) {
        host::log(host::LogLevel::kError, "runtime::beefy", "There are more authorities than the bound.");
    }
    auto current = Authorities::truncate_from(detail::keys_of(validators));
    auto next = Authorities::truncate_from(detail::keys_of(queued));
    const ValidatorSetId id = storage.ValidatorSetId_.get() + 1;
    storage.Authorities_.put(current);
    storage.ValidatorSetId_.put(id);
    storage.NextAuthorities.put(next);
    announce({std::move(current).into_inner(), id}, std::move(next).into_inner());

    storage.SetIdSession.put(id, T::Session::current_index());
    const uint64_t kept = std::max(T::kConstants.MaxSetIdSessionEntries, uint64_t{1});
    if (id >= kept) storage.SetIdSession.remove(id - kept);
}

template <class T>
void Pallet<T>::notify(const ValidatorSet& current, const ValidatorSet& next) {
    for_each_handler(typename T::OnNewValidatorSet{},
                     [&]<class Listener>() { Listener::on_new_validator_set(current, next); });
}

/// A set without validators is none.
template <class T>
void Pallet<T>::announce(ValidatorSet current, std::vector<AuthorityId> next) {
    if (current.validators.empty()) return;
    deposit_log({ConsensusLog::AuthoritiesChange{current}});
    if (next.empty()) return;
    const ValidatorSet queued{std::move(next), current.id + 1};
    notify(current, queued);
}

template <class T>
void Pallet<T>::on_disabled(uint32_t validator_index) {
    deposit_log({ConsensusLog::OnDisabled{validator_index}});
}

template <class T>
void Pallet<T>::deposit_log(const ConsensusLog& log) {
    T::System::deposit_log(primitives::digest::Consensus{primitives::kBeefyEngine, scale::encode(log)});
}

template <class T>
std::optional<ValidatorSet> Pallet<T>::validator_set() {
    auto authorities = storage.Authorities_.get();
    if (authorities.empty()) return std::nullopt;
    return ValidatorSet{std::move(authorities).into_inner(), storage.ValidatorSetId_.get()};
}

template <class T>
DispatchResult Pallet<T>::process_evidence(std::optional<AccountId> reporter, const EquivocationProof& proof,
                                           const MembershipProof& key_owner_proof) {
    auto offender = T::KeyOwnerProofSystem::check_proof(Key::kKeyType, proof.offender()._0._0, key_owner_proof);
    ENSURE(offender.has_value(), Error::InvalidKeyOwnershipProof);
    ENSURE(sp_consensus_beefy::check_equivocation_proof(proof), Error::InvalidEquivocationProof);
    const auto session = storage.SetIdSession.get(proof.set_id());
    ENSURE(session && *session == key_owner_proof.session, Error::InvalidEquivocationProof);

    std::vector<AccountId> reporters;
    if (reporter) reporters.push_back(*reporter);
    const bool is_new = T::Offences::report_offence(
        std::move(reporters), {.kind = detail::kEquivocation,
                               .time_slot = detail::time_slot_of(proof),
                               .session_index = *session,
                               .validator_set_count = key_owner_proof.validator_count,
                               .offenders = {*std::move(offender)},
                               .slash_fraction = &sp_staking::offence::equivocation_slash_fraction});
    ENSURE(is_new, Error::DuplicateOffenceReport);
    return {};
}

template <class T>
TransactionCheck Pallet<T>::check_evidence(const EquivocationProof& proof, const MembershipProof& key_owner_proof) {
    const auto offender = T::KeyOwnerProofSystem::check_proof(Key::kKeyType, proof.offender()._0._0, key_owner_proof);
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
    return unsigned_report("BeefyEquivocation", std::tuple(proof.offender(), proof.set_id(), proof.round_number()),
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
    if (!validator_set()) return {};
    ENSURE(storage.SetIdSession.exists(storage.ValidatorSetId_.get()), std::string("the current set has no session"));
    uint64_t known = 0;
    auto sets = storage.SetIdSession.iter_keys();
    while (sets.next()) ++known;
    ENSURE(known <= std::max(T::kConstants.MaxSetIdSessionEntries, uint64_t{1}),
           std::string("the sessions of too many sets are kept"));
    return {};
}

}  // namespace serinus::pallet_beefy

#pragma once

#include "runtime/arithmetic/wrapping.hpp"
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

inline Perbill half(uint32_t, uint32_t) { return Perbill::from_percent(50); }

}  // namespace detail

template <class T>
DispatchResultWithPostInfo Pallet<T>::report_double_voting::operator()(Signed reporter) const {
    return report(reporter, equivocation_proof, key_owner_proof);
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::report_double_voting_unsigned::operator()(None) const {
    return report(std::nullopt, equivocation_proof, key_owner_proof);
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::report_fork_voting::operator()(Signed reporter) const {
    return report(reporter, equivocation_proof, key_owner_proof);
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::report_fork_voting_unsigned::operator()(None) const {
    return report(std::nullopt, equivocation_proof, key_owner_proof);
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::report_future_block_voting::operator()(Signed reporter) const {
    return report(reporter, equivocation_proof, key_owner_proof);
}
template <class T>
DispatchResultWithPostInfo Pallet<T>::report_future_block_voting_unsigned::operator()(None) const {
    return report(std::nullopt, equivocation_proof, key_owner_proof);
}

template <class T>
DispatchResult Pallet<T>::set_new_genesis::operator()(Root) const {
    ENSURE(delay_in_blocks >= 1, Error::InvalidConfiguration);
    // Sums of block numbers wrap, as in the reference: the delay is root's to choose.
    storage.GenesisBlock.put(wrapping_add(T::System::block_number(), delay_in_blocks));
    return {};
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
Weight Pallet<T>::weight_of_report(uint32_t votes, const MembershipProof& key_owner_proof) {
    return T::kWeights.report_voting_equivocation(votes, key_owner_proof.validator_count, T::kConstants.MaxNominators);
}

template <class T>
Weight Pallet<T>::weight_of_fork_voting(const ForkVotingProof& proof, const MembershipProof& key_owner_proof) {
    return T::AncestryHelper::ancestry_weight(proof.ancestry_proof)
        .saturating_add(weight_of_report(1, key_owner_proof));
}

template <class T>
Bytes Pallet<T>::Evidence::time_slot() const {
    return scale::encode(TimeSlot{vote.commitment.validator_set_id, vote.commitment.block_number});
}

template <class T>
auto Pallet<T>::Evidence::offender() const -> std::optional<typename T::Offences::Offender> {
    return T::KeyOwnerProofSystem::check_proof(Key::kKeyType, vote.id._0._0, key_owner_proof);
}

template <class T>
bool Pallet<T>::report_offence(std::optional<AccountId> reporter, const Evidence& evidence,
                               typename T::Offences::Offender offender, SlashFraction slash_fraction) {
    std::vector<AccountId> reporters;
    if (reporter) reporters.push_back(*reporter);
    return T::Offences::report_offence(std::move(reporters),
                                       {.kind = detail::kEquivocation,
                                        .time_slot = evidence.time_slot(),
                                        .session_index = evidence.key_owner_proof.session,
                                        .validator_set_count = evidence.key_owner_proof.validator_count,
                                        .offenders = {std::move(offender)},
                                        .slash_fraction = slash_fraction});
}

template <class T>
template <class Check>
DispatchResultWithPostInfo Pallet<T>::report_evidence(std::optional<AccountId> reporter, const Evidence& evidence,
                                                      SlashFraction slash_fraction, Check&& check) {
    if (!reporter) reporter = T::Authorship::author();
    const auto session = storage.SetIdSession.get(evidence.vote.commitment.validator_set_id);
    ENSURE(session && *session == evidence.key_owner_proof.session, Error::InvalidEquivocationProofSession);
    auto offender = evidence.offender();
    ENSURE(offender.has_value(), Error::InvalidKeyOwnershipProof);
    TRY(check());
    ENSURE(report_offence(reporter, evidence, *std::move(offender), slash_fraction), Error::DuplicateOffenceReport);
    return PostDispatchInfo{.pays_fee = Pays::No};
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::report(std::optional<AccountId> reporter, const DoubleVotingProof& proof,
                                             const MembershipProof& key_owner_proof) {
    return report_evidence(reporter, {proof.first, key_owner_proof}, &sp_staking::offence::equivocation_slash_fraction,
                           [&]() -> DispatchResult {
                               ENSURE(sp_consensus_beefy::are_double_votes(proof.first, proof.second),
                                      Error::InvalidDoubleVotingProof);
                               return {};
                           });
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::report(std::optional<AccountId> reporter, const ForkVotingProof& proof,
                                             const MembershipProof& key_owner_proof) {
    using Helper = typename T::AncestryHelper;
    return report_evidence(reporter, {proof.vote, key_owner_proof}, &detail::half, [&]() -> DispatchResult {
        ENSURE(Helper::is_proof_optimal(proof.ancestry_proof), Error::InvalidForkVotingProof);
        const auto context = Helper::extract_validation_context(proof.header);
        ENSURE(context && Helper::is_non_canonical(proof.vote.commitment, proof.ancestry_proof, *context),
               Error::InvalidForkVotingProof);
        ENSURE(sp_consensus_beefy::is_signed(proof.vote), Error::InvalidForkVotingProof);
        return {};
    });
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::report(std::optional<AccountId> reporter, const FutureBlockVotingProof& proof,
                                             const MembershipProof& key_owner_proof) {
    return report_evidence(reporter, {proof.vote, key_owner_proof}, &detail::half, [&]() -> DispatchResult {
        ENSURE(proof.vote.commitment.block_number >= T::System::block_number(), Error::InvalidFutureBlockVotingProof);
        // Observed: pallet-beefy 43, equivocation.rs: the error is that of the other proof.
        ENSURE(sp_consensus_beefy::is_signed(proof.vote), Error::InvalidForkVotingProof);
        return {};
    });
}

template <class T>
auto Pallet<T>::evidence_of(const RuntimeCall& call) -> std::optional<Evidence> {
    if (const auto* const two = call.get_if<report_double_voting_unsigned>()) {
        return Evidence{two->equivocation_proof.first, two->key_owner_proof};
    }
    if (const auto* const fork = call.get_if<report_fork_voting_unsigned>()) {
        return Evidence{fork->equivocation_proof.vote, fork->key_owner_proof};
    }
    return std::nullopt;
}

template <class T>
TransactionCheck Pallet<T>::check_evidence(const Evidence& evidence) {
    const auto offender = evidence.offender();
    ENSURE(offender.has_value(), InvalidTransaction::BadProof{});
    ENSURE(!T::Offences::is_known_offence(detail::kEquivocation, evidence.time_slot(), *offender),
           InvalidTransaction::Stale{});
    return {};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource source, const RuntimeCall& call) {
    ENSURE(source != TransactionSource::External, InvalidTransaction::Call{});
    const auto evidence = evidence_of(call);
    ENSURE(evidence.has_value(), InvalidTransaction::Call{});
    TRY(check_evidence(*evidence));
    const auto& vote = evidence->vote;
    return unsigned_report("BeefyEquivocation",
                           std::tuple(vote.id, vote.commitment.validator_set_id, vote.commitment.block_number),
                           T::kReportLongevity);
}

template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall& call) {
    const auto evidence = evidence_of(call);
    ENSURE(evidence.has_value(), InvalidTransaction::Call{});
    return check_evidence(*evidence);
}

template <class T>
bool Pallet<T>::submit_unsigned_equivocation_report(DoubleVotingProof proof, MembershipProof key_owner_proof) {
    return submit_unsigned(report_double_voting_unsigned{std::move(proof), std::move(key_owner_proof)});
}
template <class T>
bool Pallet<T>::submit_unsigned_equivocation_report(ForkVotingProof proof, MembershipProof key_owner_proof) {
    return submit_unsigned(report_fork_voting_unsigned{std::move(proof), std::move(key_owner_proof)});
}
template <class T>
bool Pallet<T>::submit_unsigned_equivocation_report(FutureBlockVotingProof proof, MembershipProof key_owner_proof) {
    return submit_unsigned(report_future_block_voting_unsigned{std::move(proof), std::move(key_owner_proof)});
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

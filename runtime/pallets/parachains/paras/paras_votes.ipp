/// Paras: votes of validators on code.
#pragma once

#include "runtime/pallets/parachains/paras/paras.hpp"
#include "runtime/sdk/sorted.hpp"
#include "runtime/sdk/unsigned_report.hpp"

namespace serinus::polkadot_runtime_parachains::paras {

namespace detail {

inline constexpr uint8_t kBadValidatorIndex = 1, kBadSubject = 2, kDoubleVote = 3,
                         kUnauthorizedCode = 4;  // of transactions that are refused

}  // namespace detail

template <class T>
void Pallet<T>::kick_off_pvf_check(Cause cause, const ValidationCodeHash& hash, const ValidationCode& code,
                                   const Host& config) {
    deposit_event(typename Event::PvfCheckStarted{hash, cause.para_id()});
    const BlockNumber now = T::System::block_number();
    if (auto vote = storage.PvfActiveVoteMap.get(hash)) {
        vote->causes.push_back(std::move(cause));
        storage.PvfActiveVoteMap.put(hash, *vote);
    } else if (storage.CodeByHash.exists(hash)) {
        enact_pvf_accepted(now, hash, {std::move(cause)}, 0, config);  // it was voted on before
    } else {
        Vote begun{.votes_accept = {}, .votes_reject = {}, .age = 0, .created_at = now, .causes = {std::move(cause)}};
        begun.reinitialize_ballots(T::Shared::storage.ActiveValidatorKeys.get().size());
        storage.PvfActiveVoteMap.put(hash, begun);
        storage.PvfActiveVoteList.mutate([&](auto& list) {
            const auto [position, found] = binary_search(list, hash, std::identity{});
            if (!found) list.insert(list.begin() + static_cast<ptrdiff_t>(position), hash);
        });
    }
    increase_code_ref(hash, code);
}

template <class T>
void Pallet<T>::end_vote(const ValidationCodeHash& hash) {
    storage.PvfActiveVoteMap.remove(hash);
    storage.PvfActiveVoteList.mutate([&](auto& list) {
        const auto [position, found] = binary_search(list, hash, std::identity{});
        if (found) list.erase(list.begin() + static_cast<ptrdiff_t>(position));
    });
}

template <class T>
void Pallet<T>::groom_ongoing_pvf_votes(const Host& config, size_t validators) {
    std::vector<ValidationCodeHash> going_on;
    for (const ValidationCodeHash& hash : storage.PvfActiveVoteList.get()) {
        auto vote = storage.PvfActiveVoteMap.take(hash);
        if (!vote) continue;
        ++vote->age;
        if (vote->age < config.pvf_voting_ttl) {
            vote->reinitialize_ballots(validators);
            storage.PvfActiveVoteMap.put(hash, *vote);
            going_on.push_back(hash);
        } else {
            enact_pvf_rejected(hash, vote->causes);
        }
    }
    storage.PvfActiveVoteList.put(going_on);
}

template <class T>
void Pallet<T>::enact_pvf_accepted(BlockNumber now, const ValidationCodeHash& hash, const std::vector<Cause>& causes,
                                   SessionIndex sessions_observed, const Host& config) {
    for (const Cause& cause : causes) {
        deposit_event(typename Event::PvfCheckAccepted{hash, cause.para_id()});
        if (const auto* const upgrade = std::get_if<typename Cause::Upgrade>(&cause.v)) {
            proceed_with_upgrade(upgrade->id, hash, now, upgrade->included_at, config, upgrade->upgrade_strategy);
        } else {
            // The sessions of the vote count among those that the para waits for; the next one is the earliest.
            const SessionIndex wait = shared::kSessionDelay - std::min(shared::kSessionDelay, sessions_observed);
            queue_action(T::Shared::session_index() + std::max(wait, SessionIndex{1}), cause.para_id());
        }
    }
}

template <class T>
void Pallet<T>::enact_pvf_rejected(const ValidationCodeHash& hash, const std::vector<Cause>& causes) {
    for (const Cause& cause : causes) {
        decrease_code_ref(hash);
        const ParaId id = cause.para_id();
        deposit_event(typename Event::PvfCheckRejected{hash, id});
        if (std::holds_alternative<typename Cause::Upgrade>(cause.v)) {
            storage.UpgradeGoAheadSignal.put(id, UpgradeGoAhead::Abort);
            storage.FutureCodeHash.remove(id);
        } else {
            storage.UpcomingParasGenesis.remove(id);
            storage.CurrentCodeHash.remove(id);
            storage.ParaLifecycles.remove(id);
        }
    }
}

template <class T>
Weight Pallet<T>::include_pvf_check_statement::weight() const {
    constexpr auto& kW = T::kWeights;
    return kW.include_pvf_check_statement_finalize_upgrade_accept()
        .max(kW.include_pvf_check_statement_finalize_upgrade_reject())
        .max(kW.include_pvf_check_statement_finalize_onboarding_accept())
        .max(kW.include_pvf_check_statement_finalize_onboarding_reject());
}

template <class T>
DispatchResultWithPostInfo Pallet<T>::include_pvf_check_statement::operator()(None) const {
    const auto validators = T::Shared::storage.ActiveValidatorKeys.get();
    const SessionIndex session = T::Shared::session_index();
    ENSURE(stmt.session_index >= session, Error::PvfCheckStatementStale);
    ENSURE(stmt.session_index <= session, Error::PvfCheckStatementFuture);
    const uint32_t voter = stmt.validator_index._0;
    ENSURE(voter < validators.size(), Error::PvfCheckValidatorIndexOutOfBounds);
    ENSURE(host::sr25519_verify(signature._0._0, stmt.signing_payload(), validators[voter]._0._0),
           Error::PvfCheckInvalidSignature);

    auto vote = storage.PvfActiveVoteMap.get(stmt.subject);
    ENSURE(vote, Error::PvfCheckSubjectInvalid);
    const auto has_voted = vote->has_vote(voter);
    ENSURE(has_voted, Error::PvfCheckValidatorIndexOutOfBounds);
    ENSURE(!*has_voted, Error::PvfCheckDoubleVote);
    (stmt.accept ? vote->votes_accept : vote->votes_reject).set(voter, true);

    const auto outcome = vote->quorum(validators.size());
    if (!outcome) {
        storage.PvfActiveVoteMap.put(stmt.subject, *vote);
        return PostDispatchInfo{.actual_weight = T::kWeights.include_pvf_check_statement()};
    }
    end_vote(stmt.subject);
    if (*outcome == PvfCheckOutcome::Accepted) {
        enact_pvf_accepted(T::System::block_number(), stmt.subject, vote->causes, vote->age,
                           T::Configuration::config());
    } else {
        enact_pvf_rejected(stmt.subject, vote->causes);
    }
    return PostDispatchInfo{};
}

template <class T>
TransactionValidity Pallet<T>::validate_unsigned(TransactionSource, const RuntimeCall& call) {
    if (const auto* const applied = call.get_if<apply_authorized_force_set_current_code>()) {
        const auto authorized = authorization_of(applied->para, applied->new_code);
        ENSURE(authorized, InvalidTransaction::Custom{detail::kUnauthorizedCode});
        ValidTransaction valid =
            unsigned_report("ApplyAuthorizedForceSetCurrentCode", std::tuple(applied->para, authorized->code_hash),
                            saturating_sub(authorized->expire_at, T::System::block_number()));
        valid.priority = T::kConstants.UnsignedPriority;
        valid.propagate = true;
        return valid;
    }
    const auto* const sent = call.get_if<include_pvf_check_statement>();
    ENSURE(sent != nullptr, InvalidTransaction::Call{});
    const PvfCheckStatement& stmt = sent->stmt;
    const SessionIndex session = T::Shared::session_index();
    ENSURE(stmt.session_index >= session, InvalidTransaction::Stale{});
    ENSURE(stmt.session_index <= session, InvalidTransaction::Future{});
    const auto validators = T::Shared::storage.ActiveValidatorKeys.get();
    const uint32_t voter = stmt.validator_index._0;
    ENSURE(voter < validators.size(), InvalidTransaction::Custom{detail::kBadValidatorIndex});
    ENSURE(host::sr25519_verify(sent->signature._0._0, stmt.signing_payload(), validators[voter]._0._0),
           InvalidTransaction::BadProof{});
    const auto vote = storage.PvfActiveVoteMap.get(stmt.subject);
    ENSURE(vote, InvalidTransaction::Custom{detail::kBadSubject});
    const auto has_voted = vote->has_vote(voter);
    ENSURE(has_voted, InvalidTransaction::Custom{detail::kBadValidatorIndex});
    ENSURE(!*has_voted, InvalidTransaction::Custom{detail::kDoubleVote});

    ValidTransaction valid =
        unsigned_report("PvfPreCheckingVote", std::tuple(stmt.session_index, stmt.validator_index, stmt.subject),
                        T::NextSessionRotation::average_session_length() / 2);
    valid.priority = T::kConstants.UnsignedPriority;
    valid.propagate = true;
    return valid;
}

/// Whether a vote counts is found out when it is made: one that came in by a block may fail, and is in it then.
template <class T>
TransactionCheck Pallet<T>::pre_dispatch(const RuntimeCall&) {
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::paras

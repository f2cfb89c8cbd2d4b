/// The bodies of disputes.hpp.
#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/parachains/disputes/dispute_import.ipp"
#include "runtime/pallets/parachains/disputes/disputes.hpp"
#include "runtime/pallets/parachains/inclusion/candidates.hpp"

namespace serinus::polkadot_runtime_parachains::disputes {

template <class T>
DispatchResult Pallet<T>::force_unfreeze::operator()(Root) const {
    storage.Frozen.put(std::nullopt);
    return {};
}

template <class T>
void Pallet<T>::initializer_on_new_session(const initializer::SessionChange& change, std::vector<ParaId>&) {
    const SessionIndex period = T::Configuration::config().dispute_period;
    // The sum wraps as the reference's does: root chooses the period.
    if (change.session_index <= period + 1) return;
    const SessionIndex target = change.session_index - period - 1;
    const auto last = storage.LastPrunedSession.get();
    for (uint64_t session = last ? uint64_t{*last} + 1 : target; session <= target; ++session) {
        const auto of = static_cast<SessionIndex>(session);
        storage.Disputes.clear_prefix(of, std::nullopt);
        storage.BackersOnDisputes.clear_prefix(of, std::nullopt);
        storage.Included.clear_prefix(of, std::nullopt);
    }
    storage.LastPrunedSession.put(target);
}

template <class T>
void Pallet<T>::deduplicate_and_sort_dispute_data(MultiDisputeStatementSet& sets) {
    struct Entry {
        std::optional<BlockNumber> included;
        DisputeStatementSet set;
        size_t place{};  ///< equal sets stay in their order
    };
    std::vector<Entry> entries;
    entries.reserve(sets.size());
    for (DisputeStatementSet& set : sets) {
        const auto included = included_state(set.session, set.candidate_hash);
        entries.push_back({included, std::move(set), entries.size()});
    }
    sdk::sort(entries, [](const Entry& a, const Entry& b) {
        if (a.included.has_value() != b.included.has_value()) return a.included.has_value();
        // Sessions tell the age of candidates that are not on this chain.
        const auto age = [](const Entry& one) { return one.included ? *one.included : one.set.session; };
        return std::tuple(age(a), a.set.candidate_hash, a.place) < std::tuple(age(b), b.set.candidate_hash, b.place);
    });
    sets.clear();
    for (Entry& entry : entries) {
        const bool is_again = !sets.empty() && sets.back().session == entry.set.session &&
                              sets.back().candidate_hash == entry.set.candidate_hash;
        if (!is_again) sets.push_back(std::move(entry.set));
    }
}

template <class T>
std::optional<DisputeState> Pallet<T>::open_dispute(const DisputeStatementSet& set, size_t validators,
                                                    BlockNumber post_conclusion_acceptance_period) {
    const BlockNumber now = T::System::block_number();
    auto state = storage.Disputes.get(set.session, set.candidate_hash);
    if (!state) return DisputeState{Bits(validators), Bits(validators), now, std::nullopt};
    const BlockNumber oldest = saturating_sub(now, post_conclusion_acceptance_period);
    if (state->concluded_at && *state->concluded_at < oldest) return std::nullopt;
    return state;
}

template <class T>
template <class Statement>
bool Pallet<T>::is_allowed(const Statement& statement, const CandidateHash& candidate) {
    const auto* const candidates = statement.candidates();
    return candidates == nullptr ||
           (T::Configuration::config().approval_voting_params.max_approval_coalesce_count > 1 &&
            std::ranges::find(*candidates, candidate) != candidates->end());
}

template <class T>
auto Pallet<T>::filter_dispute_data(DisputeStatementSet set, BlockNumber post_conclusion_acceptance_period)
    -> std::optional<DisputeStatementSet> {
    const auto session = T::SessionInfo::session_info(set.session);
    if (!session) return std::nullopt;
    auto state = open_dispute(set, session->validators.size(), post_conclusion_acceptance_period);
    if (!state) return std::nullopt;

    std::vector<size_t> dropped;
    auto backers = storage.BackersOnDisputes.get(set.session, set.candidate_hash).value_or(ValidatorSet{});
    DisputeStateImporter importer(*std::move(state), std::move(backers));
    for (size_t i = 0; i < set.statements.size(); ++i) {
        const auto& [statement, validator, signature] = set.statements[i];
        const auto* const key = session->validators.get(validator);
        const auto imported =
            key ? importer.import(validator, kind_of(statement))
                : Result<DisputeStateImporter::Undo, VoteImportError>(VoteImportError::ValidatorIndexOutOfBounds);
        // Signatures cost most, so they come last.
        if (imported && is_allowed(statement, set.candidate_hash) &&
            polkadot_primitives::v5::verifies(signature, statement.signing_payload(set.candidate_hash, set.session),
                                              *key)) {
            continue;
        }
        if (imported) importer.undo(*imported);
        dropped.push_back(i);
    }
    const ImportSummary summary = std::move(importer).finish(T::System::block_number());
    if (!has_two_sides(summary.state) || !is_confirmed(summary.state)) return std::nullopt;

    // Observed: Kusama 1.0.0: the last statement takes the place of one that goes.
    for (auto i = dropped.rbegin(); i != dropped.rend(); ++i) {
        if (*i + 1 != set.statements.size()) set.statements[*i] = std::move(set.statements.back());
        set.statements.pop_back();
    }
    if (set.statements.empty()) return std::nullopt;
    return set;
}

template <class T>
DispatchResult Pallet<T>::process_checked_multi_dispute_data(const MultiDisputeStatementSet& sets) {
    const BlockNumber period = T::Configuration::config().dispute_post_conclusion_acceptance_period;
    for (const DisputeStatementSet& set : sets) TRY(process_checked_dispute_data(set, period));
    return {};
}

namespace detail {

template <class Error>
Error error_of(VoteImportError error) {
    switch (error) {
        case VoteImportError::ValidatorIndexOutOfBounds:
            return Error::ValidatorIndexOutOfBounds;
        case VoteImportError::DuplicateStatement:
            return Error::DuplicateStatement;
        case VoteImportError::MaliciousBacker:
            return Error::MaliciousBacker;
    }
    __builtin_unreachable();
}

}  // namespace detail

template <class T>
DispatchResult Pallet<T>::process_checked_dispute_data(const DisputeStatementSet& set,
                                                       BlockNumber post_conclusion_acceptance_period) {
    const auto session = T::SessionInfo::session_info(set.session);
    ENSURE(session.has_value(), Error::AncientDisputeStatement);
    const bool is_fresh = !storage.Disputes.find(set.session, set.candidate_hash);
    auto state = open_dispute(set, session->validators.size(), post_conclusion_acceptance_period);
    ENSURE(state.has_value(), Error::AncientDisputeStatement);

    auto backers = storage.BackersOnDisputes.get(set.session, set.candidate_hash).value_or(ValidatorSet{});
    DisputeStateImporter importer(*std::move(state), std::move(backers));
    for (const auto& [statement, validator, signature] : set.statements) {
        const auto imported = importer.import(validator, kind_of(statement));
        ENSURE(imported, detail::error_of<Error>(imported.error()));
    }
    const ImportSummary summary = std::move(importer).finish(T::System::block_number());
    ENSURE(has_two_sides(summary.state), Error::SingleSidedDispute);
    ENSURE(is_confirmed(summary.state), Error::UnconfirmedDispute);
    ENSURE(!summary.backers.empty(), Error::MissingBackingVotes);

    // Nothing fails from here on.
    storage.BackersOnDisputes.put(set.session, set.candidate_hash, summary.backers);
    const auto revert_to = included_state(set.session, set.candidate_hash);
    if (is_fresh) {
        const bool is_local = storage.Included.exists(set.session, set.candidate_hash);
        deposit_event(typename Event::DisputeInitiated{set.candidate_hash,
                                                       is_local ? DisputeLocation::Local : DisputeLocation::Remote});
    }
    if (summary.reached.for_supermajority) {
        deposit_event(typename Event::DisputeConcluded{set.candidate_hash, DisputeResult::Valid});
    }
    if (summary.reached.against_supermajority) {
        deposit_event(typename Event::DisputeConcluded{set.candidate_hash, DisputeResult::Invalid});
    }
    T::RewardValidators::reward_dispute_statement(set.session, summary.new_participants);
    T::SlashingHandler::punish_against_valid(set.session, set.candidate_hash, summary.slash_against);
    T::SlashingHandler::punish_for_invalid(set.session, set.candidate_hash, summary.slash_for, summary.backers);
    storage.Disputes.put(set.session, set.candidate_hash, summary.state);
    if (summary.reached.against_byzantine && revert_to) revert_and_freeze(*revert_to);
    return {};
}

template <class T>
void Pallet<T>::note_included(SessionIndex session, const CandidateHash& candidate, BlockNumber included_in) {
    if (included_in == 0) return;
    const BlockNumber revert_to = included_in - 1;
    storage.Included.put(session, candidate, revert_to);
    if (concluded_invalid(session, candidate)) revert_and_freeze(revert_to);
}

template <class T>
bool Pallet<T>::concluded_invalid(SessionIndex session, const CandidateHash& candidate) {
    const auto state = storage.Disputes.get(session, candidate);
    return state && has_supermajority_against(*state);
}

template <class T>
void Pallet<T>::revert_and_freeze(BlockNumber revert_to) {
    using polkadot_primitives::v5::ConsensusLog;
    const auto last = last_valid_block();
    if (last && *last <= revert_to) return;
    storage.Frozen.put(revert_to);
    const BlockNumber first_bad = revert_to + 1;
    deposit_event(typename Event::Revert{first_bad});
    polkadot_primitives::v5::deposit_log<typename T::System>({ConsensusLog::Revert{first_bad}});
}

template <class T>
std::vector<std::tuple<SessionIndex, CandidateHash, DisputeState>> Pallet<T>::disputes() {
    std::vector<std::tuple<SessionIndex, CandidateHash, DisputeState>> out;
    auto all = storage.Disputes.iter();
    while (auto entry = all.next()) {
        out.emplace_back(std::get<0>(entry->first), std::get<1>(entry->first), std::move(entry->second));
    }
    return out;
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    for (const auto& [session, candidate, state] : disputes()) {
        ENSURE(has_two_sides(state), std::string("a dispute has votes on one side only"));
        const auto backers = storage.BackersOnDisputes.get(session, candidate);
        ENSURE(backers && !backers->empty(), std::string("a dispute has no backers"));
        for (const ValidatorIndex backer : *backers) {
            ENSURE(backer._0 < state.validators_for.size() && state.validators_for[backer._0],
                   std::string("a backer is not among the votes for the candidate"));
        }
    }
    return {};
}

}  // namespace serinus::polkadot_runtime_parachains::disputes

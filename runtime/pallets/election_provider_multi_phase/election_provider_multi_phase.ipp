#pragma once

#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::pallet_election_provider_multi_phase {

namespace detail {

inline constexpr std::string_view kInvalidUnsigned =
    "an unsigned solution that cannot be used makes the block invalid, and its author loses the reward";

}  // namespace detail

// Calls

template <class T>
DispatchResult Pallet<T>::submit_unsigned::operator()(None) const {
    if (!unsigned_pre_dispatch_checks(raw_solution)) panic(detail::kInvalidUnsigned);
    const auto size = storage.SnapshotMetadata.get();
    if (!size || size->voters != witness.voters || size->targets != witness.targets) panic(detail::kInvalidUnsigned);
    auto ready = feasibility_check(raw_solution, ElectionCompute::Unsigned);
    if (!ready) panic(detail::kInvalidUnsigned);
    const bool ejected = storage.QueuedSolution.exists();
    storage.QueuedSolution.put(*ready);
    deposit_event(typename Event::SolutionStored{ElectionCompute::Unsigned, std::nullopt, ejected});
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_minimum_untrusted_score::operator()(Origin<typename T::ForceOrigin>) const {
    storage.MinimumUntrustedScore.set(maybe_next_score);
    return {};
}

template <class T>
DispatchResult Pallet<T>::set_emergency_election_result::operator()(Origin<typename T::ForceOrigin>) const {
    ENSURE(storage.CurrentPhase.get().template is<typename Phase::Emergency>(), Error::CallNotAllowed);
    auto result = bounded(supports);
    ENSURE(result.has_value(), Error::TooManyWinners);
    queue({*std::move(result), {}, ElectionCompute::Emergency});
    return {};
}

template <class T>
DispatchResult Pallet<T>::submit::operator()(Signed who) const {
    ENSURE(storage.CurrentPhase.get().template is<typename Phase::Signed>(), Error::PreDispatchEarlySubmission);
    ENSURE(raw_solution.round == storage.Round.get(), Error::PreDispatchDifferentRound);
    const auto size = storage.SnapshotMetadata.get();
    ENSURE(size.has_value(), Error::MissingSnapshotMetadata);
    ENSURE(solution_weight(raw_solution, *size).all_lt(T::kConstants.SignedMaxWeight), Error::SignedTooMuchWeight);

    const Balance deposit = deposit_for(raw_solution, *size);
    // As it stands in the pallet's part of a call: with its own index.
    const auto length = static_cast<uint32_t>(1 + scale::encoded_size(raw_solution));
    const Balance fee = T::TransactionPayment::compute_actual_fee(length, {.weight = weight()}, {}, 0);
    const auto [kept, removed] = keep({who, deposit, raw_solution, fee});
    ENSURE(kept, Error::SignedQueueFull);
    ENSURE(T::Currency::reserve(who, deposit), Error::SignedCannotPayDeposit);
    if (removed) (void)T::Currency::unreserve(removed->who, removed->deposit);
    deposit_event(typename Event::SolutionStored{ElectionCompute::Signed, who, removed.has_value()});
    return {};
}

template <class T>
DispatchResult Pallet<T>::governance_fallback::operator()(Origin<typename T::ForceOrigin>) const {
    ENSURE(storage.CurrentPhase.get().template is<typename Phase::Emergency>(), Error::CallNotAllowed);
    const auto snapshot = storage.Snapshot.get();
    const auto desired = storage.DesiredTargets.get();
    ENSURE(snapshot && desired, Error::MissingSnapshotMetadata);
    auto supports = T::GovernanceFallback::instant_elect(snapshot->voters, snapshot->targets, *desired);
    ENSURE(supports.has_value(), Error::FallbackFailed);
    auto result = bounded(*std::move(supports));
    ENSURE(result.has_value(), Error::FallbackFailed);
    queue({*std::move(result), {}, ElectionCompute::Fallback});
    return {};
}

template <class T>
void Pallet<T>::queue(const Ready& ready) {
    deposit_event(typename Event::SolutionStored{ready.compute, std::nullopt, storage.QueuedSolution.exists()});
    storage.QueuedSolution.put(ready);
}

// Phases

template <class T>
Weight Pallet<T>::on_initialize(BlockNumber now) {
    const BlockNumber remaining = std::max(T::DataProvider::next_election_prediction(now), now) - now;
    const BlockNumber unsigned_deadline = unsigned_phase();
    const BlockNumber signed_deadline = signed_phase() + unsigned_deadline;
    const Phase current = storage.CurrentPhase.get();
    const bool is_off = current.template is<typename Phase::Off>();
    if (is_off && remaining <= signed_deadline && remaining > unsigned_deadline) {
        if (!create_snapshot()) return T::kWeights.on_initialize_nothing();
        phase_transition({typename Phase::Signed{}});
        return T::kWeights.on_initialize_open_signed();
    }
    const bool is_signed = current.template is<typename Phase::Signed>();
    if ((is_off || is_signed) && remaining <= unsigned_deadline && remaining > 0) {
        if (is_signed) {
            finalize_signed_phase();
        } else if (!create_snapshot()) {
            return T::kWeights.on_initialize_nothing();
        }
        phase_transition({typename Phase::Unsigned{{true, now}}});
        return T::kWeights.on_initialize_open_unsigned();
    }
    return T::kWeights.on_initialize_nothing();
}

template <class T>
void Pallet<T>::phase_transition(const Phase& to) {
    deposit_event(typename Event::PhaseTransitioned{storage.CurrentPhase.get(), to, storage.Round.get()});
    storage.CurrentPhase.put(to);
}

template <class T>
void Pallet<T>::book(Weight weight) {
    T::System::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
}

template <class T>
Result<void, ElectionFailure> Pallet<T>::create_snapshot() {
    const auto exceeds = [](const DataProviderBounds& bounds, const auto& given) {
        return bounds.count_exhausted(static_cast<uint32_t>(given.size())) ||
               bounds.size_exhausted(static_cast<uint32_t>(scale::encoded_size(given)));
    };
    const ElectionBounds bounds = T::kElectionBounds;
    auto targets = TRY(T::DataProvider::electable_targets(bounds.targets));
    ENSURE(!exceeds(bounds.targets, targets), ElectionFailure("there are too many targets"));
    auto voters = TRY(T::DataProvider::electing_voters(bounds.voters));
    ENSURE(!exceeds(bounds.voters, voters), ElectionFailure("there are too many voters"));
    const uint32_t desired = TRY(T::DataProvider::desired_targets());
    ENSURE(desired <= T::kMaxWinners, ElectionFailure("more targets are desired than there may be winners"));

    const auto target_count = static_cast<uint32_t>(targets.size());
    const auto voter_count = static_cast<uint32_t>(voters.size());
    storage.SnapshotMetadata.put({voter_count, target_count});
    storage.DesiredTargets.put(std::min(desired, target_count));
    storage.Snapshot.put({std::move(voters), std::move(targets)});
    book(T::kWeights.create_snapshot_internal(voter_count, target_count));
    return {};
}

template <class T>
Result<Supports<AccountId>, ElectionFailure> Pallet<T>::elect() {
    finalize_signed_phase();
    auto ready = storage.QueuedSolution.take();
    if (!ready) {
        deposit_event(typename Event::ElectionFailed{});
        phase_transition({typename Phase::Emergency{}});
        return ElectionFailure("no solution is queued");
    }
    deposit_event(typename Event::ElectionFinalized{ready->compute, ready->score});
    Supports<AccountId> supports = std::move(ready->supports).into_inner();
    uint32_t active_voters = 0;
    for (const auto& [winner, support] : supports) active_voters += static_cast<uint32_t>(support.voters.size());
    book(T::kWeights.elect_queued(active_voters, static_cast<uint32_t>(supports.size())));
    storage.Round.mutate([](uint32_t& round) { ++round; });
    phase_transition({typename Phase::Off{}});
    storage.Snapshot.remove();
    storage.SnapshotMetadata.remove();
    storage.DesiredTargets.remove();
    return supports;
}

template <class T>
auto Pallet<T>::feasibility_check(const Raw& raw, ElectionCompute compute) -> Result<Ready, FeasibilityError> {
    const auto desired = storage.DesiredTargets.get();
    ENSURE(desired.has_value(), FeasibilityError::SnapshotUnavailable);
    const auto snapshot = storage.Snapshot.get();
    ENSURE(snapshot.has_value(), FeasibilityError::SnapshotUnavailable);
    auto supports = TRY(npos::check_feasibility(
        raw.solution, raw.score, raw.round,
        npos::ElectionTerms<AccountId, std::vector<Voter>>{.voters = snapshot->voters,
                                                           .targets = snapshot->targets,
                                                           .desired_targets = *desired,
                                                           .max_winners = T::kMaxWinners,
                                                           .round = storage.Round.get(),
                                                           .minimum_score = storage.MinimumUntrustedScore.get()}));
    // There are as many winners as are desired, which is not more than there may be, and no more backers than voters.
    auto result = bounded(std::move(supports));
    ENSURE(result.has_value(), FeasibilityError::TooManyDesiredTargets);
    return Ready{*std::move(result), raw.score, compute};
}

template <class T>
Weight Pallet<T>::solution_weight(const Raw& raw, const SolutionOrSnapshotSize& size) {
    return T::kWeights.submit_unsigned(size.voters, size.targets, static_cast<uint32_t>(raw.solution.voter_count()),
                                       static_cast<uint32_t>(raw.solution.unique_targets().size()));
}

}  // namespace serinus::pallet_election_provider_multi_phase

#include "runtime/pallets/election_provider_multi_phase/signed.ipp"
#include "runtime/pallets/election_provider_multi_phase/unsigned.ipp"

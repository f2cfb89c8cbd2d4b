// Solutions against a deposit, and try_state().
#pragma once

#include "runtime/arithmetic/sort.hpp"
#include "runtime/pallets/election_provider_multi_phase/election_provider_multi_phase.hpp"

namespace serinus::pallet_election_provider_multi_phase {

template <class T>
Balance Pallet<T>::deposit_for(const Raw& raw, const SolutionOrSnapshotSize& size) {
    const Balance bytes = static_cast<Balance>(scale::encoded_size(raw));
    const Balance time_ps = solution_weight(raw, size).ref_time.value;
    const auto& constants = T::kConstants;
    const Balance base = T::signed_deposit_base(static_cast<uint32_t>(storage.SignedSubmissionIndices.get().size()));
    return saturating_add(saturating_add(base, saturating_mul(constants.SignedDepositByte, bytes)),
                          saturating_mul(constants.SignedDepositWeight, time_ps));
}

template <class T>
auto Pallet<T>::keep(const Submission& submission) -> std::pair<bool, std::optional<Submission>> {
    const ElectionScore& score = submission.raw_solution.score;
    auto indices = storage.SignedSubmissionIndices.get().into_inner();
    const uint32_t index = storage.SignedSubmissionNextIndex.get();
    std::optional<Submission> removed;
    if (indices.size() >= T::kMaxSubmissions) {
        const auto& [weakest_score, _, weakest] = indices.front();
        if (!npos::strict_threshold_better(score, weakest_score, T::kConstants.BetterSignedThreshold))
            return {false, {}};
        removed = storage.SignedSubmissionsMap.take(weakest);
        indices.erase(indices.begin());
    }
    // Behind those that are not better: worse ones, and equal ones of later blocks. Of equal ones in one block, which
    // came first stands first.
    const auto block = T::System::block_number();
    const auto place = std::ranges::find_if(indices, [&](const auto& other) {
        return std::get<0>(other) > score || (std::get<0>(other) == score && std::get<1>(other) < block);
    });
    indices.emplace(place, score, block, index);
    storage.SignedSubmissionIndices.put(SubmissionIndices::truncate_from(std::move(indices)));
    storage.SignedSubmissionNextIndex.put(index + 1);
    storage.SignedSubmissionsMap.put(index, submission);
    return {true, std::move(removed)};
}

template <class T>
void Pallet<T>::finalize_signed_phase() {
    Weight weight = T::kDbWeight.reads(1);
    const auto size = storage.SnapshotMetadata.get().value_or(SolutionOrSnapshotSize{});
    auto indices = storage.SignedSubmissionIndices.get().into_inner();
    for (bool found = false; !found && !indices.empty(); indices.pop_back()) {
        const uint32_t index = std::get<2>(indices.back());
        const auto best = storage.SignedSubmissionsMap.take(index);
        if (!best) {  // try_state() would not allow it
            storage.SignedSubmissionsMap.remove(index);
            break;
        }
        const auto& [who, deposit, raw, call_fee] = *best;
        weight = weight.saturating_add(T::kWeights.feasibility_check(size.voters, size.targets,
                                                                     static_cast<uint32_t>(raw.solution.voter_count()),
                                                                     storage.DesiredTargets.get().value_or(0)));
        const auto ready = feasibility_check(raw, ElectionCompute::Signed);
        if (ready) {
            found = true;
            storage.QueuedSolution.put(*ready);
            const Balance reward = T::kConstants.SignedRewardBase;
            deposit_event(typename Event::Rewarded{who, reward});
            (void)T::Currency::unreserve(who, deposit);
            give_to(typename T::RewardHandler{}, T::Currency::deposit_creating(who, saturating_add(reward, call_fee)));
            weight = weight.saturating_add(T::kWeights.finalize_signed_phase_accept_solution());
        } else {
            deposit_event(typename Event::Slashed{who, deposit});
            give_to(typename T::SlashHandler{}, T::Currency::slash_reserved(who, deposit).first);
            weight = weight.saturating_add(T::kWeights.finalize_signed_phase_reject_solution());
        }
    }
    std::vector<uint32_t> others;
    for (auto keys = storage.SignedSubmissionsMap.iter_keys(); const auto key = keys.next();) others.push_back(*key);
    sdk::sort(others, [](uint32_t a, uint32_t b) { return a < b; });  // as in compact_solution.hpp
    storage.SignedSubmissionIndices.remove();
    storage.SignedSubmissionNextIndex.remove();
    uint32_t refunds = 0;
    for (const uint32_t index : others) {
        const auto other = storage.SignedSubmissionsMap.take(index);
        if (!other) continue;
        if (refunds++ < T::kConstants.SignedMaxRefunds)
            (void)T::Currency::deposit_creating(other->who, other->call_fee);
        (void)T::Currency::unreserve(other->who, other->deposit);
        weight = weight.saturating_add(T::kDbWeight.reads_writes(1, 2));
    }
    book(weight);
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    const bool has_snapshot = storage.Snapshot.exists();
    ENSURE(storage.SnapshotMetadata.exists() == has_snapshot && storage.DesiredTargets.exists() == has_snapshot,
           std::string("the snapshot, its size and the number of winners are not there together"));
    ENSURE(ongoing() || !has_snapshot, std::string("there is a snapshot while no election is under way"));
    const auto indices = storage.SignedSubmissionIndices.get();
    for (size_t i = 0; i < indices.size(); ++i) {
        ENSURE(storage.SignedSubmissionsMap.exists(std::get<2>(indices[i])),
               std::string("a signed solution is missing"));
        ENSURE(i == 0 || std::get<0>(indices[i - 1]) <= std::get<0>(indices[i]),
               std::string("the signed solutions are not sorted"));
    }
    size_t count = 0;
    for (auto keys = storage.SignedSubmissionsMap.iter_keys(); keys.next();) ++count;
    ENSURE(count == indices.size(), std::string("a signed solution has no place in the queue"));
    const uint32_t next = storage.SignedSubmissionNextIndex.get();
    ENSURE(next == 0 || !storage.SignedSubmissionsMap.exists(next), std::string("the next index is taken"));
    return {};
}

}  // namespace serinus::pallet_election_provider_multi_phase

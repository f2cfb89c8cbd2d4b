/// The bodies of dispute_import.hpp.
#pragma once

#include "runtime/pallets/parachains/disputes/dispute_import.hpp"

namespace serinus::polkadot_runtime_parachains::disputes {

inline Thresholds thresholds_of(const DisputeState& state) {
    const size_t validators = state.validators_for.size();
    const size_t byzantine = polkadot_primitives::v5::byzantine_threshold(validators);
    const size_t supermajority = polkadot_primitives::v5::supermajority_threshold(validators);
    const size_t against = state.validators_against.count_ones();
    return {.for_supermajority = state.validators_for.count_ones() >= supermajority,
            .against_supermajority = against >= supermajority,
            .against_byzantine = against > byzantine};
}

inline size_t participants(const DisputeState& state) {
    size_t count = 0;
    const size_t against = state.validators_against.size();
    for (size_t i = 0; i < state.validators_for.size(); ++i) {
        if (state.validators_for[i] || (i < against && state.validators_against[i])) ++count;
    }
    return count;
}

inline DisputeStateImporter::DisputeStateImporter(DisputeState state, ValidatorSet backers)
    : state_(std::move(state)),
      before_(state_),
      backers_(std::move(backers)),
      backers_before_(backers_),
      new_participants_(state_.validators_for.size()) {}

inline auto DisputeStateImporter::import(ValidatorIndex validator, VoteKind kind) -> Result<Undo, VoteImportError> {
    const bool is_valid = kind != VoteKind::Invalid, is_backing = kind == VoteKind::Backing;
    Bits& side = is_valid ? state_.validators_for : state_.validators_against;
    const Bits& other = is_valid ? state_.validators_against : state_.validators_for;
    const uint32_t place = validator._0;
    ENSURE(place < side.size(), VoteImportError::ValidatorIndexOutOfBounds);
    if (side[place]) {
        // Who has voted for a candidate may still turn out to have backed it, but not the other way round.
        const bool has_backed = backers_.contains(validator);
        ENSURE(is_backing != has_backed, VoteImportError::DuplicateStatement);
        ENSURE(is_backing, VoteImportError::MaliciousBacker);
    }
    side.set(place, true);
    if (is_backing) backers_.insert(validator);
    const bool is_new = place < other.size() && !other[place];
    if (is_new) new_participants_.set(place, true);
    return Undo{validator, kind, is_new};
}

inline void DisputeStateImporter::undo(const Undo& vote) {
    const uint32_t place = vote.validator._0;
    (vote.kind == VoteKind::Invalid ? state_.validators_against : state_.validators_for).set(place, false);
    if (vote.kind == VoteKind::Backing) backers_.erase(vote.validator);
    if (vote.is_new_participant) new_participants_.set(place, false);
}

inline ImportSummary DisputeStateImporter::finish(sdk::BlockNumber now) && {
    const Thresholds old = thresholds_of(before_), all = thresholds_of(state_);
    ImportSummary out;
    out.reached = {.for_supermajority = all.for_supermajority && !old.for_supermajority,
                   .against_supermajority = all.against_supermajority && !old.against_supermajority,
                   .against_byzantine = all.against_byzantine && !old.against_byzantine};
    if ((out.reached.for_supermajority || out.reached.against_supermajority) && !state_.concluded_at) {
        state_.concluded_at = now;
    }
    if (all.against_supermajority) {
        for (uint32_t i = 0; i < state_.validators_for.size(); ++i) {
            if (!state_.validators_for[i]) continue;
            const ValidatorIndex validator{i};
            // After the end: who was not told yet, or is known to have backed the candidate only now.
            const bool is_new = i < before_.validators_for.size() && !before_.validators_for[i];
            const bool is_new_backer = backers_.contains(validator) && !backers_before_.contains(validator);
            if (!old.against_supermajority || is_new || is_new_backer) out.slash_for.push_back(validator);
        }
    }
    if (all.for_supermajority) {
        for (uint32_t i = 0; i < state_.validators_against.size(); ++i) {
            if (!state_.validators_against[i]) continue;
            const bool is_new = i < before_.validators_against.size() && !before_.validators_against[i];
            if (!old.for_supermajority || is_new) out.slash_against.push_back({i});
        }
    }
    for (uint32_t i = 0; i < new_participants_.size(); ++i) {
        if (new_participants_[i]) out.new_participants.push_back({i});
    }
    out.state = std::move(state_);
    out.backers = std::move(backers_);
    return out;
}

}  // namespace serinus::polkadot_runtime_parachains::disputes

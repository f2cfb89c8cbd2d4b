/// Votes in one dispute: what they change, and what follows from it. No storage.
/// Source: polkadot_runtime_parachains::disputes 1.0.0 (polkadot-sdk v1.1.0)
#pragma once

#include "runtime/pallets/parachains/types.hpp"
#include "runtime/sdk/storage.hpp"

namespace serinus::polkadot_runtime_parachains::disputes {

using polkadot_primitives::v5::Bits;
using polkadot_primitives::v5::DisputeState;
using polkadot_primitives::v5::ValidatorIndex;
using ValidatorSet = std::set<ValidatorIndex>;

/// How a statement counts.
enum class VoteKind : uint8_t {
    Backing,        ///< for the candidate, by one who has backed it
    ExplicitValid,  ///< for the candidate, by one who has checked it since
    Invalid,
};

template <class Statement>
VoteKind kind_of(const Statement& statement) {
    if (statement.is_backing()) return VoteKind::Backing;
    return statement.indicates_validity() ? VoteKind::ExplicitValid : VoteKind::Invalid;
}

/// Why a vote does not count.
enum class VoteImportError : uint8_t {
    ValidatorIndexOutOfBounds,
    DuplicateStatement,
    MaliciousBacker,  ///< a backer votes once more for the candidate
};

/// Which thresholds a dispute has reached.
struct Thresholds {
    bool for_supermajority = false;
    bool against_supermajority = false;
    bool against_byzantine = false;  ///< more than may lie are against the candidate
};
Thresholds thresholds_of(const DisputeState& state);

/// The validators who have voted, on either side.
size_t participants(const DisputeState& state);
/// Whether both sides have votes.
inline bool has_two_sides(const DisputeState& state) {
    return state.validators_for.count_ones() > 0 && state.validators_against.count_ones() > 0;
}
/// Whether so many take part that at least one of them is honest.
inline bool is_confirmed(const DisputeState& state) {
    return participants(state) > polkadot_primitives::v5::byzantine_threshold(state.validators_for.size());
}
inline bool has_supermajority_against(const DisputeState& state) {
    return state.validators_against.count_ones() >=
           polkadot_primitives::v5::supermajority_threshold(state.validators_against.size());
}

/// What an import of votes has come to.
struct ImportSummary {
    DisputeState state;
    ValidatorSet backers;                          ///< all of the candidate that are known
    std::vector<ValidatorIndex> slash_for;         ///< voted for a candidate that is invalid, and were not told before
    std::vector<ValidatorIndex> slash_against;     ///< voted against one that is valid, likewise
    std::vector<ValidatorIndex> new_participants;  ///< their first vote in this dispute
    Thresholds reached;                            ///< by these votes
};

class DisputeStateImporter {
  public:
    DisputeStateImporter(DisputeState state, ValidatorSet backers);

    /// A vote that can be taken back.
    struct Undo {
        ValidatorIndex validator;
        VoteKind kind{};
        bool is_new_participant = false;
    };
    Result<Undo, VoteImportError> import(ValidatorIndex validator, VoteKind kind);
    /// Observed: Kusama 1.0.0: this takes the side's bit away also if an earlier vote had set it.
    void undo(const Undo& vote);
    /// `now`: the block in which a dispute that is decided by these votes ends.
    ImportSummary finish(sdk::BlockNumber now) &&;

  private:
    DisputeState state_, before_;
    ValidatorSet backers_, backers_before_;
    Bits new_participants_;
};

}  // namespace serinus::polkadot_runtime_parachains::disputes

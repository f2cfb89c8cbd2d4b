/// Votes on a candidate that is disputed or may come to be, and how a dispute stands.
/// Observed: polkadot-node-primitives 28.0.0, disputes; polkadot-node-core-dispute-coordinator 36.0.0, import.rs.
/// Guide: dispute-coordinator
#pragma once

#include <map>
#include <set>

#include "crypto/sr25519.hpp"
#include "parachain/inherent/inherent_data.hpp"

namespace serinus::parachain {

/// A dispute: a candidate within the session of its scheduling parent.
using DisputeKey = std::pair<SessionIndex, CandidateHash>;

/// Whether one of the backing group has signed it.
bool is_backing(const ValidVoteKind& kind) noexcept;

/// A vote whose signature is good: it was checked, or the relay chain has taken it.
struct CheckedVote {
    DisputeVote vote;
    ValidatorIndex validator;
    ValidatorSignature signature;

    bool is_valid() const noexcept { return std::holds_alternative<DisputeVote::Valid>(vote.v); }
    friend bool operator==(const CheckedVote&, const CheckedVote&) = default;
};

/// Whether the vote is signed with the key.
bool is_signed_by(const CheckedVote& vote, const crypto::sr25519::PublicKey& key, const CandidateHash& candidate,
                  SessionIndex session);

/// The known votes on a candidate: at most one vote a validator on each side. In SCALE as the first ones are stored.
struct CandidateVotes {
    CandidateReceipt receipt;
    std::map<ValidatorIndex, std::pair<ValidVoteKind, ValidatorSignature>> valid;
    std::map<ValidatorIndex, std::pair<InvalidDisputeStatementKind, ValidatorSignature>> invalid;

    /// Returns whether anything has changed. A backing vote takes the place of another vote for the candidate, as it is
    /// what costs its signer most; other votes take no place that is occupied. The reference lets them replace each
    /// other, and does not store it.
    bool add(const CheckedVote& vote);
    /// Validators that voted for, against or both.
    size_t voter_count() const noexcept;
    bool has_voted(ValidatorIndex validator) const noexcept {
        return valid.contains(validator) || invalid.contains(validator);
    }
    friend bool operator==(const CandidateVotes&, const CandidateVotes&) = default;
};

struct DisputeStatus {
    enum class Stage : uint8_t {
        kActive,  ///< begun by few: it may be spam
        kConfirmed,
        kConcludedFor,
        kConcludedAgainst,
    };
    Stage stage = Stage::kActive;
    uint64_t concluded_at_s = 0;  ///< since the epoch; 0 before

    bool is_confirmed() const noexcept { return stage != Stage::kActive; }
    bool is_concluded() const noexcept { return stage == Stage::kConcludedFor || stage == Stage::kConcludedAgainst; }
    /// Blocks that include the candidate may not be final, nor built upon in the end.
    bool may_be_invalid() const noexcept { return stage != Stage::kConcludedFor; }
    /// Nothing has to be done about a dispute that was concluded more than three minutes ago.
    bool is_inactive(uint64_t now_s) const noexcept {
        return is_concluded() && concluded_at_s + kActiveSeconds < now_s;
    }

    static constexpr uint64_t kActiveSeconds = 180;
    friend bool operator==(const DisputeStatus&, const DisputeStatus&) = default;
};

/// The outcome of the votes on a candidate.
struct VoteState {
    std::optional<DisputeStatus> status;    ///< nothing: there is no dispute
    bool has_byzantine_against = false;     ///< disputed, and more than f of n = 3f + 1 say that it is invalid
    bool are_all_raisers_disabled = false;  ///< those who say that it is invalid; true if there are none

    bool is_disputed() const noexcept { return status.has_value(); }
    bool is_confirmed() const noexcept { return status && status->is_confirmed(); }
    bool is(DisputeStatus::Stage stage) const noexcept { return status && status->stage == stage; }
};

/// - Votes on both sides make a dispute if one of those against is not of a disabled validator, or if more than f
///   validators have voted: then it is confirmed.
/// - Of n validators n - f conclude it, and those against it count if both sides have as many.
VoteState assess(const CandidateVotes& votes, size_t validators, const std::set<ValidatorIndex>& disabled,
                 uint64_t now_s);

}  // namespace serinus::parachain

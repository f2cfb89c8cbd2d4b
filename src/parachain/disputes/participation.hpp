/// Which disputed candidates this node checks next: candidates that a block includes before others, and of these the
/// oldest first, so that all nodes work on the same ones and some disputes end however many there are.
/// Observed: polkadot-node-core-dispute-coordinator 36.0.0, participation
///
/// A candidate that is disputed under two sessions is checked for each of them. The reference checks it for the first
/// one alone: whoever disputes candidates under a wrong session first keeps its vote from the dispute that counts.
#pragma once

#include "parachain/disputes/votes.hpp"

namespace serinus::parachain {

struct ParticipationRequest {
    CandidateHash candidate;
    CandidateReceipt receipt;
    SessionIndex session{};
    friend bool operator==(const ParticipationRequest&, const ParticipationRequest&) = default;
};

class Participation {
  public:
    /// Candidates that are checked at once. Fetching their data does not get faster by more.
    static constexpr size_t kMaxRunning = 3;
    /// Further requests are dropped; they come again with the next vote on the candidate.
    static constexpr size_t kMaxBestEffort = 100;
    static constexpr size_t kMaxPriority = 20'000;

    enum class Added : uint8_t { kAdded, kKnown, kFull };
    /// `number`: of the scheduling parent; a candidate of a block that is not known comes after all others. A candidate
    /// that waits among the others moves if it has priority now. Of one candidate the latest session comes first.
    Added add(ParticipationRequest request, bool has_priority, std::optional<BlockNumber> number);
    /// A block includes the candidate. Nothing happens if it does not wait, or there is no room.
    void prioritize(const CandidateHash& candidate);

    /// The next candidate to check, which runs then; nothing if enough run, or none waits.
    std::optional<ParticipationRequest> start_next();
    /// Returns the request if it was running.
    std::optional<ParticipationRequest> finish(const DisputeKey& dispute);

    bool is_running(const DisputeKey& dispute) const { return running_.contains(dispute); }
    size_t running() const noexcept { return running_.size(); }
    size_t waiting_with_priority() const noexcept { return priority_.size(); }
    size_t waiting_otherwise() const noexcept { return best_effort_.size(); }

  private:
    /// The number of the scheduling parent, above all numbers if it is not known; what is left of the session to the
    /// greatest number.
    using Place = std::tuple<uint64_t, CandidateHash, SessionIndex>;
    using Queue = std::map<Place, ParticipationRequest>;
    /// Nothing happens if there is no room.
    void move_to_priority(const Place& place);

    Queue priority_;
    Queue best_effort_;
    std::map<CandidateHash, std::map<SessionIndex, Place>> places_;  ///< of all that wait; none is empty
    std::map<DisputeKey, ParticipationRequest> running_;
};

}  // namespace serinus::parachain

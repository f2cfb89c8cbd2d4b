/// The message of send_dispute/1: two votes that contradict each other, one of them usually the sender's own.
/// Observed: polkadot-node-primitives 28.0.0, disputes/message.rs; polkadot-dispute-distribution 36.0.0, receiver
#pragma once

#include <set>

#include "parachain/disputes/facts.hpp"
#include "parachain/wire/requests.hpp"

namespace serinus::parachain {

/// The vote with one that contradicts it: of those who are not disabled, else of all, that of the lowest index. Nothing
/// if nobody contradicts it. Of disabled validators alone the receivers would make no dispute; the reference takes the
/// lowest index.
std::optional<DisputeRequest> make_dispute_request(const CandidateVotes& votes, SessionIndex session,
                                                   const CheckedVote& vote,
                                                   const std::set<ValidatorIndex>& disabled = {});

enum class DisputeRequestFault : uint8_t {
    kTooManyCoalesced = 1,  ///< an approval of more candidates than the session allows
    kBadSignature,          ///< of one of the votes, or there is no such validator
};

/// Votes whose signatures were found good of late, by hash: one of the two in a request is often one that has come
/// before. At least `kKept` of them, at most twice as many. The reference checks each anew.
class GoodVotes {
  public:
    static constexpr size_t kKept = 8192;

    bool contains(const Hash256& vote) const { return newer_.contains(vote) || older_.contains(vote); }
    void add(const Hash256& vote);

  private:
    std::set<Hash256> newer_;
    std::set<Hash256> older_;  ///< go when there are kKept newer ones
};

/// The votes of a request, the one for the candidate first. `session` is that of `request.session_index`.
Result<std::array<CheckedVote, 2>, DisputeRequestFault> check_dispute_request(const DisputeRequest& request,
                                                                              const DisputeSession& session,
                                                                              GoodVotes& good);

}  // namespace serinus::parachain

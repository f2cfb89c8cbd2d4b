/// The message of send_dispute/1: two votes that contradict each other, one of them usually the sender's own.
/// Observed: polkadot-node-primitives 28.0.0, disputes/message.rs; polkadot-dispute-distribution 36.0.0, receiver
#pragma once

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

/// The votes of a request, the one for the candidate first.
Result<std::array<CheckedVote, 2>, DisputeRequestFault> check_dispute_request(const DisputeRequest& request,
                                                                              const DisputeSession& session);

}  // namespace serinus::parachain

#include "consensus/grandpa/message_verdict.hpp"

namespace serinus::consensus::grandpa {

const char* to_string(MessageVerdict verdict) noexcept {
    switch (verdict) {
        case MessageVerdict::kNew:
            return "new";
        case MessageVerdict::kKnown:
            return "known";
        case MessageVerdict::kNotVoting:
            return "no authority set is followed";
        case MessageVerdict::kTooManyPeers:
            return "too many peers";
        case MessageVerdict::kPastSet:
            return "of a past authority set";
        case MessageVerdict::kFutureSet:
            return "of a future authority set";
        case MessageVerdict::kPastRound:
            return "of a past round";
        case MessageVerdict::kFutureRound:
            return "of a future round";
        case MessageVerdict::kBelowBase:
            return "a vote for a block that is not above the base of the round";
        case MessageVerdict::kNotPrimary:
            return "a proposal by another voter than the primary";
        case MessageVerdict::kNotHigher:
            return "not higher than what is known";
        case MessageVerdict::kUnknownBlocks:
            return "waiting for unknown blocks";
        case MessageVerdict::kNotAsked:
            return "a catch-up that was not asked for";
        case MessageVerdict::kNothingToAnswer:
            return "a request for a round that is not complete";
        case MessageVerdict::kNeedlessRequest:
            return "a request for a round that the peer has passed";
        case MessageVerdict::kAnsweredLately:
            return "a request soon after an answer";
        case MessageVerdict::kViewGoesBack:
            return "a neighbor packet that goes back";
        case MessageVerdict::kViewRepeated:
            return "a repeated neighbor packet";
        case MessageVerdict::kUndecodable:
            return "undecodable";
        case MessageVerdict::kUnknownVoter:
            return "a vote of an unknown voter";
        case MessageVerdict::kWrongSignature:
            return "a wrong signature";
        case MessageVerdict::kMalformedCommit:
            return "a malformed commit";
        case MessageVerdict::kMalformedCatchUp:
            return "a malformed catch-up";
        case MessageVerdict::kUnfitWeight:
            return "votes of too little or too much weight";
        case MessageVerdict::kProvesNothing:
            return "votes that do not prove the claim";
    }
    return "unknown";
}

}  // namespace serinus::consensus::grandpa

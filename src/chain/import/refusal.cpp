#include "chain/import/refusal.hpp"

#include "chain/import/refusal_reason.hpp"

namespace serinus::chain {

const char* to_string(RefusalReason reason) noexcept {
    using enum RefusalReason;
    switch (reason) {
        case kUnknownParent:
            return "unknown parent";
        case kRefusedParent:
            return "refused parent";
        case kUnknownBlock:
            return "unknown block";
        case kNotAnAncestor:
            return "not an ancestor";
        case kOtherGenesis:
            return "other genesis";
        case kBadNumber:
            return "bad number";
        case kRuledOut:
            return "ruled out";
        case kNotAboveFinalized:
            return "not above the finalized block";
        case kBranchTooOld:
            return "branch too old";
        case kParentWithoutState:
            return "parent without state";
        case kBadDigest:
            return "bad digest";
        case kBadSlot:
            return "bad slot";
        case kSlotInFuture:
            return "slot in the future";
        case kNotTheAuthor:
            return "not the author";
        case kBadSeal:
            return "bad seal";
        case kUnknownEngine:
            return "unknown engine";
        case kBadBody:
            return "bad body";
        case kBadInherents:
            return "bad inherents";
        case kTimestampInFuture:
            return "timestamp in the future";
        case kExecutionFailed:
            return "execution failed";
        case kBadStateRoot:
            return "bad state root";
        case kBadState:
            return "bad state";
        case kBadAuthorityChange:
            return "bad change of authorities";
        case kAuthorityChangeTooEarly:
            return "change of authorities too early";
        case kUndecodableJustification:
            return "undecodable justification";
        case kJustificationOfOtherBlock:
            return "justification of another block";
        case kJustificationTooEarly:
            return "justification too early";
        case kJustificationTooLate:
            return "justification too late";
        case kTooFewVotes:
            return "too few votes";
        case kBadVoteSignature:
            return "bad signature of a vote";
        case kBadVoteAncestry:
            return "bad ancestry of votes";
        case kBadJustification:
            return "bad justification";
        case kNoGadget:
            return "no finality gadget";
    }
    return "unknown";
}

bool proves_misbehaviour(RefusalReason reason) noexcept {
    using enum RefusalReason;
    switch (reason) {
        // What we have not got (yet), or no longer.
        case kUnknownParent:
        case kRefusedParent:
        case kUnknownBlock:
        case kNotAboveFinalized:
        case kBranchTooOld:
        case kParentWithoutState:
        case kAuthorityChangeTooEarly:
        case kJustificationTooEarly:
        case kJustificationTooLate:
        // Our clock.
        case kSlotInFuture:
        case kTimestampInFuture:
        // What this program does not know.
        case kUnknownEngine:
        case kNoGadget:
            return false;
        case kNotAnAncestor:
        case kOtherGenesis:
        case kBadNumber:
        case kRuledOut:
        case kBadDigest:
        case kBadSlot:
        case kNotTheAuthor:
        case kBadSeal:
        case kBadBody:
        case kBadInherents:
        case kExecutionFailed:
        case kBadStateRoot:
        case kBadState:
        case kBadAuthorityChange:
        case kUndecodableJustification:
        case kJustificationOfOtherBlock:
        case kTooFewVotes:
        case kBadVoteSignature:
        case kBadVoteAncestry:
        case kBadJustification:
            return true;
    }
    return false;
}

}  // namespace serinus::chain

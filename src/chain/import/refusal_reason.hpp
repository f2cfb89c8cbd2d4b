/// The reasons for which a block, or a justification, is refused.
#pragma once

#include "chain/import/refusal.hpp"

namespace serinus::chain {

enum class RefusalReason : uint8_t {
    // The place of the block in the chain.
    kUnknownParent = 1,
    kRefusedParent,       ///< its parent was refused while the block waited for it
    kUnknownBlock,        ///< a justification of a block that is not there
    kNotAnAncestor,       ///< a historic block that is not on the chain of the blocks above it
    kOtherGenesis,        ///< it has number 0 and is not our genesis block
    kBadNumber,           ///< not the parent's plus one
    kRuledOut,            ///< the chain specification lists it as bad, or names another block of its number
    kNotAboveFinalized,   ///< it is not a descendant of the last finalized block
    kBranchTooOld,        ///< it forks off below the block from which states are kept for new branches
    kParentWithoutState,  ///< the state of its parent is not in the database
    // The header.
    kBadDigest,      ///< an item of the engine is missing, twice, misplaced, or cannot be decoded
    kBadSlot,        ///< not after its parent's
    kSlotInFuture,   ///< by the clock of this machine
    kNotTheAuthor,   ///< the slot is not the claimed author's
    kBadSeal,        ///< no seal, or not the author's signature
    kUnknownEngine,  ///< its seal is of an engine that this program does not know
    // The body and its execution.
    kBadBody,            ///< the body does not have the header's extrinsics root
    kBadInherents,       ///< the runtime rejects the inherents
    kTimestampInFuture,  ///< the runtime rejects the timestamp by the clock of this machine, and nothing else
    kExecutionFailed,    ///< the runtime panics, or returns nonsense
    kBadStateRoot,
    kBadState,  ///< the state that came with it does not have the header's state root
    // The finality gadget.
    kBadAuthorityChange,       ///< the change of authorities that it signals is none
    kAuthorityChangeTooEarly,  ///< a forced change of authorities takes effect before the standard one that it follows
    kUndecodableJustification,
    kJustificationOfOtherBlock,
    kJustificationTooEarly,  ///< another block has to be final first, because it changes the authorities
    kJustificationTooLate,   ///< a higher block, or another branch, is final
    kTooFewVotes,            ///< the votes do not reach the threshold, or not for this block
    kBadVoteSignature,
    kBadVoteAncestry,   ///< the headers that connect the votes with the block are missing, or too many
    kBadJustification,  ///< for another reason
    kNoGadget,          ///< no finality gadget of this chain can check the justification
};

}  // namespace serinus::chain

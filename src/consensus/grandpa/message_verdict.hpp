/// What became of a message of another node.
#pragma once

#include <cstdint>

namespace serinus::consensus::grandpa {

enum class MessageVerdict : uint8_t {
    kNew = 0,  ///< good, and not known before
    kKnown,    ///< good, but it adds nothing

    // Of no use here at this time; who sent it may be honest.
    kNotVoting,     ///< no authority set is followed at this time
    kTooManyPeers,  ///< the table of peers is full
    kPastSet,
    kFutureSet,
    kPastRound,
    kFutureRound,      ///< more than one after ours
    kBelowBase,        ///< a vote for a block that is not above the base of the round
    kNotPrimary,       ///< a proposal, but not of the primary
    kNotHigher,        ///< a commit or catch-up for what is final or complete here
    kUnknownBlocks,    ///< a commit or catch-up that waits for blocks; it is judged again when they are imported
    kNotAsked,         ///< a catch-up without a request to this peer, or after its time
    kNothingToAnswer,  ///< a catch-up request for a round that is not complete here
    kNeedlessRequest,  ///< a catch-up request for a round that the peer has passed, by its own words
    kAnsweredLately,   ///< a catch-up request too soon after the last answer
    // No reason for a ban: the reference takes 500 of its reputation for each, of two thousand million.
    kViewGoesBack,  ///< a neighbor packet with a lower set, round or finalized block than the one before
    kViewRepeated,  ///< an equal neighbor packet too soon after the last

    // A proven fault of who sent it.
    kUndecodable,
    kUnknownVoter,
    kWrongSignature,
    kMalformedCommit,   ///< without votes, or not as many signatures as votes
    kMalformedCatchUp,  ///< without votes, of another set, or of a lower round than was asked for
    kUnfitWeight,       ///< votes with less than two thirds of the weight, or with more than there can be
    kProvesNothing,     ///< the votes of a commit or catch-up do not show what it claims
};
inline constexpr MessageVerdict kLastMessageVerdict = MessageVerdict::kProvesNothing;

/// Whether the peer that sent it has committed a fault.
constexpr bool is_fault(MessageVerdict verdict) noexcept { return verdict >= MessageVerdict::kUndecodable; }
/// A few words, for logs.
const char* to_string(MessageVerdict verdict) noexcept;

}  // namespace serinus::consensus::grandpa

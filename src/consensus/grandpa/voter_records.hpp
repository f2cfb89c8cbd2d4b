/// What a voter records for its next start: a second, different vote in a round would be an equivocation.
#pragma once

#include <map>

#include "consensus/grandpa/types.hpp"

namespace serinus::consensus::grandpa {

/// What this node has voted in a round.
struct CastVotes {
    AuthorityId id;  ///< with this key
    std::optional<BlockId> proposal;
    std::optional<BlockId> prevote;
    std::optional<BlockId> precommit;

    friend bool operator==(const CastVotes&, const CastVotes&) = default;
};

/// Written before a vote leaves the node.
struct CastRecord {
    std::map<RoundNumber, CastVotes> rounds;

    friend bool operator==(const CastRecord&, const CastRecord&) = default;
};

struct CompletedRound {
    RoundNumber number = 0;
    RoundResult result;
    BlockId base;
    std::vector<SignedMessage> votes;

    friend bool operator==(const CompletedRound&, const CompletedRound&) = default;
};

/// How far the voters of a set have come. Written with the CastRecord whenever a round is completed.
struct RoundsRecord {
    bool paused = false;                    ///< a forced change was signalled: this set votes no more
    std::vector<CompletedRound> completed;  ///< the latest first; at most kCompletedRounds

    friend bool operator==(const RoundsRecord&, const RoundsRecord&) = default;
};

inline constexpr size_t kCompletedRounds = 2;

/// As if a round had made this block final by votes that nobody has kept.
inline RoundsRecord rounds_after(RoundNumber number, const BlockId& base) {
    return {false, {{number, {base, base, base, true}, base, {}}}};
}
/// How a set begins: with a round 0 that made its first block final.
inline RoundsRecord first_rounds(const BlockId& base) { return rounds_after(0, base); }

}  // namespace serinus::consensus::grandpa

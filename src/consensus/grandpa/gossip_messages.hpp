/// What nodes send each other about finality: the messages of the GRANDPA notification protocol.
/// Spec: sect-msg-grandpa
#pragma once

#include "consensus/grandpa/types.hpp"

namespace serinus::consensus::grandpa {

/// Spec: defn-grandpa-vote-msg
struct VoteMessage {
    RoundNumber round = 0;
    SetId set_id = 0;
    SignedMessage message;
    friend bool operator==(const VoteMessage&, const VoteMessage&) = default;
};

/// Spec: defn-grandpa-commit-msg
struct CommitMessage {
    RoundNumber round = 0;
    SetId set_id = 0;
    CompactCommit commit;
    friend bool operator==(const CommitMessage&, const CommitMessage&) = default;
};

/// How far a node is. Spec: defn-grandpa-neighbor-msg
struct Neighbor {
    RoundNumber round = 0;
    SetId set_id = 0;
    BlockNumber finalized = 0;  ///< the highest block that a commit made final
    friend bool operator==(const Neighbor&, const Neighbor&) = default;
};
using VersionedNeighbor = scale::Enum<scale::At<1, Neighbor>>;

/// Spec: defn-grandpa-catchup-request-msg
struct CatchUpRequest {
    RoundNumber round = 0;  ///< or any later one
    SetId set_id = 0;
    friend bool operator==(const CatchUpRequest&, const CatchUpRequest&) = default;
};

/// The votes that complete a round. Spec: defn-grandpa-catchup-response-msg
struct CatchUp {
    RoundNumber round = 0;
    std::vector<SignedVote> prevotes;
    std::vector<SignedVote> precommits;
    BlockId base;  ///< all votes are for it or for blocks above it
    friend bool operator==(const CatchUp&, const CatchUp&) = default;
};
struct CatchUpMessage {
    SetId set_id = 0;
    CatchUp catch_up;
    friend bool operator==(const CatchUpMessage&, const CatchUpMessage&) = default;
};

using GossipMessage =
    scale::Enum<scale::At<0, VoteMessage>, scale::At<1, CommitMessage>, scale::At<2, VersionedNeighbor>,
                scale::At<3, CatchUpRequest>, scale::At<4, CatchUpMessage>>;

}  // namespace serinus::consensus::grandpa

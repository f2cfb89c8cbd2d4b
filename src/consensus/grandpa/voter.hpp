/// The voter of one authority set: rounds in their order, when to vote for what, and what is final. No I/O: the chain,
/// the time and the messages come from outside, and what is to be done is returned.
#pragma once

#include <map>
#include <memory>
#include <variant>

#include "consensus/grandpa/gossip_messages.hpp"
#include "consensus/grandpa/message_verdict.hpp"
#include "consensus/grandpa/peer_views.hpp"
#include "consensus/grandpa/round.hpp"
#include "consensus/grandpa/voter_records.hpp"

namespace serinus::consensus::grandpa {

/// The chain as the voter of a set sees it. What cannot be read is unknown.
class VoterChain : public BlockTree {
  public:
    /// What to prevote for: the best block at or above this one, as far as limits and voting rules allow; never below
    /// it. nullopt: do not vote. Spec: algo-best-prevote-candidate
    virtual std::optional<BlockId> best_vote(const BlockId& at_or_above) const = 0;
};

// Inputs. Messages of others have passed Voter::consider and the check of their signatures. Each that has a peer is
// judged: effect Judged.
struct VoteReceived {
    RoundNumber round = 0;
    SignedMessage message;
    std::optional<GossipPeer> from = {};  ///< nullopt: this node's own
};
struct CommitReceived {
    RoundNumber round = 0;
    Commit commit;
    std::optional<GossipPeer> from = {};
};
struct CatchUpReceived {
    CatchUp catch_up;
    std::optional<GossipPeer> from = {};
};
struct CatchUpRequested {
    GossipPeer peer = 0;
    RoundNumber round = 0;
};
struct NeighborReceived {
    GossipPeer peer = 0;
    Neighbor neighbor;
};
struct PeerJoined {
    GossipPeer peer = 0;
};
struct PeerLeft {
    GossipPeer peer = 0;
};
struct BlocksImported {};
struct FinalizedElsewhere {  ///< by a justification
    BlockId block;
};
struct TimePassed {};
using VoterInput = std::variant<VoteReceived, CommitReceived, CatchUpReceived, CatchUpRequested, NeighborReceived,
                                PeerJoined, PeerLeft, BlocksImported, FinalizedElsewhere, TimePassed>;

// Effects, to be done in their order.
struct KeepRecords {  ///< to be on the disk, all of it or nothing, before what follows
    CastRecord cast;
    std::optional<RoundsRecord> rounds;  ///< nullopt: as written before
};
struct CastVote {  ///< sign it, send it, and hand it in as VoteReceived
    RoundNumber round = 0;
    Message message;
};
struct Finalize {
    RoundNumber round = 0;
    Commit commit;
};
struct ReportEquivocation {
    EquivocationProof proof;
};
struct Send {
    std::optional<GossipPeer> peer;  ///< nullopt: all whom it may concern
    GossipMessage message;
    std::optional<GossipPeer> from = {};  ///< the peer that sent it, when a good message of another node is passed on
};
struct Judged {  ///< kUnknownBlocks is followed by another verdict when the blocks are known
    GossipPeer peer = 0;
    MessageVerdict verdict = MessageVerdict::kNew;
};
struct RoundBegun {  ///< for the log
    RoundNumber round = 0;
};
/// Messages wait for this block, which is not imported: the network is to be asked for it. Repeated while they wait.
/// Observed: UntilImported of sc_consensus_grandpa, polkadot-stable2407
struct RequestBlock {
    BlockId block;                  ///< as the messages name it; the number may be wrong
    std::vector<GossipPeer> peers;  ///< who sent the messages, sorted; they need not have the block
};
using VoterEffect =
    std::variant<KeepRecords, CastVote, Finalize, ReportEquivocation, Send, Judged, RoundBegun, RequestBlock>;

struct VoterOptions {
    SetId set_id = 0;
    std::optional<AuthorityId> identity = {};  ///< nullopt, or no voter of the set: it only listens
    Millis gossip_duration = 1000;  ///< prevotes after 2, precommits after 4 of these. Spec: algo-grandpa-round
    /// Until another peer is asked. Observed: CATCH_UP_REQUEST_TIMEOUT of sc_consensus_grandpa, polkadot-stable2407
    Millis catch_up_timeout = 45'000;
    /// How long messages wait for a block before the network is asked for it, and asked again. Ours; the reference
    /// waits for 15 s.
    Millis block_request_period = 5'000;
    uint64_t seed = 0;  ///< for the delays of commits
};

/// Spec: algo-initiate-grandpa, algo-grandpa-round
///
/// Bounds: of the rounds before and after the current one, and of votes for blocks that are not known yet, two votes of
/// a kind are kept for each voter; of commits that wait for blocks, kMaxWaitingCommits; of catch-ups that do, one.
///
/// What it sends: neighbor packets to each peer (PeerViews::take_due); its votes, commits that it makes, and good votes
/// and commits of others once, to all; to a peer that is new, behind, or that does not move on, what that peer may
/// lack. Who does not vote sends everything but votes and commits of its own.
class Voter {
  public:
    static constexpr size_t kMaxWaitingCommits = 16;
    static constexpr size_t kMaxPastRounds = 8;
    static constexpr size_t kMaxBlockRequests = 16;  ///< in a period

    /// `chain` and `peers` must outlive it. `finalized`: the last final block; the records are of this set.
    Voter(const VoterChain& chain, PeerViews& peers, std::shared_ptr<const VoterSet> voters, RoundsRecord rounds,
          CastRecord cast, const BlockId& finalized, Millis now, const VoterOptions& options);
    ~Voter();
    Voter(Voter&&) noexcept;

    /// What can be said of a message without its signatures: kNew if it is worth the check of them. Time O(log voters)
    /// for votes, which come many times each.
    MessageVerdict consider(GossipPeer from, const GossipMessage& message) const;
    /// Appends what is to be done.
    void handle(const VoterInput& input, Millis now, std::vector<VoterEffect>& effects);
    /// When TimePassed is due; nullopt: only other inputs can change something.
    std::optional<Millis> next_timer(Millis now) const;

    const CastRecord& cast() const noexcept;
    const RoundsRecord& rounds() const noexcept;

    const VoterSet& voters() const noexcept;
    const Round& best_round() const noexcept;
    std::vector<const Round*> past_rounds() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace serinus::consensus::grandpa

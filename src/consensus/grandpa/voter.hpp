/// The voter of one authority set: rounds in their order, when to vote for what, and what is final. No I/O: the chain,
/// the time and the messages come from outside, and what is to be done is returned.
#pragma once

#include <map>
#include <memory>
#include <variant>

#include "consensus/grandpa/gossip_messages.hpp"
#include "consensus/grandpa/round.hpp"
#include "consensus/grandpa/voter_records.hpp"

namespace serinus::consensus::grandpa {

using Millis = uint64_t;  ///< of a monotonic clock
using PeerId = uint64_t;  ///< whatever the network calls its peers

/// The chain as the voter of a set sees it. What cannot be read is unknown.
class VoterChain : public BlockTree {
  public:
    /// What to prevote for: the best block at or above this one, as far as limits and voting rules allow; never below
    /// it. nullopt: do not vote. Spec: algo-best-prevote-candidate
    virtual std::optional<BlockId> best_vote(const BlockId& at_or_above) const = 0;
};

// Inputs. Signatures are checked before, and messages are of this set.
struct VoteReceived {  ///< this node's own votes too
    RoundNumber round = 0;
    SignedMessage message;
};
struct CommitReceived {
    RoundNumber round = 0;
    Commit commit;
};
struct CatchUpReceived {
    CatchUp catch_up;
};
struct CatchUpRequested {
    PeerId peer = 0;
    RoundNumber round = 0;
};
struct NeighborReceived {
    PeerId peer = 0;
    Neighbor neighbor;
};
struct PeerLeft {
    PeerId peer = 0;
};
struct BlocksImported {};
struct FinalizedElsewhere {  ///< by a justification
    BlockId block;
};
struct TimePassed {};
using VoterInput = std::variant<VoteReceived, CommitReceived, CatchUpReceived, CatchUpRequested, NeighborReceived,
                                PeerLeft, BlocksImported, FinalizedElsewhere, TimePassed>;

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
    std::optional<PeerId> peer;  ///< nullopt: all
    GossipMessage message;
};
struct RoundBegun {  ///< for the log
    RoundNumber round = 0;
};
using VoterEffect = std::variant<KeepRecords, CastVote, Finalize, ReportEquivocation, Send, RoundBegun>;

struct VoterOptions {
    SetId set_id = 0;
    std::optional<AuthorityId> identity = {};  ///< nullopt, or no voter of the set: it only listens
    Millis gossip_duration = 1000;      ///< prevotes after 2, precommits after 4 of these. Spec: algo-grandpa-round
    Millis neighbor_period = 30'000;    ///< ours
    Millis catch_up_patience = 45'000;  ///< until another peer is asked; the reference's
    uint64_t seed = 0;                  ///< for the delays of commits
};

/// Spec: algo-initiate-grandpa, algo-grandpa-round
///
/// Bounds: of the rounds before and after the current one, and of votes for blocks that are not known yet, two votes of
/// a kind are kept for each voter; of commits that wait for blocks, kMaxWaitingCommits.
class Voter {
  public:
    static constexpr size_t kMaxWaitingCommits = 16;
    static constexpr size_t kMaxPastRounds = 8;
    static constexpr size_t kMaxPeers = 4096;

    /// `chain` must outlive it. `finalized`: the last final block; the records are of this set.
    Voter(const VoterChain& chain, std::shared_ptr<const VoterSet> voters, RoundsRecord rounds, CastRecord cast,
          const BlockId& finalized, Millis now, const VoterOptions& options);
    ~Voter();
    Voter(Voter&&) noexcept;

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

/// The BEEFY voter: which block to sign, what to believe of others' votes and proofs, and what is proven. No I/O: what
/// is final, the messages and the time come from outside, and what is to be done is returned.
///
/// Observed: worker.rs and communication/gossip.rs of sc-consensus-beefy, polkadot v1.0.0
#pragma once

#include <deque>
#include <variant>

#include "consensus/beefy/session.hpp"

namespace serinus::consensus::beefy {

using GossipPeer = uint64_t;  ///< of this program's network
using Millis = uint64_t;

/// The chain and the keys as the voter sees them.
class VoterChain {
  public:
    virtual ~VoterChain() = default;
    /// In the digest of the final block with that number; nullopt: it has none, or is not known.
    virtual std::optional<Hash256> mmr_root(BlockNumber block) const = 0;
    /// The key of the set that this node signs with; nullopt: it only listens.
    virtual std::optional<AuthorityId> own_key(const ValidatorSet& set) const = 0;
};

/// A set that begins with a final block.
struct SessionStart {
    BlockNumber block = 0;
    ValidatorSet set = {};
    bool mandatory_done = false;

    friend bool operator==(const SessionStart&, const SessionStart&) = default;
};

/// What survives a restart. Votes of others do not: they are sent again.
struct VoterRecord {
    BlockNumber pallet_genesis = 0;  ///< the first block of BEEFY on this chain
    BlockNumber best_grandpa = 0;
    BlockNumber best_beefy = 0;               ///< 0: none
    BlockNumber best_voted = 0;               ///< this node signs nothing at or below it that it did not sign before
    std::optional<Commitment> own_vote = {};  ///< the last; to be signed again, to the same bytes, until it is proven
    std::vector<SessionStart> sessions =
        {};  ///< ascending, never empty; all but a single one without their mandatory block

    friend bool operator==(const VoterRecord&, const VoterRecord&) = default;
};
/// What holds of each record that a voter wrote.
bool is_sound(const VoterRecord& record);

/// nullopt: nothing to vote on. Never at or below `best_beefy`, never above `best_grandpa`.
/// Observed: vote_target of sc-consensus-beefy, polkadot v1.0.0
std::optional<BlockNumber> vote_target(BlockNumber best_grandpa, BlockNumber best_beefy, BlockNumber session_start,
                                       uint32_t min_block_delta);

/// What a message is worth to this node.
enum class MessageVerdict : uint8_t {
    kGoodVote,
    kKnownVote,
    kGoodProof,
    kPast,
    kFuture,
    kCannotTell,  ///< this node has no set of voters yet
    kUnknownVoter,
    kBadSignature,
    kBadProof,
    kUndecodable,  ///< nothing that the voter gets
};
/// Whether the peer that sent it has committed a fault: it passed on what it cannot have checked.
constexpr bool is_fault(MessageVerdict verdict) noexcept { return verdict >= MessageVerdict::kUnknownVoter; }
/// A few words, for logs.
const char* to_string(MessageVerdict verdict) noexcept;
/// What the sender gains or loses. Observed: cost and benefit of sc-consensus-beefy, polkadot v1.0.0
int32_t reputation_change(MessageVerdict verdict, size_t signatures_checked);

// Inputs.
struct GrandpaFinalized {
    BlockNumber block = 0;
    std::vector<SessionStart> sessions = {};  ///< that begin with blocks since the last one, ascending
};
struct VoteReceived {
    VoteMessage vote;
    std::optional<GossipPeer> from;  ///< nullopt: this node's own
};
/// By gossip, as the answer to a request, or with an imported block.
struct ProofReceived {
    SignedCommitment proof;
    std::optional<GossipPeer> from;
    bool is_checked = false;  ///< against the set of its block, which may be a later one than that which votes
};
struct TimePassed {};
using VoterInput = std::variant<GrandpaFinalized, VoteReceived, ProofReceived, TimePassed>;

// Effects, to be done in their order.
struct KeepRecord {  ///< to be on the disk before what follows
    VoterRecord record;
};
struct CastVote {  ///< sign it with this key, send it to all, and hand it in as VoteReceived
    Commitment commitment;
    AuthorityId key;
    bool is_repeat = false;  ///< it was sent before, and peers may have missed it
};
struct PassOnVote {  ///< a good vote of another node: to all but that peer
    VoteMessage vote;
    GossipPeer from = 0;
};
/// Keep the proof with its block, tell subscribers, and send it to all. It comes before the record that no longer asks
/// for the proof, and a second time after a kill between the two.
struct Prove {
    SignedCommitment proof;
    std::optional<GossipPeer> from;
};
struct RepeatProof {  ///< to all: the last proof, which a peer may have missed
    SignedCommitment proof;
};
struct ReportEquivocation {
    EquivocationProof proof;
};
struct RequestProof {  ///< ask peers for the proof of a mandatory block
    BlockNumber block = 0;
    ValidatorSet set;
};
struct Judged {
    GossipPeer peer = 0;
    MessageVerdict verdict = MessageVerdict::kGoodVote;
    int32_t reputation = 0;
};
using VoterEffect =
    std::variant<KeepRecord, CastVote, PassOnVote, Prove, RepeatProof, ReportEquivocation, RequestProof, Judged>;

struct VoterOptions {
    /// Observed: polkadot v1.0.0, service/src/lib.rs, for Kusama
    uint32_t min_block_delta = 8;
    /// Until this node's last vote is sent again, and proofs are asked for again. Observed: REBROADCAST_AFTER of
    /// sc-consensus-beefy 39.0.0
    Millis repeat_period = 60'000;
};

/// Bounds: a vote of each validator for each accepted block, which are those of one session; kMaxWaitingProofs, each
/// of them as large as its sender could make it; kMaxWaitingVotes.
class Voter {
  public:
    /// The lowest ones count. Observed: MAX_BUFFERED_JUSTIFICATIONS of sc-consensus-beefy 39.0.0 is 2400; those of a
    /// node that lags are asked for again anyway. Ours.
    static constexpr size_t kMaxWaitingProofs = 64;

    /// Votes for blocks that are not final here yet, or of the next set; the oldest are dropped. Ours: the reference
    /// drops all, and hears them again after a minute.
    static constexpr size_t kMaxWaitingVotes = 2048;

    /// `chain` must outlive it; `record` must be sound.
    Voter(const VoterChain& chain, const VoterRecord& record, Millis now, const VoterOptions& options);

    void handle(const VoterInput& input, Millis now, std::vector<VoterEffect>& effects);
    /// During a major synchronisation the voter neither votes nor asks for proofs.
    void set_syncing(bool is_syncing) noexcept { is_syncing_ = is_syncing; }
    Millis next_timer() const noexcept { return next_repeat_; }

    const VoterRecord& record() const noexcept { return record_; }
    /// The first and the last block whose votes count.
    std::pair<BlockNumber, BlockNumber> accepted_blocks() const;
    /// Whether a message for that block and set may still interest a peer that is where this node is.
    MessageVerdict consider_vote(BlockNumber block, SetId set) const;
    MessageVerdict consider_proof(BlockNumber block, SetId set) const;
    const ValidatorSet& active_set() const noexcept { return sessions_.front().set(); }
    size_t vote_count() const noexcept { return sessions_.front().vote_count(); }
    size_t waiting_vote_count() const noexcept { return waiting_votes_.size(); }
    size_t waiting_proof_count() const noexcept { return waiting_proofs_.size(); }
    /// Of proofs that found no room, since the start.
    uint64_t dropped_proof_count() const noexcept { return dropped_proofs_; }
    /// The block that a validator should sign next, if it has not signed it; nullopt: none yet.
    std::optional<BlockNumber> target() const;

  private:
    void on_finalized(const GrandpaFinalized& input, std::vector<VoterEffect>& effects);
    void on_vote(const VoteReceived& input, std::vector<VoterEffect>& effects);
    void count_vote(const VoteReceived& input, std::vector<VoterEffect>& effects);
    void apply_waiting_votes(std::vector<VoterEffect>& effects);
    void on_proof(const ProofReceived& input, std::vector<VoterEffect>& effects);
    void conclude(const SignedCommitment& proof, std::optional<GossipPeer> from, std::vector<VoterEffect>& effects);
    void keep_waiting(const SignedCommitment& proof);
    void apply_waiting_proofs(std::vector<VoterEffect>& effects);
    void vote(std::vector<VoterEffect>& effects);
    void repeat(std::vector<VoterEffect>& effects);
    void request_mandatory(std::vector<VoterEffect>& effects);
    void keep(std::vector<VoterEffect>& effects);
    void forget_proven_sessions();

    const VoterChain& chain_;
    VoterOptions options_;
    VoterRecord record_;
    std::deque<Session> sessions_;  ///< the first one votes
    std::map<BlockNumber, SignedCommitment> waiting_proofs_;
    std::deque<VoteReceived> waiting_votes_;
    std::pair<SetId, std::pair<BlockNumber, BlockNumber>> votes_applied_for_;  ///< the set and the accepted blocks
    std::optional<SignedCommitment> last_proof_;
    std::optional<BlockNumber> requested_;
    Millis next_repeat_;
    uint64_t dropped_proofs_ = 0;
    bool is_syncing_ = false;
};

}  // namespace serinus::consensus::beefy

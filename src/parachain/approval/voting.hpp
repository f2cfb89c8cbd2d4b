/// Approval voting: the candidates that unfinalized blocks have included, who checks them, and which blocks are
/// approved. Observed: polkadot-node-core-approval-voting 36.0.0.
///
/// - A block brings the candidates that it has included. This validator's assignments are computed once, announced when
///   their tranche is needed, and the candidate is checked then.
/// - Approvals of a candidate hold in all blocks (of all forks) that include it; assignments are of one block.
/// - Approvals of several candidates of one block are put into one signature: an approval waits up to six seconds, or
///   half the time that a no-show has, for others.
/// - The effect Sign says what to sign and is given once for a candidate and block.
/// - Before effects of an input are carried out, the changes of it (`take_records`) are stored. After a restart
/// (`restore`)
///   what was announced is announced again, what was not checked is checked, and what was to be signed is signed: the
///   same, and nothing else.
#pragma once

#include <memory>
#include <set>

#include "parachain/approval/voting_store.hpp"

namespace serinus::parachain {

/// The parts of a session that approvals need.
struct ApprovalSession {
    AssignmentConfig config;
    std::vector<crypto::sr25519::PublicKey> validators;
    uint32_t no_show_slots = 0;
    uint32_t needed_approvals = 0;
    uint32_t max_coalesced = 1;

    static ApprovalSession of(const polkadot_primitives::v5::SessionInfo& session, uint32_t max_coalesced);
};

struct ApprovalBlock {
    Hash256 hash;
    Hash256 parent_hash;
    BlockNumber number{};
    uint64_t slot = 0;
    SessionIndex session{};
    std::shared_ptr<const ApprovalSession> facts;
    RelayVrfStory story{};
    std::vector<LeavingCore> candidates;  ///< that it has included, in the order of its events
};

struct ApprovalEffect {
    /// Pass an own assignment on. Its candidates are checked when their own `Check` comes.
    struct DistributeAssignment {
        IndirectAssignment assignment;
        Bits candidates;
    };
    /// Recover the candidate's data, and execute it; the answer is `on_checked`, at the latest after kCheckTimeoutMs.
    /// The
    /// same candidate may be asked for in several blocks.
    struct Check {
        Hash256 block;
        LeavingCore candidate;
        SessionIndex session{};
    };
    /// Sign `approval_payload` of these, once the records are stored durably; the answer is `on_signed`.
    struct Sign {
        Hash256 block;
        ValidatorIndex validator;
        SessionIndex session{};
        std::vector<CandidateHash> candidates;
        Bits indices;
    };
    struct DistributeApproval {
        IndirectApproval approval;
    };
    /// A candidate that this validator checked is invalid: a dispute begins.
    struct Dispute {
        CandidateHash candidate;
        SessionIndex session{};
    };
    /// All candidates of a block are approved.
    struct BlockApproved {
        Hash256 block;
    };
    std::variant<DistributeAssignment, Check, Sign, DistributeApproval, Dispute, BlockApproved> v;
};

enum class AssignmentVerdict : uint8_t {
    kAccepted,
    kDuplicate,  ///< good, and known for all of its candidates
    kTooEarly,   ///< its tranche is 10 s ahead or more: it may come again
    kUnknownBlock,
    kBadBits,  ///< `check_bitfields`, or more bits than cores
    kNoSuchCandidate,
    kInvalid,  ///< the certificate proves nothing, or something else
};

enum class ApprovalVerdict : uint8_t {
    kAccepted,
    kUnknownBlock,
    kBadBits,
    kNoSuchCandidate,
    kNoSuchValidator,
    kNoAssignment,  ///< of this validator for one of the candidates
    kBadSignature,
};

class ApprovalVoting {
  public:
    using Effects = std::vector<ApprovalEffect>;

    /// Assignments whose tranche is so far ahead are not taken yet.
    static constexpr Tick kTooFarInFuture = 20;
    static constexpr Tick kMaxCoalesceWait = 12;
    /// After a restart each candidate is looked at after so long: what has come in the meantime is to be here first, so
    /// that nobody is taken for a no-show because this node was away.
    static constexpr Tick kRestartDelay = 12;
    /// Checks whose data could not be recovered are tried again: the node may know too few others yet.
    static constexpr uint32_t kMaxRetries = 16;
    static constexpr Tick kRetryDelay = 120;
    /// A check that takes longer ends without a vote.
    static constexpr uint64_t kCheckTimeoutMs = 120'000;

    explicit ApprovalVoting(uint64_t slot_duration_ms) : slot_duration_ms_(slot_duration_ms) {}

    /// A new block. `own`: this validator's key of assignments and index, if it has one. Blocks come after their
    /// parents.
    void import_block(ApprovalBlock block,
                      const std::optional<std::pair<crypto::sr25519::KeyPair, ValidatorIndex>>& own,
                      const std::function<ByteArray<32>()>& draw, Tick now, Effects& out);

    AssignmentVerdict import_assignment(const IndirectAssignment& assignment, const Bits& candidates, Tick now,
                                        Effects& out);
    ApprovalVerdict import_approval(const IndirectApproval& approval, Tick now, Effects& out);

    enum class Outcome : uint8_t {
        kValid,
        kInvalid,      ///< also: what was recovered is not what the erasure root says
        kUnknown,      ///< a failure of ours: no vote
        kUnavailable,  ///< the data could not be recovered: again later
    };
    void on_checked(const Hash256& block, const CandidateHash& candidate, Outcome outcome, Tick now, Effects& out);
    void on_signed(const IndirectApproval& approval, Effects& out);

    /// To be called at `wake_at`.
    void on_time(Tick now, Effects& out);
    std::optional<Tick> wake_at() const;

    /// The relay chain's governance has approved all candidates in blocks on the way to this one, up to a number.
    /// Observed: polkadot-node-core-approval-voting 36.0.0, import.rs
    void force_approve(const Hash256& block, BlockNumber up_to, Effects& out);

    /// Forgets the final block, all up to its number, and what stands on forks of it.
    void on_finalized(BlockNumber number, const Hash256& final_hash);

    /// Of approved blocks up to this number only that they are approved, and their candidates, are kept from here on:
    /// votes of GRANDPA wait for no others so far below. Nothing is taken for them any more.
    void drop_details(BlockNumber number);

    /// The records to be stored since the last call, in order.
    std::vector<ApprovalRecord> take_records();
    /// At the start of a node, before anything else. `facts_of`: nullptr for a session that is not known any more; its
    /// blocks are forgotten.
    void restore(const StoredApprovals& stored,
                 const std::function<std::shared_ptr<const ApprovalSession>(SessionIndex)>& facts_of, Tick now,
                 Effects& out);
    /// Parents before their children: for the gossip after a restart.
    std::vector<ApprovalBlock> blocks() const;

    bool is_approved(const Hash256& block) const;
    /// Of a block that is not known: false.
    bool is_candidate_approved(const Hash256& block, const CandidateHash& candidate) const;
    struct Ancestor {
        Hash256 hash;
        BlockNumber number{};
    };
    /// The highest block on the way from `target` down to one above `lower_bound` that is approved with all below it
    /// down to there. Nothing if there is none, or a block on the way is not known.
    std::optional<Ancestor> approved_ancestor(const Hash256& target, BlockNumber lower_bound) const;

    /// A block with what disputes may be about.
    struct Description {
        Hash256 hash;
        BlockNumber number{};
        SessionIndex session{};
        std::vector<CandidateHash> candidates;
    };
    /// The blocks from the one above `lower_bound` to this one. Empty if one of them is not known.
    std::vector<Description> describe(const Hash256& block, BlockNumber lower_bound) const;

    struct Status {
        size_t assigned = 0;
        size_t approved = 0;  ///< of the assigned
        bool is_approved = false;
        std::vector<ValidatorIndex> no_shows;
    };
    /// How a candidate stands in a block: what the log says when finality lags.
    std::optional<Status> status_of(const Hash256& block, const CandidateHash& candidate, Tick now) const;
    size_t block_count() const noexcept { return blocks_.size(); }
    size_t candidate_count() const noexcept { return candidates_.size(); }
    /// Validators that had announced a check and not voted in time when others had covered for them, over all
    /// candidates that were approved here.
    uint64_t covered_no_shows() const noexcept { return covered_no_shows_; }

  private:
    struct Block {
        ApprovalBlock facts;
        std::set<CandidateHash> unapproved;
        std::map<size_t, Tick>
            to_sign;  ///< indices of candidates, with the tick at which they are signed at the latest
        std::set<size_t> signed_for;
        std::vector<std::vector<size_t>> signing;  ///< asked for, and not signed yet
        std::vector<IndirectApproval> own_approvals;
        bool has_distributed_compact = false;
        bool has_details = true;  ///< entries of its candidates
    };
    struct Retry {
        uint32_t left = kMaxRetries;
        std::optional<Tick> at;
    };
    struct Candidate {
        Bits approvals;
        std::map<Hash256, ApprovalEntry> entries;  ///< by block
    };
    using Place = std::pair<Hash256, CandidateHash>;

    Tick block_tick(const Block& block) const noexcept { return tick_of_slot(block.facts.slot, slot_duration_ms_); }
    DelayTranche tranche_now(const Block& block, Tick now) const noexcept;
    RequiredResult required(const Block& block, const Candidate& candidate, const ApprovalEntry& entry, Tick now) const;
    void schedule(const Place& place, Tick tick);
    void forget_place(const Place& place);
    void wake(const Place& place, Tick now, Effects& out);
    void trigger(Block& block, const CandidateHash& hash, ApprovalEntry& entry, Tick now, Effects& out);
    void advance(Block& block, const CandidateHash& hash, std::optional<ValidatorIndex> approved_by, bool is_own,
                 Tick now, Effects& out);
    void sign_if_due(Block& block, Tick now, Effects& out);
    static ApprovalEffect::Sign sign_effect(const Block& block, const std::vector<size_t>& indices, ValidatorIndex own);
    void retry(const Place& place, Tick now);
    void check_again(Tick now, Effects& out);
    void announce_again(Block& block, const CandidateHash& hash, const ApprovalEntry& entry, std::set<Bytes>& announced,
                        Effects& out);
    static std::vector<size_t> claimed_places(const Block& block, const AssignmentCertKind& kind);
    static StoredApprovalBlock stored_of(const Block& block);

    uint64_t slot_duration_ms_;
    std::map<Hash256, Block> blocks_;
    std::map<CandidateHash, Candidate> candidates_;
    std::map<Place, Tick> wakeups_;
    std::set<std::pair<Tick, Place>> by_tick_;
    std::map<Place, Retry> retries_;
    std::set<Hash256> changed_blocks_;
    std::set<Place> changed_entries_;
    std::set<CandidateHash> changed_candidates_;
    std::vector<ApprovalRecord> removals_;  ///< or what takes the place of dropped details
    uint64_t covered_no_shows_ = 0;
};

}  // namespace serinus::parachain

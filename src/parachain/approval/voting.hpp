/// Approval voting: the candidates that unfinalized blocks have included, who checks them, and which blocks are
/// approved. Observed: polkadot-node-core-approval-voting 36.0.0.
///
/// - A block brings the candidates that it has included. This validator's assignments are computed once, announced when
///   their tranche is needed, and the candidate is checked then.
/// - Approvals of a candidate hold in all blocks (of all forks) that include it; assignments are of one block.
/// - Approvals of several candidates of one block are put into one signature: an approval waits up to six seconds, or
///   half the time that a no-show has, for others.
/// - The effect Sign says what to sign and is given once for a candidate and block; who carries it out stores it first.
#pragma once

#include <memory>
#include <set>

#include "parachain/approval/tranches.hpp"

namespace serinus::parachain {

/// What approvals need of a session.
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
    /// Recover the candidate's data, and execute it; the answer is `on_checked`.
    struct Check {
        Hash256 block;
        LeavingCore candidate;
        SessionIndex session{};
    };
    /// Record, then sign `approval_payload` of these; the answer is `on_signed`.
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
    /// After a restart each candidate is looked at after so long.
    static constexpr Tick kRestartDelay = 12;

    explicit ApprovalVoting(uint64_t slot_duration_ms) : slot_duration_ms_(slot_duration_ms) {}

    /// A new block. `own`: this validator's key of assignments and index, if it has one. Blocks come after their
    /// parents.
    void import_block(ApprovalBlock block,
                      const std::optional<std::pair<crypto::sr25519::KeyPair, ValidatorIndex>>& own,
                      const std::function<ByteArray<32>()>& draw, Tick now, Effects& out);

    AssignmentVerdict import_assignment(const IndirectAssignment& assignment, const Bits& candidates, Tick now,
                                        Effects& out);
    ApprovalVerdict import_approval(const IndirectApproval& approval, Tick now, Effects& out);

    enum class Outcome : uint8_t { kValid, kInvalid, kUnknown };
    void on_checked(const Hash256& block, const CandidateHash& candidate, Outcome outcome, Tick now, Effects& out);
    void on_signed(const IndirectApproval& approval, Effects& out);

    /// To be called at `wake_at`.
    void on_time(Tick now, Effects& out);
    std::optional<Tick> wake_at() const;

    /// Forgets the final block, all up to its number, and what stands on forks of it.
    void on_finalized(BlockNumber number, const Hash256& final_hash);

    bool is_approved(const Hash256& block) const;
    struct Ancestor {
        Hash256 hash;
        BlockNumber number{};
    };
    /// The highest block on the way from `target` down to one above `lower_bound` that is approved with all below it
    /// down to there. Nothing if there is none, or a block on the way is not known.
    std::optional<Ancestor> approved_ancestor(const Hash256& target, BlockNumber lower_bound) const;

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

  private:
    struct Block {
        ApprovalBlock facts;
        std::set<CandidateHash> unapproved;
        std::map<size_t, Tick>
            to_sign;  ///< indices of candidates, with the tick at which they are signed at the latest
        std::set<size_t> signed_for;
        bool has_distributed_compact = false;
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
    void wake(const Place& place, Tick now, Effects& out);
    void trigger(Block& block, const CandidateHash& hash, ApprovalEntry& entry, Tick now, Effects& out);
    void advance(Block& block, const CandidateHash& hash, std::optional<ValidatorIndex> approved_by, bool is_own,
                 Tick now, Effects& out);
    void sign_if_due(Block& block, Tick now, Effects& out);

    uint64_t slot_duration_ms_;
    std::map<Hash256, Block> blocks_;
    std::map<CandidateHash, Candidate> candidates_;
    std::map<Place, Tick> wakeups_;
    std::set<std::pair<Tick, Place>> by_tick_;
};

/// What a node votes for in GRANDPA: the approved ancestor above the base, unless it is more than 500 blocks behind the
/// best one; then the one that is 500 behind, so that finality goes on whatever happens to approvals.
/// Observed: polkadot-service 42.0.0, relay_chain_selection.rs
inline constexpr BlockNumber kMaxFinalityLag = 500;

/// The number to vote for. `approved`: of the highest block that is approved and undisputed, if it is above the base.
BlockNumber finality_target(BlockNumber base, BlockNumber best, std::optional<BlockNumber> approved) noexcept;

}  // namespace serinus::parachain

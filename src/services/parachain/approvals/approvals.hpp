/// Approvals on a node: blocks with their candidates are given to approval voting and its gossip; what this validator
/// is assigned to is recovered and checked; records are on the disk before what follows from them is sent.
#pragma once

#include <memory>
#include <mutex>

#include "parachain/approval/finality_vote.hpp"
#include "parachain/approval/gossip.hpp"
#include "services/parachain/approvals/approval_records.hpp"
#include "services/parachain/approvals/finality_limits.hpp"
#include "services/parachain/disputes/disputes.hpp"
#include "services/parachain/timelines/timelines.hpp"

namespace serinus::services::paras {

class Approvals final : public Part, public ApprovalSource {
  public:
    /// All outlive this. The lane is the one that calls this.
    struct Environment {
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        const crypto::NodeKeys& keys;
        RelayStates& states;
        runtime_api::BlockCalls& calls;
        Headers& headers;
        Outlets& outlets;
        ApprovalRecords& records;
        Recoveries& recoveries;
        CandidateChecks& checker;
        FinalityLimits& limits;
        Disputes& disputes;
        Timelines& timelines;
        /// Of a block above the final one, before the gossip hears of the block.
        std::function<void(const std::shared_ptr<const Session>&)> on_session = {};
    };
    Approvals(const Environment& environment, uint64_t slot_duration_ms);

    /// Continues what an earlier run has left. Once, on the lane, before anything else.
    void restore(const parachain::StoredApprovals& stored);

    void on_leaf(const RelayState& leaf) override;
    void on_unreadable_leaf(const ActiveLeaves::Leaf& leaf) override;
    void on_leaf_gone(const Hash256& leaf) override;
    void on_finalized(const ActiveLeaves::Leaf& block) override;
    void on_topology(const Session& session, const PeerTopology& topology) override;
    void on_peer(const PeerId& peer, const AuthorityIds&) override { gossip_.connect(peer); }
    void on_peer_gone(const PeerId& peer) override { gossip_.disconnect(peer); }
    void on_view(const PeerId& peer, const parachain::View& view) override;
    void on_message(const PeerId& peer, const parachain::ValidationMessage& message) override;

    /// How the candidates of unfinalized blocks stand, into the timelines; and a warning where finality waits for them.
    /// To be called now and then.
    void report_standings();

    // ApprovalSource
    std::vector<parachain::ApprovalSignature> approvals_of(const CandidateHash& candidate) const override;
    void on_disputes_changed() override { publish_limits(); }

    struct Figures {
        uint64_t assignments = 0, approvals = 0;  ///< own ones
        uint64_t checked = 0, unavailable = 0, invalid = 0;
        uint64_t no_shows = 0;              ///< of others, covered by more checks
        size_t blocks = 0, candidates = 0;  ///< that are not final
    };
    Figures figures() const;

  private:
    /// Ours: blocks that are looked at in one go when a node comes late.
    static constexpr size_t kMaxCatchUp = 512;
    /// Ours: so many blocks may wait for approvals before it is said, and how often. Without faults it is two or three.
    static constexpr parachain::BlockNumber kLagBlocks = 8;
    static constexpr uint64_t kLagWarningMs = 30'000;
    /// Ours: how many unfinalized blocks people are told of.
    static constexpr size_t kStandingBlocks = 32;

    struct Included {
        parachain::CandidateReceipt receipt;
        parachain::BlockNumber number{};  ///< of the last block that includes it
    };
    /// A candidate that is being recovered or executed, for these blocks.
    struct Running {
        std::vector<std::pair<Hash256, SessionIndex>> blocks;
        uint64_t round = 0;
    };
    using VotingEffects = parachain::ApprovalVoting::Effects;
    using GossipEffects = parachain::ApprovalGossip::Effects;

    /// From the final block on, up to the first of which not all is known that is needed.
    void import_blocks_up_to(const Hash256& leaf);
    /// False: what is needed of the block is not known.
    bool import(const Hash256& hash);
    /// The story of a block in which nobody can be assigned is empty.
    OrCallError<parachain::ApprovalBlock> read(const Hash256& hash);
    /// The same for all blocks of a session: with a thousand validators it takes 70 KiB.
    std::shared_ptr<const parachain::ApprovalSession> facts_of_session(const Session& session);
    OrCallError<std::vector<parachain::LeavingCore>> note_included(const Hash256& hash, parachain::BlockNumber number);
    std::optional<std::pair<crypto::sr25519::KeyPair, ValidatorIndex>> own_key(const Session& session) const;
    void forget_final(const parachain::StoredApprovals& stored);
    void tell_session(SessionIndex index, const Hash256& parent);
    void carry_out(VotingEffects& effects);
    void carry_out(GossipEffects& effects);
    /// Stores what has changed. False: the disk fails.
    bool store_records();
    /// Records first, then effects, then the time of the next wake-up.
    void settle(VotingEffects& of_voting, GossipEffects& of_gossip);
    void check(const parachain::ApprovalEffect::Check& effect);
    void execute(const CandidateHash& candidate, uint64_t round, SessionIndex session, const Hash256& block,
                 Recoveries::Result recovered);
    void conclude(const CandidateHash& candidate, uint64_t round, parachain::ApprovalVoting::Outcome outcome);
    void sign(const parachain::ApprovalEffect::Sign& effect);
    void note_assigned(const parachain::ApprovalEffect::DistributeAssignment& effect);
    /// Of the highest block on the way to a leaf that is approved and below which nothing is disputed. Blocks of which
    /// nothing is known are not approved.
    parachain::BlockNumber reached_on(const Hash256& leaf) const;
    void plan_wake();
    /// Of the candidates above the final block up to this one.
    std::map<CandidateHash, std::vector<ApprovalStanding>> standings_up_to(const Hash256& leaf) const;
    std::string lag_text(const Hash256& leaf, parachain::BlockNumber number) const;
    void publish_limits();
    parachain::Tick now() const { return environment_.scheduler.unix_now_ms() / parachain::kTickMs; }
    parachain::Draw draw();

    Environment environment_;
    parachain::ApprovalVoting voting_;
    parachain::ApprovalGossip gossip_;
    ActiveLeaves::Leaf finalized_;
    std::map<Hash256, parachain::BlockNumber> leaves_;
    std::map<Hash256, parachain::BlockNumber> known_;  ///< blocks that the voting was given, with all below them
    std::map<parachain::SessionIndex, std::weak_ptr<const parachain::ApprovalSession>> sessions_;  ///< of the blocks
    std::map<CandidateHash, Included> included_;
    std::map<Hash256, parachain::BlockNumber> without_parachains_;  ///< leaves whose runtime has none
    std::map<CandidateHash, Running> running_;
    uint64_t next_round_ = 0;
    std::optional<parachain::Tick> planned_wake_;
    std::optional<uint64_t> warned_at_ms_;
    Figures figures_;
};

}  // namespace serinus::services::paras

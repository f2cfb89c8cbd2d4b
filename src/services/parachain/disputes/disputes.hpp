/// Disputes on a node: votes of blocks, of peers and of own checks go to the coordinator; its effects are carried out
/// in order, what is stored before what follows from it; own votes go to all validators, and others' are received.
#pragma once

#include "parachain/disputes/receiver.hpp"
#include "parachain/disputes/sender.hpp"
#include "services/parachain/availability/recoveries.hpp"
#include "services/parachain/disputes/dispute_records.hpp"
#include "services/parachain/inherent/inherent.hpp"
#include "services/parachain/timelines/timelines.hpp"
#include "services/parachain/validation/checker.hpp"

namespace serinus::services::paras {

/// Approval voting's knowledge of a candidate.
class ApprovalSource {
  public:
    virtual ~ApprovalSource() = default;
    virtual std::vector<parachain::ApprovalSignature> approvals_of(const CandidateHash& candidate) const = 0;
    /// A dispute has begun or ended: Disputes::count_undisputed() may say something else.
    virtual void on_disputes_changed() {}
};

class Disputes final : public Part, public DisputeVotes, private parachain::DisputeFacts {
  public:
    /// All outlive this. The lane is the one that calls this. `exclude`: from the best chain; false: it is final.
    struct Environment {
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        const crypto::NodeKeys& keys;
        RelayStates& states;
        runtime_api::BlockCalls& calls;
        Headers& headers;
        const AuthorityPeers& authorities;
        Outlets& outlets;
        DisputeRecords& records;
        Recoveries& recoveries;
        CandidateChecks& checker;
        Timelines& timelines;
        std::function<bool(const Hash256&)> exclude;
    };
    explicit Disputes(Environment environment) : environment_(std::move(environment)) {}

    /// Outlives this; before anything happens.
    void set_approvals(ApprovalSource& approvals) { approvals_ = &approvals; }
    /// Continues what an earlier run has left. Once, on the lane, before anything else.
    void restore(const parachain::StoredRecords& stored) { coordinator_ = Coordinator(stored); }

    void on_leaf(const RelayState& leaf) override;
    void on_unreadable_leaf(const ActiveLeaves::Leaf& leaf) override { give_up_blocks(leaf.hash); }
    void on_leaf_gone(const Hash256& leaf) override { leaves_.erase(leaf); }
    void on_finalized(const ActiveLeaves::Leaf& block) override;

    /// A request over send_dispute/1. `respond` is called once, perhaps later; nullopt refuses.
    using Respond = std::move_only_function<void(std::optional<Bytes>)>;
    void on_request(const PeerId& peer, BytesView request, Respond respond);

    /// An approval check has found this.
    void on_invalid(const parachain::CandidateReceipt& receipt, SessionIndex session);
    /// Whether this node disputes the candidate: it approves it no more.
    bool is_against(SessionIndex session, const CandidateHash& candidate) const;
    /// DisputeCoordinator::count_undisputed.
    size_t count_undisputed(std::span<const parachain::BlockCandidates> blocks) const {
        return coordinator_.count_undisputed(blocks);
    }
    /// The blocks known here that include the candidate.
    std::vector<Hash256> blocks_including(const CandidateHash& candidate) const;
    // DisputeVotes
    std::vector<parachain::DisputeVoteSet> votes_for(const Hash256& leaf) const override;

    struct Figures {
        uint64_t began = 0, concluded_valid = 0, concluded_invalid = 0;
        uint64_t votes = 0;  ///< own ones
        size_t recent = 0;   ///< disputes of the last sessions
        size_t participations = 0;
    };
    Figures figures() const;

  private:
    using Coordinator = parachain::DisputeCoordinator;
    using Effects = Coordinator::Effects;

    // DisputeFacts
    const parachain::DisputeSession* find_session(SessionIndex index) const override;
    std::vector<ValidatorIndex> disabled_at(const Hash256& block) const override;
    std::optional<BlockNumber> number_of(const Hash256& block) const override;
    std::vector<parachain::ApprovalSignature> approvals_of(const CandidateHash& candidate) const override;
    Result<parachain::StoredRecords, std::string> stored_under(BytesView prefix) const override;

    OrCallError<parachain::ScrapedBlock> scrape(const Hash256& hash);
    /// What the leaf and the blocks below it that are not final say in their digests.
    void give_up_blocks(const Hash256& leaf);
    void exclude(const Hash256& block);
    void import_backlog();

    /// False: the disk fails, and what follows from what was to be stored is not done.
    bool carry_out(const Effects& effects);
    void carry_out(const parachain::DisputeSender::Effects& effects);
    void carry_out(const parachain::DisputeReceiver::Effects& effects);
    void participate(const parachain::DisputeEffect::Participate& effect);
    void on_participated(const parachain::DisputeKey& dispute, Coordinator::Outcome outcome);
    void note_participation(const CandidateHash& candidate, Coordinator::Outcome outcome);
    void sign(const parachain::DisputeEffect::Sign& effect);
    void ask(const parachain::DisputeSendEffect::Request& effect);
    void plan_wake();

    uint64_t now_s() const { return environment_.scheduler.unix_now_ms() / 1000; }
    uint64_t now_ms() const { return environment_.scheduler.now_ms(); }

    Environment environment_;
    ApprovalSource* approvals_ = nullptr;
    Coordinator coordinator_;
    parachain::DisputeSender sender_;
    parachain::DisputeReceiver receiver_;
    std::map<parachain::RequestToken, Respond> waiting_;
    parachain::RequestToken next_token_ = 1;
    std::map<Hash256, SessionIndex> leaves_;
    std::map<Hash256, BlockNumber> heard_;  ///< blocks that are not final, whose digests have been read
    Hash256 last_leaf_;
    BlockNumber finalized_ = 0;
    mutable std::map<SessionIndex, parachain::DisputeSession> sessions_;
    std::optional<uint64_t> planned_wake_;
    bool imports_backlog_ = false;
    Figures figures_;
};

}  // namespace serinus::services::paras

/// Reports on validators that have lost a dispute of a past session: the relay chain does not know their stake any more
/// without a proof that the key was theirs.
/// Observed: polkadot-node-core-dispute-coordinator 36.0.0, `process_unapplied_slashes`
///
/// The chain says at each leaf who is still to be reported, and for what: for having backed, or approved, an invalid
/// candidate, or for having disputed a valid one. Losers of a dispute of the current session it slashes itself.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <variant>
#include <vector>

#include "runtime_api/parachain_host/types.hpp"

namespace serinus::parachain {

struct SlashingReportEffect {
    /// Call `kKeyOwnershipProof` in the state of a block; the answer is `on_ownership`.
    struct AskOwnership {
        Hash256 at;
        polkadot_primitives::v5::ValidatorId validator;
    };
    /// Call `kSubmitReportDisputeLost` at the leaf; the answer is `on_submitted`.
    struct Submit {
        Hash256 at;
        runtime_api::parachain_host::DisputeProof proof;
        Bytes ownership;
    };
    /// No block gives a proof. It is tried again at the next leaf.
    struct NoProof {
        runtime_api::parachain_host::DisputeProof proof;
    };
    std::variant<AskOwnership, Submit, NoProof> v;
};

/// One report after the other.
class SlashingReports {
  public:
    using Effects = std::vector<SlashingReportEffect>;
    using Slashes = std::vector<runtime_api::parachain_host::SlashesOfDispute>;
    using BlockNumber = primitives::BlockNumber;
    using SessionIndex = polkadot_primitives::v5::SessionIndex;

    /// Reports that wait; those beyond come with a later leaf. Ours.
    static constexpr size_t kMaxWaiting = 1000;
    /// Blocks that are asked for a proof. Ours.
    static constexpr size_t kMaxBlocks = 8;
    /// The latest leaves of a session that are asked, for some may be on forks that are gone. Ours; the reference keeps
    /// the state of the first one, which a node that keeps the last 256 states has no more when the session ends.
    static constexpr size_t kLeavesOfSession = 4;
    /// A report that is in no block after so many is made again. Ours; the reference makes each at every leaf.
    static constexpr BlockNumber kAgainAfter = 64;
    static constexpr SessionIndex kWindow = 6;

    struct Leaf {
        Hash256 hash;
        BlockNumber number{};
        SessionIndex session{};  ///< of its children
        Slashes slashes;         ///< `kUnappliedSlashesV2`, or `kUnappliedSlashes` below its version
        /// The blocks that include these candidates (`DisputeCoordinator::blocks_including`), of those that are known.
        std::map<polkadot_primitives::CandidateHash, std::vector<Hash256>> included_in;
    };
    void on_leaf(const Leaf& leaf, Effects& out);
    /// nullopt: the runtime has no proof in that state, or could not be asked.
    void on_ownership(std::optional<Bytes> proof, Effects& out);
    void on_submitted(bool is_accepted, Effects& out);

    size_t waiting() const noexcept { return waiting_.size(); }

  private:
    using Proof = runtime_api::parachain_host::DisputeProof;
    using Id = std::tuple<SessionIndex, polkadot_primitives::CandidateHash, polkadot_primitives::v5::ValidatorIndex>;
    struct Report {
        Proof proof;
        std::vector<Hash256> blocks;  ///< to ask, the first is being asked
    };
    enum class Step : uint8_t { kIdle, kAsk, kSubmit };

    static Id id_of(const Proof& proof) { return {proof.session, proof.candidate, proof.validator_index}; }
    void begin_next(Effects& out);
    void end_current(Effects& out);

    std::deque<Report> waiting_;  ///< the first one is being made unless `step_` is kIdle
    std::set<Id> queued_;         ///< those of `waiting_`
    std::map<Id, BlockNumber> made_;
    std::map<SessionIndex, std::deque<Hash256>> blocks_in_session_;  ///< the latest leaf first
    Hash256 leaf_{};
    BlockNumber leaf_number_{};
    Step step_ = Step::kIdle;
};

}  // namespace serinus::parachain

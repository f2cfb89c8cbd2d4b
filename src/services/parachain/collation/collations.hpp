/// Collations on a node: offers of collators over `collation/1` to `/4`, fetched, and given to backing.
#pragma once

#include "parachain/collation/validator_side.hpp"
#include "services/parachain/backing/candidates.hpp"

namespace serinus::services::paras {

/// What collations ask of the network beside requests. The calls take effect later.
class CollatorOutlets {
  public:
    virtual ~CollatorOutlets() = default;
    virtual void send_to_collator(const PeerId& peer, uint8_t version, Bytes message) = 0;
    /// Ends all pairs of `collation` with the peer.
    virtual void put_out_collator(const PeerId& peer) = 0;
};

class Collations final : public Part, public CollationListener {
  public:
    /// All outlive this. The lane is the one that calls this.
    struct Environment {
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        RelayStates& states;
        Headers& headers;
        Outlets& outlets;
        CollatorOutlets& collators;
        Candidates& candidates;
        CollationTaker& taker;
        Timelines& timelines;
        runtime_api::BlockCalls& calls;
        storage::Store& disk;  ///< of scores
        uint64_t slot_duration_ms = 6000;
    };
    explicit Collations(const Environment& environment);

    void on_leaf(const RelayState& leaf) override;
    void on_leaf_gone(const Hash256& leaf) override;
    void on_finalized(const ActiveLeaves::Leaf& block) override;

    /// Continues with the scores that an earlier run has left. Once, on the lane, before anything else.
    void restore_scores();
    /// At the end of the node, and each ten minutes.
    void store_scores();
    const parachain::CollatorScores& scores() const noexcept { return scores_; }

    // CollationListener
    void on_seconded(const parachain::BackingEffect::CollationSeconded& seconded) override;
    void on_invalid(const parachain::BackingEffect::CollationInvalid& invalid) override;

    // Peers of `collation`; `version`: 1 to 4.
    void on_collator(const PeerId& peer, uint8_t version);
    void on_collator_gone(const PeerId& peer);
    /// As it came.
    void on_collator_message(const PeerId& peer, uint8_t version, BytesView message);

    struct Figures {
        size_t collators = 0;
        uint64_t offers = 0;   ///< that were accepted
        uint64_t fetched = 0;  ///< collations that came
        uint64_t refused = 0;  ///< of them, those that were not what was offered
    };
    Figures figures() const;

  private:
    using Effects = parachain::ValidatorSide::Effects;
    using Response =
        std::variant<parachain::Collation, parachain::CollationWithParentHead, parachain::ValidatorSide::NoCollation>;

    /// What a final block brings; nothing of one of which not all is known any more.
    void add_bumps_of(const Hash256& block, const Hash256& parent, parachain::ScoreBumps& out);
    std::set<ParaId> registered_at(const ActiveLeaves::Leaf& block, const parachain::ScoreBumps& bumps);
    void plan_storing();
    void settle(Effects& effects);
    void carry_out(Effects& effects);
    void request(const parachain::ValidatorSideEffect::Request& effect);
    void plan_wake();
    uint64_t current_slot() const { return environment_.scheduler.unix_now_ms() / environment_.slot_duration_ms; }

    Environment environment_;
    parachain::CollatorScores scores_;
    parachain::ValidatorSide side_;
    std::optional<uint64_t> planned_wake_;
    Figures figures_;
};

}  // namespace serinus::services::paras

/// Availability on a node: what becomes of candidates in blocks is noted with the store, and the own chunk of each
/// candidate on a core is fetched from its backers.
#pragma once

#include "parachain/availability/chunk_fetch.hpp"
#include "services/parachain/availability/store.hpp"
#include "services/parachain/part.hpp"
#include "services/parachain/timelines/timelines.hpp"

namespace serinus::services::paras {

/// The chain beside its events, as the store uses it.
class FinalChain {
  public:
    virtual ~FinalChain() = default;
    /// The final block of a number; nullopt: it is not known.
    virtual std::optional<Hash256> find_final(parachain::BlockNumber number) = 0;
};

class Availability final : public Part {
  public:
    /// All outlive this. The lane is the one that calls this.
    struct Environment {
        platform::Scheduler& scheduler;
        platform::Lane& lane;
        RelayStates& states;
        Headers& headers;
        FinalChain& chain;
        const AuthorityPeers& authorities;
        Outlets& outlets;
        AvailabilityStore& store;
        Timelines& timelines;
    };
    explicit Availability(const Environment& environment) : environment_(environment) { plan_pruning(); }

    void on_leaf(const RelayState& leaf) override;
    void on_leaf_gone(const Hash256& leaf) override;
    void on_finalized(const ActiveLeaves::Leaf& block) override;

    struct Figures {
        uint64_t fetched = 0;               ///< chunks that came and were right
        uint64_t failed = 0;                ///< requests without a right chunk
        uint64_t backed = 0, included = 0;  ///< candidates in blocks, each time
    };
    const Figures& figures() const noexcept { return figures_; }

  private:
    /// Ours: blocks whose events are looked at once more when a node comes late.
    static constexpr size_t kMaxCatchUp = 64;
    static constexpr uint64_t kPruneMs = 300'000;  ///< Observed: polkadot-node-core-av-store 36.0.0

    void note_blocks_up_to(const RelayState& leaf);
    /// False: the events are not known.
    bool note_events(const Hash256& block, parachain::BlockNumber number, size_t validators);
    void fetch(const RelayState& leaf);
    std::vector<parachain::ChunkTarget> targets_at(const RelayState& leaf) const;
    void carry_out(const std::shared_ptr<const Session>& session, parachain::ChunkFetching::Effects& effects);
    void request(const std::shared_ptr<const Session>& session,
                 const parachain::ChunkFetching::Effect::Request& effect);
    void plan_pruning();
    void prune();
    Seconds now_s() const { return environment_.scheduler.unix_now_ms() / 1000; }
    void check(const AvailabilityStore::Status& status) const;

    Environment environment_;
    std::map<SessionIndex, parachain::ChunkFetching> fetching_;  ///< of the last sessions
    std::map<Hash256, parachain::BlockNumber> noted_;            ///< blocks whose events were looked at
    parachain::BlockNumber finalized_ = 0;
    Figures figures_;
};

}  // namespace serinus::services::paras

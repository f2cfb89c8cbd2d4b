/// How many blocks of one slot, number and relay parent a parachain's node takes: an author can sign as many as it
/// likes, and each would be executed and kept. Observed: cumulus-client-consensus-aura 0.36.0,
/// equivocation_import_queue.rs, `NaiveEquivocationDefender`
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "chain/import/engine_factory.hpp"

namespace serinus::collator {

/// Counts blocks whose seals are good. Any thread.
class EquivocationLimit {
  public:
    /// Of one place.
    static constexpr size_t kMostBlocks = 16;
    /// So many places are remembered, those that blocks came for last.
    static constexpr size_t kMostPlaces = 512;
    /// Ours: blocks that are wanted, of which the last ones are remembered.
    static constexpr size_t kMostWanted = 1024;

    /// What blocks are told apart by.
    struct Place {
        uint64_t slot = 0;
        primitives::BlockNumber number = 0;
        Hash256 relay_parent = {};  ///< its hash, or else its state root; zeros: the header names none
        friend auto operator<=>(const Place&, const Place&) = default;
    };

    /// Whether the block may be imported. Ours: it counts once, however often it is checked.
    bool admit(const Place& place, const Hash256& block);
    /// The block is admitted whatever was counted: the relay chain's validators have backed it.
    void want(const Hash256& block);
    size_t places() const;

  private:
    struct Counted {
        std::set<Hash256> blocks;
        uint64_t last_use = 0;
    };

    mutable std::mutex mutex_;
    std::map<Place, Counted> counted_;
    uint64_t uses_ = 0;
    std::deque<Hash256> wanted_;  ///< the oldest first
};

/// Of a header; nullopt: it has no slot of Aura.
std::optional<EquivocationLimit::Place> place_of(const primitives::Header& header);

/// The engines of another factory, whose verifiers refuse what is beyond the limit. `engines` must outlive it.
class LimitedEngines final : public chain::EngineFactory {
  public:
    LimitedEngines(chain::EngineFactory& engines, std::shared_ptr<EquivocationLimit> limit)
        : engines_(engines), limit_(std::move(limit)) {}

    Result<Engine, chain::ChainError> of_genesis(chain::RuntimeSource& runtimes, state::Backend& genesis) override {
        return engines_.of_genesis(runtimes, genesis);
    }
    Result<Engine, chain::ChainError> of_record(BytesView record) override { return engines_.of_record(record); }
    Result<std::unique_ptr<chain::HeaderVerifier>, chain::ChainError> make_verifier(
        const Engine& engine, std::function<uint64_t()> now_ms) override;
    std::unique_ptr<chain::ForkChoice> make_fork_choice() override { return engines_.make_fork_choice(); }

  private:
    chain::EngineFactory& engines_;
    std::shared_ptr<EquivocationLimit> limit_;
};

}  // namespace serinus::collator

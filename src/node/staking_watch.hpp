/// Warns in the log of faults that would cost the chain or this node's validators: see staking/guard.hpp.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "platform/scheduler.hpp"
#include "staking/guard.hpp"

namespace serinus::node {

/// Looks at the best block's state when it starts and every ten blocks, on a lane of its own; does nothing on chains
/// without Staking.
class StakingWatch final : public chain::ClientListener {
  public:
    /// All must outlive it. `keys`: those whose validators are watched; nullptr: none, the chain alone.
    StakingWatch(chain::Client& client, const crypto::NodeKeys* keys, platform::Scheduler& scheduler);
    ~StakingWatch() override;

    void on_imported(const chain::ImportedBlock& block) override;
    /// As of the last look; nullopt: none yet.
    std::optional<staking::GuardFacts> facts() const;

  private:
    void look(const chain::BlockId& block);
    Result<bool, std::string> read_constants(const chain::BlockId& block);
    Result<std::vector<primitives::AccountId>, std::string> own_stashes(state::Backend& state) const;

    chain::Client& client_;
    const crypto::NodeKeys* keys_;
    staking::GuardOptions options_;
    std::optional<bool> has_staking_;  ///< nullopt: not asked yet
    staking::StakingGuard guard_;
    mutable std::mutex mutex_;
    std::optional<staking::GuardFacts> facts_;
    bool has_failed_ = false;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::node

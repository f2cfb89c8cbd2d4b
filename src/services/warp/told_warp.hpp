/// Warps of a chain whose final blocks another chain names, as the relay chain does those of a parachain: with --sync
/// warp the chain begins with the state of such a block, over state/2, which each node answers.
/// Observed: cumulus-client-service 0.36.0: the relay chain's final block says the target, once that is not behind
#pragma once

#include "services/sync/sync.hpp"
#include "services/warp/state_proofs.hpp"
#include "services/warp/stored_warp.hpp"

namespace serinus::services {

class ToldWarp final : public Service {
  public:
    /// `sync` waits for the end of a warp. All must outlive it, but for the lists of `node`.
    ToldWarp(NodeParts& node, Sync& sync);
    ~ToldWarp() override { ToldWarp::stop(); }

    void connect(ModuleParts& parts) override;
    void publish(NetworkState& state) override;
    void stop() override;

    /// Whether this node still waits for a target, or for its state. Any thread.
    bool is_running() const noexcept { return is_running_.load(); }
    /// A block that is final. Does nothing if no warp is running. Any thread.
    void tell(const primitives::Header& header);

  private:
    void make_warp(ModuleParts& parts);

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    Sync& sync_;
    const bool is_wanted_;
    const std::string folder_;  ///< for a state that is downloaded; empty: in memory
    const network::link::ProtocolIndex state_protocol_;
    ClientStateProofs proofs_;
    std::unique_ptr<StoredWarp> stored_;  ///< nullptr: this node executes all blocks
    std::atomic<bool> is_running_ = false;
};

/// For recipes.
ToldWarp& add_told_warp(NodeParts& node, Sync& sync);

}  // namespace serinus::services

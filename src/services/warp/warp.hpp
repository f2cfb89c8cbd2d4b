/// Warps on a node: with --sync warp the chain begins with the state of a final block, over sync/warp and state/2; each
/// node answers both.
#pragma once

#include "services/sync/sync.hpp"
#include "services/warp/state_proofs.hpp"
#include "services/warp/stored_warp.hpp"

namespace serinus::services {

class Warp final : public Service {
  public:
    /// `sync` waits for the end of a warp. All must outlive it, but for the lists of `node`.
    Warp(NodeParts& node, Sync& sync);
    ~Warp() override { Warp::stop(); }

    void connect(ModuleParts& parts) override;
    void publish(NetworkState& state) override;
    void stop() override;

  private:
    void make_warp(ModuleParts& parts);

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    Sync& sync_;
    const bool is_wanted_;
    const std::string folder_;  ///< for a state that is downloaded; empty: in memory
    const network::link::ProtocolIndex warp_protocol_, state_protocol_;
    ClientStateProofs proofs_;
    std::unique_ptr<StoredWarp> stored_;  ///< nullptr: this node executes all blocks
};

/// For recipes.
void add_warp(NodeParts& node, Sync& sync);

}  // namespace serinus::services

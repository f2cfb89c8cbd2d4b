/// Warps on a node: with --sync warp the chain begins with the state of a final block, over sync/warp and state/2; each
/// node answers both. Of a parachain state/2 alone: its relay chain tells which blocks are final.
/// Observed: cumulus-client-service 0.36.0: the relay chain's final block says the target, once that is not behind
#pragma once

#include "services/sync/sync.hpp"
#include "services/warp/state_proofs.hpp"
#include "services/warp/stored_warp.hpp"

namespace serinus::services {

class Warp final : public Service {
  public:
    /// Who says which blocks are final.
    enum class Target : uint8_t { kProven, kTold };
    /// `sync` waits for the end of a warp. All must outlive it, but for the lists of `node`.
    Warp(NodeParts& node, Sync& sync, Target target);
    ~Warp() override { Warp::stop(); }

    void connect(ModuleParts& parts) override;
    void publish(NetworkState& state) override;
    void stop() override;

    // Where targets are told. Any thread.
    /// Whether this node still waits for a target, or for its state.
    bool is_running() const noexcept { return is_running_.load(); }
    /// A block that is final. Does nothing if no warp is running.
    void tell(const primitives::Header& header);

  private:
    void make_warp(ModuleParts& parts);

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    Sync& sync_;
    const bool is_wanted_;
    const std::string folder_;  ///< for a state that is downloaded; empty: in memory
    const std::optional<network::link::ProtocolIndex> warp_protocol_;  ///< nullopt: targets are told
    const network::link::ProtocolIndex state_protocol_;
    ClientStateProofs proofs_;
    std::unique_ptr<StoredWarp> stored_;  ///< nullptr: this node executes all blocks
    std::atomic<bool> is_running_ = false;
};

/// For recipes.
Warp& add_warp(NodeParts& node, Sync& sync, Warp::Target target);

}  // namespace serinus::services

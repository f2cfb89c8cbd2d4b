/// Blocks below the one that the chain began with, as network::sync::History keeps them.
#pragma once

#include "chain/client/client.hpp"
#include "platform/scheduler.hpp"
#include "protocols/sync/history.hpp"

namespace serinus::services {

class StoredHistory final : public network::sync::HistoryChain {
  public:
    /// `on_stored` is called on the lane. `client` and `scheduler` must outlive this.
    StoredHistory(chain::Client& client, platform::Scheduler& scheduler, chain::Pruning bodies,
                  std::function<void(bool is_good)> on_stored);

    std::optional<chain::BlockId> highest_missing() override;
    bool wants_body(primitives::BlockNumber number) override;
    void store(std::vector<network::sync::ReceivedBlock> blocks) override;
    /// Waits for what runs.
    void close() { lane_->close(); }

  private:
    chain::Client& client_;
    chain::Pruning bodies_;
    std::function<void(bool)> on_stored_;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::services

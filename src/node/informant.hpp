/// Logs the progress of the chain.
#pragma once

#include <memory>

#include "chain/client/client.hpp"
#include "node/informant_text.hpp"
#include "node/network.hpp"
#include "platform/scheduler.hpp"

namespace serinus::node {

/// Logs each import and each change of the best branch, and every few seconds the best and the finalized block.
class Informant : public chain::ClientListener {
  public:
    /// All must outlive it. `network`: nullptr for a node that is alone.
    Informant(chain::Client& client, platform::Scheduler& scheduler, NodeNetwork* network);
    ~Informant() override;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& finalized) override;

  private:
    void schedule_status();
    ChainStatus status();

    chain::Client& client_;
    platform::Scheduler& scheduler_;
    NodeNetwork* network_;
    chain::BlockId last_best_;  ///< of the last line, for speeds
    uint64_t last_in_ = 0, last_out_ = 0;
    uint64_t last_ms_ = 0;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::node

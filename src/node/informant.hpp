/// Logs the progress of the chain.
#pragma once

#include <memory>

#include "chain/client/client.hpp"
#include "platform/scheduler.hpp"

namespace serinus::node {

/// Logs each import and each change of the best branch, and every few seconds the best and the finalized block.
class Informant : public chain::ClientListener {
  public:
    /// Both must outlive it.
    Informant(chain::Client& client, platform::Scheduler& scheduler);
    ~Informant() override;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& finalized) override;

  private:
    void schedule_status();

    chain::Client& client_;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::node

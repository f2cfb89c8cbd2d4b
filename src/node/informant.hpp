/// Tells the person at the terminal how the chain goes on.
#pragma once

#include <functional>
#include <memory>

#include "chain/client/client.hpp"

namespace serinus::platform {
class Workers;
}

namespace serinus::node {

/// Logs each import and each change of the best branch, and every few seconds how things stand.
class Informant : public chain::ClientListener {
  public:
    /// Both must outlive it; `workers` must be stopped before its end.
    Informant(chain::Client& client, platform::Workers& workers);
    ~Informant() override;

    void on_imported(const chain::ImportedBlock& block) override;
    void on_finalized(const chain::FinalizedBlocks& finalized) override;

  private:
    void tell_later();

    chain::Client& client_;
    platform::Workers& workers_;
};

}  // namespace serinus::node

/// Proofs of states and of finality for nodes that warp.
#pragma once

#include "chain/client/client.hpp"
#include "protocols/sync/state_server.hpp"

namespace serinus::services {

/// Each question reads one snapshot. Any thread. `client` must outlive it.
class ClientStateProofs final : public network::serve::StateProofs {
  public:
    explicit ClientStateProofs(chain::Client& client) : client_(client) {}

    std::optional<trie::CompactProof> prove_range(const Hash256& block, state::RangeStart start) override;
    std::optional<state::RangeEntries> collect_range(const Hash256& block, state::RangeStart start) override;
    std::optional<Bytes> prove_warp(const Hash256& begin) override;

  private:
    chain::Client& client_;
};

}  // namespace serinus::services

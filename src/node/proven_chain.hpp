/// Proofs of the chain for other nodes.
#pragma once

#include "chain/client/client.hpp"
#include "protocols/light/proof_server.hpp"

namespace serinus::node {

/// Each question reads one snapshot. Any thread. `client` must outlive it.
class ProvenChain final : public network::serve::ProvenChain {
  public:
    explicit ProvenChain(chain::Client& client) : client_(client) {}

    std::optional<Bytes> prove_call(const network::serve::LightCall& call) override;
    std::optional<Bytes> prove_read(const network::serve::LightRead& read) override;
    std::optional<trie::CompactProof> prove_range(const Hash256& block, state::RangeStart start) override;
    std::optional<state::RangeEntries> collect_range(const Hash256& block, state::RangeStart start) override;
    std::optional<Bytes> prove_warp(const Hash256& begin) override;

  private:
    chain::Client& client_;
};

}  // namespace serinus::node

/// The parachain's blocks in this node's database.
#pragma once

#include "chain/client/client.hpp"
#include "collator/parent_search.hpp"

namespace serinus::collator {

/// What cannot be read counts as not there. `client` must outlive this.
class ClientBlocks final : public ParachainBlocks {
  public:
    explicit ClientBlocks(chain::Client& client) noexcept : client_(&client) {}
    std::optional<primitives::Header> find_header(const Hash256& hash) override;
    std::vector<Hash256> children_of(const Hash256& hash) override;

  private:
    chain::Client* client_;
};

}  // namespace serinus::collator

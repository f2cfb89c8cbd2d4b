/// Another block as the best one, by the wish of a developer.
#pragma once

#include <mutex>

#include "chain/client/client.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc {

/// Any thread. `client` must outlive this.
class HeadSetter {
  public:
    explicit HeadSetter(chain::Client& client) : client_(&client) {}

    /// The block by its hash in hex or, on the best chain, by its number; 0 and less count from the best block. What
    /// leads away from it is excluded from the best chain until the head is set again. Errors: the block is not known;
    /// a block that is final would have to go.
    Result<chain::BlockId, RpcError> set(const Json* which);

  private:
    Result<Hash256, RpcError> find(const Json* which);

    chain::Client* client_;
    std::mutex mutex_;
    std::vector<Hash256> excluded_;
};

}  // namespace serinus::rpc

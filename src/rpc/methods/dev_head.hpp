/// Another block as the best one, by the wish of a developer.
#pragma once

#include "rpc/services.hpp"

namespace serinus::rpc {

/// Any thread. All must outlive this.
class HeadSetter {
  public:
    HeadSetter(chain::Client& client, authorship::Sealing& sealing) : client_(&client), sealing_(&sealing) {}

    /// The block by its hash in hex or, on the best chain, by its number; 0 and less count from the best block. The
    /// pool is empty afterwards: it neither gets back what was in blocks that are left, nor refuses to take that again.
    /// Errors: the block is not known; on a chain that is no fork, a block that is final would have to go.
    Result<chain::BlockId, RpcError> set(const Json* which);

  private:
    Result<Hash256, RpcError> find(const Json* which);

    chain::Client* client_;
    authorship::Sealing* sealing_;
};

}  // namespace serinus::rpc

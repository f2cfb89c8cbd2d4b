/// The decoded metadata of a block's runtime.
#pragma once

#include <mutex>

#include "metadata/metadata.hpp"
#include "rpc/methods/access.hpp"

namespace serinus::rpc {

/// Keeps that of the last runtime. Any thread.
class BlockMetadata {
  public:
    explicit BlockMetadata(chain::Client& client) : client_(&client) {}
    /// Of the runtime in the state after the block. Errors: no such state; metadata of another version than 14.
    Result<std::shared_ptr<const metadata::Metadata>, RpcError> of(const Call& call, const Hash256& block);

  private:
    chain::Client* client_;
    std::mutex mutex_;
    std::shared_ptr<const executor::Runtime> runtime_;
    std::shared_ptr<const metadata::Metadata> metadata_;
};

}  // namespace serinus::rpc

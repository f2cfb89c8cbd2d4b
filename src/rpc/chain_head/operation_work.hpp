/// The work of operations: reads of the client, and the messages with their results.
#pragma once

#include "rpc/chain_head/kept_states.hpp"
#include "rpc/chain_head/storage_query.hpp"

namespace serinus::rpc::chain_head {

/// What an operation reads: a pinned block, which is read from the client, or from what is kept of it if the database
/// has forgotten it. Any thread.
class OperationWork {
  public:
    /// nullptr: nothing of the block is kept.
    using FindKept = std::function<std::shared_ptr<KeptBlock>(const Hash256& block)>;
    OperationWork(chain::Client& client, FindKept find_kept) : client_(&client), find_kept_(std::move(find_kept)) {}

    // Each gives the operation's messages.
    std::string read_body(const std::string& operation, const Hash256& block);
    /// nullopt: it was stopped by the token of `limits`.
    std::optional<std::string> call_runtime(const std::string& operation, const Hash256& block,
                                            const std::string& function, BytesView arguments,
                                            const executor::CallContext& limits);

    struct StoragePage {
        std::vector<std::string> messages;
        bool is_last = false;
    };
    /// The next page of an answer.
    StoragePage read_storage(const std::string& operation, const Hash256& block, StorageAnswer& answer);

  private:
    Result<Bytes, executor::CallError> call_kept(KeptBlock& block, const std::string& function, BytesView arguments,
                                                 const executor::CallContext& limits);

    chain::Client* client_;
    FindKept find_kept_;
};

}  // namespace serinus::rpc::chain_head

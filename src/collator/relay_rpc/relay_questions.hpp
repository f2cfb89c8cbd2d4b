/// What a parachain's node asks a JSON-RPC server of its relay chain, and what the answers hold. Each answer is checked
/// for its form, and headers and proofs for the block they are of; values and answers of the runtime are believed.
/// Observed: cumulus-relay-chain-rpc-interface 0.36.0, rpc_client.rs
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "collator/relay_chain.hpp"
#include "executor/runtime_version.hpp"
#include "fork/origin/rpc_client.hpp"

namespace serinus::collator {

using AskServer = std::function<Result<boost::json::value, fork::RpcError>(std::string_view method,
                                                                           const boost::json::array& params)>;

/// Of a block, or the best one; nullopt: the server does not have it. Errors: ends of sentences that begin with the
/// server's name; kRefused where the answer is none.
Result<std::optional<primitives::Header>, fork::RpcError> ask_header(const AskServer& ask,
                                                                     const std::optional<Hash256>& block);
Result<std::optional<Hash256>, fork::RpcError> ask_hash(const AskServer& ask, primitives::BlockNumber number);
/// Errors: kRefused, as there is always a final block.
Result<Hash256, fork::RpcError> ask_final_hash(const AskServer& ask);
/// Whether the server says that it is far behind its network. One that does not say is not.
Result<bool, fork::RpcError> ask_is_syncing(const AskServer& ask);

/// Any thread.
class RelayQuestions final : public runtime_api::BlockExecutor {
  public:
    // Ours.
    static constexpr size_t kMaxHeaders = 512, kMaxVersions = 64;
    static constexpr size_t kMaxApis = 1'024;  ///< of a runtime

    explicit RelayQuestions(AskServer ask) : ask_(std::move(ask)) {}

    /// Kept, or asked for. Errors: sentences.
    Result<std::shared_ptr<const primitives::Header>, std::string> find_header(const Hash256& block);
    void keep_header(const Hash256& block, std::shared_ptr<const primitives::Header> header);
    Result<std::unique_ptr<RelayState>, std::string> state_of(const Hash256& block);

    // runtime_api::BlockExecutor
    runtime_api::OrCallError<Bytes> execute(const Hash256& block, std::string_view name, BytesView arguments,
                                            const executor::CallContext& context) override;
    runtime_api::OrCallError<std::optional<uint32_t>> find_api(const Hash256& block, std::string_view api) override;

  private:
    class State;
    using HeaderPtr = std::shared_ptr<const primitives::Header>;

    /// The latest entries by block.
    template <class T>
    struct Kept {
        std::map<Hash256, T> by_block = {};
        std::deque<Hash256> order = {};

        void put(const Hash256& block, T value, size_t max) {
            if (!by_block.emplace(block, std::move(value)).second) return;
            order.push_back(block);
            if (order.size() <= max) return;
            by_block.erase(order.front());
            order.pop_front();
        }
    };

    runtime_api::OrCallError<executor::RuntimeVersion> version_at(const Hash256& block);

    AskServer ask_;
    std::mutex mutex_;
    Kept<HeaderPtr> headers_;
    Kept<executor::RuntimeVersion> versions_;
};

}  // namespace serinus::collator

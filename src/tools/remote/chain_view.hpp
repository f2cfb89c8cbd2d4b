/// A chain as a node tells of it: one block with its runtime and metadata.
#pragma once

#include "fork/origin/rpc_client.hpp"
#include "metadata/metadata.hpp"
#include "primitives/block.hpp"
#include "runtime_api/call.hpp"
#include "tools/compose/units.hpp"

namespace serinus::remote {

using fork::RpcClient;
using fork::RpcError;

struct BlockAt {
    uint64_t number = 0;
    Hash256 hash = {};
};

struct RuntimeNumbers {
    std::string spec_name = {};
    uint32_t spec_version = 0;
    uint32_t transaction_version = 0;
};

/// Errors are sentences. One thread.
class ChainView {
  public:
    /// Asks for what does not change, and for the block with this number or hash; empty: the best one.
    static Result<std::unique_ptr<ChainView>, std::string> open(std::unique_ptr<RpcClient> rpc, const std::string& at);

    RpcClient& rpc() const noexcept { return *rpc_; }
    const BlockAt& block() const noexcept { return block_; }
    const Hash256& genesis_hash() const noexcept { return genesis_hash_; }
    const std::string& chain_name() const noexcept { return chain_name_; }
    const RuntimeNumbers& runtime() const noexcept { return runtime_; }
    const metadata::Metadata& metadata() const noexcept { return *metadata_; }
    const compose::Units& units() const noexcept { return units_; }

    /// Goes on to another block; the metadata is asked for again if the runtime is another one.
    Result<void, std::string> move_to(const BlockAt& block);

    Result<BlockAt, std::string> best();
    Result<BlockAt, std::string> finalized();
    Result<Hash256, std::string> hash_at(uint64_t number);
    Result<uint64_t, std::string> number_of(const Hash256& block);
    /// The extrinsics with their lengths before them, as they are hashed.
    Result<std::vector<Bytes>, std::string> extrinsics(const Hash256& block);

    /// Of the state of block(); or of another block's.
    Result<std::optional<Bytes>, std::string> storage(BytesView key) { return storage(key, block_.hash); }
    Result<std::optional<Bytes>, std::string> storage(BytesView key, const Hash256& block);
    /// Keys that begin with `prefix`, behind `after` (empty: from the first one on), ascending, at most `count`.
    Result<std::vector<Bytes>, std::string> keys(BytesView prefix, BytesView after, size_t count);
    Result<std::vector<std::optional<Bytes>>, std::string> values(const std::vector<Bytes>& keys);
    /// Of the runtime of block().
    Result<Bytes, std::string> call_runtime(std::string_view function, BytesView arguments);

    template <class Value, class... Arguments>
    Result<Value, std::string> ask(const runtime_api::Call<Value(Arguments...)>& call,
                                   const std::type_identity_t<Arguments>&... arguments) {
        TRY_ASSIGN(const Bytes answer, call_runtime(call.name, call.encode(arguments...)));
        auto value = call.decode(answer);
        if (!value) return Err(value.error().to_string());
        return *std::move(value);
    }

    /// The metadata in a version of its format; nullptr: the runtime has none of it.
    Result<std::unique_ptr<const metadata::Metadata>, std::string> metadata_of_version(uint32_t version);
    /// Of the next transaction of an account, behind those that wait in the node's pool.
    Result<uint64_t, std::string> next_nonce(BytesView account);

  private:
    explicit ChainView(std::unique_ptr<RpcClient> rpc) : rpc_(std::move(rpc)) {}
    Result<void, std::string> learn_runtime();
    Result<boost::json::value, std::string> call(std::string_view method, const boost::json::array& params = {});

    std::unique_ptr<RpcClient> rpc_;
    BlockAt block_;
    Hash256 genesis_hash_;
    std::string chain_name_;
    RuntimeNumbers runtime_;
    std::unique_ptr<const metadata::Metadata> metadata_;
    compose::Units units_;
};

}  // namespace serinus::remote

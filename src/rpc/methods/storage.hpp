/// Reading the entries of a state, as the `state` and `childstate` methods do.
#pragma once

#include "rpc/methods/access.hpp"

namespace serinus::rpc {

/// Where to look: the state after a block, or one of its child tries.
struct StorageView {
    std::unique_ptr<state::BlockState> state;
    state::Area area = state::Area::top();
};

/// Ours: the keys and values that one call collects. The server's limit of a response is lower.
inline constexpr size_t kMaxCollectedBytes = size_t{32} << 20;
/// Observed: the same limit in the reference. Its own calls without a page count only fail as too large an answer.
inline constexpr uint32_t kMaxPage = 1000;

RpcError too_large_response();

Result<std::optional<Bytes>, RpcError> read_entry(StorageView& view, BytesView key);
RpcResult entry_json(StorageView& view, BytesView key);  ///< value or null
RpcResult entry_hash_json(StorageView& view, BytesView key);
RpcResult entry_size_json(StorageView& view, BytesView key);

/// Keys with the prefix, greater than `after`.
RpcResult keys_json(StorageView& view, BytesView prefix, const std::optional<Bytes>& after, size_t max_count);
/// [[key, value], …]
RpcResult pairs_json(StorageView& view, BytesView prefix);
/// Bytes of all values whose key has the prefix; nullopt: `give_up`, which is asked now and then, said yes.
Result<std::optional<uint64_t>, RpcError> sum_of_sizes(StorageView& view, BytesView prefix,
                                                       const std::function<bool()>& give_up);

/// {"at": …, "proof": […]}
RpcResult proof_json(const Hash256& block, Result<trie::StorageProof, state::StateError> proof);

}  // namespace serinus::rpc

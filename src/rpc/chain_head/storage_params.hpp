/// Storage queries in the arguments of a call.
#pragma once

#include "rpc/chain_head/storage_query.hpp"
#include "rpc/registry.hpp"

namespace serinus::rpc::chain_head {

/// Limit of ours for one call.
inline constexpr size_t kMaxQueries = 65536;

/// `[{"key":"0x…","type":"value"}…]`. `paginated`: descendants may have a "paginationStartKey". Errors: kInvalidParams.
Result<std::vector<StorageQuery>, RpcError> storage_queries(const Params& params, size_t index, bool paginated);
/// The key of a child trie, or nothing.
Result<std::optional<Bytes>, RpcError> child_trie(const Params& params, size_t index);

/// A hex string in an object; nullopt if it is not there. Errors: kInvalidParams.
Result<std::optional<Bytes>, RpcError> bytes_member(const boost::json::object& object, const char* name);
Result<Bytes, RpcError> bytes_of(const Json& value, const char* name);
RpcError invalid_argument(const std::string& what);

}  // namespace serinus::rpc::chain_head

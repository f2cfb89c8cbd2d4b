/// The storage that dev_setStorage is given.
#pragma once

#include "metadata/metadata.hpp"
#include "rpc/registry.hpp"
#include "state/backend.hpp"

namespace serinus::rpc {

/// Ours: entries that "$removePrefix" may remove in one call.
inline constexpr size_t kMaxRemovedEntries = 100'000;

/// The changes that an object of pallets and items describes, see metadata::encode_storage(). `state`: where
/// "$removePrefix" finds the keys. Errors: kInvalidParams; the state cannot be read.
Result<state::StateChanges, RpcError> read_storage_object(const Json& value, const metadata::Metadata& metadata,
                                                          state::Backend& state);

}  // namespace serinus::rpc

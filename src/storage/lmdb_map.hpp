/// How large the map of a database file is, and how it grows. For this folder only.
#pragma once

#include <chrono>

#include "storage/lmdb.hpp"

namespace serinus::storage::lmdb {

/// Addresses to begin with for a file of `file_bytes`.
uint64_t first_map_bytes(uint64_t file_bytes, const StoreOptions& options);

/// Passes the address at which LMDB has mapped the file to the environment's FileMap. No reader is active.
Result<void, StoreError> note_map(Environment& environment);

/// Doubles the map, if there is a moment without snapshots within `timeout`. False: there was none, or no larger map is
/// possible. No write transaction is active.
bool enlarge_map(Environment& environment, std::chrono::milliseconds timeout);

/// After a commit: enlarges a map that is filling up, long before it is full. Waits for snapshots to end only if it
/// becomes urgent.
void keep_room_in_map(Environment& environment);

}  // namespace serinus::storage::lmdb

/// A file with the whole state of a block.
#pragma once

#include <functional>

#include "fork/origin/remote_origin.hpp"
#include "state/memory_backend.hpp"

namespace serinus::fork {

/// The file is "serinus state 1\n" and pieces, each behind its length (u32): ChainFacts, then an entry a piece (child
/// trie or none, key, value) in the order of the keys, the child tries behind the top trie, and an empty piece. The
/// number of entries (u64) and a BLAKE2b-256 hash end it: the hash over that of what stands before a piece and that of
/// the piece.
struct SnapshotInfo {
    ChainFacts facts;
    uint64_t entries = 0, child_tries = 0, bytes = 0;
    /// Whether the entries have the root of the block's header; nullopt: nobody computed it. A state whose entries are
    /// of two versions, as in a migration, has a root of neither.
    std::optional<bool> has_root = {};
};

using WriteBytes = std::function<Result<void, std::string>(BytesView)>;
/// Of the next bytes; fewer than asked for at the end.
using ReadBytes = std::function<Result<size_t, std::string>(MutableBytesView)>;

/// Writes the state of an origin, entry by entry: memory does not grow with the state. `progress` hears the number of
/// entries from time to time, and stops it by false. The root is computed on the way.
Result<SnapshotInfo, std::string> write_snapshot(RemoteOrigin& origin, const ChainFacts& facts, const WriteBytes& write,
                                                 const std::function<bool(uint64_t entries)>& progress);

/// Reads a file to its end. `take`, if there is one, gets each entry; child: nullopt in the top trie. Errors are
/// sentences: it is no snapshot, truncated, or damaged.
using TakeSnapshotEntry = std::function<void(const std::optional<Bytes>& child, Bytes key, Bytes value)>;
Result<SnapshotInfo, std::string> read_snapshot(const ReadBytes& read, const TakeSnapshotEntry& take = {});

}  // namespace serinus::fork

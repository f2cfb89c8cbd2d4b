/// An embedded, ordered, transactional key-value store.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::storage {

struct StoreError {
    enum class Kind : uint8_t {
        kIo = 1,
        kFull,     ///< no space on the disk
        kLocked,   ///< another process has it open
        kCorrupt,  ///< damaged, or not a store, or of another format
    } kind = Kind::kIo;
    std::string reason;  ///< says what to do
};

/// One of a fixed, small set of key spaces; numbers are given by the user of the store and never change their meaning.
using Column = uint8_t;
inline constexpr Column kColumnCount = 32;  ///< numbers below this one; the last is the store's own (write_behind.hpp)

/// Walks a column in key order. Views are valid until the next move.
class StoreCursor {
  public:
    virtual ~StoreCursor() = default;
    /// To the first key that is `key` or greater; false if there is none.
    virtual Result<bool, StoreError> seek(BytesView key) = 0;
    virtual Result<bool, StoreError> next() = 0;
    virtual BytesView key() const = 0;
    virtual BytesView value() const = 0;
};

/// The store as it was at one moment, whatever is committed meanwhile. One thread at a time; short-lived by intention
/// (an old snapshot keeps old pages alive).
class Snapshot {
  public:
    virtual ~Snapshot() = default;
    /// The view is valid as long as the snapshot.
    virtual Result<std::optional<BytesView>, StoreError> get(Column column, BytesView key) = 0;
    virtual std::unique_ptr<StoreCursor> cursor(Column column) = 0;
};

/// Changes that come together or not at all. Keys of any length. Of two changes of one key the later counts.
class WriteBatch {
  public:
    virtual ~WriteBatch() = default;
    virtual void put(Column column, BytesView key, BytesView value) = 0;
    virtual void remove(Column column, BytesView key) = 0;
};

enum class Durability : uint8_t {
    kSynced,    ///< on the disk, with all commits before it, when commit returns: survives a loss of power. Of an
                ///< empty batch: makes the commits before it durable
    kBuffered,  ///< ordered and atomic, survives `kill -9`; the last ones may go with the power
};

/// Any thread; commits wait for each other. Snapshots and cursors may outlive their store, batches too.
class Store {
  public:
    virtual ~Store() = default;
    virtual std::unique_ptr<WriteBatch> batch() = 0;
    /// `batch` is one of this store's. After an error nothing of it is there, and it may be built and tried again.
    virtual Result<void, StoreError> commit(std::unique_ptr<WriteBatch> batch, Durability durability) = 0;
    virtual Result<std::unique_ptr<Snapshot>, StoreError> snapshot() = 0;
};

/// For tests and `--tmp`.
std::unique_ptr<Store> make_memory_store();

struct StoreOptions {
    /// Addresses to begin with, neither memory nor disk. They are doubled as the file grows; a large file begins with
    /// four times its size. Fewer under `ulimit -v`.
    uint64_t first_map_bytes = uint64_t{16} << 30;
    /// The file cannot become larger.
    uint64_t max_bytes = uint64_t{1} << 44;
    /// The map can be enlarged only while there is no snapshot. Commits look for such moments from half of it on; one
    /// that finds it full waits so long, and fails with kFull.
    uint32_t full_map_wait_ms = 10'000;
};

/// The store in the folder `path`, which is made if it is not there. One process at a time has it.
/// See docs/storage.md for what it is made of.
Result<std::unique_ptr<Store>, StoreError> open_store(const std::string& path, const StoreOptions& options = {});

}  // namespace serinus::storage

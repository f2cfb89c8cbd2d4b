/// LMDB in our terms: errors, transactions, where a key of any length stands. For this folder only.
#pragma once

#include <lmdb.h>

#include <array>
#include <memory>

#include "storage/file_map.hpp"
#include "storage/folder_lock.hpp"
#include "storage/reader_gate.hpp"
#include "storage/store.hpp"

namespace serinus::storage::lmdb {

/// The databases of the file. LMDB takes keys of 1 to 511 bytes, so the others have a rule:
///
/// - A key of 1 to `kSegmentBytes` bytes stands as it is in the database of its column.
/// - A longer one is cut. Its first `kSegmentBytes` and a zero byte name a *folder*: a row whose value is a number of
///   eight bytes, big-endian. The rest of the key stands behind this number in the database `long_keys`, by the same
///   rule. The row of the folder has its place right where the keys in it have theirs, so order is kept, and a change
///   costs a few rows, however many keys begin alike.
/// - The empty key stands in `long_keys` too, behind the number 0, as the byte of its column. It is before all others.
struct Databases {
    MDB_dbi main = 0;  ///< the format, the last number of a folder
    MDB_dbi long_keys = 0;
    std::array<MDB_dbi, kColumnCount> columns{};
};

inline constexpr std::string_view kFormatKey = "format";
inline constexpr uint64_t kLeastMapBytes = uint64_t{64} << 20;

inline constexpr size_t kFolderNumberBytes = 8;
inline constexpr size_t kSegmentBytes = 502;
static_assert(kFolderNumberBytes + kSegmentBytes + 1 <= 511);

/// The environment, shared by a store and all its snapshots.
struct Environment {
    std::unique_ptr<FolderLock> lock;
    std::string path;
    MDB_env* handle = nullptr;
    Databases databases;
    FileMap file_map;
    ReaderGate readers;  ///< snapshots
    StoreOptions options;
    std::atomic<bool> is_broken = false;  ///< it has lost its map: LMDB must not be called
    uint64_t next_wait_at_bytes = 0;      ///< see keep_room_in_map; of the writer

    Environment() = default;
    ~Environment() {
        if (handle != nullptr) mdb_env_close(handle);
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
};

StoreError error_of(int code, const Environment& environment, const char* doing);

/// What every operation answers once Environment::is_broken.
StoreError lost_map(const Environment& environment);

/// Ends without a trace unless it is committed.
class Transaction {
  public:
    static Result<Transaction, StoreError> begin(const Environment& environment, unsigned flags);

    Transaction(Transaction&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction() {
        if (handle_ != nullptr) mdb_txn_abort(handle_);
    }

    MDB_txn* get() const noexcept { return handle_; }
    int commit() noexcept { return mdb_txn_commit(std::exchange(handle_, nullptr)); }

  private:
    explicit Transaction(MDB_txn* handle) noexcept : handle_(handle) {}
    MDB_txn* handle_;
};

inline MDB_val value_of(BytesView bytes) noexcept { return {bytes.size(), const_cast<uint8_t*>(bytes.data())}; }
inline BytesView view_of(const MDB_val& value) noexcept {
    return {static_cast<const uint8_t*>(value.mv_data), value.mv_size};
}

inline bool is_plain(BytesView key) noexcept { return !key.empty() && key.size() <= kSegmentBytes; }

/// Key of a row in `long_keys`, or of a folder.
class RowKey {
  public:
    RowKey() = default;
    static RowKey of(uint64_t folder, BytesView rest) noexcept;
    void set_folder(uint64_t folder) noexcept;
    void append(BytesView bytes) noexcept;
    BytesView view() const noexcept { return {bytes_.data(), size_}; }
    MDB_val value() const noexcept { return value_of(view()); }

  private:
    ByteArray<511> bytes_;
    size_t size_ = 0;
};

/// Reads, writes, removes the entry of a key that is not plain. The results are LMDB's codes.
int get_long(MDB_txn* transaction, const Databases& databases, Column column, BytesView key, MDB_val& value);
int put_long(MDB_txn* transaction, const Databases& databases, Column column, BytesView key, MDB_val value);
int remove_long(MDB_txn* transaction, const Databases& databases, Column column, BytesView key);

/// Walks one column, folders included, within a transaction that outlives it.
class Cursor {
  public:
    Cursor(MDB_txn* transaction, const Databases& databases, Column column) noexcept
        : transaction_(transaction), databases_(&databases), column_(column) {}
    ~Cursor();
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    /// 0: stands at an entry; MDB_NOTFOUND: there is none; else an error.
    int seek(BytesView key);
    int next();
    BytesView key() const noexcept { return key_; }
    BytesView value() const noexcept { return view_of(row_value_); }

  private:
    struct Level {
        MDB_cursor* cursor;
        uint64_t folder;  ///< 0: the column itself
    };

    int open_level(uint64_t folder);
    void close_levels(size_t down_to) noexcept;
    int move(MDB_cursor_op operation, BytesView row_key = {});
    int finish_move(int code);

    MDB_txn* transaction_;
    const Databases* databases_;
    Column column_;
    std::vector<Level> levels_;
    Bytes prefix_;  ///< the segments of the folders on the way
    MDB_val row_key_{};
    MDB_val row_value_{};
    Bytes joined_;  ///< the key, when it does not stand in one row
    BytesView key_;
};

}  // namespace serinus::storage::lmdb

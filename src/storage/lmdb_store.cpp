#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <utility>

#include "base/assert.hpp"
#include "platform/files.hpp"
#include "storage/collected_batch.hpp"
#include "storage/lmdb_map.hpp"
#include "storage/write_behind.hpp"

namespace serinus::storage {
namespace lmdb {
namespace {

constexpr uint64_t kScarceBytes = 64 << 20;

bool is_space_scarce(const std::string& folder, uint64_t needed) {
    struct statvfs info{};
    return ::statvfs(folder.c_str(), &info) == 0 && uint64_t{info.f_bavail} * info.f_frsize < needed;
}

/// LMDB reports a write that got only a part of its bytes as EIO: find out what was in the way.
bool is_out_of_space(int code, const Environment& environment) {
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) return true;
    if (code != EIO) return false;
    struct stat file{};
    struct rlimit limit{};
    const bool at_limit = ::stat((environment.path + "/data.mdb").c_str(), &file) == 0 &&
                          ::getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
                          static_cast<uint64_t>(file.st_size) + kScarceBytes > limit.rlim_cur;
    return at_limit || is_space_scarce(environment.path, kScarceBytes);
}

}  // namespace

StoreError error_of(int code, const Environment& environment, const char* doing) {
    using Kind = StoreError::Kind;
    const std::string where = std::string("cannot ") + doing + " the database in " + environment.path + ": ";
    if (is_out_of_space(code, environment)) {
        return {Kind::kFull, where + "no space is left; free some and start again, nothing is lost"};
    }
    switch (code) {
        case MDB_MAP_FULL:
            return {Kind::kFull, where +
                                     "its map is full and cannot be enlarged while so many snapshots are read, or for "
                                     "lack of addresses (ulimit -v); start again, nothing is lost"};
        case MDB_CORRUPTED:
        case MDB_PAGE_NOTFOUND:
        case MDB_INVALID:
        case MDB_INCOMPATIBLE:
        case MDB_NOTFOUND:
            return {Kind::kCorrupt, where + "it is damaged, or no database; remove it (purge-chain) and sync again"};
        case MDB_VERSION_MISMATCH:
            return {Kind::kCorrupt, where + "it was written by another version of LMDB"};
        case MDB_READERS_FULL:
            return {Kind::kIo, where + "too many snapshots are open"};
        case MDB_PANIC:
            return {Kind::kIo, where + "a write failed before; start again"};
        default:
            return {Kind::kIo, where + mdb_strerror(code)};
    }
}

StoreError lost_map(const Environment& environment) {
    return {StoreError::Kind::kIo, "the system gives no more addresses for the map of the database in " +
                                       environment.path + " (ulimit -v); start again, nothing is lost"};
}

Result<Transaction, StoreError> Transaction::begin(const Environment& environment, unsigned flags) {
    ENSURE(!environment.is_broken, lost_map(environment));
    MDB_txn* handle = nullptr;
    const int code = mdb_txn_begin(environment.handle, nullptr, flags, &handle);
    ENSURE(code == 0, error_of(code, environment, (flags & MDB_RDONLY) != 0 ? "read" : "write to"));
    return Transaction(handle);
}

}  // namespace lmdb

namespace {

using lmdb::Environment;
using lmdb::Transaction;

constexpr std::string_view kFormat = "serinus store 1";
constexpr unsigned kMaxReaders = 1024;

using std::chrono::milliseconds;

/// A value that begins on a page of its own; the others stand beside their keys, which were read.
constexpr size_t kLargeValueBytes = 1024;
/// Whoever writes or walks through so much at once (a whole state, mostly) does not need it again soon: the pages that
/// were read for it would count as memory of this process.
constexpr size_t kReleaseAfterBytes = 1 << 20;

StoreError unreadable(const Environment& environment) {
    return {StoreError::Kind::kIo, "the disk does not give what was written to the database in " + environment.path +
                                       "; check the disk and start again"};
}

/// What a snapshot and its cursors share.
struct ReadTransaction {
    std::shared_ptr<Environment> environment;
    std::optional<Transaction> transaction = {};

    explicit ReadTransaction(std::shared_ptr<Environment> of) : environment(std::move(of)) {
        environment->readers.enter();
    }
    ~ReadTransaction() {
        transaction.reset();
        environment->readers.leave();
    }
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

    /// Errors: the value cannot be read.
    Result<void, StoreError> check(BytesView value) const {
        if (value.size() >= kLargeValueBytes) touch_pages(value.data(), value.size());
        ENSURE(!environment->file_map.has_failed(), unreadable(*environment));
        return {};
    }
};

class LmdbCursor final : public StoreCursor {
  public:
    LmdbCursor(std::shared_ptr<ReadTransaction> read, Column column)
        : read_(std::move(read)), cursor_(read_->transaction->get(), read_->environment->databases, column) {}

    Result<bool, StoreError> seek(BytesView key) override { return moved(cursor_.seek(key)); }
    Result<bool, StoreError> next() override { return moved(cursor_.next()); }
    BytesView key() const override { return cursor_.key(); }
    BytesView value() const override { return cursor_.value(); }

  private:
    Result<bool, StoreError> moved(int code) {
        TRY(read_->check(code == 0 ? cursor_.value() : BytesView()));
        if (code == 0) {
            passed_bytes_ += cursor_.key().size() + cursor_.value().size();
            if (passed_bytes_ >= kReleaseAfterBytes) {
                read_->environment->file_map.release();
                passed_bytes_ = 0;
            }
            return true;
        }
        if (code == MDB_NOTFOUND) return false;
        return Err(lmdb::error_of(code, *read_->environment, "read"));
    }

    std::shared_ptr<ReadTransaction> read_;  // ends after the cursor
    lmdb::Cursor cursor_;
    size_t passed_bytes_ = 0;  ///< since memory was released
};

class LmdbSnapshot final : public Snapshot {
  public:
    explicit LmdbSnapshot(std::shared_ptr<ReadTransaction> read) : read_(std::move(read)) {}

    Result<std::optional<BytesView>, StoreError> get(Column column, BytesView key) override {
        SERINUS_ASSERT(column < kColumnCount);
        const auto& databases = read_->environment->databases;
        MDB_txn* const transaction = read_->transaction->get();
        MDB_val value;
        int code;
        if (lmdb::is_plain(key)) {
            MDB_val name = lmdb::value_of(key);
            code = mdb_get(transaction, databases.columns[column], &name, &value);
        } else {
            code = lmdb::get_long(transaction, databases, column, key, value);
        }
        TRY(read_->check(code == 0 ? lmdb::view_of(value) : BytesView()));
        if (code == MDB_NOTFOUND) return std::optional<BytesView>();
        ENSURE(code == 0, lmdb::error_of(code, *read_->environment, "read"));
        return std::optional<BytesView>(lmdb::view_of(value));
    }
    std::unique_ptr<StoreCursor> cursor(Column column) override {
        SERINUS_ASSERT(column < kColumnCount);
        return std::make_unique<LmdbCursor>(read_, column);
    }

  private:
    std::shared_ptr<ReadTransaction> read_;
};

/// Writes one column's changes of a batch, in key order.
class ColumnWriter {
  public:
    ColumnWriter(MDB_txn* transaction, const lmdb::Databases& databases, Column column) noexcept
        : transaction_(transaction), databases_(&databases), column_(column) {}
    ~ColumnWriter() {
        if (cursor_ != nullptr) mdb_cursor_close(cursor_);
    }
    ColumnWriter(const ColumnWriter&) = delete;
    ColumnWriter& operator=(const ColumnWriter&) = delete;

    int open(BytesView first_key) {
        int code = mdb_cursor_open(transaction_, databases_->columns[column_], &cursor_);
        if (code != 0) return code;
        MDB_val last;
        MDB_val value;
        code = mdb_cursor_get(cursor_, &last, &value, MDB_LAST);
        if (code != 0 && code != MDB_NOTFOUND) return code;
        // Pages filled from left to right stay full; otherwise LMDB leaves each of them half empty.
        appends_ = code == MDB_NOTFOUND || compare(lmdb::view_of(last), first_key) < 0;
        return 0;
    }

    int write(const CollectedBatch::Change& change) {
        const int code = lmdb::is_plain(change.key) ? write_plain(change) : write_long(change);
        return code == MDB_NOTFOUND && change.removes ? 0 : code;
    }

  private:
    int write_plain(const CollectedBatch::Change& change) {
        MDB_val key = lmdb::value_of(change.key);
        MDB_val value = lmdb::value_of(change.value);
        if (change.removes) {
            const int code = mdb_cursor_get(cursor_, &key, &value, MDB_SET);
            return code != 0 ? code : mdb_cursor_del(cursor_, 0);
        }
        if (appends_) {
            const int code = mdb_cursor_put(cursor_, &key, &value, MDB_APPEND);
            if (code != MDB_KEYEXIST) return code;
            appends_ = false;
        }
        return mdb_cursor_put(cursor_, &key, &value, 0);
    }
    int write_long(const CollectedBatch::Change& change) {
        if (change.removes) return lmdb::remove_long(transaction_, *databases_, column_, change.key);
        return lmdb::put_long(transaction_, *databases_, column_, change.key, lmdb::value_of(change.value));
    }

    MDB_txn* transaction_;
    const lmdb::Databases* databases_;
    Column column_;
    MDB_cursor* cursor_ = nullptr;
    bool appends_ = false;
};

int write_changes(MDB_txn* transaction, const lmdb::Databases& databases,
                  std::span<const CollectedBatch::Change> changes) {
    for (size_t i = 0; i < changes.size();) {
        const Column column = changes[i].column;
        ColumnWriter writer(transaction, databases, column);
        int code = writer.open(changes[i].key);
        for (; code == 0 && i < changes.size() && changes[i].column == column; ++i) code = writer.write(changes[i]);
        if (code != 0) return code;
    }
    return 0;
}

size_t bytes_of(std::span<const CollectedBatch::Change> changes) noexcept {
    size_t bytes = 0;
    for (const auto& change : changes) bytes += change.key.size() + change.value.size();
    return bytes;
}

class LmdbStore final : public Store {
  public:
    explicit LmdbStore(std::shared_ptr<Environment> environment) : environment_(std::move(environment)) {}

    std::unique_ptr<WriteBatch> batch() override { return std::make_unique<CollectedBatch>(); }

    Result<void, StoreError> commit(std::unique_ptr<WriteBatch> batch, Durability durability) override {
        const auto changes = static_cast<CollectedBatch&>(*batch).sorted();
        const std::lock_guard lock(writing_);
        ENSURE(!environment_->is_broken, lmdb::lost_map(*environment_));
        // LMDB does nothing at all for a transaction without changes.
        if (changes.empty()) return durability == Durability::kSynced ? sync() : Result<void, StoreError>();
        // Data is always synced before the page that makes it valid is written; kBuffered leaves this page, one
        // of two that take turns, to the system. After a loss of power the older one counts, whose data is whole.
        int code = mdb_env_set_flags(environment_->handle, MDB_NOMETASYNC, durability == Durability::kBuffered);
        ENSURE(code == 0, lmdb::error_of(code, *environment_, "write to"));
        while ((code = write(changes)) == MDB_MAP_FULL) {
            if (!lmdb::enlarge_map(*environment_, milliseconds(environment_->options.full_map_wait_ms))) break;
        }
        ENSURE(!environment_->file_map.has_failed(), unreadable(*environment_));
        ENSURE(code == 0, lmdb::error_of(code, *environment_, "write to"));
        lmdb::keep_room_in_map(*environment_);
        if (bytes_of(changes) >= kReleaseAfterBytes) environment_->file_map.release();
        return {};
    }

    Result<std::unique_ptr<Snapshot>, StoreError> snapshot() override {
        auto read = std::make_shared<ReadTransaction>(environment_);
        read->transaction.emplace(TRY(Transaction::begin(*environment_, MDB_RDONLY)));
        return std::unique_ptr<Snapshot>(std::make_unique<LmdbSnapshot>(std::move(read)));
    }

  private:
    /// Nothing is written unless this returns 0.
    int write(std::span<const CollectedBatch::Change> changes) {
        MDB_txn* handle = nullptr;
        int code = mdb_txn_begin(environment_->handle, nullptr, 0, &handle);
        if (code != 0) return code;
        code = write_changes(handle, environment_->databases, changes);
        if (code == 0 && !environment_->file_map.has_failed()) return mdb_txn_commit(handle);
        mdb_txn_abort(handle);
        return code;
    }
    /// All commits before, with the pages that make them valid.
    Result<void, StoreError> sync() {
        const int code = mdb_env_sync(environment_->handle, 1);
        ENSURE(code == 0, lmdb::error_of(code, *environment_, "write to"));
        return {};
    }

    std::shared_ptr<Environment> environment_;
    std::mutex writing_;
};

/// Maps the file, with fewer addresses if there are not so many.
Result<void, StoreError> open_file(Environment& environment, uint64_t map_bytes) {
    for (;; map_bytes /= 2) {
        int code = mdb_env_create(&environment.handle);
        if (code == 0) code = mdb_env_set_maxdbs(environment.handle, kColumnCount + 1);
        if (code == 0) code = mdb_env_set_maxreaders(environment.handle, kMaxReaders);
        if (code == 0) code = mdb_env_set_mapsize(environment.handle, map_bytes);
        // No read-ahead: reads are random, and pages that nobody asked for would push out better ones.
        if (code == 0)
            code = mdb_env_open(environment.handle, environment.path.c_str(), MDB_NOTLS | MDB_NORDAHEAD, 0644);
        if (code == 0) return {};
        if (environment.handle != nullptr) mdb_env_close(std::exchange(environment.handle, nullptr));
        if (code != ENOMEM || map_bytes / 2 < lmdb::kLeastMapBytes)
            return Err(lmdb::error_of(code, environment, "open"));
    }
}

/// A file shorter than its contents would end the process at the first read behind its end.
Result<void, StoreError> check_size(const Environment& environment) {
    MDB_envinfo info;
    MDB_stat pages;
    struct stat file{};
    ENSURE(mdb_env_info(environment.handle, &info) == 0 && mdb_env_stat(environment.handle, &pages) == 0 &&
               ::stat((environment.path + "/data.mdb").c_str(), &file) == 0,
           StoreError{StoreError::Kind::kIo, "cannot read " + environment.path + "/data.mdb"});
    const bool is_new = info.me_last_txnid == 0;
    ENSURE(is_new || (info.me_last_pgno < (uint64_t{1} << 40) &&
                      static_cast<uint64_t>(file.st_size) / pages.ms_psize > info.me_last_pgno),
           StoreError{StoreError::Kind::kCorrupt, "the database " + environment.path +
                                                      "/data.mdb is cut off; remove it (purge-chain) and sync again"});
    return {};
}

Result<void, StoreError> open_databases(Environment& environment) {
    auto transaction = TRY(Transaction::begin(environment, 0));
    MDB_txn* const handle = transaction.get();
    lmdb::Databases& databases = environment.databases;
    int code = mdb_dbi_open(handle, nullptr, 0, &databases.main);
    MDB_stat rows{};
    if (code == 0) code = mdb_stat(handle, databases.main, &rows);
    ENSURE(code == 0, lmdb::error_of(code, environment, "open"));
    MDB_val key = lmdb::value_of(as_bytes(lmdb::kFormatKey));
    MDB_val value = lmdb::value_of(as_bytes(kFormat));
    if (rows.ms_entries == 0) {
        code = mdb_put(handle, databases.main, &key, &value, 0);
    } else {
        code = mdb_get(handle, databases.main, &key, &value);
        if (code == 0 && as_text(lmdb::view_of(value)) != kFormat) {
            return Err(StoreError{StoreError::Kind::kCorrupt, "the database in " + environment.path +
                                                                  " has another format than this version of Serinus "
                                                                  "knows; remove it (purge-chain) and sync again"});
        }
    }
    if (code == 0) code = mdb_dbi_open(handle, "long", MDB_CREATE, &databases.long_keys);
    for (size_t i = 0; code == 0 && i < kColumnCount; ++i) {
        code = mdb_dbi_open(handle, ("column " + std::to_string(i)).c_str(), MDB_CREATE, &databases.columns[i]);
    }
    if (code == 0) code = transaction.commit();
    ENSURE(code == 0, lmdb::error_of(code, environment, "open"));
    return {};
}

/// Makes the names of new files as durable as their contents.
void sync_folder(const std::string& path) {
    const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    (void)::fsync(folder);
    ::close(folder);
}

}  // namespace

Result<std::unique_ptr<Store>, StoreError> open_store(const std::string& path, const StoreOptions& options) {
    const auto made = platform::create_directories(path);
    ENSURE(made.has_value(), StoreError{StoreError::Kind::kIo, made.error().message});
    auto environment = std::make_shared<Environment>();
    environment->path = path;
    environment->lock = TRY(FolderLock::take(path));
    struct stat file{};
    const bool is_there = ::stat((path + "/data.mdb").c_str(), &file) == 0;
    environment->options = options;
    environment->options.max_bytes = std::max(options.max_bytes, lmdb::kLeastMapBytes);
    const auto file_bytes = is_there ? static_cast<uint64_t>(file.st_size) : 0;
    TRY(open_file(*environment, lmdb::first_map_bytes(file_bytes, options)));
    TRY(check_size(*environment));
    TRY(open_databases(*environment));
    TRY(lmdb::note_map(*environment));
    sync_folder(path);
    auto store = std::make_unique<LmdbStore>(std::move(environment));
    TRY(recover_log(*store, path));
    return std::unique_ptr<Store>(std::move(store));
}

}  // namespace serinus::storage

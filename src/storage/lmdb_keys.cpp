#include "base/assert.hpp"
#include "storage/lmdb.hpp"

namespace serinus::storage::lmdb {
namespace {

constexpr uint64_t kEmptyKeyFolder = 0;
constexpr uint8_t kFolderMark[] = {0};

ByteArray<8> big_endian(uint64_t number) noexcept {
    ByteArray<8> out;
    store_le(out.data(), __builtin_bswap64(number));
    return out;
}

int read_number(const MDB_val& value, uint64_t& number) noexcept {
    if (value.mv_size != kFolderNumberBytes) return MDB_CORRUPTED;
    number = __builtin_bswap64(load_le<uint64_t>(static_cast<const uint8_t*>(value.mv_data)));
    return number == kEmptyKeyFolder ? MDB_CORRUPTED : 0;
}

MDB_val last_folder_key() noexcept { return value_of(as_bytes("last folder")); }

int new_folder_number(MDB_txn* transaction, const Databases& databases, uint64_t& number) {
    MDB_val key = last_folder_key();
    MDB_val value;
    number = 0;
    int code = mdb_get(transaction, databases.main, &key, &value);
    if (code == 0) code = read_number(value, number);
    if (code != 0 && code != MDB_NOTFOUND) return code;
    ++number;
    const ByteArray<8> bytes = big_endian(number);
    value = value_of(bytes);
    return mdb_put(transaction, databases.main, &key, &value, 0);
}

/// A row on the way to a key: folders first, the entry's own at the end.
struct Row {
    MDB_dbi database;
    uint64_t folder;  ///< that it stands in; 0: the column
    RowKey key;
};

RowKey row_key(uint64_t folder, BytesView rest) noexcept {
    RowKey out;
    if (folder != 0) out.set_folder(folder);
    out.append(rest.first(std::min(rest.size(), kSegmentBytes)));
    if (rest.size() > kSegmentBytes) out.append(kFolderMark);
    return out;
}

/// Goes to the row of `key`; `on_missing` is asked for the number of a folder that is not there.
template <class OnMissing>
int find_row(MDB_txn* transaction, const Databases& databases, Column column, BytesView key, OnMissing on_missing,
             std::vector<Row>& rows) {
    if (key.empty()) {
        rows.push_back({databases.long_keys, kEmptyKeyFolder, RowKey::of(kEmptyKeyFolder, {&column, 1})});
        return 0;
    }
    uint64_t folder = 0;
    for (;; key = key.subspan(kSegmentBytes)) {
        const MDB_dbi database = folder == 0 ? databases.columns[column] : databases.long_keys;
        const Row& row = rows.emplace_back(database, folder, row_key(folder, key));
        if (key.size() <= kSegmentBytes) return 0;
        MDB_val name = row.key.value();
        MDB_val value;
        int code = mdb_get(transaction, database, &name, &value);
        if (code == 0) code = read_number(value, folder);
        if (code == MDB_NOTFOUND) code = on_missing(row, folder);
        if (code != 0) return code;
    }
}

int no_such_folder(const Row&, uint64_t&) { return MDB_NOTFOUND; }

/// Whether a folder has no row: 0 it has none, MDB_KEYEXIST it has one, or an error.
int check_empty(MDB_txn* transaction, const Databases& databases, uint64_t folder) {
    MDB_cursor* cursor;
    int code = mdb_cursor_open(transaction, databases.long_keys, &cursor);
    if (code != 0) return code;
    const ByteArray<8> prefix = big_endian(folder);
    MDB_val key = value_of(prefix);
    MDB_val value;
    code = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
    mdb_cursor_close(cursor);
    if (code == MDB_NOTFOUND) return 0;
    if (code != 0) return code;
    return key.mv_size >= prefix.size() && std::memcmp(key.mv_data, prefix.data(), prefix.size()) == 0 ? MDB_KEYEXIST
                                                                                                       : 0;
}

}  // namespace

RowKey RowKey::of(uint64_t folder, BytesView rest) noexcept {
    RowKey out;
    out.set_folder(folder);
    out.append(rest);
    return out;
}

void RowKey::set_folder(uint64_t folder) noexcept {
    SERINUS_ASSERT(size_ == 0);
    append(big_endian(folder));
}

void RowKey::append(BytesView bytes) noexcept {
    SERINUS_ASSERT(bytes.size() <= bytes_.size() - size_);
    if (!bytes.empty()) std::memcpy(bytes_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
}

int get_long(MDB_txn* transaction, const Databases& databases, Column column, BytesView key, MDB_val& value) {
    std::vector<Row> rows;
    const int code = find_row(transaction, databases, column, key, no_such_folder, rows);
    if (code != 0) return code;
    MDB_val name = rows.back().key.value();
    return mdb_get(transaction, rows.back().database, &name, &value);
}

int put_long(MDB_txn* transaction, const Databases& databases, Column column, BytesView key, MDB_val value) {
    const auto make_folder = [&](const Row& row, uint64_t& folder) {
        int code = new_folder_number(transaction, databases, folder);
        if (code != 0) return code;
        MDB_val name = row.key.value();
        const ByteArray<8> bytes = big_endian(folder);
        MDB_val number = value_of(bytes);
        return mdb_put(transaction, row.database, &name, &number, 0);
    };
    std::vector<Row> rows;
    const int code = find_row(transaction, databases, column, key, make_folder, rows);
    if (code != 0) return code;
    MDB_val name = rows.back().key.value();
    return mdb_put(transaction, rows.back().database, &name, &value, 0);
}

int remove_long(MDB_txn* transaction, const Databases& databases, Column column, BytesView key) {
    std::vector<Row> rows;
    int code = find_row(transaction, databases, column, key, no_such_folder, rows);
    if (code != 0) return code;
    // The entry, then each folder that it was the last in.
    for (;;) {
        const Row& row = rows.back();
        MDB_val name = row.key.value();
        code = mdb_del(transaction, row.database, &name, nullptr);
        if (code != 0 || row.folder == 0) return code;
        code = check_empty(transaction, databases, row.folder);
        if (code != 0) return code == MDB_KEYEXIST ? 0 : code;
        rows.pop_back();
    }
}

Cursor::~Cursor() { close_levels(0); }

void Cursor::close_levels(size_t down_to) noexcept {
    for (; levels_.size() > down_to; levels_.pop_back()) mdb_cursor_close(levels_.back().cursor);
}

int Cursor::open_level(uint64_t folder) {
    const MDB_dbi database = folder == 0 ? databases_->columns[column_] : databases_->long_keys;
    MDB_cursor* cursor;
    const int code = mdb_cursor_open(transaction_, database, &cursor);
    if (code == 0) levels_.push_back({cursor, folder});
    return code;
}

int Cursor::move(MDB_cursor_op operation, BytesView wanted) {
    row_key_ = value_of(wanted);
    return mdb_cursor_get(levels_.back().cursor, &row_key_, &row_value_, operation);
}

int Cursor::seek(BytesView key) {
    close_levels(1);
    prefix_.clear();
    if (levels_.empty()) {
        const int code = open_level(0);
        if (code != 0) return code;
    }
    if (key.empty()) {
        const int code = get_long(transaction_, *databases_, column_, {}, row_value_);
        if (code == 0) {
            close_levels(0);  // before the column's first row
            key_ = {};
            return 0;
        }
        return code == MDB_NOTFOUND ? finish_move(move(MDB_FIRST)) : code;
    }
    for (;;) {
        const RowKey wanted = row_key(levels_.back().folder, key);
        int code = move(MDB_SET_RANGE, wanted.view());
        if (code != 0 || key.size() <= kSegmentBytes || !equal(view_of(row_key_), wanted.view()))
            return finish_move(code);
        uint64_t folder = 0;
        code = read_number(row_value_, folder);
        if (code == 0) code = open_level(folder);
        if (code != 0) return code;
        append(prefix_, key.first(kSegmentBytes));
        key = key.subspan(kSegmentBytes);
    }
}

int Cursor::next() {
    if (levels_.empty()) {  // at the empty key
        const int code = open_level(0);
        return code != 0 ? code : finish_move(move(MDB_FIRST));
    }
    return finish_move(move(MDB_NEXT));
}

/// From the row that the last level stands at, found with `code`, to the first entry: into folders, out of their ends.
int Cursor::finish_move(int code) {
    for (;;) {
        const uint64_t folder = levels_.back().folder;
        const size_t number_size = folder == 0 ? 0 : kFolderNumberBytes;
        const BytesView row = view_of(row_key_);
        const bool is_in_folder =
            code == 0 &&
            (folder == 0 || (row.size() > number_size && equal(row.first(number_size), big_endian(folder))));
        if (code != 0 && code != MDB_NOTFOUND) return code;
        if (!is_in_folder) {
            if (levels_.size() == 1) return MDB_NOTFOUND;
            close_levels(levels_.size() - 1);
            prefix_.resize(prefix_.size() - kSegmentBytes);
            code = move(MDB_NEXT);
            continue;
        }
        const BytesView segment = row.subspan(number_size);
        if (segment.size() <= kSegmentBytes) {
            key_ = segment;
            if (folder != 0) {
                joined_ = concat(prefix_, segment);
                key_ = joined_;
            }
            return 0;
        }
        uint64_t below = 0;
        code = read_number(row_value_, below);
        if (code != 0) return code;
        append(prefix_, segment.first(kSegmentBytes));
        code = open_level(below);
        if (code != 0) return code;
        const ByteArray<8> start = big_endian(below);
        code = move(MDB_SET_RANGE, start);
    }
}

}  // namespace serinus::storage::lmdb

/// A log of commits beside a database: batches that are promised but not in the database yet. For this folder only.
#pragma once

#include <array>
#include <deque>

#include "storage/collected_batch.hpp"

namespace serinus::storage {

/// Two files that take turns: while the batches of one are moved to the database, new ones go to the other.
///
/// A file: the 8 bytes "SERLOG1\n", the log's number (u64), then records: length of the payload (u32), sequence (u64),
/// XXH3 of sequence and payload (u64), payload. A payload: changes, each as column (u8), 1 if it removes (u8), size of
/// the key (u32), size of the value (u32), key, value. Numbers are little-endian. Nothing is synced: the system has
/// what was written when the process is killed, and after a loss of power the log ends before its first record that is
/// not whole.
class CommitLog {
  public:
    CommitLog() = default;
    ~CommitLog();
    CommitLog(const CommitLog&) = delete;
    CommitLog& operator=(const CommitLog&) = delete;

    /// Empties both files. `number`: of this log; records of other logs in files that came back are not taken for its
    /// own.
    Result<void, StoreError> open(const std::string& folder, uint64_t number);
    /// After an error the record is not there. Errors: kFull, kIo
    Result<void, StoreError> append(uint64_t sequence, std::span<const CollectedBatch::Change> changes);
    /// What is appended from now on goes to the other file, which clear_other() has emptied.
    void turn() noexcept { current_ = 1 - current_; }
    /// Empties the file that is not written to: its batches are in the database.
    Result<void, StoreError> clear_other();

  private:
    struct File {
        int descriptor = -1;
        uint64_t bytes = 0;
    };

    Result<void, StoreError> clear(File& file);
    Result<void, StoreError> write(File& file, BytesView bytes);

    std::string folder_;
    uint64_t number_ = 0;
    std::array<File, 2> files_;
    size_t current_ = 0;
    Bytes record_;  ///< kept for its capacity
};

/// A batch that a log had.
struct LoggedBatch {
    uint64_t sequence = 0;
    Bytes payload;
};

/// The records of log `number` in the content of one file, in order, up to the first that is not whole.
std::deque<LoggedBatch> parse_log(BytesView content, uint64_t number);
/// Puts the changes of a payload into a batch. False: it is none; the batch is not to be used.
bool replay_payload(BytesView payload, WriteBatch& batch);

/// Batches of log `number` in the files of a folder that follow `sequence` without a gap. Errors: a file cannot be read
Result<std::deque<LoggedBatch>, StoreError> read_logs(const std::string& folder, uint64_t number, uint64_t sequence);

}  // namespace serinus::storage

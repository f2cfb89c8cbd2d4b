/// What was read of the states of a chain: whoever reads the first of it again is likely to read the rest.
#pragma once

#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "codec/scale.hpp"
#include "state/backend.hpp"

namespace serinus::fork {

/// Entries in the order in which they were asked for first: those of earlier forks of the chain, and of this one. What
/// a call of the runtime read last time stands together. Any thread.
class ReadHistory {
  public:
    /// Ours: what is kept of one chain.
    static constexpr size_t kMaxEntries = 16'384;
    static constexpr size_t kMaxBytes = size_t{4} << 20;

    /// `path`: empty: nothing is kept for later. A file that is not there or cannot be read says nothing.
    explicit ReadHistory(std::string path);
    ~ReadHistory() { save(); }
    ReadHistory(const ReadHistory&) = delete;
    ReadHistory& operator=(const ReadHistory&) = delete;

    /// Waits for nothing; save_new() keeps what was noted.
    void note(state::Area area, BytesView key);
    /// Keys of the area that an earlier fork read after this one, in their order; at most `max`.
    std::vector<Bytes> after(state::Area area, BytesView key, size_t max) const;
    /// Writes the file if there is much that is new: from time to time, by a thread that may wait for the disk.
    void save_new() noexcept {
        if (is_due_.exchange(false)) save();
    }
    /// Writes the file, if there is something new; a file that cannot be written is not.
    void save() noexcept;

  private:
    struct Entry {
        std::optional<Bytes> child;
        Bytes key;
    };
    /// Stands for an entry: who has two keys with the same one loses the hint, and nothing else.
    using Mark = uint64_t;
    struct File {
        std::string format;
        std::vector<Entry> entries;
    };
    static Mark mark_of(const Entry& entry) noexcept;
    static Mark mark_of(state::Area area, BytesView key) noexcept;

    std::string path_;
    mutable std::mutex mutex_;
    std::vector<Entry> earlier_;
    std::deque<Entry> noted_;
    std::unordered_map<Mark, size_t> positions_;  ///< in earlier_
    std::unordered_set<Mark> known_;              ///< of noted_
    size_t noted_bytes_ = 0;
    size_t unsaved_ = 0;
    std::atomic<bool> is_due_ = false;  ///< there is much that is not saved
    std::mutex file_mutex_;             ///< taken first
};

}  // namespace serinus::fork

/// A disk that fails, fills up, and loses its power at any write: for tests and simulations.
#pragma once

#include <functional>
#include <memory>

#include "storage/store.hpp"

namespace serinus::storage::testing {

enum class DiskOperation : uint8_t { kRead, kCommit };

/// When the machine stops, seen from one commit.
enum class CrashPoint : uint8_t {
    kBeforeCommit,  ///< the batch is not written
    kAfterCommit,   ///< the batch is written, but the caller never learns of it
};

/// What is on a disk, and the stores that are opened on it, one after the other. It behaves as `Store` promises and
/// no better: a commit that is kSynced is kept with all commits before it; of the kBuffered ones after the last
/// kSynced one a loss of power loses any suffix; a batch is kept wholly or not at all.
///
/// One thread. Faults stay as they are set until they are set again.
class SimulatedDisk {
  public:
    SimulatedDisk();
    ~SimulatedDisk();
    SimulatedDisk(const SimulatedDisk&) = delete;
    SimulatedDisk& operator=(const SimulatedDisk&) = delete;

    /// Another disk with the same content; without faults.
    std::unique_ptr<SimulatedDisk> copy() const;

    /// A store with what is on the disk. The store that was opened before must be gone, or crashed.
    std::unique_ptr<Store> open();

    /// Asked before each operation: an error that it fails with, or nullopt. A commit that fails leaves nothing.
    std::function<std::optional<StoreError>(DiskOperation)> fault;
    /// Called with the bytes of each commit before it is done: a slow disk lets time pass.
    std::function<void(uint64_t bytes)> before_commit;

    /// The open store stops at the commit that comes after `commits` others: no later commit of this store changes
    /// the disk, all fail. `on_crash` is called at that moment, within the commit.
    void crash_at(uint64_t commits, CrashPoint point, std::function<void()> on_crash);
    /// No crash is to come any more.
    void cancel_crash() noexcept;
    /// The open store stops now.
    void crash();
    bool has_crashed() const noexcept;

    /// After a crash or a close: how many commits a loss of power may lose, the last ones.
    size_t unsynced() const noexcept;
    /// Loses the last `count` commits of the unsynced ones, as a loss of power does; the others are kept. A process
    /// that is killed loses none.
    void lose(size_t count);

    uint64_t commits() const noexcept;  ///< since the disk was made
    uint64_t bytes() const noexcept;    ///< keys and values of all entries

    // Bugs, for tests of what relies on the promises.

    /// kSynced is treated as kBuffered.
    void acknowledge_before_sync(bool on) noexcept;
    /// What is written to these entries is there as long as the store is open.
    std::function<bool(Column, BytesView key)> forgets;
    /// A commit before which the disk crashes (kBeforeCommit) is written in part: the first half of its changes.
    void tear_commits(bool on) noexcept;
    /// Flips a bit of the last byte of a synced value. False: the entry is not there, or has no bytes.
    bool damage(Column column, BytesView key);

    struct Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

}  // namespace serinus::storage::testing

/// Watches the free space on the disk of the database.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "platform/scheduler.hpp"

namespace serinus::node {

struct DiskWatchOptions {
    std::string folder;  ///< of the database
    uint64_t min_free_bytes = 0;
    uint64_t interval_ms = 5000;
    /// Free bytes below a folder; nullopt: unknown. Replaced in tests.
    std::function<std::optional<uint64_t>(const std::string& folder)> free_bytes = {};
};

/// A node whose database cannot grow must end while it still can write.
class DiskWatch {
  public:
    /// Checks every `interval_ms`, and calls `on_low` once, on a disk thread, when too little is free.
    DiskWatch(platform::Scheduler& scheduler, DiskWatchOptions options, std::function<void(std::string reason)> on_low);

    /// A sentence if too little is free, nullopt otherwise.
    std::optional<std::string> check() const;
    /// Waits for a check that runs.
    void close() { lane_->close(); }

  private:
    void schedule_check();

    DiskWatchOptions options_;
    std::function<void(std::string)> on_low_;
    std::unique_ptr<platform::Lane> lane_;
};

}  // namespace serinus::node

#include "node/disk_watch.hpp"

#include "platform/files.hpp"

namespace serinus::node {

DiskWatch::DiskWatch(platform::Scheduler& scheduler, DiskWatchOptions options, std::function<void(std::string)> on_low)
    : options_(std::move(options)),
      on_low_(std::move(on_low)),
      lane_(scheduler.make_lane({.name = "disk-watch", .runs_on = platform::WorkClass::kDisk})) {
    if (!options_.free_bytes) options_.free_bytes = platform::free_disk_bytes;
    schedule_check();
}

std::optional<std::string> DiskWatch::check() const {
    const auto free = options_.free_bytes(options_.folder);
    if (!free || *free >= options_.min_free_bytes) return std::nullopt;
    return "only " + std::to_string(*free >> 20) + " MiB are free on the disk of " + options_.folder +
           ", less than the " + std::to_string(options_.min_free_bytes >> 20) +
           " MiB that are required (--db-storage-threshold)";
}

void DiskWatch::schedule_check() {
    lane_->post_after(options_.interval_ms, [this] {
        if (auto reason = check()) {
            on_low_(*std::move(reason));
        } else {
            schedule_check();
        }
    });
}

}  // namespace serinus::node

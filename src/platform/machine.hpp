/// The machine that this process runs on. Linux.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace serinus::platform {

/// What the kernel knows of its clock.
struct ClockState {
    bool is_synchronized = false;  ///< something (chrony, ntpd, systemd-timesyncd) keeps it
    double max_error_s = 0;        ///< by how much it may be wrong, as far as that is known
};
/// nullopt: the system does not say.
std::optional<ClockState> clock_state() noexcept;

/// Of the machine; 0 if the system does not say.
uint64_t memory_bytes() noexcept;
/// That this process may run on.
uint32_t processor_count() noexcept;

/// The kind of file system below a folder: "nfs", "tmpfs", or "" for those that are fit for a database.
std::string slow_file_system_of(const std::string& folder);

/// Whether users other than the owner may read or change a file; false if there is none.
bool is_open_to_others(const std::string& path) noexcept;

}  // namespace serinus::platform

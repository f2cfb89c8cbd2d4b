/// Whole files: read with a bound, written so that a crash leaves the old content or the new one.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::platform {

/// Why an operation on a file failed: "cannot open /x/y: Permission denied".
struct FileError {
    std::string message;
    bool not_found = false;
};

/// The whole file. Errors: it cannot be read, or it is larger than `max_bytes`.
Result<std::string, FileError> read_file(const std::string& path, size_t max_bytes);

/// The whole file in pieces, for content that need not be in memory at once. `take` gets them in order and may end the
/// reading by returning false. Errors: it cannot be opened or read, as a folder cannot.
Result<void, FileError> read_file_in_pieces(const std::string& path, const std::function<bool(std::string_view)>& take);

/// Whether there is a file of this name that holds bytes: no folder, no device.
bool is_regular_file(const std::string& path) noexcept;

/// Whether there is anything of this name.
bool exists(const std::string& path) noexcept;

/// Writes beside the target, syncs, renames. `mode` are the permission bits of a new file, 0600 for secrets.
Result<void, FileError> write_file_atomically(const std::string& path, BytesView content, unsigned mode);

/// Like `mkdir -p`.
Result<void, FileError> create_directories(const std::string& path);

/// The same, and nobody but its owner has access to the last folder (0700), whether it was there or not.
Result<void, FileError> create_private_directory(const std::string& path);

bool is_directory(const std::string& path) noexcept;

struct FileInfo {
    uint64_t bytes = 0;
    uint64_t changed_unix_s = 0;  ///< when it was written, or note_use_of_file() was called
};
/// nullopt: there is no such file.
std::optional<FileInfo> file_info(const std::string& path) noexcept;
void note_use_of_file(const std::string& path) noexcept;

/// False: there was none, or it cannot be removed.
bool remove_file(const std::string& path) noexcept;

/// Removes a folder with all that is in it, without following links out of it. False: there was none.
Result<bool, FileError> remove_tree(const std::string& path);

/// Gives a folder another name on the same file system. Errors: there is no such folder, or one with files has the
/// name.
Result<void, FileError> rename_directory(const std::string& from, const std::string& to);

/// A new, empty folder below $TMPDIR or /tmp whose name begins with `prefix`.
Result<std::string, FileError> create_temporary_directory(const std::string& prefix);

/// The names in a directory, sorted; without "." and "..".
Result<std::vector<std::string>, FileError> list_directory(const std::string& path);

/// The folder for a user's data if nothing else is said: $XDG_DATA_HOME/serinus or ~/.local/share/serinus.
std::string default_base_path();

/// The folder for what can be made again: $XDG_CACHE_HOME/serinus or ~/.cache/serinus.
std::string default_cache_path();

/// What this user could still write below this folder; nullopt if the system does not say.
std::optional<uint64_t> free_disk_bytes(const std::string& folder) noexcept;

}  // namespace serinus::platform

#include "platform/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "platform/descriptor.hpp"

namespace serinus::platform {
namespace {

FileError failure(const char* what, const std::string& path) {
    const int error = errno;
    return {std::string("cannot ") + what + " " + path + ": " + std::strerror(error), error == ENOENT};
}

bool write_all(int fd, BytesView content) {
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        content = content.subspan(static_cast<size_t>(written));
    }
    return true;
}

std::string parent_of(const std::string& path) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Result<std::string, FileError> read_file(const std::string& path, size_t max_bytes) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) return Err(failure("open", path));
    struct stat info{};
    if (::fstat(file.number(), &info) != 0) return Err(failure("read", path));
    if (S_ISDIR(info.st_mode)) return Err(FileError{"cannot read " + path + ": it is a directory"});

    // The size is a hint: a pipe has none, and a file may grow while it is read.
    std::string content;
    content.resize(std::min<size_t>(static_cast<size_t>(std::max<off_t>(info.st_size, 0)), max_bytes) + 1);
    size_t size = 0;
    for (;;) {
        if (size == content.size()) content.resize(content.size() * 2);
        const ssize_t got = ::read(file.number(), content.data() + size, content.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Err(failure("read", path));
        if (got == 0) break;
        size += static_cast<size_t>(got);
        if (size > max_bytes) {
            return Err(FileError{path + " is larger than the " + std::to_string(max_bytes) + " bytes allowed here"});
        }
    }
    content.resize(size);
    return content;
}

Result<void, FileError> read_file_in_pieces(const std::string& path,
                                            const std::function<bool(std::string_view)>& take) {
    constexpr size_t kPieceBytes = 1 << 20;
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.number() < 0) return Err(failure("open", path));
    std::string piece(kPieceBytes, '\0');
    while (true) {
        const ssize_t got = ::read(file.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Err(failure("read", path));
        if (got == 0 || !take({piece.data(), static_cast<size_t>(got)})) return {};
    }
}

bool is_regular_file(const std::string& path) noexcept {
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

bool exists(const std::string& path) noexcept {
    struct stat info{};
    return ::lstat(path.c_str(), &info) == 0;
}

Result<void, FileError> write_file_atomically(const std::string& path, BytesView content, unsigned mode) {
    std::string temporary = path + ".XXXXXX";
    {
        const Descriptor file{::mkostemp(temporary.data(), O_CLOEXEC)};
        if (file.number() < 0) return Err(failure("create", temporary));
        const bool written = ::fchmod(file.number(), static_cast<mode_t>(mode)) == 0 &&
                             write_all(file.number(), content) && ::fsync(file.number()) == 0;
        if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
            const FileError error = failure("write", path);
            ::unlink(temporary.c_str());
            return Err(error);
        }
    }
    const Descriptor folder{::open(parent_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.number() < 0 || ::fsync(folder.number()) != 0) return Err(failure("sync the folder of", path));
    return {};
}

Result<void, FileError> create_directories(const std::string& path) {
    for (size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
        const std::string part = path.substr(0, slash);
        if (::mkdir(part.c_str(), 0755) != 0 && errno != EEXIST) return Err(failure("create the folder", part));
        if (slash == std::string::npos) break;
    }
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) return Err(failure("create the folder", path));
    if (!S_ISDIR(info.st_mode)) return Err(FileError{path + " is not a folder"});
    return {};
}

Result<void, FileError> create_private_directory(const std::string& path) {
    TRY(create_directories(path));
    if (::chmod(path.c_str(), 0700) != 0) return Err(failure("make private the folder", path));
    return {};
}

std::optional<FileInfo> file_info(const std::string& path) noexcept {
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
    return FileInfo{static_cast<uint64_t>(info.st_size), static_cast<uint64_t>(info.st_mtim.tv_sec)};
}

void note_use_of_file(const std::string& path) noexcept {
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, AT_SYMLINK_NOFOLLOW);
}

bool remove_file(const std::string& path) noexcept { return ::unlink(path.c_str()) == 0; }

Result<std::vector<std::string>, FileError> list_directory(const std::string& path) {
    DIR* folder = ::opendir(path.c_str());
    if (folder == nullptr) return Err(failure("open the folder", path));
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(folder)) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..") names.push_back(name);
    }
    ::closedir(folder);
    std::sort(names.begin(), names.end());
    return names;
}

bool is_directory(const std::string& path) noexcept {
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Result<bool, FileError> remove_tree(const std::string& path) {
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0) {
        if (errno == ENOENT) return false;
        return Err(failure("look at", path));
    }
    constexpr int kOpenFolders = 16;
    const auto remove_one = [](const char* entry, const struct stat*, int, struct FTW*) { return ::remove(entry); };
    if (::nftw(path.c_str(), remove_one, kOpenFolders, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) != 0) {
        return Err(failure("remove", path));
    }
    return true;
}

Result<void, FileError> rename_directory(const std::string& from, const std::string& to) {
    if (!is_directory(from)) return Err(FileError{.message = "cannot rename " + from + ": it is no folder"});
    if (::rename(from.c_str(), to.c_str()) != 0) return Err(failure("rename", from));
    return {};
}

Result<std::string, FileError> create_temporary_directory(const std::string& prefix) {
    const char* folder = std::getenv("TMPDIR");
    std::string path = std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/" + prefix + "XXXXXX";
    if (::mkdtemp(path.data()) == nullptr) return Err(failure("create the folder", path));
    return path;
}

namespace {

/// A folder of this user's as the XDG rules have it. They are freedesktop.org's
std::string user_folder(const char* variable, const char* below_home) {
    if (const char* folder = std::getenv(variable); folder != nullptr && *folder != '\0') {
        return std::string(folder) + "/serinus";
    }
    const char* home = std::getenv("HOME");
    return std::string(home != nullptr ? home : "/tmp") + below_home + "/serinus";
}

}  // namespace

std::string default_base_path() { return user_folder("XDG_DATA_HOME", "/.local/share"); }
std::string default_cache_path() { return user_folder("XDG_CACHE_HOME", "/.cache"); }

std::optional<uint64_t> free_disk_bytes(const std::string& folder) noexcept {
    struct statvfs status{};
    if (::statvfs(folder.c_str(), &status) != 0) return std::nullopt;
    return static_cast<uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace serinus::platform

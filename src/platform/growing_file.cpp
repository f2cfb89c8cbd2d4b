#include "platform/growing_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace serinus::platform {
namespace {

FileError file_failure(const char* what, const std::string& path) {
    const int error = errno;
    return {std::string("cannot ") + what + " " + path + ": " + std::strerror(error), error == ENOENT};
}

constexpr int kMode = 0644;

bool write_at(int fd, uint64_t offset, BytesView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        offset += static_cast<uint64_t>(written);
        bytes = bytes.subspan(static_cast<size_t>(written));
    }
    return true;
}

}  // namespace

Result<GrowingFile, FileError> GrowingFile::create(const std::string& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
    if (fd < 0) return Err(file_failure("create", path));
    return GrowingFile(fd, path, 0);
}

Result<GrowingFile, FileError> GrowingFile::open(const std::string& path, uint64_t size_bytes) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) return Err(file_failure("open", path));
    GrowingFile out(fd, path, size_bytes);
    struct stat info{};
    if (::fstat(fd, &info) != 0) return Err(file_failure("read", path));
    if (info.st_size < static_cast<off_t>(size_bytes)) return Err(FileError{path + " is cut off"});
    if (::ftruncate(fd, static_cast<off_t>(size_bytes)) != 0) return Err(file_failure("write to", path));
    return out;
}

GrowingFile::GrowingFile(GrowingFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)), size_bytes_(other.size_bytes_) {}

GrowingFile::~GrowingFile() {
    if (fd_ >= 0) ::close(fd_);
}

Result<void, FileError> GrowingFile::append(BytesView bytes) {
    if (!write_at(fd_, size_bytes_, bytes)) {
        const auto reason = file_failure("write to", path_);
        (void)!::ftruncate(fd_, static_cast<off_t>(size_bytes_));
        return Err(reason);
    }
    size_bytes_ += bytes.size();
    return {};
}

Result<void, FileError> GrowingFile::overwrite(uint64_t offset, BytesView bytes) {
    if (!write_at(fd_, offset, bytes)) return Err(file_failure("write to", path_));
    return {};
}

Result<void, FileError> link_file(const std::string& from, const std::string& to) {
    if (::unlink(to.c_str()) != 0 && errno != ENOENT) return Err(file_failure("remove", to));
    if (::link(from.c_str(), to.c_str()) != 0) return Err(file_failure("link", from));
    return {};
}

Result<void, FileError> rename_file(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) return Err(file_failure("rename", from));
    return {};
}

}  // namespace serinus::platform

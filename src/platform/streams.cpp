#include "platform/streams.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/process.hpp"

namespace serinus::platform {
namespace {

constexpr size_t kBufferBytes = size_t{256} << 10;

FileError stream_failure(const char* what, const std::string& name) {
    const int error = errno;
    return {std::string("cannot ") + what + " " + name + ": " + std::strerror(error), error == ENOENT};
}

bool is_standard(const std::string& path) { return path.empty() || path == "-"; }

}  // namespace

Result<InputStream, FileError> InputStream::open(const std::string& path) {
    if (is_standard(path)) return InputStream(STDIN_FILENO, "the standard input");
    InputStream stream(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
    if (stream.fd_ < 0) return Err(stream_failure("open", path));
    struct stat info{};
    if (::fstat(stream.fd_, &info) != 0) return Err(stream_failure("read", path));
    if (S_ISDIR(info.st_mode)) return Err(FileError{"cannot read " + path + ": it is a directory"});
    if (S_ISREG(info.st_mode)) stream.size_ = static_cast<uint64_t>(info.st_size);
    return stream;
}

InputStream::InputStream(InputStream&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)), size_(other.size_) {}

InputStream::~InputStream() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
}

Result<std::optional<size_t>, FileError> InputStream::read(MutableBytesView out, const StopSignals& signals) {
    while (signals.wait_for_input(fd_)) {
        const ssize_t got = ::read(fd_, out.data(), out.size());
        if (got >= 0) return std::optional(static_cast<size_t>(got));
        if (errno != EINTR) return Err(stream_failure("read", name_));
    }
    return std::optional<size_t>();
}

Result<OutputStream, FileError> OutputStream::open(const std::string& path) {
    if (is_standard(path)) return OutputStream(STDOUT_FILENO, "the standard output");
    OutputStream stream(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), path);
    if (stream.fd_ < 0) return Err(stream_failure("create", path));
    return stream;
}

OutputStream::OutputStream(OutputStream&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)), buffer_(std::move(other.buffer_)) {}

OutputStream::~OutputStream() {
    if (fd_ > STDERR_FILENO) ::close(fd_);
}

Result<void, FileError> OutputStream::write(BytesView bytes) {
    append(buffer_, bytes);
    return buffer_.size() < kBufferBytes ? Result<void, FileError>() : flush();
}

Result<void, FileError> OutputStream::flush() {
    BytesView left = buffer_;
    while (!left.empty()) {
        const ssize_t written = ::write(fd_, left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return Err(stream_failure("write to", name_));
        left = left.subspan(static_cast<size_t>(written));
    }
    buffer_.clear();
    return {};
}

Result<void, FileError> OutputStream::finish() {
    TRY(flush());
    if (fd_ <= STDERR_FILENO) return {};
    if (::close(std::exchange(fd_, -1)) != 0) return Err(stream_failure("write to", name_));
    return {};
}

}  // namespace serinus::platform

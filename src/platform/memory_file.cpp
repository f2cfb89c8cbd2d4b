#include "platform/memory_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace serinus::platform {
namespace {

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

std::string memory_error(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Result<MemoryFile, std::string> MemoryFile::create(const char* name) {
    int file = ::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
    if (file < 0 && errno == EINVAL) file = ::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return Err(memory_error("cannot create a file in memory"));
    return MemoryFile(Descriptor(file));
}

Result<MemoryFile, std::string> MemoryFile::sealed(const char* name, BytesView content) {
    TRY_ASSIGN(auto file, create(name));
    if (!write_at_start(file.descriptor(), content)) return Err(memory_error("cannot write a file in memory"));
    TRY(file.seal());
    return file;
}

size_t MemoryFile::size() const noexcept {
    struct stat info{};
    return ::fstat(descriptor(), &info) == 0 ? static_cast<size_t>(info.st_size) : 0;
}

Result<Bytes, std::string> MemoryFile::read(size_t max_bytes) const {
    auto content = read_from_start(descriptor(), max_bytes);
    if (!content) return Err(std::string("a file in memory cannot be read, or is too large"));
    return std::move(*content);
}

Result<void, std::string> MemoryFile::seal() {
    if (::fcntl(descriptor(), F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
        return Err(memory_error("cannot seal a file in memory"));
    return {};
}

bool write_at_start(int descriptor, BytesView bytes) noexcept {
    for (size_t done = 0; done < bytes.size();) {
        const ssize_t written =
            ::pwrite(descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        done += static_cast<size_t>(written);
    }
    return true;
}

std::optional<Bytes> read_from_start(int descriptor, size_t max_bytes) {
    struct stat info{};
    if (::fstat(descriptor, &info) != 0 || info.st_size < 0) return std::nullopt;
    if (static_cast<uint64_t>(info.st_size) > max_bytes) return std::nullopt;
    Bytes out(static_cast<size_t>(info.st_size));
    for (size_t done = 0; done < out.size();) {
        const ssize_t got = ::pread(descriptor, out.data() + done, out.size() - done, static_cast<off_t>(done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::nullopt;
        done += static_cast<size_t>(got);
    }
    return out;
}

}  // namespace serinus::platform

#include "wasm/x64/mapping.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>

#include "base/assert.hpp"

namespace serinus::wasm::x64 {

namespace {

int protection_of(Access access) noexcept {
    switch (access) {
        case Access::kNone:
            return PROT_NONE;
        case Access::kRead:
            return PROT_READ;
        case Access::kReadWrite:
            return PROT_READ | PROT_WRITE;
        case Access::kReadExecute:
            return PROT_READ | PROT_EXEC;
    }
    return PROT_NONE;
}

void* map(void* at, size_t bytes, Access access, int flags, int file, size_t offset) noexcept {
    void* const start = mmap(at, bytes, protection_of(access), flags | MAP_NORESERVE, file, static_cast<off_t>(offset));
    return start == MAP_FAILED ? nullptr : start;
}

}  // namespace

std::optional<MemoryFile> MemoryFile::create(const char* name, size_t bytes) noexcept {
    MemoryFile file;
    file.descriptor_ = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file.descriptor_ < 0 || ftruncate(file.descriptor_, static_cast<off_t>(bytes)) != 0) return std::nullopt;
    return file;
}

std::optional<MemoryFile> MemoryFile::duplicate(int descriptor) noexcept {
    MemoryFile file;
    file.descriptor_ = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (file.descriptor_ < 0) return std::nullopt;
    return file;
}

MemoryFile::~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
}

bool MemoryFile::write(size_t offset, std::span<const uint8_t> bytes) const noexcept {
    while (!bytes.empty()) {
        const ssize_t written = pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        offset += static_cast<size_t>(written);
        bytes = bytes.subspan(static_cast<size_t>(written));
    }
    return true;
}

void MemoryFile::seal() const noexcept {
    // A kernel without these seals (before 5.1) leaves the file as it is: only this process has its descriptor.
    (void)fcntl(descriptor_, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
}

std::optional<Mapping> Mapping::anonymous(size_t bytes, Access access) noexcept {
    void* const start = map(nullptr, bytes, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == nullptr) return std::nullopt;
    return Mapping(static_cast<uint8_t*>(start), bytes);
}

std::optional<Mapping> Mapping::shared(int file, size_t bytes, Access access) noexcept {
    void* const start = map(nullptr, bytes, access, MAP_SHARED, file, 0);
    if (start == nullptr) return std::nullopt;
    return Mapping(static_cast<uint8_t*>(start), bytes);
}

std::optional<Mapping> Mapping::of_file(int file, size_t offset, size_t bytes, Access access) noexcept {
    void* const start = map(nullptr, bytes, access, MAP_PRIVATE, file, offset);
    if (start == nullptr) return std::nullopt;
    return Mapping(static_cast<uint8_t*>(start), bytes);
}

Mapping::~Mapping() {
    if (start_ != nullptr) munmap(start_, bytes_);
}

bool Mapping::protect(size_t offset, size_t bytes, Access access) noexcept {
    SERINUS_ASSERT(offset <= bytes_ && bytes <= bytes_ - offset);
    return bytes == 0 || mprotect(start_ + offset, bytes, protection_of(access)) == 0;
}

bool Mapping::replace_by_shared(size_t offset, size_t bytes, int file, size_t file_offset, Access access) noexcept {
    SERINUS_ASSERT(offset <= bytes_ && bytes <= bytes_ - offset);
    return bytes == 0 || map(start_ + offset, bytes, access, MAP_SHARED | MAP_FIXED, file, file_offset) != nullptr;
}

bool Mapping::replace_by_private(size_t offset, size_t bytes, int file, size_t file_offset, Access access) noexcept {
    SERINUS_ASSERT(offset <= bytes_ && bytes <= bytes_ - offset);
    return bytes == 0 || map(start_ + offset, bytes, access, MAP_PRIVATE | MAP_FIXED, file, file_offset) != nullptr;
}

void Mapping::discard(size_t offset, size_t bytes) noexcept {
    SERINUS_ASSERT(offset <= bytes_ && bytes <= bytes_ - offset);
    if (bytes > 0) SERINUS_ASSERT(madvise(start_ + offset, bytes, MADV_DONTNEED) == 0);
}

}  // namespace serinus::wasm::x64

#include "storage/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace serinus::storage {
namespace {

struct NetworkFileSystem {
    uint32_t magic;  ///< statfs's f_type
    const char* name;
};
constexpr std::array<NetworkFileSystem, 6> kNetworkFileSystems{{
    {0x6969, "NFS"},
    {0x517b, "SMB"},
    {0xff534d42, "CIFS"},
    {0xfe534d42, "SMB2"},
    {0x5346414f, "AFS"},
    {0x00c36400, "Ceph"},
}};

StoreError io_error(const std::string& what) { return {StoreError::Kind::kIo, what + ": " + std::strerror(errno)}; }

}  // namespace

Result<std::unique_ptr<FolderLock>, StoreError> FolderLock::take(const std::string& folder) {
    struct statfs info{};
    ENSURE(::statfs(folder.c_str(), &info) == 0, io_error("cannot read " + folder));
    for (const auto& [magic, name] : kNetworkFileSystems) {
        ENSURE(
            static_cast<uint32_t>(info.f_type) != magic,
            StoreError{StoreError::Kind::kIo, folder + " is on a network file system (" + name +
                                                  "), which cannot hold a database; choose a folder on a local disk"});
    }
    const std::string path = folder + "/LOCK";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    ENSURE(descriptor >= 0, io_error("cannot open " + path));
    std::unique_ptr<FolderLock> lock(new FolderLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ENSURE(errno == EWOULDBLOCK, io_error("cannot lock " + path));
        std::array<char, 32> owner{};
        const ssize_t size = ::pread(descriptor, owner.data(), owner.size() - 1, 0);
        const std::string by = size > 0 ? " (process " + std::string(owner.data()) + ")" : "";
        return Err(StoreError{StoreError::Kind::kLocked, "the database in " + folder + " is in use by another node" +
                                                             by + "; stop it, or choose another folder"});
    }
    // Only a hint for the message above.
    const std::string me = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) == 0) (void)!::pwrite(descriptor, me.data(), me.size(), 0);
    return lock;
}

FolderLock::~FolderLock() { ::close(descriptor_); }

}  // namespace serinus::storage

#include "platform/disk_speed.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <numeric>
#include <random>

#include "platform/process.hpp"
#include "platform/random.hpp"

namespace serinus::platform {
namespace {

constexpr size_t kFileBytes = size_t{64} << 20;
constexpr size_t kPageBytes = 4096;

/// A file without a name: it is gone when it is closed, however the program ends.
class Scratch {
  public:
    explicit Scratch(const std::string& folder) : path_(folder + "/serinus-disk-XXXXXX") {
        fd_ = ::mkostemp(path_.data(), O_CLOEXEC);
        if (fd_ >= 0) ::unlink(path_.c_str());
    }
    ~Scratch() {
        if (fd_ >= 0) ::close(fd_);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    int fd() const noexcept { return fd_; }
    FileError failure() const { return {"cannot write to " + path_ + ": " + std::strerror(errno)}; }

  private:
    std::string path_;
    int fd_ = -1;
};

bool write_at(int fd, BytesView bytes, size_t offset) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<size_t>(written));
        offset += static_cast<size_t>(written);
    }
    return true;
}

/// Bytes a second of rounds that write all of the file; negative after a failure.
template <class Round>
double rate_of(double seconds, Round round) {
    const uint64_t start = monotonic_ns();
    uint64_t elapsed = 0;
    double bytes = 0;
    do {
        if (!round()) return -1;
        bytes += kFileBytes;
        elapsed = monotonic_ns() - start;
    } while (static_cast<double>(elapsed) < seconds * 1e9);
    return bytes * 1e9 / static_cast<double>(elapsed);
}

}  // namespace

Result<DiskSpeed, FileError> measure_disk(const std::string& folder, double seconds) {
    const Scratch file(folder);
    if (file.fd() < 0) return Err(file.failure());
    Bytes content(kFileBytes);
    fill_random(content);
    std::vector<size_t> pages(kFileBytes / kPageBytes);
    std::iota(pages.begin(), pages.end(), size_t{0});
    std::shuffle(pages.begin(), pages.end(), std::mt19937_64(1));

    DiskSpeed speed;
    speed.sequential_bytes_per_second =
        rate_of(seconds, [&] { return write_at(file.fd(), content, 0) && ::fsync(file.fd()) == 0; });
    if (speed.sequential_bytes_per_second < 0) return Err(file.failure());
    speed.random_bytes_per_second = rate_of(seconds, [&] {
        for (const size_t page : pages) {
            const size_t at = page * kPageBytes;
            if (!write_at(file.fd(), BytesView(content).subspan(at, kPageBytes), at)) return false;
        }
        return ::fsync(file.fd()) == 0;
    });
    if (speed.random_bytes_per_second < 0) return Err(file.failure());
    return speed;
}

}  // namespace serinus::platform

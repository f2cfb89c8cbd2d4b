/// Messages with open files between processes of this program.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "platform/descriptor.hpp"

namespace serinus::platform {

struct Packet {
    Bytes bytes;
    std::vector<Descriptor> files;
};

/// One end of a pair of sockets that keeps the borders of messages.
class Channel {
  public:
    static constexpr size_t kMaxBytes = size_t{32} << 10;
    static constexpr size_t kMaxFiles = 4;

    Channel() = default;
    explicit Channel(Descriptor end) noexcept : end_(std::move(end)) {}
    /// Two ends; none is inherited by programs that are started.
    static Result<std::pair<Channel, Channel>, std::string> pair();

    /// Waits for room. At most kMaxBytes and kMaxFiles. Errors: the other end is closed, or gone.
    Result<void, std::string> send(BytesView bytes, std::span<const int> files = {}) const;
    /// Waits for the next message; nullopt: the other end is closed. Errors: a message that is too long.
    Result<std::optional<Packet>, std::string> receive() const;

    int descriptor() const noexcept { return end_.number(); }
    void close() noexcept { end_ = Descriptor(); }

  private:
    Descriptor end_;
};

}  // namespace serinus::platform

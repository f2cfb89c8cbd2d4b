#include "platform/channel.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

#include "base/assert.hpp"

namespace serinus::platform {
namespace {

std::string channel_error(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

}  // namespace

Result<std::pair<Channel, Channel>, std::string> Channel::pair() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return Err(channel_error("cannot create a channel"));
    return std::pair(Channel(Descriptor(ends[0])), Channel(Descriptor(ends[1])));
}

Result<void, std::string> Channel::send(BytesView bytes, std::span<const int> files) const {
    SERINUS_ASSERT(bytes.size() <= kMaxBytes && files.size() <= kMaxFiles);
    iovec content{.iov_base = const_cast<uint8_t*>(bytes.data()), .iov_len = bytes.size()};
    alignas(cmsghdr) char control[CMSG_SPACE(kMaxFiles * sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    if (!files.empty()) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(files.size_bytes());
        cmsghdr* const header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(files.size_bytes());
        std::memcpy(CMSG_DATA(header), files.data(), files.size_bytes());
    }
    ssize_t sent = -1;
    do sent = ::sendmsg(end_.number(), &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent != static_cast<ssize_t>(bytes.size())) return Err(channel_error("cannot send"));
    return {};
}

Result<std::optional<Packet>, std::string> Channel::receive() const {
    Packet packet;
    packet.bytes.resize(kMaxBytes);
    iovec content{.iov_base = packet.bytes.data(), .iov_len = packet.bytes.size()};
    alignas(cmsghdr) char control[CMSG_SPACE(kMaxFiles * sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &content;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    ssize_t got = -1;
    do got = ::recvmsg(end_.number(), &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got < 0) return Err(channel_error("cannot receive"));
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        const size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; ++i) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(header) + i * sizeof(int), sizeof number);
            packet.files.emplace_back(number);
        }
    }
    if (got == 0) return std::optional<Packet>();
    if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) return Err(std::string("a message is too long"));
    packet.bytes.resize(static_cast<size_t>(got));
    return std::optional(std::move(packet));
}

}  // namespace serinus::platform

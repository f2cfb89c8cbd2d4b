#include "network/service/mdns_socket.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/multicast.hpp>

#include "network/service/addresses.hpp"

namespace serinus::network {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Udp = asio::ip::udp;

constexpr uint16_t kMdnsPort = 5353;
const auto& mdns_group() {
    static const auto group = asio::ip::make_address_v4("224.0.0.251");
    return group;
}

/// Letters and digits that say nothing of the node. Spec: libp2p discovery/mdns
std::string random_name(platform::Scheduler& scheduler) {
    std::string out;
    for (const uint8_t byte : scheduler.random_array<40>()) {
        out += "abcdefghijklmnopqrstuvwxyz012345"[byte % 32];
    }
    return out;
}

}  // namespace

MdnsSocket::MdnsSocket(asio::io_context& io, platform::Scheduler& scheduler, const PeerId& own, Found found)
    : scheduler_(scheduler),
      socket_(io),
      timer_(io),
      mdns_(own, random_name(scheduler), {}),
      found_(std::move(found)),
      buffer_(mdns::kMaxPacketBytes) {}

Result<void, std::string> MdnsSocket::start(const std::vector<wire::Multiaddr>& addresses) {
    Error error;
    socket_.open(Udp::v4(), error);
    // Other programs of this machine listen there too.
    if (!error) socket_.set_option(asio::socket_base::reuse_address(true), error);
    const int on = 1;
    if (!error) (void)::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (!error) socket_.bind({asio::ip::address_v4::any(), kMdnsPort}, error);
    // Another node of this machine is to hear it.
    if (!error) socket_.set_option(asio::ip::multicast::enable_loopback(true), error);
    ENSURE(!error, "mDNS has no socket: " + error.message());
    size_t joined = 0;
    for (const auto& interface : own_ip4_addresses()) {
        Error refused;
        socket_.set_option(asio::ip::multicast::join_group(mdns_group(), interface), refused);
        joined += refused ? 0 : 1;
    }
    ENSURE(joined > 0, std::string("mDNS has no interface that takes part in a group"));
    mdns_.set_addresses(addresses);
    receive();
    perform(mdns_.on_timer(scheduler_.now_ms()));
    return {};
}

void MdnsSocket::close() {
    is_closed_ = true;
    Error ignored;
    socket_.close(ignored);
    timer_.cancel();
}

void MdnsSocket::receive() {
    socket_.async_receive_from(asio::buffer(buffer_), sender_, [this](const Error& error, size_t size) {
        if (is_closed_ || error == asio::error::operation_aborted) return;
        if (!error) perform(mdns_.take(BytesView(buffer_).first(size), scheduler_.now_ms()));
        receive();
    });
}

void MdnsSocket::perform(const mdns::Mdns::Out& out) {
    for (const Bytes& packet : out.packets) {
        for (const auto& interface : own_ip4_addresses()) {
            Error ignored;
            socket_.set_option(asio::ip::multicast::outbound_interface(interface), ignored);
            if (!ignored) (void)socket_.send_to(asio::buffer(packet), {mdns_group(), kMdnsPort}, 0, ignored);
        }
    }
    for (const auto& address : out.addresses) found_(address);
    arm_timer();
}

void MdnsSocket::arm_timer() {
    const Millis now = scheduler_.now_ms(), next = mdns_.next_timer();
    timer_.expires_after(std::chrono::milliseconds(next > now ? next - now : 0));
    timer_.async_wait([this](const Error& error) {
        if (!error && !is_closed_) perform(mdns_.on_timer(scheduler_.now_ms()));
    });
}

}  // namespace serinus::network

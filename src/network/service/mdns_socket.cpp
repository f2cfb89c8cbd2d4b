#include "network/service/mdns_socket.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include "network/service/addresses.hpp"

namespace serinus::network {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Udp = asio::ip::udp;

constexpr uint16_t kMdnsPort = 5353;
const auto& ip4_group() {
    static const auto group = asio::ip::make_address_v4("224.0.0.251");
    return group;
}
const auto& ip6_group() {
    static const auto group = asio::ip::make_address_v6("ff02::fb");
    return group;
}

/// Other programs of this machine listen on the port too, and another node of this machine is to hear this one.
Error bind_shared(Udp::socket& socket, const Udp::endpoint& endpoint) {
    Error error;
    socket.open(endpoint.protocol(), error);
    if (!error && endpoint.address().is_v6()) socket.set_option(asio::ip::v6_only(true), error);
    if (!error) socket.set_option(asio::socket_base::reuse_address(true), error);
    const int on = 1;
    if (!error) (void)::setsockopt(socket.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (!error) socket.bind(endpoint, error);
    if (!error) socket.set_option(asio::ip::multicast::enable_loopback(true), error);
    return error;
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

MdnsSocket::MdnsSocket(asio::io_context& io, platform::Scheduler& scheduler, const PeerId& own, Found found,
                       const MdnsSocketOptions& options)
    : scheduler_(scheduler),
      options_(options),
      ip4_(io),
      ip6_(io),
      timer_(io),
      mdns_(own, random_name(scheduler), {}),
      found_(std::move(found)) {}

Result<void, std::string> MdnsSocket::open_ip4() {
    const Error error = bind_shared(ip4_.socket, {asio::ip::address_v4::any(), kMdnsPort});
    ENSURE(!error, "mDNS has no socket of IPv4: " + error.message());
    for (const auto& interface : own_ip4_addresses()) {
        Error refused;
        ip4_.socket.set_option(asio::ip::multicast::join_group(ip4_group(), interface), refused);
        ip4_.is_open |= !refused;
    }
    ENSURE(ip4_.is_open, std::string("mDNS has no interface of IPv4 that takes part in a group"));
    return {};
}

Result<void, std::string> MdnsSocket::open_ip6() {
    const Error error = bind_shared(ip6_.socket, {asio::ip::address_v6::any(), kMdnsPort});
    ENSURE(!error, "mDNS has no socket of IPv6: " + error.message());
    for (const unsigned interface : own_ip6_group_interfaces()) {
        Error refused;
        ip6_.socket.set_option(asio::ip::multicast::join_group(ip6_group(), interface), refused);
        ip6_.is_open |= !refused;
    }
    ENSURE(ip6_.is_open, std::string("mDNS has no interface of IPv6 that takes part in a group"));
    return {};
}

Result<void, std::string> MdnsSocket::start(const std::vector<wire::Multiaddr>& addresses) {
    std::string failure = "mDNS is given no family of addresses";
    if (options_.has_ip6) {
        if (auto opened = open_ip6(); !opened) failure = std::move(opened).error();
    }
    if (options_.has_ip4) {
        if (auto opened = open_ip4(); !opened) failure = std::move(opened).error();
    }
    ENSURE(ip4_.is_open || ip6_.is_open, failure);
    mdns_.set_addresses(addresses);
    for (Family* const family : {&ip4_, &ip6_}) {
        if (family->is_open) receive(*family);
    }
    perform(mdns_.on_timer(scheduler_.now_ms()));
    return {};
}

void MdnsSocket::close() {
    is_closed_ = true;
    Error ignored;
    ip4_.socket.close(ignored);
    ip6_.socket.close(ignored);
    timer_.cancel();
}

void MdnsSocket::receive(Family& family) {
    family.socket.async_receive_from(
        asio::buffer(family.buffer), family.sender, [this, &family](const Error& error, size_t size) {
            if (is_closed_ || error == asio::error::operation_aborted) return;
            if (!error) perform(mdns_.take(BytesView(family.buffer).first(size), scheduler_.now_ms()));
            receive(family);
        });
}

void MdnsSocket::send(BytesView packet) {
    const auto buffer = asio::buffer(packet.data(), packet.size());
    for (const auto& interface : ip4_.is_open ? own_ip4_addresses() : std::vector<asio::ip::address_v4>()) {
        Error ignored;
        ip4_.socket.set_option(asio::ip::multicast::outbound_interface(interface), ignored);
        if (!ignored) (void)ip4_.socket.send_to(buffer, {ip4_group(), kMdnsPort}, 0, ignored);
    }
    for (const unsigned interface : ip6_.is_open ? own_ip6_group_interfaces() : std::vector<unsigned>()) {
        Error ignored;
        ip6_.socket.set_option(asio::ip::multicast::outbound_interface(interface), ignored);
        if (!ignored) (void)ip6_.socket.send_to(buffer, {ip6_group(), kMdnsPort}, 0, ignored);
    }
}

void MdnsSocket::perform(const mdns::Mdns::Out& out) {
    for (const Bytes& packet : out.packets) send(packet);
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

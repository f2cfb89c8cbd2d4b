/// The sockets of mDNS: packets of the groups 224.0.0.251 and ff02::fb, port 5353, on all interfaces of this machine.
/// Spec: RFC 6762, 3
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "network/discovery/mdns.hpp"
#include "platform/scheduler.hpp"

namespace serinus::network {

struct MdnsSocketOptions {
    bool has_ip4 = true, has_ip6 = true;
};

class MdnsSocket {
  public:
    /// On the thread of the io_context.
    using Found = std::function<void(const wire::Multiaddr& address)>;

    MdnsSocket(boost::asio::io_context& io, platform::Scheduler& scheduler, const PeerId& own, Found found,
               const MdnsSocketOptions& options = {});

    /// Begins to ask and to answer. `addresses`: of this node. The error is a sentence: the system gives a socket of
    /// neither family.
    Result<void, std::string> start(const std::vector<wire::Multiaddr>& addresses);
    void close();

  private:
    using Udp = boost::asio::ip::udp;
    struct Family {
        explicit Family(boost::asio::io_context& io) : socket(io), buffer(mdns::kMaxPacketBytes) {}

        Udp::socket socket;
        Bytes buffer;
        Udp::endpoint sender = {};
        bool is_open = false;
    };

    Result<void, std::string> open_ip4();
    Result<void, std::string> open_ip6();
    void receive(Family& family);
    void perform(const mdns::Mdns::Out& out);
    void send(BytesView packet);
    void arm_timer();

    platform::Scheduler& scheduler_;
    MdnsSocketOptions options_;
    Family ip4_, ip6_;
    boost::asio::steady_timer timer_;
    mdns::Mdns mdns_;
    Found found_;
    bool is_closed_ = false;
};

}  // namespace serinus::network

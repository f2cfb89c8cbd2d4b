/// The socket of mDNS: packets of the group 224.0.0.251, port 5353, on all interfaces of this machine.
#pragma once

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "network/discovery/mdns.hpp"
#include "platform/scheduler.hpp"

namespace serinus::network {

class MdnsSocket {
  public:
    /// On the thread of the io_context.
    using Found = std::function<void(const wire::Multiaddr& address)>;

    MdnsSocket(boost::asio::io_context& io, platform::Scheduler& scheduler, const PeerId& own, Found found);

    /// Begins to ask and to answer. `addresses`: of this node. The error is a sentence: the system gives no such
    /// socket.
    Result<void, std::string> start(const std::vector<wire::Multiaddr>& addresses);
    void close();

  private:
    using Udp = boost::asio::ip::udp;

    void receive();
    void perform(const mdns::Mdns::Out& out);
    void arm_timer();

    platform::Scheduler& scheduler_;
    Udp::socket socket_;
    boost::asio::steady_timer timer_;
    mdns::Mdns mdns_;
    Found found_;
    Bytes buffer_;
    Udp::endpoint sender_;
    bool is_closed_ = false;
};

}  // namespace serinus::network

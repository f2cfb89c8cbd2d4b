/// Connects TCP sockets as dial plans say.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <set>

#include "network/peers/dial_plan.hpp"
#include "network/service/resolver.hpp"
#include "platform/scheduler.hpp"

namespace serinus::network {

class Dialer {
  public:
    /// One of the two is called once, later, on the thread of the io_context; neither after close().
    using Connected = std::function<void(boost::asio::ip::tcp::socket socket, const DialPlan::Attempt& attempt)>;
    using Failed = std::function<void(const std::string& reason)>;

    Dialer(boost::asio::io_context& io, platform::Scheduler& scheduler)
        : io_(io), scheduler_(scheduler), resolver_(io) {}
    ~Dialer() { close(); }

    void dial(const wire::Multiaddr& address, Connected connected, Failed failed);
    void close();

  private:
    struct Dial;

    void perform(const std::shared_ptr<Dial>& dial, const DialPlan::Actions& actions);
    void connect(const std::shared_ptr<Dial>& dial, const DialPlan::Attempt& attempt);
    void arm_timer(const std::shared_ptr<Dial>& dial);
    /// The dial is over: its sockets are closed.
    static void drop(Dial& dial);

    boost::asio::io_context& io_;
    platform::Scheduler& scheduler_;
    Resolver resolver_;
    std::set<std::shared_ptr<Dial>> dials_;
};

}  // namespace serinus::network

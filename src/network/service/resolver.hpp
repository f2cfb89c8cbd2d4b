/// Look-ups of names, without blocking anybody: c-ares on the sockets of an io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>

#include "network/peers/dial_plan.hpp"

namespace serinus::network {

class Resolver {
  public:
    using Found = std::function<void(Result<std::vector<std::string>, std::string>)>;
    /// Ours: of one look-up.
    static constexpr size_t kMaxResults = 64, kMaxTextBytes = 1024;

    explicit Resolver(boost::asio::io_context& io);
    ~Resolver();

    /// `found` is called once, on the thread of the io_context, later; never after close().
    void lookup(DialPlan::Lookup::Kind kind, const std::string& name, Found found);
    void close();

  private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace serinus::network

/// Answers GET /metrics over HTTP, and nothing else.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "node/options.hpp"
#include "platform/scheduler.hpp"

namespace serinus::node {

/// One thread for all connections, each of which gets a few seconds and one answer.
class MetricsServer {
  public:
    /// `collect` makes the text for each scrape, on the server's thread. The error is a sentence: the port is taken.
    static Result<std::unique_ptr<MetricsServer>, std::string> start(const MetricsAddress& address,
                                                                     platform::Scheduler& scheduler,
                                                                     std::function<std::string()> collect);
    ~MetricsServer();

    const std::string& address() const noexcept;  ///< "127.0.0.1:9615"

  private:
    MetricsServer();
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The whole answer to what a client sent so far; empty while the head of the request is not complete.
std::string answer_to(std::string_view request, const std::function<std::string()>& collect);

}  // namespace serinus::node

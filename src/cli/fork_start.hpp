/// Starts the node of a fork.
#pragma once

#include "cli/fork_options.hpp"
#include "fork/messages/message_exchange.hpp"
#include "node/node.hpp"
#include "platform/process.hpp"

namespace serinus::cli {

/// Ours. Calls that read wait for the origin, and what they wait for is fetched together.
inline constexpr size_t kForkCallsAtOnce = 64;

struct ForkStartError {
    std::string reason;
    bool is_usage = false;
};
struct StartedFork {
    std::unique_ptr<node::Node> node;
    std::shared_ptr<fork::KeptFork> kept;  ///< nullptr: its blocks end with the process
};
/// `signals` end what waits for the origin. They outlive the node, which joins `exchange` if it sends messages.
Result<StartedFork, ForkStartError> start_fork(const ForkOptions& options, const platform::StopSignals& signals,
                                               const std::shared_ptr<platform::ThreadPools>& pools,
                                               fork::MessageExchange& exchange);

}  // namespace serinus::cli

/// A client of a simulated node's RPC: calls through the registry, and subscriptions, without sockets. It compares what
/// it is told with the chain.
#pragma once

#include <random>

#include "chain/client/client.hpp"
#include "rpc/call.hpp"

namespace serinus::world {

class RpcClient {
  public:
    /// `violation` gets a sentence.
    RpcClient(const rpc::Registry& registry, chain::Client& client, platform::Scheduler& scheduler, uint64_t seed,
              std::function<void(const std::string&)> violation);
    ~RpcClient();

    /// The result of a call with parameters in JSON ("[1,2]"); nullopt: an error.
    std::optional<rpc::Json> call(const std::string& method, const std::string& parameters = "[]");
    /// Subscribes to heads of both kinds, and follows the chain (chainHead_v1).
    void subscribe();
    /// One of many calls, with parameters of the present.
    void call_something();

    uint64_t calls() const noexcept { return calls_; }
    uint64_t notifications() const noexcept { return notifications_; }
    /// For tests of the checks.
    void expect_wrong_head() noexcept { expects_wrong_head_ = true; }

  private:
    void drain();
    void on_notification(const rpc::Json& message);

    const rpc::Registry& registry_;
    chain::Client& client_;
    std::mt19937_64 random_;
    std::function<void(const std::string&)> violation_;
    std::unique_ptr<platform::Lane> lane_;
    std::shared_ptr<rpc::CallQueue> queue_;
    std::shared_ptr<rpc::Session> session_;
    uint64_t calls_ = 0, notifications_ = 0;
    uint64_t last_final_head_ = 0;
    bool expects_wrong_head_ = false;
};

}  // namespace serinus::world

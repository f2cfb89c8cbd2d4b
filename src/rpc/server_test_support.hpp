/// A server over real sockets, whose methods do what a test needs.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/threaded_scheduler.hpp"
#include "rpc/call_queue.hpp"
#include "rpc/registry.hpp"
#include "rpc/server.hpp"
#include "tests/rpc_client/client.hpp"

namespace serinus::rpc {

using test::HttpClient;
using test::HttpResponse;
using test::RawClient;
using test::WebSocketClient;

inline constexpr size_t kHeavyCalls = 4;
inline constexpr std::string_view kHello = R"({"jsonrpc":"2.0","method":"hello","id":1})";
inline constexpr std::string_view kHelloAnswer = R"({"jsonrpc":"2.0","id":1,"result":"hello"})";
inline constexpr std::string_view kWatch = R"({"jsonrpc":"2.0","method":"watch","id":1})";

/// Opens once for all who wait.
class Barrier {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_open_; });
    }
    /// False: `stop` came first.
    bool wait_or_stop(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_open_ || stop.stop_requested(); });
        return is_open_;
    }
    void notify() {
        const std::lock_guard lock(mutex_);
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_open_ = false;
};

class Servers : public testing::Test {
  protected:
    Servers() {
        options.port = 0;
        options.heavy_calls = kHeavyCalls;
        options.stop_timeout_ms = 50;  // clients of these tests read only when they expect something
        registry.method("hello", {.cost = Cost::kLight}, [](const Call&) -> RpcResult { return Json("hello"); });
        registry.method("harm", {.safety = Safety::kUnsafe}, [](const Call&) -> RpcResult { return Json("done"); });
        registry.method("size", {.parameters = {"text"}}, [](const Call& call) -> RpcResult {
            TRY_ASSIGN(const std::string text, call.params.string(0, "text"));
            return Json(text.size());
        });
        registry.method("make", {}, [](const Call& call) -> RpcResult {
            TRY_ASSIGN(const uint64_t size, call.params.number(0, "size"));
            return Json(std::string(size, 'a'));
        });
        registry.method("wait", {}, [this](const Call&) -> RpcResult {
            barrier.wait();
            return Json("waited");
        });
        registry.later_method("later", {.cost = Cost::kLight},
                              [this](const Call&, const Later& later) -> std::optional<RpcResult> {
                                  const std::lock_guard lock(mutex);
                                  waiting.push_back(later);
                                  waiting_changed.notify_all();
                                  return std::nullopt;
                              });
        registry.method("system_health", {}, [this](const Call&) -> RpcResult {
            return Json{{"peers", peers}, {"isSyncing", is_syncing}, {"shouldHavePeers", should_have_peers}};
        });
        registry.subscription("watch", "event", "unwatch", {}, [this](const Call&, const std::shared_ptr<Sink>& sink) {
            const std::lock_guard lock(mutex);
            sinks.push_back(sink);
            sink->on_close([this] {
                const std::lock_guard again(closed_mutex);
                ++closed;
                closed_changed.notify_all();
            });
            return Result<void, RpcError>();
        });
    }
    ~Servers() override {
        barrier.open();
        server.reset();
    }

    uint16_t start() {
        auto started = Server::start(registry, *scheduler, options);
        if (!started) {
            ADD_FAILURE() << started.error();
            std::abort();
        }
        server = std::move(started).value();
        return server->port();
    }
    void publish(const std::string& text) {
        const auto shared = std::make_shared<const std::string>(text);
        const std::lock_guard lock(mutex);
        for (const auto& sink : sinks) sink->send(shared);
    }
    /// Those that calls of "later" have left, once there are so many.
    std::vector<Later> wait_for_waiting(size_t count) {
        std::unique_lock lock(mutex);
        waiting_changed.wait(lock, [&] { return waiting.size() >= count; });
        return std::exchange(waiting, {});
    }
    void wait_for_closed(size_t count) {
        std::unique_lock lock(closed_mutex);
        closed_changed.wait(lock, [&] { return closed >= count; });
    }

    std::shared_ptr<platform::ThreadPools> pools = std::make_shared<platform::ThreadPools>(
        platform::ThreadCounts{.rpc = kHeavyCalls + CallQueue::long_calls_beside(kHeavyCalls)});
    std::unique_ptr<platform::Scheduler> scheduler = platform::make_threaded_scheduler(pools);
    Registry registry;
    ServerOptions options;
    Barrier barrier;
    uint64_t peers = 0;
    bool is_syncing = false, should_have_peers = true;
    std::mutex mutex;
    std::vector<std::shared_ptr<Sink>> sinks;
    std::vector<Later> waiting;
    std::condition_variable waiting_changed;
    std::mutex closed_mutex;
    std::condition_variable closed_changed;
    size_t closed = 0;
    std::unique_ptr<Server> server;
};

}  // namespace serinus::rpc

// Calls that wait for their turn, end with their connection or with the server, or are interrupted, over real sockets.
#include <array>
#include <atomic>
#include <random>
#include <thread>

#include "rpc/memory_budget.hpp"
#include "rpc/server_test_support.hpp"

namespace serinus::rpc {
namespace {

TEST_F(Servers, StopClosesConnectionsAndFinishesCallsThatRun) {
    options.stop_timeout_ms = 60'000;
    WebSocketClient idle(start()), busy(server->port());
    idle.call(kWatch);
    busy.send(R"({"jsonrpc":"2.0","method":"wait","id":1})");
    HttpClient kept(server->port());
    kept.call(kHello);
    std::thread stopping([&] { server->stop(); });
    EXPECT_EQ(idle.receive(), std::nullopt);
    EXPECT_EQ(idle.close_code(), 1001);
    EXPECT_EQ(busy.receive(), std::nullopt);
    barrier.open();
    stopping.join();
    EXPECT_FALSE(kept.is_open());
    EXPECT_EQ(closed, 1u);
    EXPECT_EQ(server->stats().connections, 0u);
    server->stop();
}

TEST_F(Servers, StopDoesNotWaitLongForClients) {
    WebSocketClient silent(start());
    silent.call(kHello);
    server->stop();
    EXPECT_EQ(server->stats().connections, 0u);
}

// Connections of all kinds at once, at whatever moment the server stops: none is left open.
TEST_F(Servers, StopClosesAllConnectionsUnderLoad) {
    options.max_connections = 200;
    std::mt19937 random(testing::UnitTest::GetInstance()->random_seed());
    for (int round = 0; round < 6; ++round) {
        (void)start();
        std::vector<std::unique_ptr<WebSocketClient>> silent;
        std::vector<std::unique_ptr<RawClient>> raw;
        for (int i = 0; i < 8; ++i) {
            silent.push_back(std::make_unique<WebSocketClient>(server->port()));
            silent.back()->send(kWatch);
            silent.back()->send(R"({"jsonrpc":"2.0","method":"later","id":1})");
            if (i % 2 == 0) silent.back()->send(R"({"jsonrpc":"2.0","method":"make","params":[4000000],"id":1})");
            raw.push_back(std::make_unique<RawClient>(server->port()));
            if (i % 2 == 0) raw.back()->send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Le");
        }
        std::atomic<bool> is_over = false;
        constexpr size_t kCallers = 3;
        std::vector<std::thread> callers;
        callers.reserve(kCallers);
        for (size_t i = 0; i < kCallers; ++i) {
            callers.emplace_back([&, port = server->port()] {
                // Connects, upgrades and calls until the server does not answer any more.
                try {
                    while (!is_over) {
                        int refused = 0;
                        WebSocketClient client(port, {}, &refused);
                        if (refused != 0) return;
                        client.send(kHello);
                        if (!client.receive()) return;
                    }
                } catch (const std::exception&) {
                    return;  // it does not listen any more
                }
            });
        }
        for (size_t calls = random() % 200; calls > 0; --calls) publish("1");
        server->stop();
        is_over = true;
        EXPECT_EQ(server->stats().connections, 0u) << "round " << round;
        EXPECT_EQ(server->stats().heavy_running + server->stats().heavy_waiting, 0u);
        silent.clear();  // and with them what kept the callers
        raw.clear();
        for (std::thread& caller : callers) caller.join();
    }
}

// A client that is gone must not keep the workers busy with what it left behind.
TEST_F(Servers, CallsOfAConnectionThatIsGoneAreNotBegun) {
    std::atomic<int> held = 0, begun = 0;
    registry.method("hold", {}, [&](const Call&) -> RpcResult {
        ++held;
        barrier.wait();
        return Json(nullptr);
    });
    registry.method("count", {}, [&](const Call&) -> RpcResult { return Json(++begun); });
    start();
    // A connection alone gets half of the threads.
    WebSocketClient blocking(server->port()), also_blocking(server->port());
    for (WebSocketClient* client : {&blocking, &also_blocking}) {
        for (int i = 0; i < 2; ++i) client->send(R"({"jsonrpc":"2.0","method":"hold","id":1})");
    }
    while (held < 4) std::this_thread::yield();
    {
        WebSocketClient leaving(server->port());
        for (int i = 0; i < 5; ++i) leaving.send(R"({"jsonrpc":"2.0","method":"count","id":1})");
        while (server->stats().heavy_waiting < 5) std::this_thread::yield();
    }
    while (server->stats().connections > 2) std::this_thread::yield();
    barrier.open();
    server->stop();
    EXPECT_EQ(begun, 0);
}

// Heavy calls hold all of their threads, and more wait.
TEST_F(Servers, LightCallsDoNotWaitForHeavyOnes) {
    start();
    std::vector<std::unique_ptr<WebSocketClient>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(std::make_unique<WebSocketClient>(server->port()));
        for (int j = 0; j < 4; ++j) clients.back()->send(R"({"jsonrpc":"2.0","method":"wait","id":1})");
    }
    while (server->stats().heavy_running < kHeavyCalls || server->stats().heavy_waiting < size_t{8} * 4 - kHeavyCalls) {
        std::this_thread::yield();
    }
    HttpClient other(server->port());
    EXPECT_EQ(other.call(kHello).body, kHelloAnswer);
    EXPECT_EQ(clients[0]->call(kHello), kHelloAnswer) << "not even of the same connection";
    barrier.open();
    for (auto& client : clients) {
        for (int j = 0; j < 4; ++j) EXPECT_EQ(client->receive(), R"({"jsonrpc":"2.0","id":1,"result":"waited"})");
    }
}

// Calls that end only when the test says so take all places, those for long calls too: short calls of others are made
// meanwhile, and each of the long ones is answered once.
TEST_F(Servers, ShortCallsAreMadeWhileLongOnesOfOthersTakeAllThreads) {
    constexpr int kOfEach = 16;
    registry.method("long", {}, [this](const Call& call) -> RpcResult {
        const std::stop_callback on_turn_over(call.stop_token(), [this] { barrier.notify(); });
        if (barrier.wait_or_stop(call.stop_token())) return Json("waited");
        *call.is_interrupted = true;
        return Err(RpcError{1, "stopped"});
    });
    WebSocketClient first(start()), second(server->port());
    for (int i = 0; i < kOfEach; ++i) {
        for (auto* client : {&first, &second}) client->send(R"({"jsonrpc":"2.0","method":"long","id":1})");
    }
    while (server->stats().heavy_running < kHeavyCalls) std::this_thread::yield();
    HttpClient other(server->port());
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(other.call(R"({"jsonrpc":"2.0","method":"size","params":["abc"],"id":1})").body,
                  R"({"jsonrpc":"2.0","id":1,"result":3})");
    }
    barrier.open();
    for (auto* client : {&first, &second}) {
        for (int i = 0; i < kOfEach; ++i) {
            EXPECT_EQ(client->receive(), R"({"jsonrpc":"2.0","id":1,"result":"waited"})");
        }
    }
    EXPECT_EQ(first.call(kHello), kHelloAnswer) << "no answer is left";
}

// A text may take thirty times its size once it is read; those that wait for a turn are counted so.
TEST_F(Servers, RequestsCountAsTheyAreInMemory) {
    options.memory = std::make_shared<MemoryBudget>(size_t{8} << 20);
    WebSocketClient client(start());
    std::string list = R"({"jsonrpc":"2.0","method":"size","id":1,"params":[""])";
    for (int i = 0; i < 500'000; ++i) list += ",[]";
    EXPECT_EQ(client.call(list + "}"), R"({"jsonrpc":"2.0","id":null,"error":{"code":-32009,)"
                                       R"("message":"Server is busy, try again later"}})");
    const std::string plain =
        R"({"jsonrpc":"2.0","method":"size","id":1,"params":[")" + std::string(list.size(), 'a') + "\"]}";
    EXPECT_EQ(client.call(plain), R"({"jsonrpc":"2.0","id":1,"result":)" + std::to_string(list.size()) + "}");
}

TEST_F(Servers, AnInterruptedCallIsAnsweredAsWhatItIs) {
    options.call_timeout_ms = 123;
    registry.method("slow", {}, [](const Call& call) -> RpcResult {
        EXPECT_EQ(call.max_duration_ms, 123u);
        *call.is_interrupted = true;  // as a runtime call does
        return Err(RpcError{4003, "Client error: Execution failed: interrupted"});
    });
    HttpClient client(start());
    EXPECT_EQ(client.call(R"({"jsonrpc":"2.0","method":"slow","id":1})").body,
              R"({"jsonrpc":"2.0","id":1,"error":{"code":-32012,"message":"The call took too long",)"
              R"("data":"Exceeded max limit of 123 ms"}})");
}

TEST_F(Servers, CallsAreInterruptedWhenTheirConnectionEnds) {
    std::atomic<bool> has_begun = false;
    registry.method("endless", {}, [&](const Call& call) -> RpcResult {
        has_begun = true;
        while (!call.connection->stop_token().stop_requested()) std::this_thread::yield();
        return Json(nullptr);
    });
    start();
    {
        WebSocketClient leaving(server->port());
        leaving.send(R"({"jsonrpc":"2.0","method":"endless","id":1})");
        while (!has_begun) std::this_thread::yield();
    }
    while (server->stats().heavy_running > 0) std::this_thread::yield();
}

TEST_F(Servers, CallsAreInterruptedWhenTheNodeStops) {
    std::atomic<size_t> begun = 0;
    registry.method("endless", {}, [&](const Call& call) -> RpcResult {
        ++begun;
        while (!call.connection->stop_token().stop_requested()) std::this_thread::yield();
        return Json(nullptr);
    });
    WebSocketClient client(start());
    for (int i = 0; i < 10; ++i) client.send(R"({"jsonrpc":"2.0","method":"endless","id":1})");
    while (begun == 0) std::this_thread::yield();
    scheduler->request_stop();
    server->stop();
    EXPECT_LE(begun, kHeavyCalls) << "those that wait are not begun";
}

}  // namespace
}  // namespace serinus::rpc

// A running node under the heaviest calls that the public may make: how long `system_health` takes meanwhile, and
// whether blocks come in their time.
//
//     serinus --dev --tmp --rpc-port 9977 &
//     bench_rpc_load 9977 [connections=64] [seconds=30]
//
// The clients share the processors with the node.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "platform/process.hpp"
#include "tests/rpc_client/client.hpp"

namespace {

using namespace serinus;

constexpr uint64_t kHealthIntervalMs = 10;

std::string request(const std::string& method, const std::string& params = "") {
    return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":[)" + params + "]}";
}

/// Each connection begins at another one.
std::vector<std::string> heavy_requests() {
    std::string keys;
    for (int i = 0; i < 256; ++i) {
        char key[16];
        std::snprintf(key, sizeof key, "%s\"0x%02x\"", i == 0 ? "" : ",", i);
        keys += key;
    }
    return {request("state_getMetadata"),
            request("state_call", R"("Metadata_metadata","0x")"),
            request("babe_epochAuthorship"),
            request("state_getReadProof", "[" + keys + "]"),
            request("state_getKeysPaged", R"("0x",1000)"),
            request("state_call", R"("Core_version","0x")"),
            request("state_getStorageSize", R"("0x")"),
            request("sync_state_genSyncSpec", "true")};
}

double percentile(std::vector<double> values, double part) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<size_t>(part * static_cast<double>(values.size() - 1))];
}

/// Milliseconds from the time at which each question was due to its answer.
std::vector<double> ask_health(uint16_t port, uint64_t seconds) {
    test::HttpClient client(port);
    std::vector<double> out;
    const uint64_t begin_ns = platform::monotonic_ns();
    for (uint64_t due_ns = begin_ns; due_ns < begin_ns + seconds * 1'000'000'000;
         due_ns += kHealthIntervalMs * 1'000'000) {
        const uint64_t now_ns = platform::monotonic_ns();
        if (now_ns < due_ns) std::this_thread::sleep_for(std::chrono::nanoseconds(due_ns - now_ns));
        if (client.call(request("system_health")).status != 200) std::printf("system_health failed\n");
        out.push_back(static_cast<double>(platform::monotonic_ns() - due_ns) / 1e6);
    }
    return out;
}

void print_latency(const char* name, const std::vector<double>& ms) {
    std::printf("system_health, %-8s p50 %7.2f ms   p99 %7.2f ms   max %7.2f ms   (%zu calls)\n", name,
                percentile(ms, 0.5), percentile(ms, 0.99), percentile(ms, 1), ms.size());
}

/// Counts new heads, those that came within a slot and a half of the one before, and the longest time between two.
struct Heads {
    static constexpr double kSlotS = 6;
    std::atomic<bool> is_over = false;
    size_t count = 0;
    size_t in_time = 0;
    double longest_s = 0;

    void watch(uint16_t port) {
        test::WebSocketClient client(port);
        client.call(request("chain_subscribeNewHeads"));
        (void)client.receive();  // the present one
        uint64_t last_ns = platform::monotonic_ns();
        while (client.receive() && !is_over) {
            const uint64_t now_ns = platform::monotonic_ns();
            const double gap_s = static_cast<double>(now_ns - last_ns) / 1e9;
            longest_s = std::max(longest_s, gap_s);
            if (gap_s < 1.5 * kSlotS) ++in_time;
            last_ns = now_ns;
            ++count;
        }
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::printf("usage: bench_rpc_load PORT [CONNECTIONS] [SECONDS]\n");
        return 2;
    }
    const auto port = static_cast<uint16_t>(std::atoi(argv[1]));
    const int connections = argc > 2 ? std::atoi(argv[2]) : 64;
    const auto seconds = static_cast<uint64_t>(argc > 3 ? std::atoi(argv[3]) : 30);

    print_latency("idle", ask_health(port, 5));
    Heads heads;
    std::thread watcher([&] { heads.watch(port); });
    std::atomic<bool> is_over = false;
    std::atomic<uint64_t> answered = 0, failed = 0;
    std::vector<std::thread> clients;
    const auto requests = heavy_requests();
    for (int i = 0; i < connections; ++i) {
        clients.emplace_back([&, i] {
            test::WebSocketClient client(port);
            for (size_t next = static_cast<size_t>(i); !is_over; ++next) {
                const std::string answer = client.call(requests[next % requests.size()]);
                ++answered;
                if (answer.find("\"error\"") != answer.npos) ++failed;
            }
        });
    }
    const auto loaded = ask_health(port, seconds);
    is_over = true;
    for (auto& client : clients) client.join();
    heads.is_over = true;
    watcher.join();
    print_latency("loaded", loaded);
    std::printf("%d connections: %.0f heavy calls per second (%lu refused)\n", connections,
                static_cast<double>(answered) / static_cast<double>(seconds), static_cast<unsigned long>(failed));
    std::printf("%zu new heads, %zu of them in the slot after the one before, at most %.1f s apart\n", heads.count,
                heads.in_time, heads.longest_s);
    // The targets of docs/performance.md.
    const double p99 = percentile(loaded, 0.99);
    std::printf("system_health p99 %s 50 ms, %s block missed its slot\n", p99 < 50 ? "is below" : "MISSES",
                heads.in_time == heads.count ? "no" : "A");
    return 0;
}

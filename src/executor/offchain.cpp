#include "executor/offchain.hpp"

#include <chrono>
#include <thread>

#include "platform/random.hpp"

namespace serinus::executor {
namespace {

uint64_t unix_time_ms() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

}  // namespace

std::unique_ptr<OffchainServices> OffchainServices::of_this_machine() {
    auto services = std::make_unique<OffchainServices>();
    services->now_ms = unix_time_ms;
    services->sleep_until_ms = [](uint64_t deadline) {
        // In pieces: the end of time is further away than a clock can count.
        constexpr uint64_t kPiece = 1000;
        for (uint64_t now = unix_time_ms(); now < deadline; now = unix_time_ms()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(std::min(deadline - now, kPiece)));
        }
    };
    services->random_seed = [] { return platform::random_array<32>(); };
    services->http = make_http_client();
    return services;
}

}  // namespace serinus::executor

#include "executor/offchain.hpp"

#include "platform/scheduler.hpp"

namespace serinus::executor {

std::unique_ptr<OffchainServices> OffchainServices::of(platform::Scheduler& scheduler) {
    auto services = std::make_unique<OffchainServices>();
    services->now_ms = [&scheduler] { return scheduler.unix_now_ms(); };
    services->sleep_until_ms = [&scheduler](uint64_t deadline_ms, const std::stop_token& stop) {
        return scheduler.sleep_until_unix_ms(deadline_ms, stop);
    };
    services->random_seed = [&scheduler] { return scheduler.random_array<32>(); };
    return services;
}

}  // namespace serinus::executor

// The module that `serinus benchmark pallet` measures: example_benchmarks.wasm.
#include "runtime/pallets/balances/benchmarks.hpp"
#include "runtime/pallets/system/benchmarks.hpp"
#include "runtime/runtimes/example/locker.ipp"
#include "runtime/runtimes/example/runtime.hpp"

namespace serinus::example {
namespace {

using Support = frame_system::BenchmarkSupport<System>;
using BalancesBenchmarks = pallet_balances::Benchmarks<Balances, System>;
using Values = std::span<const uint32_t>;

sdk::RuntimeCall fill(uint32_t bytes) { return Locker::fill{*Locker::Content::from(Bytes(bytes))}; }

std::vector<sdk::benchmark::Case> locker_benchmarks() {
    return {
        {"Locker",
         "fill",
         {{"bytes", 0, LockerConfig::kConstants.MaxBytes}},
         [](Values v) {
             BalancesBenchmarks::give(Support::account(0), 10 * LockerConfig::kConstants.Deposit);
             return Support::by(Support::account(0), fill(v[0]));
         }},
        {"Locker",
         "empty",
         {},
         [](Values) {
             const auto who = Support::account(0);
             BalancesBenchmarks::give(who, 10 * LockerConfig::kConstants.Deposit);
             if (!fill(1).dispatch_bypass_filter(sdk::RuntimeOrigin::signed_by(who))) sdk::panic("no locker");
             return Support::by(who, Locker::empty{});
         }},
    };
}

}  // namespace
}  // namespace serinus::example

SERINUS_BENCHMARKS(serinus::frame_system::benchmarks<serinus::example::System>(),
                   serinus::example::BalancesBenchmarks::cases(), serinus::example::locker_benchmarks())

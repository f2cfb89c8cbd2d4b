#include "executor/call_limits.hpp"

#include "executor/offchain.hpp"
#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/wat.hpp"

namespace serinus::executor {
namespace {

using Kind = CallError::Kind;
using Interruption = CallError::Interruption;

TEST(Deadlines, RequestTheStopOfEachCallAtItsOwnTime) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    Deadlines deadlines(*scheduler);
    std::stop_source late, early, finished;
    deadlines.add(300, late);
    deadlines.add(100, early);
    const auto key = deadlines.add(200, finished);
    time.run_until_ms(time.now_ms() + 90);
    EXPECT_FALSE(early.stop_requested());
    time.run_until_ms(time.now_ms() + 20);
    EXPECT_TRUE(early.stop_requested());
    EXPECT_FALSE(late.stop_requested());
    deadlines.remove(key);
    time.run_until_ms(time.now_ms() + 180);
    EXPECT_FALSE(late.stop_requested());
    time.run_until_ms(time.now_ms() + 20);
    EXPECT_TRUE(late.stop_requested());
    EXPECT_FALSE(finished.stop_requested()) << "removed";

    std::stop_source again;
    deadlines.add(UINT64_MAX, std::stop_source());
    deadlines.add(50, again);
    time.run_until_ms(time.now_ms() + 60);
    EXPECT_TRUE(again.stop_requested()) << "after a time without any deadline";
}

TEST(Deadlines, ManyCallsShareOneTimer) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    Deadlines deadlines(*scheduler);
    for (int i = 0; i < 1000; ++i) deadlines.remove(deadlines.add(1000 + i % 7, std::stop_source()));
    EXPECT_EQ(scheduler->lane_figures().at(0).timers, 1u);
}

TEST(CallLimits, WithoutLimitsTheEndOfTheNodeAloneRequestsTheStop) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    Deadlines deadlines(*scheduler);
    EXPECT_FALSE(CallLimits({.max_duration_ms = 5}, nullptr).token().stop_possible()) << "no clock to measure with";
    const CallLimits limits({}, &deadlines);
    time.run_until_ms(time.now_ms() + 3'600'000);
    EXPECT_FALSE(limits.token().stop_requested());
    scheduler->request_stop();
    EXPECT_TRUE(limits.token().stop_requested());
    EXPECT_EQ(limits.error().interruption, Interruption::kStop);
}

TEST(CallLimits, TheErrorTellsTheLimit) {
    platform::VirtualTime time(1);
    const auto scheduler = time.make_scheduler({});
    Deadlines deadlines(*scheduler);
    std::stop_source caller;
    const CallLimits slow({.stop = caller.get_token(), .max_duration_ms = 5}, &deadlines);
    const CallLimits cancelled({.stop = caller.get_token(), .max_duration_ms = 500}, &deadlines);
    time.run_until_ms(time.now_ms() + 10);
    EXPECT_TRUE(slow.token().stop_requested());
    EXPECT_FALSE(cancelled.token().stop_requested());
    EXPECT_EQ(slow.error().kind, Kind::kInterrupted);
    EXPECT_EQ(slow.error().interruption, Interruption::kDeadline);
    caller.request_stop();
    EXPECT_TRUE(cancelled.token().stop_requested());
    EXPECT_EQ(cancelled.error().interruption, Interruption::kStop);
}

/// Runtimes that do not return, through every engine that there is.
class EndlessCalls : public ::testing::TestWithParam<bool> {
  protected:
    static Bytes code() {
        // The tree of calls would take 2^100 steps.
        std::string text = R"((module
            (import "env" "ext_misc_runtime_version_version_1" (func $version_of (param i64) (result i64)))
            (import "env" "ext_hashing_twox_64_version_1" (func $hash (param i64) (result i32)))
            (import "env" "ext_offchain_sleep_until_version_1" (func $sleep_until (param i64)))
            (import "env" "memory" (memory 1))
            (global (export "__heap_base") i32 (i32.const 32768))
            (func (export "sleep") (param i32 i32) (result i64) (call $sleep_until (i64.const -1)) (i64.const 0))
            (func (export "seven") (param i32 i32) (result i64)
                (i32.store8 (i32.const 0) (i32.const 7)) (i64.const 0x100000000))
            (func (export "loop") (param i32 i32) (result i64) (loop (br 0)) (i64.const 0))
            (func (export "hash") (param i32 i32) (result i64)
                (loop (drop (call $hash (i64.const 0))) (br 0)) (i64.const 0))
            (func (export "version_of") (param i32 i32) (result i64)
                (call $version_of (i64.or (i64.extend_i32_u (local.get 0))
                                          (i64.shl (i64.extend_i32_u (local.get 1)) (i64.const 32)))))
            (func (export "tree") (param i32 i32) (result i64) (call $f0) (i64.const 0))
            (func $f100))";
        for (int i = 0; i < 100; ++i) {
            const std::string next = "(call $f" + std::to_string(i + 1) + ")";
            text += "(func $f" + std::to_string(i) + " " + next + next + ")";
        }
        return test::wat(text + ")");
    }
    static Bytes code_with_endless_version() {
        return test::wat(R"((module (import "env" "memory" (memory 1))
            (global (export "__heap_base") i32 (i32.const 32768))
            (func (export "Core_version") (param i32 i32) (result i64) (loop (br 0)) (i64.const 0))))");
    }
    Result<Bytes, CallError> call(std::string_view method, const CallContext& context, BytesView arguments = {}) {
        return executor.call(**runtime, method, arguments, overlay, context);
    }

    std::unique_ptr<platform::Scheduler> scheduler = platform::make_threaded_scheduler();
    Executor executor{{.scheduler = scheduler.get(), .interpret = GetParam()}};
    state::MemoryBackend backend;
    state::Overlay overlay{backend};
    Result<std::shared_ptr<const Runtime>, CallError> runtime = executor.runtime_of_code(code(), std::nullopt);
};
INSTANTIATE_TEST_SUITE_P(Engines, EndlessCalls, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "Interpreted" : "Best"; });

TEST_P(EndlessCalls, EndAtTheirDeadline) {
    for (const char* method : {"loop", "tree", "hash"}) {
        const auto answer = call(method, {.max_duration_ms = 20});
        ASSERT_FALSE(answer) << method;
        EXPECT_EQ(answer.error().kind, Kind::kInterrupted) << method;
        EXPECT_EQ(answer.error().interruption, Interruption::kDeadline);
        EXPECT_NE(answer.error().backtrace.find("function"), std::string::npos);
        // The instance is used again.
        EXPECT_EQ(call("seven", {.max_duration_ms = 100'000}).value(), Bytes{7});
        EXPECT_EQ(call("seven", {}).value(), Bytes{7});
    }
}

TEST_P(EndlessCalls, EndWhenTheCallerStopsThem) {
    for (const char* method : {"loop", "tree", "hash"}) {
        std::stop_source stop;
        const auto lane = scheduler->make_lane({.name = "test"});
        lane->post_after(20, [&] { stop.request_stop(); });
        const auto answer = call(method, {.stop = stop.get_token(), .max_duration_ms = 100'000});
        ASSERT_FALSE(answer) << method;
        EXPECT_EQ(answer.error().kind, Kind::kInterrupted) << method;
        EXPECT_EQ(answer.error().interruption, Interruption::kStop);
        const auto refused = call("seven", {.stop = stop.get_token()});
        ASSERT_FALSE(refused) << "the stop was requested before the call";
        EXPECT_EQ(refused.error().interruption, Interruption::kStop);
        EXPECT_EQ(call("seven", {}).value(), Bytes{7});
    }
}

TEST_P(EndlessCalls, EndWithTheNodeWhoeverMadeThem) {
    const auto lane = scheduler->make_lane({.name = "test"});
    lane->post_after(20, [&] { scheduler->request_stop(); });
    for (const char* method : {"loop", "tree", "hash", "seven"}) {
        const auto answer = call(method, {});
        ASSERT_FALSE(answer) << method;
        EXPECT_EQ(answer.error().interruption, Interruption::kStop) << method;
    }
}

TEST_P(EndlessCalls, EndWhileTheySleep) {
    const auto services = OffchainServices::of(*scheduler);
    const auto late = call("sleep", {.offchain = services.get(), .max_duration_ms = 20});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().interruption, Interruption::kDeadline);
    std::stop_source stop;
    const auto lane = scheduler->make_lane({.name = "test"});
    lane->post_after(20, [&] { stop.request_stop(); });
    const auto stopped = call("sleep", {.offchain = services.get(), .stop = stop.get_token()});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().kind, Kind::kInterrupted);
    EXPECT_EQ(stopped.error().interruption, Interruption::kStop);
}

TEST_P(EndlessCalls, EndAlsoWithinOtherCode) {
    // The runtime asks for the version of code whose Core_version never returns: no answer is made up.
    const auto answer = call("version_of", {.max_duration_ms = 50}, code_with_endless_version());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::kInterrupted);
    EXPECT_EQ(answer.error().interruption, Interruption::kDeadline);
}

}  // namespace
}  // namespace serinus::executor

/// Code that is compiled when it is called first, with and without threads beside the calling one.
#include <gtest/gtest.h>

#include <thread>

#include "platform/threaded_scheduler.hpp"
#include "platform/virtual_scheduler.hpp"
#include "tests/support/wat.hpp"
#include "wasm/x64/instance.hpp"

namespace serinus::wasm::x64 {
namespace {

std::shared_ptr<const Module> module_of(std::string_view text) {
    auto module = parse_module(test::wat(text));
    if (!module) ADD_FAILURE() << module.error().to_string();
    return module.value();
}

class LazyCode : public testing::Test {
  protected:
    void SetUp() override {
        if (engine_ == nullptr) GTEST_SKIP() << "no compiler on this processor";
    }
    std::unique_ptr<Instance> instance(const std::shared_ptr<const Program>& program) {
        return engine_->instantiate(program, {}, nullptr).value();
    }
    /// Nothing is compiled in the background, unless `time_` runs.
    std::shared_ptr<const JitProgram> compile_lazily(const std::shared_ptr<const Module>& module) {
        auto program = engine_->compile(module, {.scheduler = stopped_.get()}).value();
        return std::dynamic_pointer_cast<const JitProgram>(std::move(program));
    }
    std::shared_ptr<const Program> compile_before(const std::shared_ptr<const Module>& module) {
        return engine_->compile(module, {}).value();
    }

    std::unique_ptr<Engine> engine_ = make_jit();
    platform::VirtualTime time_{1};
    std::unique_ptr<platform::Scheduler> stopped_ = time_.make_scheduler({});
};

/// Functions of which each calls the two before it; `f` of the last one takes as many calls as Fibonacci's numbers.
std::string callers(int count) {
    std::string text = "(module (func $f0 (result i32) (i32.const 1)) (func $f1 (result i32) (i32.const 1))";
    for (int i = 2; i < count; ++i) {
        const auto call = [&](int to) { return "(call $f" + std::to_string(to) + ")"; };
        text += "(func $f" + std::to_string(i) + " (result i32) (i32.add " + call(i - 1) + call(i - 2) + "))";
    }
    return text + "(export \"f\" (func $f" + std::to_string(count - 1) + ")))";
}

TEST_F(LazyCode, ManyThreadsMayNeedTheSameFunctionsAtOnce) {
    const auto module = module_of(callers(20));
    const auto background = platform::make_threaded_scheduler();
    for (int round = 0; round < 20; ++round) {
        // In turns without the background, and with it.
        const auto scheduler = round % 2 == 0 ? stopped_.get() : background.get();
        const std::shared_ptr<const Program> program = engine_->compile(module, {.scheduler = scheduler}).value();
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] { EXPECT_EQ(instance(program)->call(19, {}).value().value(), 6765u); });
        }
        for (std::thread& thread : threads) thread.join();
        program->wait();
        EXPECT_EQ(instance(program)->call(19, {}).value().value(), 6765u);
    }
}

constexpr std::string_view kTraps = R"((module (memory 1)
    (func $unreachable (unreachable))
    (func $divide (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
    (func $load (param i32) (result i32) (i32.load (local.get 0)))
    (func (export "unreachable") (call $unreachable))
    (func (export "divide") (param i32) (result i32) (call $divide (local.get 0)))
    (func (export "load") (param i32) (result i32) (call $load (local.get 0)))))";

TEST_F(LazyCode, TrapsAsCodeThatWasCompiledBefore) {
    const auto module = module_of(kTraps);
    const auto lazy = instance(compile_lazily(module));
    const auto eager = instance(compile_before(module));
    const std::pair<uint32_t, std::vector<Raw>> calls[] = {{3, {}}, {4, {0}}, {4, {1}}, {5, {0x10000}}, {5, {8}}};
    for (int round = 0; round < 2; ++round) {
        for (const auto& [function, arguments] : calls) {
            const auto found = lazy->call(function, arguments);
            const auto wanted = eager->call(function, arguments);
            ASSERT_EQ(found.has_value(), wanted.has_value());
            if (found) {
                EXPECT_EQ(*found, *wanted);
            } else {
                EXPECT_EQ(found.error().to_string(), wanted.error().to_string());
                EXPECT_EQ(found.error().backtrace, (std::vector<uint32_t>{function - 3, function}));
            }
        }
    }
}

TEST_F(LazyCode, TrapsOnManyThreadsWhileOthersCompile) {
    const auto module = module_of(kTraps);
    const auto background = platform::make_threaded_scheduler();
    for (int round = 0; round < 20; ++round) {
        const auto program = engine_->compile(module, {.scheduler = background.get()}).value();
        std::vector<std::thread> threads;
        for (uint32_t i = 0; i < 4; ++i) {
            threads.emplace_back([&, i] {
                const auto on = instance(program);
                for (uint32_t k = 0; k < 6; ++k) {
                    const uint32_t function = 3 + (i + k) % 3;
                    const auto trap = on->call(function, function == 3   ? std::vector<Raw>{}
                                                         : function == 4 ? std::vector<Raw>{0}
                                                                         : std::vector<Raw>{0x10000});
                    ASSERT_FALSE(trap);
                    EXPECT_EQ(trap.error().backtrace, (std::vector<uint32_t>{function - 3, function}));
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
}

// The functions of a deep recursion are compiled with most of the stack in use.
TEST_F(LazyCode, TheStackEndsAtTheSameDepth) {
    std::string text = "(module (global $depth (export \"depth\") (mut i32) (i32.const 0))";
    for (int i = 0; i < 20; ++i) {
        text += "(func $f" + std::to_string(i) + " (param i32) (result i32) (local i64)" +
                "(global.set $depth (i32.add (global.get $depth) (i32.const 1)))" + "(i32.add (local.get 0) (call $f" +
                std::to_string((i + 1) % 20) + " (local.get 0))))";
    }
    const auto module = module_of(text + ")");
    const auto depth_of = [&](const std::shared_ptr<const Program>& program) {
        const auto on = instance(program);
        const auto trap = on->call(0, std::array<Raw, 1>{1});
        EXPECT_FALSE(trap);
        EXPECT_EQ(trap.error().code, TrapCode::kStackExhausted);
        return on->global(0);
    };
    const Raw depth = depth_of(compile_before(module));
    EXPECT_GT(depth, 1000u);
    EXPECT_EQ(depth_of(compile_lazily(module)), depth);
    for (const uint32_t max_stack : {1u, 20u, 100u}) {
        const auto few = engine_->compile(module, {.max_stack = max_stack, .scheduler = stopped_.get()}).value();
        const auto before = engine_->compile(module, {.max_stack = max_stack}).value();
        EXPECT_EQ(depth_of(few), depth_of(before));
    }
}

TEST_F(LazyCode, TheBackgroundBeginsWithWhatRunningCodeCalls) {
    // Between the first function and what it may call stand more bytes than one task of the background compiles.
    constexpr int kFillers = 40, kNops = 4000;
    std::string text = "(module (func (export \"f\") (param i32) (if (local.get 0) (then (call $last))))";
    std::string nops;
    for (int i = 0; i < kNops; ++i) nops += " nop";
    for (int i = 0; i < kFillers; ++i) text += "(func" + nops + ")";
    const auto module = module_of(text + "(func $last))");
    const uint32_t last = kFillers + 1;

    const auto called = compile_lazily(module);
    const void* const stub = called->code_of(last);
    ASSERT_TRUE(instance(called)->call(0, std::array<Raw, 1>{0}));
    EXPECT_EQ(called->code_of(last), stub);
    ASSERT_TRUE(time_.run_next());
    EXPECT_NE(called->code_of(last), stub);

    const auto not_called = compile_lazily(module);
    const void* const other_stub = not_called->code_of(last);
    // The tasks of both programs take turns.
    ASSERT_TRUE(time_.run_next() && time_.run_next());
    EXPECT_EQ(not_called->code_of(last), other_stub);
    while (time_.run_next()) {
    }
    EXPECT_NE(not_called->code_of(last), other_stub);
}

}  // namespace
}  // namespace serinus::wasm::x64

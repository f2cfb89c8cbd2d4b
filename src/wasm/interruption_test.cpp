/// Calls that are interrupted: by host functions, at a known place, and by other threads.
#include <latch>

#include "platform/threaded_scheduler.hpp"
#include "tests/support/engines.hpp"

namespace serinus::wasm {
namespace {

using test::EngineTest;

/// `env.work`: counts, and interrupts its instance after `interrupt_after` calls, itself or by another thread.
struct Worker {
    uint32_t calls = 0;
    uint32_t interrupt_after = 1;
    platform::Scheduler* scheduler = nullptr;               ///< nullptr: it interrupts by itself
    std::shared_ptr<std::latch> has_interrupted = nullptr;  ///< by another thread; the instance must live until then

    Imports imports() {
        return {.function = [this](std::string_view, std::string_view,
                                   const FunctionType&) { return HostImport{.function = work, .data = this}; },
                .global = {}};
    }
    static bool work(Instance& instance, void* data, Raw* slots) {
        auto& self = *static_cast<Worker*>(data);
        slots[0] = 1;
        if (++self.calls != self.interrupt_after) return true;
        if (self.scheduler == nullptr) {
            instance.set_interrupted(true);
        } else {
            self.scheduler->post(platform::WorkClass::kCpu,
                                 [&instance, done = self.has_interrupted](const std::stop_token&) {
                                     instance.set_interrupted(true);
                                     done->count_down();
                                 });
        }
        return true;
    }
};

class Interruption : public EngineTest {
  protected:
    std::string tree_of_calls(int depth) const {
        std::string text =
            "(module (import \"env\" \"work\" (func $work)) (func (export \"run\") (call $work) (call 2))";
        for (int i = 0; i < depth; ++i) {
            const std::string next = std::to_string(i + 3);
            text += "(func (call " + next + ") (call " + next + "))";
        }
        return text + "(func nop))";
    }
    /// Interrupts `run` of a module from another thread, twice: an interrupted instance is as good as any.
    void expect_interruption_by_thread(std::string_view text) {
        const auto scheduler = platform::make_threaded_scheduler();
        Worker worker{.scheduler = scheduler.get()};
        const auto on = instance(text, worker.imports());
        for (int i = 0; i < 2; ++i) {
            worker.calls = 0;
            worker.has_interrupted = std::make_shared<std::latch>(1);
            EXPECT_EQ(trap(*on, "run"), TrapCode::kInterrupted);
            worker.has_interrupted->wait();
            on->reset();
        }
    }
};
INSTANTIATE_TEST_SUITE_P(All, Interruption, testing::ValuesIn(test::kEngineKinds),
                         [](const auto& info) { return info.param.name; });

TEST_P(Interruption, EndsLoopsWithoutEnd) {
    constexpr const char* kLoops[] = {
        "(loop (br 0))",
        "(loop (br_if 0 (i32.const 1)))",
        "(loop (block (br_table 1 0 1 (i32.const 0))))",
        "(loop (br_if 0 (i32.eqz (local.get 0))))",
        "(loop (if (i32.const 1) (then (br 1))))",
        "(loop (loop (br 1)))",
    };
    for (const char* loop : kLoops) {
        SCOPED_TRACE(loop);
        expect_interruption_by_thread(std::string("(module (import \"env\" \"work\" (func $work)) (func (export "
                                                  "\"run\") (local i32) (call $work) ") +
                                      loop + "))");
    }
}

TEST_P(Interruption, EndsCallsThatCallTwiceEach) { expect_interruption_by_thread(tree_of_calls(100)); }

TEST_P(Interruption, EndsIndirectCallsThatCallTwiceEach) {
    expect_interruption_by_thread(R"((module
        (import "env" "work" (func $work)) (type $t (func (param i32))) (table 1 funcref) (elem (i32.const 0) $f)
        (func $f (type $t)
            (if (i32.ne (local.get 0) (i32.const 1000))
                (then (call_indirect (type $t) (i32.add (local.get 0) (i32.const 1)) (i32.const 0))
                      (call_indirect (type $t) (i32.add (local.get 0) (i32.const 1)) (i32.const 0)))))
        (func (export "run") (call $work) (call $f (i32.const 0)))))");
}

TEST_P(Interruption, EndsCallsOfTheHostWithoutEnd) {
    expect_interruption_by_thread(
        "(module (import \"env\" \"work\" (func $work)) (func (export \"run\") (loop (call $work) (br 0))))");
}

TEST_P(Interruption, StopsWhereALoopBeginsAgain) {
    Worker worker{.interrupt_after = 7};
    const auto on =
        instance("(module (import \"env\" \"work\" (func $work)) (func (export \"run\") (loop (call $work) (br 0))))",
                 worker.imports());
    const auto result = call(*on, "run");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, TrapCode::kInterrupted);
    EXPECT_EQ(result.error().message, "");
    EXPECT_EQ(result.error().backtrace, std::vector<uint32_t>{1});
    EXPECT_EQ(worker.calls, 7u);
}

TEST_P(Interruption, StopsBeforeAFunctionThatCallsOthersAndNotBeforeOneThatCallsNone) {
    Worker worker;
    const auto on = instance(R"((module
        (import "env" "work" (func $work)) (global $steps (export "steps") (mut i32) (i32.const 0))
        (func $step (global.set $steps (i32.add (global.get $steps) (i32.const 1))))
        (func $nested (call $step))
        (func (export "leaf") (call $work) (call $step))
        (func (export "nested") (call $work) (call $step) (call $nested))))",
                             worker.imports());
    EXPECT_TRUE(call(*on, "leaf"));
    EXPECT_EQ(on->global(0), 1u);
    on->reset();
    worker.calls = 0;
    const auto nested = call(*on, "nested");
    ASSERT_FALSE(nested);
    EXPECT_EQ(nested.error().code, TrapCode::kInterrupted);
    EXPECT_EQ(nested.error().backtrace, (std::vector<uint32_t>{2, 4}));
    EXPECT_EQ(on->global(0), 1u);
}

TEST_P(Interruption, HoldsForLaterCallsUntilItIsClearedOrTheInstanceIsReset) {
    const auto on = instance("(module (func (export \"seven\") (result i32) (i32.const 7)))");
    EXPECT_EQ(value(*on, "seven"), 7u);
    on->set_interrupted(true);
    EXPECT_EQ(trap(*on, "seven"), TrapCode::kInterrupted);
    EXPECT_EQ(trap(*on, "seven"), TrapCode::kInterrupted);
    on->set_interrupted(false);
    EXPECT_EQ(value(*on, "seven"), 7u);
    on->set_interrupted(true);
    on->reset();
    EXPECT_EQ(value(*on, "seven"), 7u);
}

TEST_P(Interruption, EndsCallsWithinCalls) {
    // The host function calls the instance again, whose loop is interrupted; so is the outer call after it.
    struct Nested {
        std::optional<TrapCode> inner;
        static bool call_again(Instance& instance, void* data, Raw*) {
            instance.set_interrupted(true);
            const auto result = instance.call(instance.module().find_export("inner", ExternKind::kFunction)->index, {});
            if (!result) static_cast<Nested*>(data)->inner = result.error().code;
            return true;
        }
    } nested;
    const auto on = instance(
        R"((module (import "env" "call" (func $call))
        (func (export "inner") (loop (br 0)))
        (func (export "run") (call $call) (loop (br 0)))))",
        {.function = [&](std::string_view, std::string_view,
                         const FunctionType&) { return HostImport{.function = Nested::call_again, .data = &nested}; },
         .global = {}});
    EXPECT_EQ(trap(*on, "run"), TrapCode::kInterrupted);
    EXPECT_EQ(nested.inner, TrapCode::kInterrupted);
}

TEST_P(Interruption, CodeCompiledWithoutChecksRunsToItsEnd) {
    Worker worker;
    const auto on = instance(R"((module
        (import "env" "work" (func $work))
        (func $nested (call $work))
        (func (export "run") (result i32) (local i32)
            (loop (call $nested)
                (br_if 0 (i32.ne (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 10))))
            (local.get 0))))",
                             worker.imports(), {.interruptible = false});
    EXPECT_EQ(value(*on, "run"), 10u);
    EXPECT_EQ(trap(*on, "run"), TrapCode::kInterrupted) << "a call that has not begun";
}

}  // namespace
}  // namespace serinus::wasm

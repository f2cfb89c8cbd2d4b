#include "tests/support/engines.hpp"
#include "wasm/logical_stack.hpp"

namespace serinus::wasm {
namespace {

using test::EngineTest;

class Engines : public EngineTest {};
INSTANTIATE_TEST_SUITE_P(All, Engines, testing::ValuesIn(test::kEngineKinds),
                         [](const auto& info) { return info.param.name; });

TEST_P(Engines, CallWithArgumentsAndResult) {
    auto on = instance(R"((module
        (func (export "subtract") (param i32 i32) (result i32) (i32.sub (local.get 0) (local.get 1)))
        (func (export "factorial") (param i64) (result i64)
            (if (result i64) (i64.eqz (local.get 0))
                (then (i64.const 1))
                (else (i64.mul (local.get 0) (call 1 (i64.sub (local.get 0) (i64.const 1)))))))
        (func (export "nothing"))
    ))");
    EXPECT_EQ(value(*on, "subtract", {5, 7}), 0xffff'fffeu);
    EXPECT_EQ(value(*on, "factorial", {20}), 2432902008176640000u);
    EXPECT_EQ(call(*on, "nothing").value(), std::nullopt);
}

TEST_P(Engines, UpperHalvesOf32BitArgumentsAreIgnored) {
    auto on = instance(R"((module (memory 1) (data (i32.const 4) "\2a")
        (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
        (func (export "extend") (param i32) (result i64) (i64.extend_i32_u (local.get 0)))))");
    EXPECT_EQ(value(*on, "load", {0xffff'ffff'0000'0004}), 42u);
    EXPECT_EQ(value(*on, "extend", {0xffff'ffff'0000'0004}), 4u);
}

TEST_P(Engines, BranchesCarryTheirValueOverOthers) {
    auto on = instance(R"((module
        (func (export "out") (param i32) (result i32)
            (block $outer (result i32)
                (i32.const 100)
                (block $inner (result i32)
                    (i32.const 200) (i32.const 300)
                    (i32.const 7)
                    (br_table $inner $outer (local.get 0)))
                (i32.add)))
        (func (export "sum") (param i32) (result i32) (local i32)
            (loop $again
                (local.set 1 (i32.add (local.get 1) (local.get 0)))
                (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
            (local.get 1))
        (func (export "early") (param i32) (result i32)
            (i32.const 1) (i32.const 2)
            (if (local.get 0) (then (return (i32.const 9))))
            (i32.add))
    ))");
    EXPECT_EQ(value(*on, "out", {0}), 107u);
    EXPECT_EQ(value(*on, "out", {1}), 7u);
    EXPECT_EQ(value(*on, "out", {0xffff'ffff}), 7u);
    EXPECT_EQ(value(*on, "sum", {100}), 5050u);
    EXPECT_EQ(value(*on, "early", {0}), 3u);
    EXPECT_EQ(value(*on, "early", {1}), 9u);
}

TEST_P(Engines, DeadCodeIsPassedOver) {
    auto on = instance(R"((module (memory 1)
        (func (export "f") (param i32) (result i32)
            (block (result i32)
                (br 0 (i32.const 4))
                (if (result i32) (i32.const 1) (then (i32.const 5)) (else (block (br_table 0 0 (i32.const 0))) (i32.const 6)))
                (drop) (f32.const 1) (f64.const 2) (i64.const 3) (drop) (drop) (drop)
                (call 0) (i32.load offset=9))
            (if (result i32) (local.get 0) (then (return (i32.const 8))) (else (i32.const 1)))
            (i32.add))))");
    EXPECT_EQ(value(*on, "f", {0}), 5u);
    EXPECT_EQ(value(*on, "f", {1}), 8u);
}

TEST_P(Engines, TrapsHaveTheirCodes) {
    auto on = instance(R"((module
        (type $none (func)) (type $one (func (result i32)))
        (memory 1)
        (table 3 funcref) (elem (i32.const 0) $one)
        (func $one (result i32) (i32.const 1))
        (func (export "unreachable") (unreachable))
        (func (export "load") (param i32) (result i64) (i64.load (local.get 0)))
        (func (export "far") (param i32) (result i32) (i32.load8_u offset=4294967295 (local.get 0)))
        (func (export "indirect") (param i32) (result i32) (call_indirect (type $one) (local.get 0)))
        (func (export "other") (param i32) (call_indirect (type $none) (local.get 0)))
        (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
        (func (export "remainder") (param i64 i64) (result i64) (i64.rem_s (local.get 0) (local.get 1)))
        (func (export "truncate") (param f32) (result i32) (i32.trunc_f32_s (local.get 0)))
    ))");
    EXPECT_EQ(trap(*on, "unreachable"), TrapCode::kUnreachable);
    EXPECT_EQ(value(*on, "load", {65528}), 0u);
    EXPECT_EQ(trap(*on, "load", {65529}), TrapCode::kMemoryOutOfBounds);
    EXPECT_EQ(trap(*on, "load", {0xffff'ffff}), TrapCode::kMemoryOutOfBounds);
    EXPECT_EQ(trap(*on, "far", {0}), TrapCode::kMemoryOutOfBounds);
    EXPECT_EQ(trap(*on, "far", {0xffff'ffff}), TrapCode::kMemoryOutOfBounds);
    EXPECT_EQ(value(*on, "indirect", {0}), 1u);
    EXPECT_EQ(trap(*on, "indirect", {1}), TrapCode::kNullElement);
    EXPECT_EQ(trap(*on, "indirect", {3}), TrapCode::kTableOutOfBounds);
    EXPECT_EQ(trap(*on, "other", {0}), TrapCode::kIndirectTypeMismatch);
    EXPECT_EQ(trap(*on, "divide", {1, 0}), TrapCode::kDivisionByZero);
    EXPECT_EQ(trap(*on, "divide", {0x8000'0000, 0xffff'ffff}), TrapCode::kIntegerOverflow);
    EXPECT_EQ(value(*on, "remainder", {uint64_t{1} << 63, ~uint64_t{0}}), 0u);
    EXPECT_EQ(trap(*on, "truncate", {0x7fc0'0000}), TrapCode::kInvalidConversion);
    EXPECT_EQ(trap(*on, "truncate", {0x4f00'0000}), TrapCode::kIntegerOverflow);
    EXPECT_EQ(value(*on, "truncate", {0xcf00'0000}), 0x8000'0000u);
    EXPECT_EQ(value(*on, "load", {0}), 0u) << "an instance goes on after a trap";
}

TEST_P(Engines, ATrapListsFunctionsInnermostFirst) {
    auto on = instance(R"((module
        (func $innermost (unreachable))
        (func $middle (call $innermost))
        (func $outermost (export "f") (call $middle))))");
    const auto result = call(*on, "f");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().backtrace, (std::vector<uint32_t>{0, 1, 2}));
    EXPECT_EQ(result.error().to_string(),
              "unreachable executed\n    at innermost (function 0)\n    at middle (function 1)\n    at outermost "
              "(function 2)");
}

TEST_P(Engines, TheStackIsExhaustedAtAnExactDepth) {
    // A frame of "down": 1 local, 3 operands at most (parameter, constant, then call with its argument).
    constexpr std::string_view kModule = R"((module
        (func $down (export "down") (param i32) (result i32)
            (if (result i32) (i32.eqz (local.get 0))
                (then (i32.const 0))
                (else (i32.add (i32.const 1) (call $down (i32.sub (local.get 0) (i32.const 1)))))))))";
    const uint32_t frame = frame_cost(compile(kModule)->module()->functions[0]);
    EXPECT_EQ(frame, kFrameCost + 1 + 3);
    auto on = instance(kModule, {}, {.max_stack = 100 * frame});
    EXPECT_EQ(value(*on, "down", {99}), 99u);
    const auto result = call(*on, "down", {100});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, TrapCode::kStackExhausted);
    EXPECT_EQ(result.error().backtrace, std::vector<uint32_t>(kMaxBacktrace, 0));
    EXPECT_EQ(value(*on, "down", {99}), 99u) << "the count starts anew";
}

TEST_P(Engines, EndlessRecursionIsATrapWithTheLargestStackToo) {
    auto on = instance("(module (func $f (export \"f\") (param i64 f64) (call $f (local.get 0) (local.get 1))))");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(trap(*on, "f", {1, 2}), TrapCode::kStackExhausted);
}

TEST_P(Engines, ManyLocalsCountAndAreZero) {
    std::string text = "(module (func $f (export \"f\") (param i32) (result i64) (local";
    for (int i = 0; i < 5000; ++i) text += " i64";
    text += R"() (if (local.get 0) (then (drop (call $f (i32.sub (local.get 0) (i32.const 1))))))
        (local.set 4999 (i64.add (local.get 4999) (i64.const 1))) (local.get 4999))))";
    auto on = instance(text, {}, {.max_stack = 50'500});
    EXPECT_EQ(value(*on, "f", {9}), 1u);
    EXPECT_EQ(trap(*on, "f", {10}), TrapCode::kStackExhausted);
}

struct Host {
    std::vector<std::vector<Raw>> calls;
};

Imports host_imports() {
    Imports imports;
    imports.function = [](std::string_view module, std::string_view name,
                          const FunctionType&) -> std::optional<HostImport> {
        if (module != "env") return std::nullopt;
        if (name == "add") {
            return HostImport{.function = [](Instance&, void*, Raw* slots) {
                slots[0] = slots[0] + slots[1] + slots[2];
                return true;
            }};
        }
        if (name == "fail") {
            return HostImport{.function = [](Instance& on, void*, Raw*) {
                on.fail("no luck");
                return false;
            }};
        }
        if (name == "back") {
            return HostImport{.function = [](Instance& on, void*, Raw* slots) {
                const auto result = on.call_table(static_cast<uint32_t>(slots[0]), std::array{slots[1]});
                if (!result) return on.fail("inner: " + result.error().to_string()), false;
                slots[0] = result->value_or(0);
                return true;
            }};
        }
        if (name == "grow") {
            return HostImport{.function = [](Instance& on, void*, Raw* slots) {
                slots[0] = on.grow_memory(1).value_or(~0u);
                return true;
            }};
        }
        return std::nullopt;
    };
    imports.global = [](std::string_view, std::string_view name, GlobalType) -> std::optional<Raw> {
        return name == "seven" ? std::optional<Raw>(0xffff'ffff'0000'0007) : std::nullopt;
    };
    return imports;
}

TEST_P(Engines, HostFunctionsGetArgumentsAndGiveResults) {
    auto on = instance(R"((module
        (import "env" "add" (func $add (param i32 i64 i64) (result i64)))
        (import "env" "fail" (func $fail (param i32)))
        (import "env" "absent" (func $absent (result f64)))
        (export "direct" (func $add))
        (func (export "add") (param i32) (result i64) (i64.mul (i64.const 2) (call $add (local.get 0) (i64.const 20) (i64.const 300))))
        (func (export "fail") (call $fail (i32.const 1)))
        (func (export "absent") (drop (call $absent)))
    ))",
                       host_imports());
    EXPECT_EQ(value(*on, "add", {4}), 648u);
    EXPECT_EQ(value(*on, "direct", {4, 5, 6}), 15u);

    auto failed = call(*on, "fail");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, TrapCode::kHost);
    EXPECT_EQ(failed.error().message, "no luck");
    EXPECT_EQ(failed.error().backtrace, (std::vector<uint32_t>{4}));

    auto absent = call(*on, "absent");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, TrapCode::kUnknownImport);
    EXPECT_EQ(absent.error().message, "env.absent");
}

TEST_P(Engines, HostFunctionsMayCallTheInstanceAndGrowItsMemory) {
    auto on = instance(R"((module
        (import "env" "back" (func $back (param i32 i32) (result i32)))
        (import "env" "grow" (func $grow (result i32)))
        (memory 1 3)
        (table 3 funcref) (elem (i32.const 0) $square $again $trap)
        (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
        (func $again (param i32) (result i32) (i32.add (i32.const 1) (call $back (i32.const 1) (local.get 0))))
        (func $trap (param i32) (result i32) (unreachable))
        (func (export "back") (param i32 i32) (result i32) (i32.sub (call $back (local.get 0) (local.get 1)) (local.get 1)))
        (func (export "grow") (result i32)
            (drop (call $grow))
            (i32.store (i32.const 65536) (i32.const 77))
            (i32.load (i32.const 65536)))
        (func (export "size") (result i32) (memory.size))
        (func (export "more") (param i32) (result i32) (memory.grow (local.get 0)))
    ))",
                       host_imports());
    EXPECT_EQ(value(*on, "back", {0, 9}), 72u);
    auto inner = call(*on, "back", {2, 9});
    ASSERT_FALSE(inner);
    EXPECT_EQ(inner.error().message, "inner: unreachable executed\n    at trap (function 4)");
    EXPECT_EQ(inner.error().backtrace, (std::vector<uint32_t>{5}));

    auto deep = call(*on, "back", {1, 9});
    ASSERT_FALSE(deep) << "endless recursion through the host";
    EXPECT_EQ(deep.error().code, TrapCode::kHost);
    EXPECT_EQ(value(*on, "back", {0, 9}), 72u);

    EXPECT_EQ(value(*on, "grow"), 77u);
    EXPECT_EQ(value(*on, "size"), 2u);
    EXPECT_EQ(value(*on, "more", {2}), 0xffff'ffffu);
    EXPECT_EQ(value(*on, "more", {1}), 2u);
    EXPECT_EQ(value(*on, "more", {0}), 3u);
    EXPECT_EQ(on->memory().size(), 3u * kPageBytes);
    EXPECT_EQ(on->grow_memory(1), std::nullopt);
}

TEST_P(Engines, ImportedGlobalsMemoriesAndTablesAreOwnByEachInstance) {
    auto program = compile(R"((module
        (import "env" "seven" (global $seven i32))
        (import "env" "seven" (global $counter (mut i32)))
        (import "env" "memory" (memory 2))
        (import "env" "table" (table 8 funcref))
        (global $copy i32 (global.get $seven))
        (elem (global.get $seven) $copy)
        (data (global.get $seven) "x")
        (func $copy (export "copy") (result i32) (global.get $copy))
        (func (export "count") (result i32)
            (global.set $counter (i32.add (global.get $counter) (i32.const 1))) (global.get $counter))
    ))");
    auto first = engine->instantiate(program, host_imports(), nullptr).value();
    auto second = engine->instantiate(program, host_imports(), nullptr, 3).value();
    EXPECT_EQ(value(*first, "copy"), 7u);
    EXPECT_EQ(value(*first, "count"), 8u);
    EXPECT_EQ(value(*first, "count"), 9u);
    EXPECT_EQ(value(*second, "count"), 8u);
    EXPECT_EQ(first->memory().size(), 2u * kPageBytes);
    EXPECT_EQ(second->memory().size(), 5u * kPageBytes);
    EXPECT_EQ(first->memory()[7], 'x');
    first->memory()[8] = 1;
    EXPECT_EQ(second->memory()[8], 0);
    EXPECT_EQ(first->call_table(7, {}).value(), 7u);
    EXPECT_EQ(first->call_table(6, {}).error().code, TrapCode::kNullElement);
    EXPECT_EQ(first->call_table(8, {}).error().code, TrapCode::kTableOutOfBounds);
    EXPECT_EQ(first->call_table(7, std::array<Raw, 1>{1}).error().code, TrapCode::kIndirectTypeMismatch);

    const auto missing = engine->instantiate(program, {}, nullptr);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().reason, "unknown import: global env.seven");
}

TEST_P(Engines, AccessesEndWithTheMemory) {
    auto on = instance(R"((module (memory 1 2)
        (func (export "load8") (param i32) (result i32) (i32.load8_u (local.get 0)))
        (func (export "load64") (param i32) (result i64) (i64.load offset=8 (local.get 0)))
        (func (export "far") (param i32) (result i32) (i32.load offset=0xffffffff (local.get 0)))
        (func (export "near") (param i32) (result i32) (i32.load offset=0x7ffffffc (local.get 0)))
        (func (export "last") (result f64) (f64.load offset=65528 (i32.const 0)))
        (func (export "beyond") (result f64) (f64.load offset=65529 (i32.const 0)))
        (func (export "top") (result i32) (i32.load16_u offset=0xffffffff (i32.const -1)))
        (func (export "store16") (param i32) (i32.store16 (local.get 0) (i32.const 7)))
        (func (export "store_f32") (param i32) (f32.store offset=1 (local.get 0) (f32.const 1)))
        (func (export "store_i64") (param i32 i64) (i64.store (local.get 0) (local.get 1)))))");
    constexpr Raw kEnd = kPageBytes;
    for (const Raw end : {kEnd, 2 * kEnd}) {
        EXPECT_TRUE(call(*on, "load8", {end - 1}));
        EXPECT_EQ(trap(*on, "load8", {end}), TrapCode::kMemoryOutOfBounds);
        EXPECT_TRUE(call(*on, "load64", {end - 16}));
        EXPECT_EQ(trap(*on, "load64", {end - 15}), TrapCode::kMemoryOutOfBounds);
        EXPECT_EQ(trap(*on, "load64", {0xffff'ffff}), TrapCode::kMemoryOutOfBounds);
        EXPECT_TRUE(call(*on, "store16", {end - 2}));
        EXPECT_EQ(trap(*on, "store16", {end - 1}), TrapCode::kMemoryOutOfBounds);
        EXPECT_TRUE(call(*on, "store_f32", {end - 5}));
        EXPECT_EQ(trap(*on, "store_f32", {end - 4}), TrapCode::kMemoryOutOfBounds);
        EXPECT_TRUE(call(*on, "store_i64", {end - 8, 1}));
        EXPECT_EQ(trap(*on, "store_i64", {end - 7, 1}), TrapCode::kMemoryOutOfBounds);
        EXPECT_TRUE(call(*on, "last"));
        for (const Raw base : {Raw{0}, Raw{1}, Raw{0xffff'ffff}}) {
            EXPECT_EQ(trap(*on, "far", {base}), TrapCode::kMemoryOutOfBounds);
            EXPECT_EQ(trap(*on, "near", {base}), TrapCode::kMemoryOutOfBounds);
        }
        EXPECT_EQ(trap(*on, "top"), TrapCode::kMemoryOutOfBounds);
        if (end == kEnd) EXPECT_EQ(trap(*on, "beyond"), TrapCode::kMemoryOutOfBounds);
        on->grow_memory(1);
    }
    EXPECT_TRUE(call(*on, "beyond"));
}

// The loop that rustc and clang make of memcpy. Whatever an engine makes of it, words go one after the other: where the
// two overlap, what was written is read again, and what lies before the place that traps is there.
TEST_P(Engines, WordsAreCopiedOneAfterTheOther) {
    auto on = instance(R"((module (memory 1)
        (func (export "copy") (param $target i32) (param $source i32) (param $end i32) (result i64) (local $passes i32)
            (loop
                (i32.store (local.get $target) (i32.load (local.get $source)))
                (local.set $source (i32.add (local.get $source) (i32.const 4)))
                (br_if 0 (i32.lt_u (local.tee $target (i32.add (local.get $target) (i32.const 4))) (local.get $end)))
                (local.set $passes (i32.add (local.get $passes) (i32.const 1))))
            (if (i32.ne (local.get $passes) (i32.const 1)) (then (unreachable)))
            (i64.or (i64.extend_i32_u (local.get $target))
                (i64.shl (i64.extend_i32_u (local.get $source)) (i64.const 32))))))");
    Bytes model(kPageBytes);
    for (size_t i = 0; i < model.size(); ++i) model[i] = static_cast<uint8_t>(i * 7 + i / 256);
    std::ranges::copy(model, on->memory().begin());
    const auto copy = [&](uint32_t target, uint32_t source, uint32_t end) -> std::optional<Raw> {
        do {
            if (uint64_t{source} + 4 > kPageBytes || uint64_t{target} + 4 > kPageBytes) return std::nullopt;
            std::memmove(model.data() + target, model.data() + source, 4);
            source += 4;
            target += 4;
        } while (target < end);
        return target | static_cast<Raw>(source) << 32;
    };
    constexpr uint32_t kLast = kPageBytes;
    std::vector<std::array<uint32_t, 3>> all;
    all.reserve(400);
    for (uint32_t size = 0; size < 100; ++size) all.push_back({1000 + size, 5000 + 3 * size, 1000 + 2 * size});
    for (uint32_t distance = 0; distance < 40; ++distance) {
        all.push_back({20'000 + distance, 20'000, 20'200 + distance});
        all.push_back({30'000, 30'000 + distance, 30'200});
        all.push_back({kLast - 60 - distance, 40'000, kLast - 20});        // ends before the memory does
        all.push_back({kLast - 60 - distance, 40'000, kLast + distance});  // and behind it
        all.push_back({50'000, kLast - 60 - distance, 50'060});
        all.push_back({50'000, kLast - 60, 50'040 + distance});
    }
    all.push_back({100, 200, 50});            // nothing is left: one word
    all.push_back({100, 200, UINT32_MAX});    // all that there is
    all.push_back({UINT32_MAX - 7, 0, 100});  // from outside
    all.push_back({100, UINT32_MAX - 7, 200});
    for (const auto& [target, source, end] : all) {
        const auto expected = copy(target, source, end);
        if (expected) {
            EXPECT_EQ(value(*on, "copy", {target, source, end}), *expected) << target << ' ' << source << ' ' << end;
        } else {
            EXPECT_EQ(trap(*on, "copy", {target, source, end}), TrapCode::kMemoryOutOfBounds)
                << target << ' ' << source << ' ' << end;
        }
        ASSERT_TRUE(equal(on->memory(), model)) << target << ' ' << source << ' ' << end;
    }
}

TEST_P(Engines, SegmentsMustFit) {
    const auto reason = [&](std::string_view text) {
        auto made = engine->instantiate(compile(text), {}, nullptr);
        return made ? std::string() : made.error().reason;
    };
    EXPECT_EQ(reason("(module (memory 1) (data (i32.const 65535) \"a\") (data (i32.const 65536) \"\"))"), "");
    EXPECT_EQ(reason("(module (memory 1) (data (i32.const 65535) \"ab\"))"), "data segment does not fit the memory");
    EXPECT_EQ(reason("(module (memory 0) (data (i32.const -1) \"\"))"), "data segment does not fit the memory");
    EXPECT_EQ(reason("(module (table 1 funcref) (func) (elem (i32.const 1) 0))"),
              "elements segment does not fit the table");
}

TEST_P(Engines, ResetGoesBackToTheFirstState) {
    auto on = instance(R"((module
        (memory 1 9) (data (i32.const 10) "abc")
        (global (export "g") (mut i64) (i64.const 5))
        (func (export "change")
            (i32.store8 (i32.const 10) (i32.const 0))
            (drop (memory.grow (i32.const 2)))
            (i32.store8 (i32.const 131072) (i32.const 1))
            (global.set 0 (i64.const 6)))
    ))");
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(call(*on, "change"));
        EXPECT_EQ(on->global(0), 6u);
        on->set_global(0, 7);
        EXPECT_EQ(on->global(0), 7u);
        EXPECT_EQ(on->memory().size(), 3u * kPageBytes);
        on->reset();
        EXPECT_EQ(on->global(0), 5u);
        ASSERT_EQ(on->memory().size(), 1u * kPageBytes);
        EXPECT_EQ(as_text(on->memory().subspan(9, 5)), std::string_view("\0abc\0", 5));
        on->grow_memory(2);
        EXPECT_EQ(on->memory()[131072], 0);
        on->reset();
    }
}

TEST_P(Engines, TheStartFunctionRunsOnceAndItsWorkStays) {
    auto on = instance(R"((module
        (memory 1) (global $g (export "g") (mut i32) (i32.const 1))
        (func $start (global.set $g (i32.add (global.get $g) (i32.const 41))) (i32.store (i32.const 0) (i32.const 9)))
        (start $start)))");
    EXPECT_EQ(on->global(0), 42u);
    on->set_global(0, 0);
    on->memory()[0] = 0;
    on->reset();
    EXPECT_EQ(on->global(0), 42u);
    EXPECT_EQ(on->memory()[0], 9);

    const auto trapped = engine->instantiate(compile("(module (func $f unreachable) (start $f))"), {}, nullptr);
    ASSERT_FALSE(trapped);
    EXPECT_EQ(trapped.error().reason, "the start function trapped: unreachable executed\n    at f (function 0)");
}

TEST_P(Engines, ANanThatIsComputedIsCanonicalAndOneThatIsMovedIsNot) {
    auto on = instance(R"((module (memory 1)
        (func (export "add") (param f32) (result f32) (f32.add (local.get 0) (f32.const 1)))
        (func (export "sqrt") (result f64) (f64.sqrt (f64.const -1)))
        (func (export "promote") (param f32) (result f64) (f64.promote_f32 (local.get 0)))
        (func (export "ceil") (param f64) (result f64) (f64.ceil (local.get 0)))
        (func (export "min") (param f64) (result f64) (f64.min (local.get 0) (f64.const 1)))
        (func (export "neg") (param f32) (result f32) (f32.neg (local.get 0)))
        (func (export "abs") (param f64) (result f64) (f64.abs (local.get 0)))
        (func (export "through") (param f32) (result f32)
            (f32.store (i32.const 0) (local.get 0))
            (select (f32.load (i32.const 0)) (f32.const 0) (i32.const 1)))
    ))");
    constexpr Raw kSignalling = 0xff80'0001;
    EXPECT_EQ(value(*on, "add", {kSignalling}), kCanonicalNan32);
    EXPECT_EQ(value(*on, "sqrt"), kCanonicalNan64);
    EXPECT_EQ(value(*on, "promote", {kSignalling}), kCanonicalNan64);
    EXPECT_EQ(value(*on, "ceil", {0xfff0'0000'0000'0001}), kCanonicalNan64);
    EXPECT_EQ(value(*on, "min", {0xfff0'0000'0000'0001}), kCanonicalNan64);
    EXPECT_EQ(value(*on, "neg", {kSignalling}), 0x7f80'0001u);
    EXPECT_EQ(value(*on, "abs", {0xfff0'0000'0000'0001}), 0x7ff0'0000'0000'0001u);
    EXPECT_EQ(value(*on, "through", {kSignalling}), kSignalling);
}

}  // namespace
}  // namespace serinus::wasm

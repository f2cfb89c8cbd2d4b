#include "wasm/metered_frames.hpp"

#include "tests/support/engines.hpp"
#include "wasm/logical_stack.hpp"

namespace serinus::wasm {
namespace {

/// The costs of all functions, or nothing where the reference would refuse the module.
std::vector<uint32_t> metered_costs(std::string_view text) {
    const auto module = parse_module(test::wat(text));
    if (!module) ADD_FAILURE() << module.error().to_string();
    std::vector<uint32_t> out;
    if (!meter_frames(const_cast<Module&>(**module))) return out;
    for (const Function& function : (*module)->functions) out.push_back(frame_cost(function));
    return out;
}

// Observed: what wasm-instrument 0.4.0 computes for this module.
TEST(MeteredFrames, CostWhatTheReferenceCounts) {
    EXPECT_EQ(metered_costs(R"((module (memory 1) (table 1 funcref) (type $t (func (param i32 i32) (result i32)))
        (func)
        (func (param i32 i32) (local i64 f32))
        (func (result i32) (i32.add (i32.const 1) (i32.mul (i32.const 2) (i32.const 3))))
        (func (result i32) unreachable memory.grow)
        (func (result i32) unreachable i32.const 1 i32.const 2 i32.const 3 drop drop)
        (func unreachable (block i32.const 1 i32.const 2 i32.const 3 drop drop drop))
        (func (param i32) (result i32)
            (if (result i32) (local.get 0) (then (unreachable)) (else (i32.add (i32.const 1) (i32.const 2)))))
        (func (param i32) (result i32)
            (if (result i32) (local.get 0) (then (i32.const 7)) (else (i32.add (i32.const 1) (i32.const 2)))))
        (func (param i32) (result i32) (block (result i32) (i32.const 5) (br_table 0 0 (local.get 0))))
        (func (param i32) (result i32)
            (block (result i32) (br 0 (i32.const 5)) drop drop i32.const 1
                (block i32.const 2 i32.const 3 i32.const 4 drop drop drop)))
        (func (param i32) (result i32) (call_indirect (type $t) (local.get 0) (local.get 0) (local.get 0)))
        (func (param i32) (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
        (func (param i32) (result i32) (block (result i32) (br_if 0 (i32.const 5) (local.get 0))))
        (func (result i32) (return (i32.const 1)) select)
        (func (result i32) (i32.const 1) (br 0) i32.const 9 select drop i32.const 4)
        (func (param i64 i64)
            (i64.store (i32.const 0) (i64.rotl (local.get 0) (local.get 1))) (drop (memory.grow (memory.size))))
    ))"),
              (std::vector<uint32_t>{2, 4, 5, 2, 2, 5, 3, 5, 4, 6, 5, 4, 4, 3, 3, 5}));
}

// Observed: wasm-instrument 0.4.0: "stack underflow".
TEST(MeteredFrames, CodeThatTheReferenceCannotMeterIsRefused) {
    const auto module = parse_module(test::wat(R"((module (func) (func (result i32)
        i32.const 1 i32.const 2 return i32.add i32.add drop i32.const 3 i32.add i32.add i32.add)))"));
    ASSERT_TRUE(module.has_value());
    const auto metered = meter_frames(const_cast<Module&>(**module));
    ASSERT_FALSE(metered.has_value());
    EXPECT_EQ(metered.error().function, 1u);
}

/// A function whose second arm holds `count` operands, of which the rule sees none: the first arm does not return.
std::string hidden_operands(size_t count) {
    std::string out =
        "(module (func (export \"f\") (param i32) (result i32) (if (result i32) (local.get 0) (then unreachable) "
        "(else ";
    for (size_t i = 0; i < count; ++i) out += "(local.get 0) ";
    out += "(call 0 (i32.const 0)) ";
    for (size_t i = 0; i < count; ++i) out += "i32.add ";
    return out + "))))";
}

TEST(MeteredFrames, MemoryBoundsWhatTheRuleDoesNotSee) {
    EXPECT_EQ(metered_costs(hidden_operands(400)), (std::vector<uint32_t>{3}));
    EXPECT_EQ(metered_costs(hidden_operands(10'000)), (std::vector<uint32_t>{39}));  // 16 · 10,002 + 8 + 48 bytes
}

class MeteredEngines : public test::EngineTest {
  protected:
    std::unique_ptr<Instance> metered(std::string_view text, uint32_t max_stack) {
        auto module = parse_module(test::wat(text));
        EXPECT_TRUE(meter_frames(const_cast<Module&>(**module)).has_value());
        auto program = engine->compile(*module, {.max_stack = max_stack});
        return std::move(*engine->instantiate(*program, {}, nullptr));
    }
};
INSTANTIATE_TEST_SUITE_P(All, MeteredEngines, testing::ValuesIn(test::kEngineKinds),
                         [](const auto& info) { return info.param.name; });

// A frame costs 2 and 3 operands: the condition, or the argument beside two numbers.
TEST_P(MeteredEngines, EndAtTheSameDepth) {
    auto on = metered(R"((module (global $depth (mut i32) (i32.const 0))
        (func $go (export "go") (param i32)
            (global.set $depth (i32.add (global.get $depth) (i32.const 1)))
            (if (local.get 0) (then (call $go (i32.add (i32.const 0) (i32.sub (local.get 0) (i32.const 1)))))))
        (func (export "depth") (result i32) (global.get $depth))))",
                      65'536);
    EXPECT_EQ(frame_cost(on->module().functions[0]), 5u);
    EXPECT_TRUE(call(*on, "go", {65'536 / 5 - 1}).has_value());
    EXPECT_EQ(trap(*on, "go", {65'536 / 5}), TrapCode::kStackExhausted);
}

TEST_P(MeteredEngines, HiddenOperandsNeverEndTheNativeStackFirst) {
    for (const size_t count : {250, 5000}) {
        auto on = metered(hidden_operands(count), 65'536);
        EXPECT_EQ(trap(*on, "f", {0}), TrapCode::kStackExhausted) << count;
    }
}

TEST_P(MeteredEngines, ManyArgumentsNeverEndTheNativeStackFirst) {
    std::string params;
    std::string arguments;
    for (size_t i = 0; i < 1000; ++i) {
        params += "i64 ";
        arguments += "(local.get " + std::to_string(i) + ") ";
    }
    auto on = metered(
        "(module (func $f (param " + params + ") (call $f " + arguments + "))" + "(func (export \"f\") (call $f " +
            [] {
                std::string zeros;
                for (size_t i = 0; i < 1000; ++i) zeros += "(i64.const 0) ";
                return zeros;
            }() +
            ")))",
        65'536);
    EXPECT_EQ(trap(*on, "f"), TrapCode::kStackExhausted);
}

}  // namespace
}  // namespace serinus::wasm

/// Code as a file: made once, loaded without a look at the functions.
#include "platform/memory_file.hpp"
#include "tests/support/engines.hpp"
#include "wasm/metered_frames.hpp"
#include "wasm/outline.hpp"

namespace serinus::wasm {
namespace {

using platform::MemoryFile;
using test::EngineKind;
using test::EngineTest;

class Precompiled : public EngineTest {
  protected:
    Result<std::shared_ptr<const Program>, EngineError> load(BytesView file, const LoadOptions& options = {}) {
        const auto memory = MemoryFile::sealed("test", file).value();
        return engine->load(memory.descriptor(), options);
    }
    std::unique_ptr<Instance> instance_of(std::shared_ptr<const Program> program, const Imports& imports = {}) {
        return engine->instantiate(std::move(program), imports, nullptr).value();
    }
};
INSTANTIATE_TEST_SUITE_P(AllEngines, Precompiled, testing::ValuesIn(test::kEngineKinds),
                         [](const auto& info) { return info.param.name; });

constexpr std::string_view kModule = R"((module
    (import "env" "twice" (func $twice (param i32) (result i32)))
    (memory (export "memory") 2 3)
    (table 2 funcref)
    (global (export "g") i32 (i32.const 7))
    (elem (i32.const 0) $one $two)
    (data (i32.const 70000) "hello")
    (func $one (result i32) (i32.const 1))
    (func $two (result i32) (i32.const 2))
    (func (export "pick") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))
    (func (export "read") (param i32) (result i32) (i32.load8_u (local.get 0)))
    (func (export "double") (param i32) (result i32) (call $twice (local.get 0)))
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func $deep (export "deep") (param i32) (result i32)
        (if (result i32) (local.get 0)
            (then (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))
            (else (i32.const 0))))))";

Bytes precompiled(Engine& engine, std::string_view text, bool metered = false) {
    const auto module = parse_module(test::wat(text)).value();
    if (metered) EXPECT_TRUE(meter_frames(const_cast<Module&>(*module)));
    return engine.precompile(*module, {}).value();
}

TEST_P(Precompiled, CodeDoesWhatTheModuleSays) {
    auto program = load(precompiled(*engine, kModule)).value();
    Imports imports;
    imports.function = [](std::string_view, std::string_view, const FunctionType&) {
        return HostImport{[](Instance&, void*, Raw* slots) {
            slots[0] = 2 * slots[0];
            return true;
        }};
    };
    const auto one = instance_of(program, imports);
    EXPECT_EQ(value(*one, "pick", {0}), 1u);
    EXPECT_EQ(value(*one, "pick", {1}), 2u);
    EXPECT_EQ(trap(*one, "pick", {2}), TrapCode::kTableOutOfBounds);
    EXPECT_EQ(value(*one, "read", {70'001}), uint64_t{'e'});
    EXPECT_EQ(value(*one, "double", {21}), 42u);
    EXPECT_EQ(value(*one, "deep", {100}), 100u);
    EXPECT_EQ(one->global(one->module().find_export("g", ExternKind::kGlobal)->index), 7u);
    const auto stripped = instance_of(std::move(program));
    EXPECT_EQ(trap(*stripped, "double", {21}), TrapCode::kUnknownImport);
}

// Data in several places, overlapping, at the ends of pages and of the memory, and after a reset.
TEST_P(Precompiled, DataIsWhereTheModuleHasIt) {
    const auto one = instance_of(load(precompiled(*engine, R"((module (memory (export "memory") 20)
        (data (i32.const 4095) "ab") (data (i32.const 4096) "c") (data (i32.const 700000) "far")
        (data (i32.const 1310719) "z") (data (i32.const 5) "") 
        (func (export "write") (i32.store8 (i32.const 4096) (i32.const 120)))
        (func (export "read") (param i32) (result i32) (i32.load8_u (local.get 0)))))"))
                                     .value());
    const auto check = [&] {
        for (const auto& [at, byte] : {std::pair(4094u, '\0'),
                                       {4095u, 'a'},
                                       {4096u, 'c'},
                                       {4097u, '\0'},
                                       {699'999u, '\0'},
                                       {700'000u, 'f'},
                                       {700'002u, 'r'},
                                       {1'310'719u, 'z'}}) {
            EXPECT_EQ(value(*one, "read", {at}), static_cast<Raw>(byte)) << at;
        }
    };
    check();
    for (int i = 0; i < 300; ++i) {
        ASSERT_TRUE(call(*one, "write", {}));
        EXPECT_EQ(value(*one, "read", {4096}), Raw{'x'});
        one->reset();
    }
    check();
}

TEST_P(Precompiled, DataThatDoesNotFitIsRefusedWithTheInstance) {
    for (const char* data : {"(data (i32.const 65535) \"ab\")", "(data (i32.const -1) \"a\")"}) {
        const auto program = load(precompiled(*engine, "(module (memory 1) " + std::string(data) + ")")).value();
        EXPECT_FALSE(engine->instantiate(program, {}, nullptr).has_value()) << data;
    }
}

TEST_P(Precompiled, LimitsAreThoseOfTheLoading) {
    const Bytes file = precompiled(*engine, kModule);
    const auto small = instance_of(load(file, {.max_memory_pages = 2}).value());
    EXPECT_EQ(value(*small, "grow", {1}), UINT32_MAX);
    const auto large = instance_of(load(file, {.max_memory_pages = 10}).value());
    EXPECT_EQ(value(*large, "grow", {8}), 2u);
    EXPECT_EQ(value(*large, "grow", {1}), UINT32_MAX);
    const auto shallow = instance_of(load(file, {.max_stack = 100}).value());
    EXPECT_EQ(trap(*shallow, "deep", {100}), TrapCode::kStackExhausted);
}

TEST_P(Precompiled, FramesCostWhatTheyCostInTheWholeModule) {
    const auto depth_of = [&](Instance& one) {
        uint32_t depth = 1;
        while (call(one, "deep", {depth})) ++depth;
        return depth;
    };
    for (const bool metered : {false, true}) {
        const auto module = parse_module(test::wat(kModule)).value();
        if (metered) ASSERT_TRUE(meter_frames(const_cast<Module&>(*module)));
        const auto whole = instance_of(engine->compile(module, {.max_stack = 1000}).value());
        const auto loaded = instance_of(load(precompiled(*engine, kModule, metered), {.max_stack = 1000}).value());
        EXPECT_EQ(depth_of(*loaded), depth_of(*whole)) << metered;
    }
}

TEST_P(Precompiled, AFileOfAnotherKindIsRefused) {
    const Bytes file = precompiled(*engine, kModule);
    EXPECT_FALSE(load(Bytes{}).has_value());
    EXPECT_FALSE(load(Bytes(1000)).has_value());
    EXPECT_FALSE(load(BytesView(file).first(7)).has_value());
    for (const EngineKind& other : test::kEngineKinds) {
        const auto maker = other.make();
        if (maker == nullptr || std::string_view(other.name) == GetParam().name) continue;
        EXPECT_FALSE(load(precompiled(*maker, kModule)).has_value()) << other.name;
        EXPECT_NE(maker->precompiled_version(), engine->precompiled_version()) << other.name;
    }
}

TEST_P(Precompiled, AnEmptyModuleIsLoadedToo) {
    EXPECT_TRUE(load(precompiled(*engine, "(module)")).has_value());
    const auto only_import = load(precompiled(*engine, R"((module (import "env" "f" (func))))"));
    EXPECT_TRUE(only_import.has_value());
}

TEST(Outline, IsAValidModuleWithoutBodies) {
    const auto module = parse_module(test::wat(kModule)).value();
    const auto outline = parse_module(outline_of(*module)).value();
    EXPECT_EQ(outline->functions.size(), module->functions.size());
    EXPECT_EQ(outline->function_types, module->function_types);
    EXPECT_EQ(outline->exports.size(), module->exports.size());
    EXPECT_EQ(outline->data.size(), 1u);
    for (const Function& function : outline->functions) EXPECT_EQ(function.code.size(), 2u);
    EXPECT_LT(outline->bytes.size(), module->bytes.size());
}

}  // namespace
}  // namespace serinus::wasm

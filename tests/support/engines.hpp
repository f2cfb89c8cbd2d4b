/// Tests that every engine must pass: a suite derived from EngineTest, instantiated with kEngineKinds.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/wat.hpp"
#include "wasm/engine.hpp"

namespace serinus::test {

struct EngineKind {
    const char* name;
    std::unique_ptr<wasm::Engine> (*make)();
};

class EngineTest : public testing::TestWithParam<EngineKind> {
  protected:
    void SetUp() override {
        engine = GetParam().make();
        if (!engine) GTEST_SKIP() << "no " << GetParam().name << " on this processor";
    }

    std::shared_ptr<const wasm::Program> compile(std::string_view text, const wasm::CompileOptions& options = {}) {
        auto module = wasm::parse_module(wat(text));
        if (!module) ADD_FAILURE() << module.error().to_string();
        return engine->compile(module.value(), options).value();
    }

    std::unique_ptr<wasm::Instance> instance(std::string_view text, const wasm::Imports& imports = {},
                                             const wasm::CompileOptions& options = {}, uint32_t extra_pages = 0) {
        auto made = engine->instantiate(compile(text, options), imports, nullptr, extra_pages);
        if (!made) ADD_FAILURE() << made.error().reason;
        return std::move(made).value();
    }

    static Result<std::optional<wasm::Raw>, wasm::Trap> call(wasm::Instance& on, std::string_view name,
                                                             std::vector<wasm::Raw> arguments = {}) {
        const wasm::Export* function = on.module().find_export(name, wasm::ExternKind::kFunction);
        if (!function) ADD_FAILURE() << "no export " << name;
        return on.call(function->index, arguments);
    }

    /// The result of an exported function, which must return one.
    static wasm::Raw value(wasm::Instance& on, std::string_view name, std::vector<wasm::Raw> arguments = {}) {
        auto result = call(on, name, std::move(arguments));
        if (!result) {
            ADD_FAILURE() << name << ": " << result.error().to_string();
            return 0xdead;
        }
        return result->value_or(0xdead);
    }

    static wasm::TrapCode trap(wasm::Instance& on, std::string_view name, std::vector<wasm::Raw> arguments = {}) {
        auto result = call(on, name, std::move(arguments));
        EXPECT_FALSE(result) << name << " returned";
        return result ? wasm::TrapCode{} : result.error().code;
    }

    std::unique_ptr<wasm::Engine> engine;
};

inline const EngineKind kEngineKinds[] = {
    {"interpreter", wasm::make_interpreter},
    {"jit", [] { return wasm::make_jit(); }},
    {"jit_with_bounds_checks", [] { return wasm::make_jit(wasm::AddressSpace::kScarce); }},
};

}  // namespace serinus::test

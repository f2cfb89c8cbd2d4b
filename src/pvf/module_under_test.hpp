/// Code of parachains for tests, and how it is prepared and executed in this process.
#pragma once

#include <string>
#include <string_view>

#include "platform/memory_file.hpp"
#include "pvf/execute.hpp"
#include "pvf/prepare.hpp"
#include "pvf/validation.hpp"
#include "tests/support/wat.hpp"

namespace serinus::pvf {

/// A module with what every parachain's code has, and this body of `validate_block (param $at i32) (param $size i32)
/// (result i64)`. `more`: further fields; `imports` come first.
inline Bytes parachain_code(std::string_view body, std::string_view more = "", std::string_view imports = "") {
    return test::wat(
        "(module " + std::string(imports) +
        "(memory (export \"memory\") 20) (global (export \"__heap_base\") i32 (i32.const 65536)) " + std::string(more) +
        "(func (export \"validate_block\") (param $at i32) (param $size i32) (result i64) " + std::string(body) + "))");
}

/// Prepared and loaded; asserts that both go well.
inline std::shared_ptr<const wasm::Program> program_of(wasm::Engine& engine, BytesView code,
                                                       const ExecutorLimits& limits = {}) {
    const Bytes file = prepare(code, engine, {}).value();
    return load(engine, platform::MemoryFile::sealed("test", file).value().descriptor(), limits).value();
}

inline Result<Executed, ExecuteError> run(wasm::Engine& engine, BytesView code, BytesView input = {},
                                          const ExecutorLimits& limits = {}) {
    return execute(engine, program_of(engine, code, limits), limits, input);
}

}  // namespace serinus::pvf

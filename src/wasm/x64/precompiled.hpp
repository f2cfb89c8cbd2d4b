/// Compiled code as a file for other processes.
#pragma once

#include <memory>

#include "wasm/x64/program.hpp"

namespace serinus::wasm::x64 {

/// Compiles all functions, one after the other, into the content of a file:
///
///     header: magic, version of the compiler, CodeOptions, sizes
///
///     the outline of the module
///
///     entries: the place of each function
///
///     padding to a page
///
///     the initial content of the memory, if it depends on nothing: instances map it
///
///     code as it is executed
///
/// Errors: more code than offsets of 32 bits reach.
Result<Bytes, EngineError> precompile(const Module& module, const CodeOptions& options);

/// Maps the code of such a file, which is executed as it is; the outline is parsed again.
Result<std::shared_ptr<const JitProgram>, EngineError> load_precompiled(int file, const LoadOptions& options,
                                                                        CodeOptions code_options);

/// Different for files that load_precompiled would refuse.
std::string precompiled_version(const CodeOptions& options);

}  // namespace serinus::wasm::x64

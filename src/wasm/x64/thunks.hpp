/// Code that does not come from a function of the module.
#pragma once

#include "base/bytes.hpp"
#include "wasm/x64/context.hpp"

namespace serinus::wasm::x64 {

/// Calls the host function of that import: lays its arguments out as values and gives its result back.
Bytes make_import_thunk(const FunctionType& type, uint32_t import, const ContextLayout& layout);

/// A function of any type that traps with kHost.
Bytes make_failing_function();

inline constexpr size_t kLazyStubBytes = 16;

/// For `count` functions from `first` on one stub of kLazyStubBytes each, that compiles the function and jumps to it.
Bytes make_lazy_stubs(uint32_t first, uint32_t count);

}  // namespace serinus::wasm::x64

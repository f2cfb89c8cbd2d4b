/// What instantiation asks of the outside and of the module, the same for every engine.
#pragma once

#include "wasm/engine.hpp"

namespace serinus::wasm {

/// The imports of a module, found or not.
struct Linked {
    std::vector<std::optional<HostImport>> functions;  ///< by function index; nullopt: a call traps with kUnknownImport
    std::vector<Raw> globals;                          ///< all initial values, imported ones first
};

/// Asks for every imported function and global and computes the other globals. An error names what is missing.
Result<Linked, EngineError> link(const Module& module, const Imports& imports);

/// The value of a checked expression, in the lower half for 32 bits.
Raw evaluate(const ConstExpr& expr, std::span<const Raw> globals) noexcept;

/// Whether all segments fit into a memory of `memory_bytes` and a table of `table_entries`. Nothing is written before.
Result<void, EngineError> check_segments(const Module& module, std::span<const Raw> globals, uint64_t memory_bytes,
                                         uint32_t table_entries);

/// How many pages a new instance has: the minimum and `extra`, as far as the maximum allows.
uint32_t initial_pages(const Limits& limits, uint32_t extra) noexcept;

/// "env.ext_storage_get_version_1": the message of kUnknownImport.
std::string import_name(const Module& module, uint32_t function);

/// A value as its type has it: the upper half of 32-bit types is zero.
constexpr Raw clean(Raw value, ValueType type) noexcept {
    return type == ValueType::kI32 || type == ValueType::kF32 ? static_cast<uint32_t>(value) : value;
}

}  // namespace serinus::wasm

/// Host functions by name, as runtimes import them from "env".
///
/// A host function is an ordinary C++ function over typed values, and a line of a table:
///
///     HostResult<Scale<std::optional<BytesView>>> get(HostCall& call, BytesView key);
///     constexpr HostFunctionEntry kStorage[] = {{"ext_storage_get_version_1", wrap<&get>}, …};
///
/// See `convert.hpp` for the types of parameters and results.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "wasm/engine.hpp"

namespace serinus::executor::host {

/// A function's type as Wasm sees it.
struct Signature {
    static constexpr size_t kMaxParams = 8;

    std::array<wasm::ValueType, kMaxParams> params{};
    uint8_t count = 0;
    std::optional<wasm::ValueType> result = std::nullopt;

    bool matches(const wasm::FunctionType& type) const noexcept;
    std::string to_string() const;
};

/// A function with its Wasm signature: the result of `wrap`.
struct Wrapped {
    wasm::HostFunction function = nullptr;
    Signature signature{};
};

struct HostFunctionEntry {
    std::string_view name;  ///< with its version
    Wrapped wrapped;
};

/// nullptr for a name that we do not know. Constant time; thread-safe.
const HostFunctionEntry* find_host_function(std::string_view name);

/// All of them, in the order of their lists.
std::span<const HostFunctionEntry* const> all_host_functions();

/// The functions of RFC-163, which runtimes do not have: code of parachains does in sessions that enable them (`pvf/`).
std::span<const HostFunctionEntry> elliptic_curve_functions();
/// nullptr for a name that is none of theirs.
const HostFunctionEntry* find_elliptic_curve_function(std::string_view name);

// The lists, each in its own file.
std::span<const HostFunctionEntry> allocator_functions();
std::span<const HostFunctionEntry> storage_functions();
std::span<const HostFunctionEntry> child_storage_functions();
std::span<const HostFunctionEntry> misc_functions();
std::span<const HostFunctionEntry> logging_functions();
std::span<const HostFunctionEntry> hashing_functions();
std::span<const HostFunctionEntry> signature_functions();
std::span<const HostFunctionEntry> key_functions();
std::span<const HostFunctionEntry> trie_functions();
std::span<const HostFunctionEntry> indexing_functions();
std::span<const HostFunctionEntry> proof_size_functions();
std::span<const HostFunctionEntry> offchain_functions();
std::span<const HostFunctionEntry> offchain_http_functions();

}  // namespace serinus::executor::host

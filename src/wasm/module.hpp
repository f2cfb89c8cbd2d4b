/// A WebAssembly module, decoded and valid: what the engines execute.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wasm/types.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::wasm {

enum class ExternKind : uint8_t { kFunction = 0, kTable = 1, kMemory = 2, kGlobal = 3 };

struct Import {
    std::string_view module;
    std::string_view name;
    ExternKind kind = ExternKind::kFunction;
    uint32_t type_index = 0;  ///< kFunction
    Limits limits;            ///< kTable, kMemory
    GlobalType global;        ///< kGlobal
};

struct Export {
    std::string_view name;
    ExternKind kind = ExternKind::kFunction;
    uint32_t index = 0;  ///< in the index space of its kind, imports first
};

/// An initial value: a constant, or that of an imported immutable global.
struct ConstExpr {
    enum class Kind : uint8_t { kConst, kGlobal } kind = Kind::kConst;
    ValueType type = ValueType::kI32;
    Raw value = 0;              ///< kConst
    uint32_t global_index = 0;  ///< kGlobal
};

struct Global {
    GlobalType type;
    ConstExpr init;
};

struct ElementSegment {
    ConstExpr offset;
    std::vector<uint32_t> functions;
};

struct DataSegment {
    ConstExpr offset;
    BytesView bytes;
};

/// The run of locals of one type, as the binary groups them.
struct LocalRun {
    uint32_t count = 0;
    ValueType type = ValueType::kI32;
};

/// A function of the module itself.
struct Function {
    uint32_t type_index = 0;
    BytesView code;                ///< instructions after the locals, up to and including the last `end`
    std::vector<LocalRun> locals;  ///< declared ones, without parameters
    uint32_t local_count = 0;      ///< parameters included
    uint32_t max_operands = 0;     ///< the greatest height of the operand stack, found by the validator
    uint32_t metered_cost = 0;     ///< of a frame, if Module::has_metered_frames
};

/// Views point into `bytes`. Immutable once parsed, so it may be shared between threads.
struct Module {
    Bytes bytes;
    std::vector<FunctionType> types;
    std::vector<uint32_t> canonical_types;  ///< for each type the index of the first that is equal to it
    std::vector<Import> imports;
    std::vector<uint32_t> function_types;  ///< type index of every function, imported ones first
    uint32_t imported_functions = 0;
    std::vector<Function> functions;  ///< without the imported ones
    std::optional<Limits> table;      ///< imported or own; MVP has at most one
    bool table_imported = false;
    std::optional<Limits> memory;
    bool memory_imported = false;
    std::vector<GlobalType> global_types;  ///< imported ones first
    uint32_t imported_globals = 0;
    std::vector<Global> globals;  ///< without the imported ones
    std::vector<Export> exports;
    std::optional<uint32_t> start;
    std::vector<ElementSegment> elements;
    std::vector<DataSegment> data;
    bool has_metered_frames = false;  ///< see metered_frames.hpp

    const FunctionType& type_of(uint32_t function) const noexcept { return types[function_types[function]]; }
    const Export* find_export(std::string_view name, ExternKind kind) const noexcept;
    /// From the name section if there is one and it can be read, "" otherwise. For messages only.
    std::string function_name(uint32_t function) const;
    /// The content of the first custom section of that name.
    std::optional<BytesView> custom_section(std::string_view name) const;

    Module() = default;
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;
};

/// Why bytes are no module that we run, and where.
struct ModuleError {
    std::string reason;   ///< "type mismatch: expected i32, found i64"
    uint64_t offset = 0;  ///< in the module's bytes
    std::optional<uint32_t> function = std::nullopt;

    std::string to_string() const;
};

/// Bounds on hostile modules. The defaults admit every runtime of Kusama and every official test.
struct ModuleLimits {
    uint32_t max_functions = 1'000'000;
    uint32_t max_types = 1'000'000;
    uint32_t max_params = 1'000;  ///< of one type
    uint32_t max_imports = 100'000;
    uint32_t max_globals = 1'000'000;
    uint32_t max_exports = 1'000'000;
    uint32_t max_segments = 100'000;  ///< of data, and of elements
    uint32_t max_table = 10'000'000;
    uint32_t max_elements = 10'000'000;       ///< of one segment
    uint32_t max_locals = 50'000;             ///< of one function
    uint32_t max_function_bytes = 7'654'321;  ///< what browsers take
    uint32_t max_name_bytes = UINT32_MAX;     ///< of a module, an import, an export, a section
    uint32_t max_branches = UINT32_MAX;       ///< targets of one br_table, without the default
};

/// For modules that were checked within others before.
inline constexpr ModuleLimits kNoLimits = {.max_functions = UINT32_MAX,
                                           .max_types = UINT32_MAX,
                                           .max_params = UINT32_MAX,
                                           .max_imports = UINT32_MAX,
                                           .max_globals = UINT32_MAX,
                                           .max_exports = UINT32_MAX,
                                           .max_segments = UINT32_MAX,
                                           .max_table = UINT32_MAX,
                                           .max_elements = UINT32_MAX,
                                           .max_locals = UINT32_MAX,
                                           .max_function_bytes = UINT32_MAX};

/// Decodes and validates all of `wasm`: WebAssembly 1.0 with mutable globals and sign extension, nothing else.
/// Time and memory O(bytes), whatever they are. Threads of `scheduler` check bodies beside the calling one; the verdict
/// is the same.
Result<std::shared_ptr<const Module>, ModuleError> parse_module(Bytes wasm, const ModuleLimits& limits = {},
                                                                platform::Scheduler* scheduler = nullptr);

}  // namespace serinus::wasm

/// The sections of a module, in the order of the specification (binary format, modules).

#include <algorithm>
#include <atomic>
#include <numeric>
#include <span>

#include "platform/scheduler.hpp"
#include "wasm/module.hpp"
#include "wasm/reader.hpp"
#include "wasm/type_names.hpp"
#include "wasm/validator.hpp"

namespace serinus::wasm {
namespace {

enum class Section : uint8_t {
    kCustom,
    kType,
    kImport,
    kFunction,
    kTable,
    kMemory,
    kGlobal,
    kExport,
    kStart,
    kElement,
    kCode,
    kData,
    kDataCount,  // of bulk memory
    kTag,        // of exceptions
};

constexpr uint8_t kFunctionForm = 0x60;
constexpr uint8_t kFunctionReference = 0x70;

class Parser {
  public:
    Parser(Module& module, const ModuleLimits& limits, platform::Scheduler* scheduler)
        : module_(module), limits_(limits), scheduler_(scheduler) {}

    Result<void, ModuleError> parse() {
        Reader reader(module_.bytes);
        parse_header(reader);
        while (!reader.at_end()) parse_section(reader);
        if (!reader.failed() && functions_with_code_ != module_.functions.size()) {
            reader.fail("function and code section have inconsistent lengths");
        }
        if (!reader.failed()) return {};
        ModuleError error = reader.error();
        error.function = failed_function_;
        return error;
    }

  private:
    void parse_header(Reader& in) {
        if (in.remaining() < 4 || in.fixed<uint32_t>() != 0x6d736100) return in.fail_at(0, "magic header not detected");
        if (in.remaining() < 4 || in.fixed<uint32_t>() != 1) return in.fail_at(4, "unknown binary version");
    }

    void parse_section(Reader& in) {
        const uint64_t start = in.offset();
        const auto id = static_cast<Section>(in.byte());
        const uint32_t size = in.u32();
        if (size > in.remaining()) return in.fail_at(start, "unexpected end: length of a section out of bounds");
        Reader part = in.part(size);
        if (id == Section::kCustom) {
            name_in(part);
            return in.fail_as(part);
        }
        if (id == Section::kDataCount)
            return in.fail_at(start, "malformed section id 12: bulk memory is not supported");
        if (id == Section::kTag) return in.fail_at(start, "malformed section id 13: exceptions are not supported");
        if (id > Section::kTag) return in.fail_at(start, "malformed section id");
        if (id <= last_section_)
            return in.fail_at(start, "unexpected content after last section: sections out of order");
        last_section_ = id;
        parse_content(id, part);
        if (!part.at_end()) part.fail("section size mismatch");
        in.fail_as(part);
    }

    std::string_view name_in(Reader& in) const {
        const std::string_view name = in.name();
        if (name.size() > limits_.max_name_bytes) in.fail("name too long");
        return name;
    }

    void parse_content(Section id, Reader& in) {
        switch (id) {
            case Section::kType:
                return parse_types(in);
            case Section::kImport:
                return parse_imports(in);
            case Section::kFunction:
                return parse_functions(in);
            case Section::kTable:
                return parse_table(in);
            case Section::kMemory:
                return parse_memory(in);
            case Section::kGlobal:
                return parse_globals(in);
            case Section::kExport:
                return parse_exports(in);
            case Section::kStart:
                return parse_start(in);
            case Section::kElement:
                return parse_elements(in);
            case Section::kCode:
                return parse_code(in);
            case Section::kData:
                return parse_data(in);
            default:
                return;
        }
    }

    void parse_types(Reader& in) {
        const uint32_t count = in.count(limits_.max_types, "types");
        module_.types.resize(count);
        for (FunctionType& type : module_.types) {
            if (in.failed()) return;
            if (in.byte() != kFunctionForm) return in.fail("malformed type: only functions are supported");
            const uint32_t params = in.count(limits_.max_params, "parameters");
            type.params.reserve(params);
            for (uint32_t i = 0; i < params; ++i) type.params.push_back(parse_value_type(in));
            const uint32_t results = in.count(UINT32_MAX, "results");
            if (results > 1) return in.fail("invalid result arity: multiple values are not supported");
            if (results == 1) type.result = parse_value_type(in);
        }
        find_equal_types();
    }

    /// By sorting, since a hash could be made to collide.
    void find_equal_types() {
        const auto& types = module_.types;
        std::vector<uint32_t> order(types.size());
        std::iota(order.begin(), order.end(), 0u);
        const auto compare = [&](uint32_t a, uint32_t b) {
            const auto by_content =
                std::tie(types[a].params, types[a].result) <=> std::tie(types[b].params, types[b].result);
            return by_content != 0 ? by_content < 0 : a < b;
        };
        std::sort(order.begin(), order.end(), compare);
        module_.canonical_types.resize(types.size());
        uint32_t first = 0;
        for (const uint32_t index : order) {
            if (types[index] != types[first] || index < first) first = index;
            module_.canonical_types[index] = first;
        }
    }

    void parse_imports(Reader& in) {
        const uint32_t count = in.count(limits_.max_imports, "imports");
        module_.imports.reserve(count);
        for (uint32_t i = 0; i < count && !in.failed(); ++i) {
            Import import;
            import.module = name_in(in);
            import.name = name_in(in);
            const uint8_t kind = in.byte();
            import.kind = static_cast<ExternKind>(kind);
            switch (import.kind) {
                case ExternKind::kFunction:
                    import.type_index = parse_type_index(in);
                    module_.function_types.push_back(import.type_index);
                    ++module_.imported_functions;
                    break;
                case ExternKind::kTable:
                    import.limits = parse_table_type(in);
                    add_table(in, import.limits);
                    module_.table_imported = true;
                    break;
                case ExternKind::kMemory:
                    import.limits = parse_memory_type(in);
                    add_memory(in, import.limits);
                    module_.memory_imported = true;
                    break;
                case ExternKind::kGlobal:
                    import.global = parse_global_type(in);
                    module_.global_types.push_back(import.global);
                    ++module_.imported_globals;
                    break;
                default:
                    return in.fail("malformed import kind");
            }
            module_.imports.push_back(import);
        }
    }

    void parse_functions(Reader& in) {
        const uint32_t count = in.count(limits_.max_functions, "functions");
        module_.functions.resize(count);
        module_.function_types.reserve(module_.function_types.size() + count);
        for (Function& function : module_.functions) {
            if (in.failed()) return;
            function.type_index = parse_type_index(in);
            module_.function_types.push_back(function.type_index);
        }
    }

    void parse_table(Reader& in) {
        const uint32_t count = in.count(UINT32_MAX, "tables");
        for (uint32_t i = 0; i < count && !in.failed(); ++i) add_table(in, parse_table_type(in));
    }

    void parse_memory(Reader& in) {
        const uint32_t count = in.count(UINT32_MAX, "memories");
        for (uint32_t i = 0; i < count && !in.failed(); ++i) add_memory(in, parse_memory_type(in));
    }

    void add_table(Reader& in, const Limits& limits) {
        if (module_.table) return in.fail("multiple tables are not supported");
        module_.table = limits;
    }

    void add_memory(Reader& in, const Limits& limits) {
        if (module_.memory) return in.fail("multiple memories are not supported");
        module_.memory = limits;
    }

    void parse_globals(Reader& in) {
        const uint32_t count = in.count(limits_.max_globals, "globals");
        module_.globals.reserve(count);
        for (uint32_t i = 0; i < count && !in.failed(); ++i) {
            const GlobalType type = parse_global_type(in);
            module_.globals.push_back({.type = type, .init = parse_const_expr(in, type.type)});
        }
        // Only imported globals may be named in the initial values, so ours count from here on.
        for (const Global& global : module_.globals) module_.global_types.push_back(global.type);
    }

    void parse_exports(Reader& in) {
        const uint32_t count = in.count(limits_.max_exports, "exports");
        module_.exports.reserve(count);
        const uint64_t start = in.offset();
        for (uint32_t i = 0; i < count && !in.failed(); ++i) {
            Export item;
            item.name = name_in(in);
            const uint8_t kind = in.byte();
            if (in.failed()) return;
            if (kind > 3) return in.fail("malformed export kind");
            item.kind = static_cast<ExternKind>(kind);
            item.index = in.u32();
            if (in.failed()) return;
            if (item.index >= size_of_index_space(item.kind)) {
                constexpr const char* kNames[] = {"function", "table", "memory", "global"};
                return in.fail(std::string("unknown ") + kNames[kind] + " " + std::to_string(item.index));
            }
            module_.exports.push_back(item);
        }
        std::vector<std::string_view> names;
        names.reserve(module_.exports.size());
        for (const Export& item : module_.exports) names.push_back(item.name);
        std::sort(names.begin(), names.end());
        const auto twice = std::adjacent_find(names.begin(), names.end());
        if (twice != names.end())
            in.fail_at(start, "duplicate export name \"" + std::string(twice->substr(0, 80)) + '"');
    }

    size_t size_of_index_space(ExternKind kind) const noexcept {
        switch (kind) {
            case ExternKind::kFunction:
                return module_.function_types.size();
            case ExternKind::kTable:
                return module_.table ? 1 : 0;
            case ExternKind::kMemory:
                return module_.memory ? 1 : 0;
            case ExternKind::kGlobal:
                return module_.global_types.size();
        }
        return 0;
    }

    void parse_start(Reader& in) {
        const uint32_t index = parse_function_index(in);
        if (in.failed()) return;
        if (module_.type_of(index) != FunctionType{})
            return in.fail("start function must have no parameters and no result");
        module_.start = index;
    }

    void parse_elements(Reader& in) {
        const uint32_t count = in.count(limits_.max_segments, "element segments");
        module_.elements.reserve(count);
        for (uint32_t i = 0; i < count && !in.failed(); ++i) {
            check_segment_flags(in, "table", module_.table.has_value());
            ElementSegment segment{.offset = parse_const_expr(in, ValueType::kI32), .functions = {}};
            const uint32_t functions = in.count(limits_.max_elements, "elements");
            segment.functions.reserve(functions);
            for (uint32_t k = 0; k < functions && !in.failed(); ++k)
                segment.functions.push_back(parse_function_index(in));
            module_.elements.push_back(std::move(segment));
        }
    }

    void parse_data(Reader& in) {
        const uint32_t count = in.count(limits_.max_segments, "data segments");
        module_.data.reserve(count);
        for (uint32_t i = 0; i < count && !in.failed(); ++i) {
            check_segment_flags(in, "memory", module_.memory.has_value());
            const ConstExpr offset = parse_const_expr(in, ValueType::kI32);
            const uint32_t size = in.u32();
            if (size > in.remaining()) return in.fail("unexpected end: length of a data segment out of bounds");
            module_.data.push_back({.offset = offset, .bytes = in.bytes(size)});
        }
    }

    /// In WebAssembly 1.0 the index of the memory or table; in later versions the same field marks passive segments.
    void check_segment_flags(Reader& in, const char* what, bool exists) {
        const uint32_t flags = in.u32();
        if (in.failed()) return;
        if (flags != 0)
            return in.fail(std::string("unknown ") + what + ' ' + std::to_string(flags) +
                           ": passive segments and further indices are not supported");
        if (!exists) in.fail(std::string("unknown ") + what + " 0");
    }

    void parse_code(Reader& in) {
        const uint32_t count = in.count(limits_.max_functions, "function bodies");
        if (in.failed()) return;
        if (count != module_.functions.size()) return in.fail("function and code section have inconsistent lengths");
        std::vector<BodyPlace> bodies;
        bodies.reserve(count);
        // What is wrong behind a body counts only if all bodies before it are right.
        Reader places = in;
        for (uint32_t i = 0; i < count; ++i) {
            const uint32_t size = places.u32();
            if (size > places.remaining()) places.fail("unexpected end: length of a function body out of bounds");
            if (size > limits_.max_function_bytes) places.fail("function body too large");
            if (places.failed()) break;
            bodies.push_back({places.offset(), places.bytes(size)});
        }
        functions_with_code_ = bodies.size();
        if (auto wrong = check_bodies(bodies)) {
            failed_function_ = module_.imported_functions + wrong->first;
            return in.fail_as(wrong->second);
        }
        in = std::move(places);
    }

    /// Where a body stands in the module.
    struct BodyPlace {
        uint64_t offset = 0;
        BytesView bytes;
    };
    /// The first body that is wrong, and the reader that failed.
    using WrongBody = std::optional<std::pair<uint32_t, Reader>>;

    /// The verdict is that of one thread, which would stop at the first wrong body.
    WrongBody check_bodies(std::span<const BodyPlace> bodies) {
        const std::vector<uint32_t> ends = ends_of_parts(bodies);
        std::vector<WrongBody> wrong(ends.size());
        std::atomic<size_t> first_wrong_part = ends.size();
        std::vector<std::unique_ptr<BodyValidator>> validators(std::min(workers(), ends.size()));
        const auto check_part = [&](size_t worker, size_t part) {
            if (part > first_wrong_part.load(std::memory_order_relaxed)) return;
            auto& validator = validators[worker];
            if (validator == nullptr) validator = std::make_unique<BodyValidator>(module_, limits_.max_branches);
            for (uint32_t i = part == 0 ? 0 : ends[part - 1]; i < ends[part]; ++i) {
                Reader body(bodies[i].bytes, bodies[i].offset);
                parse_body(module_.functions[i], body, *validator);
                if (!body.failed()) continue;
                wrong[part].emplace(i, std::move(body));
                size_t first = first_wrong_part.load(std::memory_order_relaxed);
                while (part < first && !first_wrong_part.compare_exchange_weak(first, part)) {
                }
                return;
            }
        };
        if (validators.size() > 1) {
            scheduler_->run_parallel(validators.size(), ends.size(), check_part);
        } else {
            for (size_t part = 0; part < ends.size(); ++part) check_part(0, part);
        }
        const size_t first = first_wrong_part;
        return first < wrong.size() ? std::move(wrong[first]) : std::nullopt;
    }

    size_t workers() const noexcept { return scheduler_ == nullptr ? 1 : scheduler_->parallelism(); }

    /// The bodies in parts of some 4 KiB: for each the index after its last body.
    static std::vector<uint32_t> ends_of_parts(std::span<const BodyPlace> bodies) {
        constexpr size_t kPartBytes = size_t{4} << 10;
        std::vector<uint32_t> ends;
        size_t bytes = 0;
        for (uint32_t i = 0; i < bodies.size(); ++i) {
            bytes += bodies[i].bytes.size();
            if (bytes < kPartBytes && i + 1 < bodies.size()) continue;
            ends.push_back(i + 1);
            bytes = 0;
        }
        return ends;
    }

    void parse_body(Function& function, Reader& in, BodyValidator& validator) const {
        uint64_t locals = module_.types[function.type_index].params.size();
        const uint32_t runs = in.count(UINT32_MAX, "groups of locals");
        for (uint32_t i = 0; i < runs && !in.failed(); ++i) {
            const uint32_t count = in.u32();
            const ValueType type = parse_value_type(in);
            locals += count;
            if (locals > limits_.max_locals) return in.fail("too many locals");
            if (count != 0) function.locals.push_back({.count = count, .type = type});
        }
        function.local_count = static_cast<uint32_t>(locals);
        function.code = BytesView(in.position(), in.remaining());
        if (!in.failed()) validator.check(function, in);
    }

    static ValueType parse_value_type(Reader& in) {
        const uint8_t type = in.byte();
        if (is_value_type(type)) return static_cast<ValueType>(type);
        const char* feature = type == 0x7b                   ? ": SIMD is not supported"
                              : type == 0x70 || type == 0x6f ? ": reference types are not supported"
                                                             : "";
        in.fail(std::string("malformed value type") + feature);
        return ValueType::kI32;
    }

    GlobalType parse_global_type(Reader& in) {
        const ValueType type = parse_value_type(in);
        const uint8_t mutability = in.byte();
        if (mutability > 1) in.fail("malformed mutability");
        return {.type = type, .is_mutable = mutability == 1};
    }

    Limits parse_table_type(Reader& in) {
        const uint8_t element = in.byte();
        if (in.failed()) return {};
        if (element != kFunctionReference) in.fail("malformed element type: reference types are not supported");
        const Limits limits = parse_limits(in);
        if (limits.min > limits_.max_table) in.fail("table too large");
        return limits;
    }

    Limits parse_memory_type(Reader& in) {
        const Limits limits = parse_limits(in);
        if (limits.min > kMaxPages || limits.max.value_or(0) > kMaxPages)
            in.fail("memory size must be at most 65536 pages (4GiB)");
        return limits;
    }

    Limits parse_limits(Reader& in) {
        const uint8_t flags = in.byte();
        if (flags > 1) {
            in.fail("malformed limits flags: shared and 64-bit memories are not supported");
            return {};
        }
        Limits limits{.min = in.u32(), .max = std::nullopt};
        if (flags == 1) limits.max = in.u32();
        if (limits.max && *limits.max < limits.min) in.fail("size minimum must not be greater than maximum");
        return limits;
    }

    uint32_t parse_type_index(Reader& in) {
        const uint32_t index = in.u32();
        if (!in.failed() && index >= module_.types.size()) in.fail("unknown type " + std::to_string(index));
        return index;
    }

    uint32_t parse_function_index(Reader& in) {
        const uint32_t index = in.u32();
        if (!in.failed() && index >= module_.function_types.size())
            in.fail("unknown function " + std::to_string(index));
        return index;
    }

    ConstExpr parse_const_expr(Reader& in, ValueType type) {
        ConstExpr expr;
        switch (static_cast<Op>(in.byte())) {
            case Op::kI32Const:
                expr.type = ValueType::kI32;
                expr.value = static_cast<uint32_t>(in.s32());
                break;
            case Op::kI64Const:
                expr.type = ValueType::kI64;
                expr.value = static_cast<uint64_t>(in.s64());
                break;
            case Op::kF32Const:
                expr.type = ValueType::kF32;
                expr.value = in.fixed<uint32_t>();
                break;
            case Op::kF64Const:
                expr.type = ValueType::kF64;
                expr.value = in.fixed<uint64_t>();
                break;
            case Op::kGlobalGet:
                expr.kind = ConstExpr::Kind::kGlobal;
                expr.global_index = in.u32();
                if (in.failed()) return expr;
                if (expr.global_index >= module_.imported_globals) {
                    in.fail("unknown global " + std::to_string(expr.global_index) +
                            ": only imported ones may be used here");
                    return expr;
                }
                if (module_.global_types[expr.global_index].is_mutable)
                    in.fail("constant expression required: the global is mutable");
                expr.type = module_.global_types[expr.global_index].type;
                break;
            case Op::kEnd:
                in.fail("type mismatch: the constant expression is empty");
                return expr;
            default:
                in.fail("constant expression required");
                return expr;
        }
        if (in.failed()) return expr;
        if (expr.type != type) {
            in.fail(std::string("type mismatch: expected ") + to_string(type) + ", found " + to_string(expr.type));
        } else if (in.byte() != static_cast<uint8_t>(Op::kEnd)) {
            in.fail("constant expression required: more than one instruction");
        }
        return expr;
    }

    Module& module_;
    const ModuleLimits& limits_;
    platform::Scheduler* scheduler_;
    Section last_section_ = Section::kCustom;
    size_t functions_with_code_ = 0;
    std::optional<uint32_t> failed_function_;
};

}  // namespace

Result<std::shared_ptr<const Module>, ModuleError> parse_module(Bytes wasm, const ModuleLimits& limits,
                                                                platform::Scheduler* scheduler) {
    auto module = std::make_shared<Module>();
    module->bytes = std::move(wasm);
    TRY(Parser(*module, limits, scheduler).parse());
    return std::shared_ptr<const Module>(std::move(module));
}

}  // namespace serinus::wasm

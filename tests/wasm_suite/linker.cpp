#include "tests/wasm_suite/linker.hpp"

#include <algorithm>
#include <bit>

namespace serinus::test {
namespace {

using namespace wasm;

constexpr ValueType kI32 = ValueType::kI32;
constexpr ValueType kI64 = ValueType::kI64;
constexpr ValueType kF32 = ValueType::kF32;
constexpr ValueType kF64 = ValueType::kF64;

/// The module that the suite expects of every embedding.
const std::map<std::string, FunctionType, std::less<>> kPrinters = {
    {"print", {}},
    {"print_i32", {.params = {kI32}, .result = {}}},
    {"print_i64", {.params = {kI64}, .result = {}}},
    {"print_f32", {.params = {kF32}, .result = {}}},
    {"print_f64", {.params = {kF64}, .result = {}}},
    {"print_i32_f32", {.params = {kI32, kF32}, .result = {}}},
    {"print_f64_f64", {.params = {kF64, kF64}, .result = {}}},
};
const std::map<std::string, std::pair<ValueType, Raw>, std::less<>> kGlobals = {
    {"global_i32", {kI32, 666}},
    {"global_i64", {kI64, 666}},
    {"global_f32", {kF32, std::bit_cast<uint32_t>(666.0f)}},
    {"global_f64", {kF64, std::bit_cast<uint64_t>(666.0)}},
};
constexpr Limits kSpectestMemory = {.min = 1, .max = 2};
constexpr Limits kSpectestTable = {.min = 10, .max = 20};

bool fits(const Limits& given, const Limits& wanted) {
    if (given.min < wanted.min) return false;
    return !wanted.max || (given.max && *given.max <= *wanted.max);
}

bool print(Instance&, void*, Raw*) { return true; }

LinkFailure unknown() { return {.kind = LinkFailure::Kind::kRefused, .reason = "unknown import"}; }
LinkFailure incompatible() { return {.kind = LinkFailure::Kind::kRefused, .reason = "incompatible import type"}; }
/// Ours is made for the instance, of the size that the module states.
LinkFailure larger_table() {
    return {.kind = LinkFailure::Kind::kExcluded, .reason = "imports a table that is larger than the module states"};
}
LinkFailure shared(const char* what) {
    return {.kind = LinkFailure::Kind::kExcluded, .reason = std::string("shares a ") + what + " between instances"};
}

}  // namespace

std::optional<LinkFailure> Linker::check_spectest(const Module& module, const Import& import) const {
    const auto unless = [](bool fine) { return fine ? std::nullopt : std::optional(incompatible()); };
    const auto printer = kPrinters.find(import.name);
    const auto global = kGlobals.find(import.name);
    if (printer != kPrinters.end()) {
        return unless(import.kind == ExternKind::kFunction && module.types[import.type_index] == printer->second);
    }
    if (global != kGlobals.end()) {
        return unless(import.kind == ExternKind::kGlobal && import.global == GlobalType{.type = global->second.first});
    }
    if (import.name == "memory")
        return unless(import.kind == ExternKind::kMemory && fits(kSpectestMemory, import.limits));
    if (import.name == "table") {
        if (import.kind != ExternKind::kTable || !fits(kSpectestTable, import.limits)) return incompatible();
        return import.limits.min == kSpectestTable.min ? std::nullopt : std::optional(larger_table());
    }
    return unknown();
}

std::optional<LinkFailure> Linker::check(const Module& module, const Import& import) const {
    const auto found = registered_.find(import.module);
    if (import.module == "spectest" && found == registered_.end()) return check_spectest(module, import);
    if (found == registered_.end()) return unknown();

    const Module& other = found->second->module();
    const Export* item = nullptr;
    for (const Export& candidate : other.exports) {
        if (candidate.name == import.name) item = &candidate;
    }
    if (!item) return unknown();
    if (item->kind != import.kind) return incompatible();
    switch (import.kind) {
        case ExternKind::kFunction:
            return other.type_of(item->index) == module.types[import.type_index] ? std::nullopt
                                                                                 : std::optional(incompatible());
        case ExternKind::kGlobal:
            if (other.global_types[item->index] != import.global) return incompatible();
            return import.global.is_mutable ? std::optional(shared("mutable global")) : std::nullopt;
        case ExternKind::kMemory:
            return fits(*other.memory, import.limits) ? shared("memory") : incompatible();
        case ExternKind::kTable:
            return fits(*other.table, import.limits) ? shared("table") : incompatible();
    }
    return std::nullopt;
}

Imports Linker::imports() {
    Imports imports;
    imports.function = [this](std::string_view module, std::string_view name, const FunctionType&) {
        const auto found = registered_.find(module);
        if (found == registered_.end()) return std::optional(HostImport{.function = print});
        Instance& other = *found->second;
        const uint32_t function = other.module().find_export(name, ExternKind::kFunction)->index;
        links_.push_back(std::make_unique<Link>(Link{this, &other, function}));
        const auto forward = [](Instance& caller, void* data, Raw* slots) {
            const Link& link = *static_cast<const Link*>(data);
            const size_t arguments = link.instance->module().type_of(link.function).params.size();
            const auto result = link.instance->call(link.function, std::span<const Raw>(slots, arguments));
            if (!result) {
                if (result.error().code != TrapCode::kHost) link.linker->inner_trap = result.error().code;
                caller.fail(result.error().to_string());
                return false;
            }
            if (*result) slots[0] = **result;
            return true;
        };
        return std::optional(HostImport{.function = forward, .data = links_.back().get()});
    };
    imports.global = [this](std::string_view module, std::string_view name, GlobalType) -> std::optional<Raw> {
        const auto found = registered_.find(module);
        if (found == registered_.end()) return kGlobals.find(name)->second.second;
        return found->second->global(found->second->module().find_export(name, ExternKind::kGlobal)->index);
    };
    return imports;
}

Result<std::shared_ptr<Instance>, LinkFailure> Linker::instantiate(Bytes wasm) {
    auto module = parse_module(std::move(wasm));
    if (!module) return LinkFailure{.kind = LinkFailure::Kind::kRefused, .reason = module.error().to_string()};
    // A wrong import refuses the module; only of one without can be said that it shares.
    std::optional<LinkFailure> excluded;
    for (const Import& import : (*module)->imports) {
        std::optional<LinkFailure> failure = check(**module, import);
        if (failure && failure->kind == LinkFailure::Kind::kRefused) return *failure;
        if (failure) excluded = failure;
    }
    std::set<const Instance*> exporters;
    uint32_t extra_pages = 0;
    for (const Import& import : (*module)->imports) {
        const auto found = registered_.find(import.module);
        if (found != registered_.end()) exporters.insert(found->second.get());
        const bool of_spectest = found == registered_.end() && import.kind == ExternKind::kMemory;
        if (of_spectest) extra_pages = kSpectestMemory.min - import.limits.min;
    }
    if (excluded) {
        touched_.insert(exporters.begin(), exporters.end());
        return *excluded;
    }
    auto program = engine_.compile(*module, {});
    if (!program) return LinkFailure{.kind = LinkFailure::Kind::kRefused, .reason = program.error().reason};
    auto instance = engine_.instantiate(*program, imports(), nullptr, extra_pages);
    if (!instance) return LinkFailure{.kind = LinkFailure::Kind::kRefused, .reason = instance.error().reason};
    imports_from_[instance->get()] = std::move(exporters);
    return std::shared_ptr<Instance>(std::move(*instance));
}

bool Linker::is_touched(const Instance* instance) const {
    if (touched_.contains(instance)) return true;
    const auto found = imports_from_.find(instance);
    return found != imports_from_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                       [&](const Instance* from) { return is_touched(from); });
}

}  // namespace serinus::test

#include "pvf/executor_params.hpp"

#include <limits>

#include "hashing/hashing.hpp"

namespace serinus::pvf {
namespace {

/// Pages that a module is supposed to ask for itself: its data and the stack that its compiler makes.
constexpr uint32_t kPagesOfModule = 32;

constexpr uint32_t kMaxPages = 65'536;
constexpr uint32_t kLeastStackUnits = 1024;
constexpr uint32_t kMostStackUnits = 2 * 65'536;
constexpr uint64_t kLeastPrecheckMemory = 256ull << 20;
constexpr uint64_t kMostPrecheckMemory = 16ull << 30;
constexpr uint64_t kNativeBytesPerUnit = 128;

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

/// The first one in the list of what may come once.
template <class Times>
void set_first(std::optional<uint64_t>& slot, const Times& value) {
    if (!slot) slot = value;
}

/// Whether a value is one that a session may have.
bool is_within_limits(const ExecutorParam& param) {
    return std::visit(Overloaded{[](const MaxMemoryPages& it) { return it.pages > 0 && it.pages <= kMaxPages; },
                                 [](const StackLogicalMax& it) {
                                     return it.units >= kLeastStackUnits && it.units <= kMostStackUnits;
                                 },
                                 [](const PrecheckingMaxMemory& it) {
                                     return it.bytes >= kLeastPrecheckMemory && it.bytes <= kMostPrecheckMemory;
                                 },
                                 [](const auto&) { return true; }},
                      static_cast<const ExecutorParam::Base&>(param));
}

/// Whether two parameters are one and the same, whatever their values.
bool are_alike(const ExecutorParam& a, const ExecutorParam& b) {
    if (a.index() != b.index()) return false;
    if (const auto* timeout = std::get_if<PreparationTimeout>(&a))
        return timeout->kind == std::get<PreparationTimeout>(b).kind;
    if (const auto* timeout = std::get_if<ExecutionTimeout>(&a))
        return timeout->kind == std::get<ExecutionTimeout>(b).kind;
    if (const auto* enabled = std::get_if<EnabledHostFunction>(&a))
        return enabled->functions == std::get<EnabledHostFunction>(b).functions;
    return true;
}

}  // namespace

Hash256 hash_of(const ExecutorParams& params) { return hashing::blake2b_256(scale::encode(params)); }

Hash256 preparation_hash(const ExecutorParams& params) {
    Bytes image = to_bytes(as_bytes("prep"));
    for (const ExecutorParam& param : params) {
        const bool changes_code =
            std::holds_alternative<StackLogicalMax>(param) || std::holds_alternative<BulkMemory>(param);
        if (changes_code) append(image, scale::encode(param));
    }
    return hashing::blake2b_256(image);
}

ExecutorLimits limits_of(const ExecutorParams& params) {
    ExecutorLimits limits;
    std::optional<uint64_t> times[4];  // precheck, prepare, backing, approval
    for (const ExecutorParam& param : params) {
        std::visit(Overloaded{[&](const MaxMemoryPages& it) {
                                  constexpr uint32_t kMost = std::numeric_limits<uint32_t>::max();
                                  limits.max_memory_pages =
                                      it.pages > kMost - kPagesOfModule ? kMost : it.pages + kPagesOfModule;
                              },
                              [&](const StackLogicalMax& it) { limits.max_stack_units = it.units; },
                              [&](const StackNativeMax& it) { limits.max_native_stack = it.bytes; },
                              [&](const PrecheckingMaxMemory& it) { set_first(limits.max_precheck_memory, it.bytes); },
                              [&](const PreparationTimeout& it) {
                                  set_first(times[it.kind == PreparationKind::kPrecheck ? 0 : 1], it.milliseconds);
                              },
                              [&](const ExecutionTimeout& it) {
                                  set_first(times[it.kind == ExecutionKind::kBacking ? 2 : 3], it.milliseconds);
                              },
                              [&](const BulkMemory&) { limits.has_bulk_memory = true; },
                              [&](const EnabledHostFunction&) { limits.has_ecc = true; }},
                   static_cast<const ExecutorParam::Base&>(param));
    }
    limits.precheck_ms = times[0].value_or(limits.precheck_ms);
    limits.prepare_ms = times[1].value_or(limits.prepare_ms);
    limits.backing_ms = times[2].value_or(limits.backing_ms);
    limits.approval_ms = times[3].value_or(limits.approval_ms);
    return limits;
}

const char* to_string(ParamsVerdict verdict) noexcept {
    switch (verdict) {
        case ParamsVerdict::kConsistent:
            return "consistent";
        case ParamsVerdict::kDuplicated:
            return "a parameter comes twice";
        case ParamsVerdict::kOutsideLimit:
            return "a value outside its limits";
        case ParamsVerdict::kIncompatible:
            return "values that do not fit together";
    }
    return "unknown";
}

ParamsVerdict check_consistency(const ExecutorParams& params) {
    // Few kinds, and the first one that comes twice ends it: the loops are short, whatever the length of the list.
    for (size_t i = 0; i < params.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
            if (are_alike(params[i], params[j])) return ParamsVerdict::kDuplicated;
        }
        if (!is_within_limits(params[i])) return ParamsVerdict::kOutsideLimit;
    }
    const ExecutorLimits limits = limits_of(params);
    const bool fits = limits.max_native_stack >= kNativeBytesPerUnit * limits.max_stack_units &&
                      limits.precheck_ms < limits.prepare_ms && limits.backing_ms < limits.approval_ms;
    return fits ? ParamsVerdict::kConsistent : ParamsVerdict::kIncompatible;
}

}  // namespace serinus::pvf

/// How a session wants code of parachains to be prepared and executed.
/// Observed: polkadot-primitives 26.0.0, `executor_params`; the limits on preparation and execution are those that
/// polkadot-node-core-pvf-common 29.0.0 makes of them.
#pragma once

#include "codec/scale.hpp"

namespace serinus::pvf {

enum class PreparationKind : uint8_t { kPrecheck = 0, kPrepare = 1 };
enum class ExecutionKind : uint8_t { kBacking = 0, kApproval = 1 };  ///< disputes are as approvals
enum class OptionalHostFunctions : uint8_t { kEccRfc163 = 1 };

struct MaxMemoryPages {
    uint32_t pages{};  ///< beside those that a module is supposed to need for itself
    friend bool operator==(const MaxMemoryPages&, const MaxMemoryPages&) = default;
};
struct StackLogicalMax {
    uint32_t units{};
    friend bool operator==(const StackLogicalMax&, const StackLogicalMax&) = default;
};
struct StackNativeMax {
    uint32_t bytes{};
    friend bool operator==(const StackNativeMax&, const StackNativeMax&) = default;
};
struct PrecheckingMaxMemory {
    uint64_t bytes{};
    friend bool operator==(const PrecheckingMaxMemory&, const PrecheckingMaxMemory&) = default;
};
struct PreparationTimeout {
    PreparationKind kind{};
    uint64_t milliseconds{};
    friend bool operator==(const PreparationTimeout&, const PreparationTimeout&) = default;
};
struct ExecutionTimeout {
    ExecutionKind kind{};
    uint64_t milliseconds{};
    friend bool operator==(const ExecutionTimeout&, const ExecutionTimeout&) = default;
};
struct BulkMemory {
    friend bool operator==(const BulkMemory&, const BulkMemory&) = default;
};
struct EnabledHostFunction {
    OptionalHostFunctions functions{};
    friend bool operator==(const EnabledHostFunction&, const EnabledHostFunction&) = default;
};

using ExecutorParam =
    scale::Enum<scale::At<1, MaxMemoryPages>, scale::At<2, StackLogicalMax>, scale::At<3, StackNativeMax>,
                scale::At<4, PrecheckingMaxMemory>, scale::At<5, PreparationTimeout>, scale::At<6, ExecutionTimeout>,
                scale::At<7, BulkMemory>, scale::At<8, EnabledHostFunction>>;

/// As the runtime gives them; SCALE-encoded as they are.
using ExecutorParams = std::vector<ExecutorParam>;

/// BLAKE2b-256 of the encoding.
Hash256 hash_of(const ExecutorParams& params);

/// What, beside the code, prepared code depends on: a hash of the stack's logical limit and of bulk memory alone. Two
/// sessions with one hash share prepared code.
Hash256 preparation_hash(const ExecutorParams& params);

/// The parameters with their defaults filled in. Times are CPU time.
struct ExecutorLimits {
    uint32_t max_memory_pages = 32 + 2048;             ///< 64 KiB each, what a module asks for included
    uint32_t max_stack_units = 65'536;                 ///< of metered frames: wasm/metered_frames.hpp
    uint64_t max_native_stack = 256ull << 20;          ///< bytes; the reference's own, we need none
    std::optional<uint64_t> max_precheck_memory = {};  ///< bytes
    uint64_t precheck_ms = 60'000;
    uint64_t prepare_ms = 360'000;
    uint64_t backing_ms = 2'000;
    uint64_t approval_ms = 12'000;
    bool has_bulk_memory = false;
    bool has_ecc = false;  ///< the host functions of RFC-163

    friend bool operator==(const ExecutorLimits&, const ExecutorLimits&) = default;
};

/// Observed: polkadot 1.25.1: where a parameter comes twice, the last one counts for memory and stacks, the first one
/// for times and for the memory of pre-checking.
ExecutorLimits limits_of(const ExecutorParams& params);

enum class ParamsVerdict : uint8_t {
    kConsistent,
    kDuplicated,    ///< a parameter comes twice
    kOutsideLimit,  ///< a value that no session may have
    kIncompatible,  ///< two values, or one and a default, that make no sense together
};

const char* to_string(ParamsVerdict verdict) noexcept;

/// What a runtime asks before it takes on parameters. A validator obeys inconsistent ones all the same.
ParamsVerdict check_consistency(const ExecutorParams& params);

}  // namespace serinus::pvf

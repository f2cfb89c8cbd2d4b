// Executor parameters from a runtime: what decodes is encoded to the same bytes, and consistent ones have the limits
// that they state.
#include "pvf/executor_params.hpp"
#include "base/assert.hpp"

using namespace serinus;
using namespace serinus::pvf;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    const auto params = scale::decode<ExecutorParams>(input);
    if (!params) return 0;
    SERINUS_ASSERT(equal(scale::encode(*params), input));
    const ExecutorLimits limits = limits_of(*params);
    SERINUS_ASSERT(limits.max_memory_pages >= 32);

    // Parameters that say what the limits are lead to the same limits.
    const ExecutorParams again = {StackLogicalMax{limits.max_stack_units},
                                  StackNativeMax{static_cast<uint32_t>(limits.max_native_stack)},
                                  PreparationTimeout{PreparationKind::kPrecheck, limits.precheck_ms},
                                  PreparationTimeout{PreparationKind::kPrepare, limits.prepare_ms},
                                  ExecutionTimeout{ExecutionKind::kBacking, limits.backing_ms},
                                  ExecutionTimeout{ExecutionKind::kApproval, limits.approval_ms}};
    const ExecutorLimits restated = limits_of(again);
    SERINUS_ASSERT(restated.max_stack_units == limits.max_stack_units && restated.backing_ms == limits.backing_ms &&
                   restated.approval_ms == limits.approval_ms && restated.prepare_ms == limits.prepare_ms);
    // Each value alone is in its limits, and they fit together, if the whole was consistent.
    if (check_consistency(*params) == ParamsVerdict::kConsistent)
        SERINUS_ASSERT(check_consistency(again) == ParamsVerdict::kConsistent);
    return 0;
}

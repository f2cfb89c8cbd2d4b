/// `ext_misc_runtime_version`: the version of code that is not installed yet; `ext_wasm_tracing_*`: nobody traces.
#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

/// The encoded version of given code, None if it is no runtime. Spec: id-ext_misc_runtime_version
HostResult<Scale<std::optional<Bytes>>> runtime_version(HostCall& call, BytesView code) {
    ENSURE(call.version_of_code != nullptr, "this call may not look at other code");
    auto version = call.version_of_code(call, code);
    ENSURE(!call.stop.stop_requested(), HostError::interrupted());
    return Scale<std::optional<Bytes>>(std::move(version));
}

/// Observed: `WasmTracing` of sp-io 49.0.0. Only runtimes built for tracing import it; a span that is not followed is
/// 0.
bool tracing_enabled(HostCall&, BytesView) { return false; }
uint64_t enter_span(HostCall&, BytesView) { return 0; }
void trace_event(HostCall&, BytesView) {}
void exit_span(HostCall&, uint64_t) {}

constexpr HostFunctionEntry kMiscFunctions[] = {
    {"ext_misc_runtime_version_version_1", wrap<&runtime_version>},
    {"ext_wasm_tracing_enabled_version_1", wrap<&tracing_enabled>},
    {"ext_wasm_tracing_enter_span_version_1", wrap<&enter_span>},
    {"ext_wasm_tracing_event_version_1", wrap<&trace_event>},
    {"ext_wasm_tracing_exit_version_1", wrap<&exit_span>},
};

}  // namespace

std::span<const HostFunctionEntry> misc_functions() { return kMiscFunctions; }

}  // namespace serinus::executor::host

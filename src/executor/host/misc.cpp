/// `ext_misc_runtime_version`: the version of code that is not installed yet.
#include "executor/host/convert.hpp"

namespace serinus::executor::host {
namespace {

/// The encoded version of given code, None if it is no runtime. Spec: id-ext_misc_runtime_version
HostResult<Scale<std::optional<Bytes>>> runtime_version(HostCall& call, BytesView code) {
    ENSURE(call.version_of_code != nullptr, "this call may not look at other code");
    return call.version_of_code(call, code);
}

constexpr HostFunctionEntry kFunctions[] = {
    {"ext_misc_runtime_version_version_1", wrap<&runtime_version>},
};

}  // namespace

std::span<const HostFunctionEntry> misc_functions() { return kFunctions; }

}  // namespace serinus::executor::host

#include "runtime/runtimes/kusama/version.hpp"

#include "runtime/runtimes/kusama/api.hpp"

// Tests upgrade to a runtime that is this one with a higher version.
#ifndef SERINUS_KUSAMA_SPEC_VERSION
#define SERINUS_KUSAMA_SPEC_VERSION 1'007'001
#endif

namespace serinus::kusama {

uint32_t spec_version() noexcept { return SERINUS_KUSAMA_SPEC_VERSION; }

sdk::RuntimeVersion version() {
    return {.spec_name = "kusama",
            .impl_name = "parity-kusama",
            .authoring_version = 2,
            .spec_version = spec_version(),
            .impl_version = 0,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = kTransactionVersion,
            .state_version = kSystemVersion};
}

}  // namespace serinus::kusama

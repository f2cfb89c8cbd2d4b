#include "runtime/runtimes/kusama/version.hpp"

#include "runtime/runtimes/kusama/api.hpp"
#include "runtime/runtimes/kusama/parameters.hpp"

// Tests upgrade to a runtime that is this one with a higher version.
#ifndef SERINUS_KUSAMA_SPEC_VERSION
#define SERINUS_KUSAMA_SPEC_VERSION parameters::kSpecVersion
#endif

namespace serinus::kusama {

uint32_t spec_version() noexcept { return SERINUS_KUSAMA_SPEC_VERSION; }

sdk::RuntimeVersion version() {
    return {.spec_name = parameters::kSpecName,
            .impl_name = parameters::kImplName,
            .authoring_version = parameters::kAuthoringVersion,
            .spec_version = spec_version(),
            .impl_version = parameters::kImplVersion,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = parameters::kTransactionVersion,
            .state_version = parameters::kStateVersion};
}

}  // namespace serinus::kusama

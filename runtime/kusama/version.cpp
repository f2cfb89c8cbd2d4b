#include "runtime/kusama/version.hpp"

#include "runtime/kusama/api.hpp"
#include "runtime/kusama/parameters.hpp"

namespace serinus::kusama {

sdk::RuntimeVersion version() {
    return {.spec_name = parameters::kSpecName,
            .impl_name = parameters::kImplName,
            .authoring_version = parameters::kAuthoringVersion,
            .spec_version = parameters::kSpecVersion,
            .impl_version = parameters::kImplVersion,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = parameters::kTransactionVersion,
            .state_version = parameters::kStateVersion};
}

}  // namespace serinus::kusama

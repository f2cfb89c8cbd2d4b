#include "runtime/kusama/version.hpp"

#include "runtime/kusama/api.hpp"

namespace serinus::kusama {

sdk::RuntimeVersion version() {
    return {.spec_name = "kusama",
            .impl_name = "parity-kusama",
            .authoring_version = 2,
            .spec_version = kSpecVersion,
            .impl_version = 0,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = kTransactionVersion,
            .state_version = kStateVersion};
}

}  // namespace serinus::kusama

// The version of the runtime; it names the runtime APIs.
#include "runtime/api.hpp"

namespace serinus::new_chain {

sdk::RuntimeVersion version() {
    return {.spec_name = "new_chain",
            .impl_name = "new_chain",
            .authoring_version = 1,
            .spec_version = kSpecVersion,
            .impl_version = 0,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = kTransactionVersion,
            .state_version = SystemConfig::kStateVersion};
}

}  // namespace serinus::new_chain

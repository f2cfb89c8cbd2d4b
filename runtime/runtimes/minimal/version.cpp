#include "runtime/runtimes/minimal/api.hpp"

namespace serinus::minimal {

sdk::RuntimeVersion version() {
    return {.spec_name = "minimal",
            .impl_name = "serinus-minimal",
            .authoring_version = 1,
            .spec_version = SystemConfig::spec_version(),
            .impl_version = 0,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = SystemConfig::kTransactionVersion,
            .state_version = SystemConfig::kStateVersion};
}

}  // namespace serinus::minimal

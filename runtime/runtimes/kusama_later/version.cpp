#include "runtime/runtimes/kusama_later/version.hpp"

#include "runtime/runtimes/kusama_later/api.hpp"

namespace serinus::kusama_later {

sdk::RuntimeVersion version() {
    return {.spec_name = "kusama",
            .impl_name = "parity-kusama",
            .authoring_version = 2,
            .spec_version = kSpecVersion,
            .impl_version = 0,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = kTransactionVersion,
            .state_version = kSystemVersion};
}

}  // namespace serinus::kusama_later

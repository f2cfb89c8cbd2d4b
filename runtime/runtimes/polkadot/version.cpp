#include "runtime/runtimes/polkadot/api.hpp"

namespace serinus::polkadot {

sdk::RuntimeVersion version() {
    return {.spec_name = "polkadot",
            .impl_name = "parity-polkadot",
            .authoring_version = 0,
            .spec_version = parameters::kSpecVersion,
            .impl_version = 0,
            .apis = sdk::api_versions(RuntimeApis{}),
            .transaction_version = parameters::kTransactionVersion,
            .state_version = parameters::kStateVersion};
}

}  // namespace serinus::polkadot

/// sync_state_genSyncSpec: the chain's specification with a finalized block to start from. Observed: sc-sync-state-rpc
#include "rpc/methods/access.hpp"

namespace serinus::rpc {

void add_sync_state(Registry& registry, Services&) {
    registry.method("sync_state_genSyncSpec", {.parameters = {"raw"}}, [](const Call& call) -> RpcResult {
        TRY(call.params.boolean(0, "raw"));
        return Err(RpcError{1, "The light sync state extension is not provided by the chain spec."});
    });
}

}  // namespace serinus::rpc

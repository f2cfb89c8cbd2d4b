/// beefy_*: this node does not run BEEFY yet, so that nothing is final by it. Observed: sc-consensus-beefy-rpc
#include "rpc/methods/access.hpp"
#include "rpc/methods/feed.hpp"

namespace serinus::rpc {

void add_beefy(Registry& registry, Services& services) {
    const auto version = services.client.api_version(services.client.best().hash, "BeefyApi");
    if (!version || !*version) return;
    constexpr int kNotReady = 1;
    registry.method("beefy_getFinalizedHead", {.cost = Cost::kLight},
                    [](const Call&) -> RpcResult { return Err(RpcError{kNotReady, "BEEFY RPC endpoint not ready"}); });
    registry.subscription("beefy_subscribeJustifications", "beefy_justifications", "beefy_unsubscribeJustifications",
                          {.cost = Cost::kLight},
                          [](const Call&, const std::shared_ptr<Sink>&) -> Result<void, RpcError> { return {}; });
}

}  // namespace serinus::rpc

/// rpc_methods: what can be called. Observed: polkadot 1.25.1: what tools ask first; the names are sorted.
#include "rpc/services.hpp"

namespace serinus::rpc {

void add_rpc_methods(Registry& registry) {
    registry.method("rpc_methods", {.cost = Cost::kLight}, [&registry](const Call&) -> RpcResult {
        const auto names = registry.names();
        return boost::json::object{{"methods", boost::json::array(names.begin(), names.end())}};
    });
}

}  // namespace serinus::rpc

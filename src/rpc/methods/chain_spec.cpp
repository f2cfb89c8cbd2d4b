// chainSpec_v1: what the chain specification says. Format: JSON-RPC interface specification.
#include "rpc/methods/values.hpp"
#include "rpc/services.hpp"

namespace serinus::rpc {

void add_chain_spec(Registry& registry, Services& services) {
    chain::Client& client = services.client;
    registry.method("chainSpec_v1_chainName", {.cost = Cost::kLight},
                    [&client](const Call&) -> RpcResult { return Json(client.spec().name); });
    registry.method("chainSpec_v1_genesisHash", {.cost = Cost::kLight},
                    [&client](const Call&) -> RpcResult { return hex(client.genesis().hash); });
    registry.method("chainSpec_v1_properties", {.cost = Cost::kLight}, [&client](const Call&) -> RpcResult {
        const auto& properties = client.spec().properties;
        if (!properties) return boost::json::object();
        boost::system::error_code failed;
        Json value = boost::json::parse(properties->text, failed);
        return failed ? Json(boost::json::object()) : value;
    });
}

}  // namespace serinus::rpc

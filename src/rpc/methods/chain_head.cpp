// chainHead_v1: the head of the chain, followed. Format: JSON-RPC interface specification.
#include "rpc/chain_head/hub.hpp"
#include "rpc/methods/feed.hpp"

namespace serinus::rpc {

void add_chain_head(Registry& registry, Services& services) {
    using chain_head::Hub;
    const auto hub = ended_by_owners(std::make_shared<Hub>(
        services, services.client.is_revertible() ? chain_head::limits_of_forks() : chain_head::Limits{}));
    hub->start();
    registry.subscription(
        "chainHead_v1_follow", "chainHead_v1_followEvent", "chainHead_v1_unfollow", {.parameters = {"withRuntime"}},
        [hub](const Call& call, std::shared_ptr<Sink> sink) { return hub->follow(call, std::move(sink)); });
    const auto add = [&](const char* name, Cost cost, std::vector<std::string> parameters,
                         RpcResult (Hub::*method)(const Call&)) {
        parameters.insert(parameters.begin(), "followSubscription");
        registry.method(name, {.cost = cost, .parameters = std::move(parameters)},
                        [hub, method](const Call& call) { return (*hub.*method)(call); });
    };
    add("chainHead_v1_header", Cost::kLight, {"hash"}, &Hub::header);
    add("chainHead_v1_body", Cost::kHeavy, {"hash"}, &Hub::body);
    add("chainHead_v1_call", Cost::kHeavy, {"hash", "function", "callParameters"}, &Hub::call);
    add("chainHead_v1_storage", Cost::kHeavy, {"hash", "items", "childTrie"}, &Hub::storage);
    add("chainHead_v1_unpin", Cost::kLight, {"hashOrHashes"}, &Hub::unpin);
    add("chainHead_v1_continue", Cost::kLight, {"operationId"}, &Hub::continue_);
    add("chainHead_v1_stopOperation", Cost::kLight, {"operationId"}, &Hub::stop_operation);
}

}  // namespace serinus::rpc

// chainHead_v1: the head of the chain, followed. Format: JSON-RPC interface specification.
#include "rpc/chain_head/hub.hpp"

namespace serinus::rpc {

void add_chain_head(Registry& registry, Services& services) {
    using chain_head::Hub;
    const auto hub = std::make_shared<Hub>(services);
    hub->start();
    registry.subscription(
        "chainHead_v1_follow", "chainHead_v1_followEvent", "chainHead_v1_unfollow", {.parameters = {"withRuntime"}},
        [hub](const Call& call, std::shared_ptr<Sink> sink) { return hub->follow(call, std::move(sink)); });
    const auto add = [&](const char* name, std::vector<std::string> parameters, RpcResult (Hub::*method)(const Call&)) {
        parameters.insert(parameters.begin(), "followSubscription");
        registry.method(name, {.parameters = std::move(parameters)},
                        [hub, method](const Call& call) { return (*hub.*method)(call); });
    };
    add("chainHead_v1_header", {"hash"}, &Hub::header);
    add("chainHead_v1_body", {"hash"}, &Hub::body);
    add("chainHead_v1_call", {"hash", "function", "callParameters"}, &Hub::call);
    add("chainHead_v1_storage", {"hash", "items", "childTrie"}, &Hub::storage);
    add("chainHead_v1_unpin", {"hashOrHashes"}, &Hub::unpin);
    add("chainHead_v1_continue", {"operationId"}, &Hub::go_on);
    add("chainHead_v1_stopOperation", {"operationId"}, &Hub::stop_operation);
}

}  // namespace serinus::rpc

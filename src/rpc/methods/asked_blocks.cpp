#include "rpc/methods/asked_blocks.hpp"

#include "rpc/jsonrpc.hpp"

namespace serinus::rpc {

LaterMethod where_it_may_wait(std::function<bool(const Call&)> is_at_hand, LaterMethod method) {
    return [is_at_hand = std::move(is_at_hand), method = std::move(method)](
               const Call& call, const Later& later) -> std::optional<RpcResult> {
        if (!later || is_at_hand(call)) return method(call, later);
        auto task = [method, later, params = call.params, connection = call.connection,
                     deny_unsafe = call.deny_unsafe] {
            const Call again{.params = params, .connection = connection, .deny_unsafe = deny_unsafe};
            if (auto result = method(again, later)) later(*std::move(result));
        };
        if (call.connection->post(Cost::kHeavy, std::move(task))) return std::nullopt;
        return RpcResult(Err(server_is_busy()));
    };
}

LaterMethod where_it_may_wait(chain::Client& client, size_t index, LaterMethod method) {
    const auto is_at_hand = [&client, index](const Call& call) {
        const auto block = call.params.optional_hash(index, "hash");
        return !block || !*block || client.is_at_hand(**block);
    };
    return where_it_may_wait(is_at_hand, std::move(method));
}

LaterMethod at_once(Method method) {
    return [method = std::move(method)](const Call& call, const Later&) { return std::optional(method(call)); };
}

}  // namespace serinus::rpc

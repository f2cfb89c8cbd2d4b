#include "tools/launcher/node_rpc.hpp"

#include <boost/json.hpp>
#include <charconv>

#include "tools/launcher/json_rpc.hpp"

namespace serinus::launcher {
namespace {

namespace json = boost::json;

constexpr size_t kMaxAnswerBytes = size_t{1} << 20;

/// `"number": "0x1a"` of a header.
std::optional<uint64_t> number_in(const Result<json::value, JsonRpcError>& header) {
    const json::value* number = header && header->is_object() ? header->get_object().if_contains("number") : nullptr;
    const json::string* text = number == nullptr ? nullptr : number->if_string();
    if (text == nullptr || !text->starts_with("0x")) return std::nullopt;
    uint64_t out = 0;
    const auto [end, error] = std::from_chars(text->data() + 2, text->data() + text->size(), out, 16);
    if (error != std::errc() || end != text->data() + text->size()) return std::nullopt;
    return out;
}

}  // namespace

std::optional<NodeReport> ask_node(executor::OffchainHttp& http, platform::Scheduler& scheduler, uint16_t rpc_port,
                                   uint64_t timeout_ms) {
    JsonRpc rpc(http, "http://127.0.0.1:" + std::to_string(rpc_port), scheduler.unix_now_ms() + timeout_ms,
                kMaxAnswerBytes);
    const auto health = rpc.call("system_health");
    const json::object* fields = health ? health->if_object() : nullptr;
    if (fields == nullptr) return std::nullopt;
    NodeReport out;
    if (const auto* peers = fields->if_contains("peers"); peers != nullptr && peers->is_int64()) {
        out.peers = static_cast<uint64_t>(peers->get_int64());
    }
    if (const auto* syncing = fields->if_contains("isSyncing"); syncing != nullptr && syncing->is_bool()) {
        out.is_syncing = syncing->get_bool();
    }
    const auto best = number_in(rpc.call("chain_getHeader"));
    auto finalized_hash = rpc.call("chain_getFinalizedHead");
    if (!best || !finalized_hash) return std::nullopt;
    const auto finalized = number_in(rpc.call("chain_getHeader", {*std::move(finalized_hash)}));
    if (!finalized) return std::nullopt;
    out.best = *best;
    out.finalized = *finalized;
    return out;
}

}  // namespace serinus::launcher

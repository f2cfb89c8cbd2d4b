#include "launcher/node_rpc.hpp"

#include <boost/json.hpp>
#include <charconv>

namespace serinus::launcher {
namespace {

namespace json = boost::json;
using executor::HttpStatus;

constexpr size_t kMaxAnswerBytes = size_t{1} << 20;

class NodeRpc {
  public:
    NodeRpc(executor::OffchainHttp& http, uint16_t port, uint64_t deadline_ms)
        : http_(http), uri_("http://127.0.0.1:" + std::to_string(port)), deadline_(deadline_ms) {}

    /// The result of a call; nullopt: it failed.
    std::optional<json::value> call(std::string_view method, json::array params = {}) {
        const json::object request{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
        const auto answer = post(json::serialize(request));
        if (!answer) return std::nullopt;
        boost::system::error_code error;
        const json::value parsed = json::parse(*answer, error);
        const json::value* result = error || !parsed.is_object() ? nullptr : parsed.get_object().if_contains("result");
        if (result == nullptr) return std::nullopt;
        return *result;
    }

  private:
    std::optional<std::string> post(const std::string& body) {
        const auto id = http_.start("POST", uri_);
        if (!id || !http_.add_header(*id, "content-type", "application/json")) return std::nullopt;
        if (!http_.write_body(*id, as_bytes(body), deadline_)) return std::nullopt;
        if (!http_.write_body(*id, {}, deadline_)) return std::nullopt;
        const auto status = http_.wait(std::span(&*id, 1), deadline_, {});
        if (status.size() != 1 || status[0].kind != HttpStatus::Kind::kFinished || status[0].code != 200) {
            return std::nullopt;
        }
        std::string out;
        std::array<uint8_t, 4096> piece;
        for (;;) {
            const auto size = http_.read_body(*id, piece, deadline_, {});
            if (!size || out.size() + *size > kMaxAnswerBytes) return std::nullopt;
            if (*size == 0) return out;
            out.append(as_text(BytesView(piece).first(*size)));
        }
    }

    executor::OffchainHttp& http_;
    const std::string uri_;
    const uint64_t deadline_;
};

/// `"number": "0x1a"` of a header.
std::optional<uint64_t> number_in(const std::optional<json::value>& header) {
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
    NodeRpc rpc(http, rpc_port, scheduler.unix_now_ms() + timeout_ms);
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

#include "tests/world/rpc_client.hpp"

#include "base/hex.hpp"
#include "rpc/call_queue.hpp"
#include "rpc/session.hpp"

namespace serinus::world {
namespace {

namespace json = boost::json;

std::string hex(const Hash256& hash) { return to_hex_prefixed(hash.bytes); }
std::string quoted(const std::string& text) { return "\"" + text + "\""; }

/// `:code` takes a megabyte; these are short: the number of the block, Timestamp.Now, BABE's epoch.
constexpr const char* kKeys[] = {"0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac",
                                 "0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb",
                                 "0x1cb6f36e027abb2091cfb5110ab5087f38316cbf8fa0da822a20ac1c55bf1be3"};

}  // namespace

RpcClient::RpcClient(const rpc::Registry& registry, chain::Client& client, platform::Scheduler& scheduler,
                     uint64_t seed, std::function<void(const std::string&)> violation)
    : registry_(registry), client_(client), random_(seed), violation_(std::move(violation)) {
    lane_ = scheduler.make_lane({.name = "rpc client", .runs_on = platform::WorkClass::kRpc});
    queue_ = std::make_shared<rpc::CallQueue>(scheduler);
    session_ = std::make_shared<rpc::Session>(1, rpc::SessionOptions{}, queue_, std::make_shared<rpc::MemoryBudget>(),
                                              [this] { (void)lane_->post([this] { drain(); }); });
}

RpcClient::~RpcClient() {
    session_->close();
    queue_->close();
    lane_.reset();
}

std::optional<rpc::Json> RpcClient::call(const std::string& method, const std::string& parameters) {
    ++calls_;
    const std::string text = R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + parameters + "}";
    rpc::Answer answer = rpc::handle(registry_, {}, session_, text);
    const std::string body = answer.text;
    session_->answer(std::move(answer));
    boost::system::error_code error;
    const auto parsed = json::parse(body, error);
    if (error || !parsed.is_object()) {
        violation_(method + " answers with what is no JSON object");
        return std::nullopt;
    }
    const auto* result = parsed.as_object().if_contains("result");
    return result == nullptr ? std::nullopt : std::optional<rpc::Json>(*result);
}

void RpcClient::subscribe() {
    for (const char* method : {"chain_subscribeFinalizedHeads", "chain_subscribeNewHeads"}) {
        if (!call(method)) violation_(std::string(method) + " fails");
    }
    if (!call("chainHead_v1_follow", "[true]")) violation_("chainHead_v1_follow fails");
}

void RpcClient::call_something() {
    const auto best = client_.best();
    const std::string at = quoted(hex(best.hash));
    switch (random_() % 12) {
        case 0: {
            const auto answer = call("chain_getFinalizedHead");
            const std::string expected = hex(expects_wrong_head_ ? best.hash : client_.finalized().hash);
            if (answer && (!answer->is_string() || answer->as_string() != expected)) {
                violation_("chain_getFinalizedHead is not " + expected);
            }
            return;
        }
        case 1: {
            const auto answer = call("chain_getBlockHash", "[" + std::to_string(best.number) + "]");
            if (answer && (!answer->is_string() || answer->as_string() != hex(best.hash))) {
                violation_("chain_getBlockHash of the best block's number is not its hash");
            }
            return;
        }
        case 2:
            (void)call("chain_getBlock", "[" + at + "]");
            return;
        case 3:
            (void)call("state_getStorage", "[" + quoted(kKeys[random_() % std::size(kKeys)]) + "," + at + "]");
            return;
        case 4:
            (void)call("state_getKeysPaged", R"(["0x26aa394eea5630e07c48ae0c9558cef7",10])");
            return;
        case 5:
            (void)call("state_getReadProof", "[[" + quoted(kKeys[0]) + "]," + at + "]");
            return;
        case 6:
            (void)call("system_health");
            return;
        case 7:
            (void)call("author_pendingExtrinsics");
            return;
        case 8:
            (void)call("grandpa_roundState");
            return;
        case 9:
            (void)call("grandpa_proveFinality", "[" + std::to_string(client_.finalized().number) + "]");
            return;
        case 10:
            (void)call("state_getRuntimeVersion");
            return;
        default:
            (void)call("babe_epochAuthorship");
    }
}

void RpcClient::drain() {
    while (auto next = session_->pop()) {
        if (!next->head) continue;  // an answer
        ++notifications_;
        const std::string text = *next->head + *next->text + std::string(next->tail());
        boost::system::error_code error;
        const auto parsed = json::parse(text, error);
        if (error) {
            violation_("a notification is no JSON: " + text.substr(0, 200));
            return;
        }
        on_notification(parsed);
    }
}

void RpcClient::on_notification(const rpc::Json& message) {
    const auto& method = message.at("method").as_string();
    if (method != "chain_finalizedHead") return;
    const auto& number = message.at("params").at("result").at("number").as_string();
    const uint64_t value = std::strtoull(number.c_str(), nullptr, 16);
    if (value < last_final_head_) violation_("chain_finalizedHead goes back to #" + std::to_string(value));
    last_final_head_ = value;
}

}  // namespace serinus::world

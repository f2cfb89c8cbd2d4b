// Any text gets an answer that is JSON-RPC, or none; what subscriptions send is JSON-RPC too; nothing is left behind.
#include <boost/json.hpp>

#include "base/assert.hpp"
#include "platform/virtual_scheduler.hpp"
#include "rpc/call.hpp"

namespace {

using namespace serinus;
using namespace serinus::rpc;

constexpr size_t kMaxAnswerBytes = 4096;

void add_methods(Registry& registry) {
    // What was understood comes back, so that the answer shows it: as text, because 1e400 is understood as infinity,
    // for which JSON has no number. No method of the node answers with numbers that it was given.
    registry.method("echo", {.parameters = {"a", "b"}}, [](const Call& call) -> RpcResult {
        boost::json::array all;
        for (size_t i = 0; i < call.params.size(); ++i) {
            all.push_back(call.params.find(i) ? Json(boost::json::serialize(*call.params.find(i))) : Json(nullptr));
        }
        return Json(std::move(all));
    });
    registry.method("read", {.safety = Safety::kUnsafe, .parameters = {"a"}}, [](const Call& call) -> RpcResult {
        const Params& params = call.params;
        (void)params.bytes(0, "a");
        (void)params.bytes_list(0, "a");
        (void)params.optional_hash(0, "a");
        (void)params.optional_number(0, "a", 100);
        TRY_ASSIGN(const std::string text, params.string(0, "a"));
        return Err(RpcError{1, text, Json(text)});
    });
    registry.subscription("watch", "event", "unwatch", {}, [](const Call& call, const std::shared_ptr<Sink>& sink) {
        for (size_t i = 0; i < call.params.size(); ++i) sink->send(Json(i));
        return Result<void, RpcError>();
    });
}

Json parsed(std::string_view text) {
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = 200;  // an answer wraps what was given
    Json value = boost::json::parse({text.data(), text.size()}, error, {}, options);
    SERINUS_ASSERT(!error);
    return value;
}

void check_answer(const Json& answer) {
    const auto& object = answer.as_object();
    SERINUS_ASSERT(object.size() == 3 && object.at("jsonrpc") == "2.0" && object.contains("id"));
    if (object.contains("result")) return;
    const auto& error = object.at("error").as_object();
    SERINUS_ASSERT(error.at("code").is_int64() && error.at("message").is_string());
}

void check(const Json& message) {
    if (const auto* batch = message.if_array()) {
        SERINUS_ASSERT(!batch->empty());
        for (const Json& answer : *batch) check_answer(answer);
    } else if (message.as_object().contains("method")) {
        SERINUS_ASSERT(message.at("method") == "event" && message.at("params").at("subscription").is_string());
    } else {
        check_answer(message);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    static const Registry registry = [] {
        Registry made;
        add_methods(made);
        return made;
    }();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    const auto budget = std::make_shared<MemoryBudget>();
    const auto queue = std::make_shared<CallQueue>(*scheduler);
    const auto session =
        std::make_shared<Session>(1, SessionOptions{.max_subscriptions = 2, .max_unsent = 3}, queue, budget, [] {});
    const CallOptions options{.max_response_bytes = kMaxAnswerBytes, .max_batch_length = 8};
    session->answer(handle(registry, options, session, text));
    while (const auto next = session->pop()) {
        SERINUS_ASSERT(next->text->size() <= kMaxAnswerBytes + size);
        check(parsed((next->head ? *next->head : "") + *next->text + std::string(next->tail())));
    }
    session->close();
    SERINUS_ASSERT(budget->used() == 0 && budget->subscriptions == 0);
    return 0;
}

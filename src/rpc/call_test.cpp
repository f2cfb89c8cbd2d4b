// What is answered to which text, as the reference answers it.
#include "rpc/call.hpp"
#include "platform/virtual_scheduler.hpp"

#include <gtest/gtest.h>

#include "rpc/jsonrpc.hpp"

namespace serinus::rpc {
namespace {

class Calls : public testing::Test {
  protected:
    Calls() {
        registry.method("hello", {}, [](const Call&) -> RpcResult { return Json("hello"); });
        registry.method("subtract", {.parameters = {"fromValue", "what"}}, [](const Call& call) -> RpcResult {
            TRY_ASSIGN(const uint64_t from, call.params.number(0, "fromValue"));
            TRY_ASSIGN(const uint64_t what, call.params.number(1, "what"));
            return Json(from - what);
        });
        registry.method("long", {}, [](const Call&) -> RpcResult { return Json(std::string(100, 'a')); });
        registry.method("harm", {.safety = Safety::kUnsafe}, [](const Call&) -> RpcResult { return Json("done"); });
        registry.method("throws", {}, [](const Call&) -> RpcResult { throw std::runtime_error("a bug"); });
        registry.subscription("watch", "event", "unwatch", {},
                              [](const Call&, const std::shared_ptr<Sink>&) { return Result<void, RpcError>(); });
    }
    ~Calls() override {
        session->close();
        queue->close();
    }

    std::string answer(std::string_view text) { return handle(registry, options, session, text).text; }
    static std::string failure(std::string_view id, int code, std::string_view message) {
        return R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"error":{"code":)" + std::to_string(code) +
               R"(,"message":")" + std::string(message) + "\"}}";
    }
    static std::string parse_failure() { return failure("null", -32700, "Parse error"); }

    Registry registry;
    CallOptions options;
    platform::VirtualTime time{1};
    std::unique_ptr<platform::Scheduler> scheduler = time.make_scheduler({});
    std::shared_ptr<MemoryBudget> budget = std::make_shared<MemoryBudget>();
    std::shared_ptr<CallQueue> queue = std::make_shared<CallQueue>(*scheduler);
    std::shared_ptr<Session> session =
        std::make_shared<Session>(1, SessionOptions{.max_subscriptions = 2}, queue, budget, [] {});
};

// A method that has no result yet: the call goes on when it comes, and the answers of a batch keep their order.
TEST_F(Calls, AResultMayComeLater) {
    Later kept;
    registry.later_method("later", {.parameters = {"text"}},
                          [&kept](const Call& call, const Later& later) -> std::optional<RpcResult> {
                              if (call.params.size() == 1) return RpcResult(Json("now"));
                              kept = later;
                              return std::nullopt;
                          });
    const std::string text = R"([{"jsonrpc":"2.0","method":"later","id":1},{"jsonrpc":"2.0","method":"hello","id":2},)"
                             R"({"jsonrpc":"2.0","method":"later","params":["a"],"id":3},)"
                             R"({"jsonrpc":"2.0","method":"later","id":4}])";
    CallRun run(registry, options, session, text);
    std::optional<RpcResult> result;
    const Later later = [&result](RpcResult given) { result = std::move(given); };
    EXPECT_EQ(run.run_next(later), CallRun::Step::kLater);
    kept(Json("first"));
    run.finish(*result);
    EXPECT_EQ(run.run_next(later), CallRun::Step::kDone);
    EXPECT_EQ(run.run_next(later), CallRun::Step::kDone);
    EXPECT_EQ(run.run_next(later), CallRun::Step::kLater);
    EXPECT_FALSE(run.is_done());
    kept(Err(RpcError{5, "no"}));
    run.finish(*result);
    ASSERT_TRUE(run.is_done());
    EXPECT_EQ(run.take_answer().text,
              R"([{"jsonrpc":"2.0","id":1,"result":"first"},{"jsonrpc":"2.0","id":2,"result":"hello"},)"
              R"({"jsonrpc":"2.0","id":3,"result":"now"},{"jsonrpc":"2.0","id":4,"error":{"code":5,"message":"no"}}])");
}

TEST_F(Calls, AnAnswerHasTheIdOfItsRequest) {
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"hello","id":1})"), R"({"jsonrpc":"2.0","id":1,"result":"hello"})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"hello","id":"a\"b"})"),
              R"({"jsonrpc":"2.0","id":"a\"b","result":"hello"})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"hello","id":null})"),
              R"({"jsonrpc":"2.0","id":null,"result":"hello"})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"hello","id":18446744073709551615,"more":[]})"),
              R"({"jsonrpc":"2.0","id":18446744073709551615,"result":"hello"})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"nothing","id":"x"})"), failure("\"x\"", -32601, "Method not found"));
}

TEST_F(Calls, ArgumentsComeByPositionOrByName) {
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"subtract","params":[42,23],"id":1})"),
              R"({"jsonrpc":"2.0","id":1,"result":19})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"subtract","params":{"what":23,"fromValue":42},"id":1})"),
              R"({"jsonrpc":"2.0","id":1,"result":19})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"subtract","params":{"what":23,"from_value":42,"z":1},"id":1})"),
              R"({"jsonrpc":"2.0","id":1,"result":19})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"hello","params":null,"id":1})"),
              R"({"jsonrpc":"2.0","id":1,"result":"hello"})");
    EXPECT_EQ(
        answer(R"({"jsonrpc":"2.0","method":"subtract","params":{"what":23},"id":1})"),
        R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params","data":"fromValue: missing"}})");
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"subtract","params":7,"id":1})"),
              R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params",)"
              R"("data":"params: expected an array or object"}})");
}

// Plain requests are read without the parser of JSON, which reads the same in them: an escaped letter is for it.
TEST(PlainRequests, AreReadAsTheParserReadsThem) {
    const auto shown = [](const std::string& text) -> std::string {
        const Message message = read_message(text, 10);
        if (const auto* request = std::get_if<Request>(&message)) {
            return request->id + " " + request->method + " " + boost::json::serialize(request->params);
        }
        if (const auto* invalid = std::get_if<Invalid>(&message)) {
            return "invalid " + invalid->id + " " + invalid->error.message;
        }
        return std::holds_alternative<Notification>(message) ? "notification" : "batch";
    };
    const std::vector<std::string> ids = {
        "1",    "0",  "\"a\"",   "\"\"", "999999999999999999", "9999999999999999999", "-1", "01", "1.5", "1e3",
        "null", "[]", "\"\\n\"", "1 "};
    const std::vector<std::string> params = {"[]",
                                             "[ ]",
                                             R"(["0x00"])",
                                             R"(["a",null,5, "b" ])",
                                             "[-1]",
                                             "[1.0]",
                                             "[1e2]",
                                             "[01]",
                                             "[nul]",
                                             "[1,]",
                                             "{}",
                                             R"({"a":1})",
                                             "null",
                                             "5",
                                             R"(["\u0061"])",
                                             "[[]]",
                                             "[true]",
                                             R"(["ü"])",
                                             "[\"a\tb\"]",
                                             "[\"a"};
    for (const auto& id : ids) {
        for (const auto& list : params) {
            for (const std::string version : {"2.0", "1.0"}) {
                const auto text = [&](const std::string& method) {
                    return R"( {"jsonrpc":")" + version + R"(","id":)" + id + R"(,"method":")" + method +
                           R"(", "params" : )" + list + "}";
                };
                EXPECT_EQ(shown(text("some_name")), shown(text("\\u0073ome_name"))) << text("some_name");
            }
        }
    }
    for (const char* text :
         {"{}", R"({"jsonrpc":"2.0","method":"a"})", R"({"jsonrpc":"2.0","id":1,"method":"a"} x)",
          R"({"jsonrpc":"2.0","id":1,"method":"a","id":2})", R"({"jsonrpc":"2.0","id":1,"method":"a",})",
          R"({"jsonrpc":"2.0","id":1,"method":"a","other":1})", R"({"jsonrpc":"2.0","id":1,"method":""})"}) {
        std::string escaped(text);
        const size_t at = escaped.find("method");
        if (at != escaped.npos) escaped.replace(at, 1, "\\u006d");
        EXPECT_EQ(shown(text), shown(escaped)) << text;
    }
}

TEST_F(Calls, WhatIsNoJsonIsAParseError) {
    for (const std::string_view text :
         {"", "dsdfs fsdsfds", "{ ", "{sds}", "[", "[dsds]", "5", "\"a\"", "\xef\xbb\xbf{}",
          R"([{"jsonrpc":"2.0","method":"hello","id":1})", R"({"jsonrpc":"2.0","method":"hello","id"})",
          R"({"jsonrpc":"2.0","method":"hello","id":1}{)"}) {
        EXPECT_EQ(answer(text), parse_failure()) << text;
    }
    EXPECT_EQ(answer("{\"jsonrpc\":\"2.0\",\"method\":\"\xff\xfe\",\"id\":1}"), parse_failure());
}

// Observed: polkadot 1.25.1: an object without an id that is no notification either is a parse error.
TEST_F(Calls, WhatIsNoRequestIsInvalidIfItHasAnId) {
    EXPECT_EQ(answer("{}"), parse_failure());
    EXPECT_EQ(answer(R"({"method":"hello","id":1})"), failure("1", -32600, "Invalid request"));
    EXPECT_EQ(answer(R"({"jsonrpc":"1.0","method":"hello","id":"a"})"), failure("\"a\"", -32600, "Invalid request"));
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":5,"id":1})"), failure("1", -32600, "Invalid request"));
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","id":1})"), failure("1", -32600, "Invalid request"));
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":5})"), parse_failure());
}

// Observed: polkadot 1.25.1: ids are null, strings and integers that are not negative.
TEST_F(Calls, NotificationsAreNotAnswered) {
    for (const std::string_view id : {"", R"(,"id":{})", R"(,"id":-1)", R"(,"id":1.5)", R"(,"id":[1])", R"(,"id":true)",
                                      R"(,"id":18446744073709551616)"}) {
        EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"hello")" + std::string(id) + "}"), "") << id;
    }
    EXPECT_EQ(answer(R"([{"jsonrpc":"2.0","method":"hello"},{"jsonrpc":"2.0","method":"hello"}])"), "");
}

TEST_F(Calls, SomeSpaceMayStandBeforeARequest) {
    const std::string request = R"({"jsonrpc":"2.0","method":"hello","id":1})";
    EXPECT_NE(answer(std::string(127, ' ') + request), parse_failure());
    EXPECT_NE(answer("\r\n\t [" + request + "] "), parse_failure());
    EXPECT_EQ(answer(std::string(128, ' ') + request), parse_failure());
}

TEST_F(Calls, BatchIsAnsweredInItsOrder) {
    EXPECT_EQ(answer(R"([{"jsonrpc":"2.0","method":"hello","id":1},{"jsonrpc":"2.0","method":"hello"},)"
                     R"({"jsonrpc":"2.0","method":"nothing","id":2},{"id":3},4])"),
              R"([{"jsonrpc":"2.0","id":1,"result":"hello"},)" + failure("2", -32601, "Method not found") + "," +
                  failure("3", -32600, "Invalid request") + "," + failure("null", -32600, "Invalid request") + "]");
    EXPECT_EQ(answer("[]"), failure("null", -32600, "Invalid request"));
    EXPECT_EQ(answer("[1]"), "[" + failure("null", -32600, "Invalid request") + "]");
}

TEST_F(Calls, BatchesHaveALimit) {
    options.max_batch_length = 1;
    EXPECT_EQ(answer("[1]"), "[" + failure("null", -32600, "Invalid request") + "]");
    EXPECT_EQ(answer("[1,2]"), R"({"jsonrpc":"2.0","id":null,"error":{"code":-32010,)"
                               R"("message":"The batch request was too large","data":"Exceeded max limit of 1"}})");
    options.max_batch_length = 0;
    EXPECT_EQ(answer("[]"), failure("null", -32005, "Batched requests are not supported by this server"));
}

TEST_F(Calls, AnswersHaveALimit) {
    const std::string request = R"({"jsonrpc":"2.0","method":"long","id":1})";
    const std::string response = answer(request);
    options.max_response_bytes = response.size();
    EXPECT_EQ(answer(request), response);
    options.max_response_bytes = response.size() - 1;
    EXPECT_EQ(answer(request), R"({"jsonrpc":"2.0","id":1,"error":{"code":-32008,"message":"Response is too big",)"
                               R"("data":"Exceeded max limit of )" +
                                   std::to_string(response.size() - 1) + "\"}}");

    options.max_response_bytes = 2 * response.size() + 3;
    EXPECT_EQ(answer("[" + request + "," + request + "]"), "[" + response + "," + response + "]");
    options.max_response_bytes = 2 * response.size() + 1;
    EXPECT_EQ(answer("[" + request + "," + request + "]"),
              R"({"jsonrpc":"2.0","id":null,"error":{"code":-32011,"message":"The batch response was too large",)"
              R"("data":"Exceeded max limit of )" +
                  std::to_string(options.max_response_bytes) + "\"}}");
}

TEST_F(Calls, NestingHasALimit) {
    const auto request = [](size_t depth) {
        return R"({"jsonrpc":"2.0","method":"hello","id":1,"params":)" + std::string(depth, '[') +
               std::string(depth, ']') + "}";
    };
    EXPECT_EQ(answer(request(kMaxJsonDepth - 1)), R"({"jsonrpc":"2.0","id":1,"result":"hello"})");
    EXPECT_EQ(answer(request(kMaxJsonDepth)), parse_failure());
    EXPECT_EQ(answer(std::string(1 << 20, '[')), parse_failure());
    EXPECT_EQ(answer(std::string(1 << 20, '{')), parse_failure());
}

TEST_F(Calls, ValuesHaveALimit) {
    std::string zeros = "0";
    for (size_t i = 1; i < kMaxJsonValues; ++i) zeros += ",0";
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"hello","id":1,"params":[)" + zeros + "]}"),
              R"({"jsonrpc":"2.0","id":null,"error":{"code":-32007,"message":"Request is too big",)"
              R"("data":"Exceeded max limit of 1048576"}})");
    EXPECT_EQ(
        answer(R"({"jsonrpc":"2.0","method":"hello","id":1,"params":[")" + std::string(zeros.size(), 'a') + "\"]}"),
        R"({"jsonrpc":"2.0","id":1,"result":"hello"})");
}

TEST_F(Calls, UnsafeMethodsAreDeniedAsIfTheyWereNotThere) {
    const std::string request = R"({"jsonrpc":"2.0","method":"harm","id":1})";
    EXPECT_EQ(answer(request), R"({"jsonrpc":"2.0","id":1,"result":"done"})");
    options.deny_unsafe = true;
    EXPECT_EQ(answer(request), failure("1", -32601, "RPC call is unsafe to be called externally"));
}

TEST_F(Calls, AMethodThatThrowsFailsAlone) {
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"throws","id":1})"), failure("1", -32603, "Internal error"));
}

TEST_F(Calls, RateIsAskedForEachCallOfABatch) {
    options.may_call = [left = 1]() mutable { return left-- > 0; };
    EXPECT_EQ(answer(R"([{"jsonrpc":"2.0","method":"hello","id":1},{"jsonrpc":"2.0","method":"hello","id":2}])"),
              R"([{"jsonrpc":"2.0","id":1,"result":"hello"},)" + failure("2", -32999, "RPC rate limit exceeded") + "]");
}

TEST_F(Calls, SubscriptionsOfAConnectionHaveALimit) {
    const std::string request = R"({"jsonrpc":"2.0","method":"watch","id":1})";
    EXPECT_EQ(handle(registry, options, session, request).opened.size(), 1u);
    EXPECT_EQ(handle(registry, options, session, request).opened.size(), 1u);
    const Answer third = handle(registry, options, session, request);
    EXPECT_TRUE(third.opened.empty());
    EXPECT_EQ(third.text, R"({"jsonrpc":"2.0","id":1,"error":{"code":-32006,)"
                          R"("message":"Too many subscriptions on the connection","data":"Exceeded max limit of 2"}})");
}

TEST_F(Calls, SubscriptionNeedsAConnectionThatStays) {
    session = std::make_shared<Session>(2, SessionOptions{.can_subscribe = false}, queue, budget, [] {});
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"watch","id":1})"), failure("1", -32603, "Internal error"));
    EXPECT_EQ(answer(R"({"jsonrpc":"2.0","method":"unwatch","id":1,"params":["a"]})"),
              failure("1", -32603, "Internal error"));
}

TEST_F(Calls, UnsubscribingTellsWhetherThereWasSomething) {
    const Answer opened = handle(registry, options, session, R"({"jsonrpc":"2.0","method":"watch","id":1})");
    const std::string& id = opened.opened.at(0)->id();
    EXPECT_EQ(id.size(), 16u);
    EXPECT_EQ(opened.text, R"({"jsonrpc":"2.0","id":1,"result":")" + id + "\"}");

    const auto unwatch = [&](const std::string& params) {
        return answer(R"({"jsonrpc":"2.0","method":"unwatch","id":2,"params":)" + params + "}");
    };
    const std::string no = R"({"jsonrpc":"2.0","id":2,"result":false})";
    for (const char* params : {"[]", "[5]", "[\"abc\"]", "{}", "7", "null"}) EXPECT_EQ(unwatch(params), no) << params;
    EXPECT_EQ(unwatch("[\"" + id + "\",1]"), no);
    EXPECT_EQ(unwatch("[\"" + id + "\"]"), R"({"jsonrpc":"2.0","id":2,"result":true})");
    EXPECT_EQ(unwatch("[\"" + id + "\"]"), no);
}

TEST_F(Calls, AreCounted) {
    struct Log final : CallObserver {
        std::vector<std::string> lines;
        std::vector<std::string> methods;
        size_t started(std::string_view method) override {
            lines.push_back("started " + std::string(method));
            methods.emplace_back(method);
            return methods.size() - 1;
        }
        void finished(size_t call, bool succeeded, uint64_t) override {
            lines.push_back((succeeded ? "succeeded " : "failed ") + methods.at(call));
        }
    } log;
    options.observer = &log;
    answer(R"([{"jsonrpc":"2.0","method":"hello","id":1},{"jsonrpc":"2.0","method":"hello"},)"
           R"({"jsonrpc":"2.0","method":"anything","id":2}])");
    EXPECT_EQ(log.lines,
              (std::vector<std::string>{"started hello", "succeeded hello", "started unknown", "failed unknown"}));
}

}  // namespace
}  // namespace serinus::rpc

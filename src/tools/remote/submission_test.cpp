#include "tools/remote/submission.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "metadata/value_encoder.hpp"
#include "tests/support/data.hpp"

namespace serinus::remote {
namespace {

namespace json = boost::json;

Outcome judged(std::vector<Event> events) {
    Outcome out;
    out.events = std::move(events);
    judge(out);
    return out;
}

TEST(Outcome, AFailureIsThatOfTheExtrinsicOrOfACallWithin) {
    const json::value module = {
        {"Module", {{"pallet", "Balances"}, {"error", "InsufficientBalance"}, {"docs", "Too low."}}}};
    EXPECT_EQ(judged({{"System", "ExtrinsicSuccess", nullptr}}).error, std::nullopt);
    EXPECT_EQ(judged({{"System", "ExtrinsicFailed", {{"dispatch_error", module}}}}).error,
              "Balances.InsufficientBalance: Too low.");
    EXPECT_EQ(judged({{"System", "ExtrinsicFailed", {{"dispatch_error", "BadOrigin"}}}}).error, "BadOrigin");
    EXPECT_EQ(judged({{"System", "ExtrinsicFailed", {{"dispatch_error", {{"Token", "FundsUnavailable"}}}}}}).error,
              "Token.FundsUnavailable");
    EXPECT_EQ(
        judged({{"Sudo", "Sudid", {{"sudo_result", {{"Err", "BadOrigin"}}}}}, {"System", "ExtrinsicSuccess", nullptr}})
            .error,
        "the call within Sudo failed: BadOrigin");
    EXPECT_EQ(judged({{"Sudo", "Sudid", {{"sudo_result", {{"Ok", nullptr}}}}}}).error, std::nullopt);
    EXPECT_EQ(judged({{"Utility", "BatchInterrupted", {{"index", 1}, {"error", module}}}}).error,
              "call 1 of the batch failed: Balances.InsufficientBalance: Too low.");
}

TEST(Outcome, TheFeeIsThatOfItsEvent) {
    const auto out = judged(
        {{"TransactionPayment", "TransactionFeePaid", {{"who", "x"}, {"actual_fee", "9007199254740993"}, {"tip", 0}}}});
    ASSERT_TRUE(out.fee);
    EXPECT_TRUE(*out.fee == 9007199254740993u);
    EXPECT_EQ(judged({}).fee, std::nullopt);
}

TEST(Events, AreThoseOfOneExtrinsic) {
    const auto path = test::shared_data("metadata/kusama-v1000000-v14.scale");
    if (!path) GTEST_SKIP() << test::kNoSharedData;
    auto metadata = metadata::Metadata::decode(to_bytes(as_bytes(test::read_file(*path))));
    ASSERT_TRUE(metadata) << metadata.error();
    const auto* entry = (*metadata)->find_entry("System", "Events");
    ASSERT_NE(entry, nullptr);
    const uint32_t type = std::get<metadata::PlainEntry>(entry->type).value;
    const json::value records = json::parse(R"([
        {"phase": {"ApplyExtrinsic": 0}, "event": {"System": {"CodeUpdated": null}}, "topics": []},
        {"phase": {"ApplyExtrinsic": 1}, "event": {"System": {"NewAccount": {"account": "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"}}}, "topics": []},
        {"phase": "Finalization", "event": {"System": {"CodeUpdated": null}}, "topics": []}])");
    const auto encoded = metadata::ValueEncoder(**metadata).encode(type, records);
    ASSERT_TRUE(encoded) << encoded.error();
    const auto events = events_of(**metadata, 2, *encoded, 1);
    ASSERT_TRUE(events) << events.error();
    ASSERT_EQ(events->size(), 1u);
    EXPECT_EQ((*events)[0].pallet, "System");
    EXPECT_EQ((*events)[0].name, "NewAccount");
    EXPECT_EQ(json::serialize((*events)[0].fields), R"({"account":"HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"})");
    for (size_t size = 1; size < encoded->size(); ++size) {
        EXPECT_FALSE(events_of(**metadata, 2, BytesView(*encoded).first(size), 1)) << size;
    }
}

}  // namespace
}  // namespace serinus::remote

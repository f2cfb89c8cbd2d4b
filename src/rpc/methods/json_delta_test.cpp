#include "rpc/methods/json_delta.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace serinus::rpc {
namespace {

std::string delta(const char* before, const char* after) {
    const auto out = json_delta(boost::json::parse(before), boost::json::parse(after));
    return out ? boost::json::serialize(*out) : "none";
}

TEST(JsonDelta, SaysWhatIsNewChangedAndGone) {
    EXPECT_EQ(delta(R"({"a":1,"b":{"c":[1]}})", R"({"a":1,"b":{"c":[1]}})"), "none");
    EXPECT_EQ(delta("1", "\"1\""), R"([1,"1"])");
    EXPECT_EQ(delta(R"({"a":1,"b":2,"d":{"e":1}})", R"({"a":1,"c":3,"d":{"e":null}})"),
              R"({"b":[2,0,0],"d":{"e":[1,null]},"c":[3]})");
    EXPECT_EQ(delta("{}", "[]"), "[{},[]]");
}

TEST(JsonDelta, LeavesOutWhatArraysBeginAndEndWith) {
    EXPECT_EQ(delta("[1,2,3]", "[1,9,8,3]"), R"({"_t":"a","1":[9],"2":[8],"_1":[2,0,0]})");
    EXPECT_EQ(delta("[1,1]", "[1]"), R"({"_t":"a","_1":[1,0,0]})");
    EXPECT_EQ(delta("[]", "[{}]"), R"({"_t":"a","0":[{}]})");
}

}  // namespace
}  // namespace serinus::rpc

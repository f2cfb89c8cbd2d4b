// What the node may ask of a runtime.
#include "runtime/sdk/runtime_api.hpp"

#include "runtime/sdk/counter_test.hpp"
#include "runtime/sdk/panic.hpp"

namespace serinus::sdk {

namespace api_test {

struct SumApi {
    static constexpr uint32_t kVersion = 4;
    static constexpr ByteArray<8> kId = {1, 2, 3, 4, 5, 6, 7, 8};
    struct sum {
        uint8_t a{};
        uint16_t b{};
        uint32_t operator()() const { return uint32_t{a} + b; }
    };
    struct nothing {
        void operator()() const {}
    };
    using Methods = List<sum, nothing>;
};
struct OtherApi {
    static constexpr uint32_t kVersion = 1;
    static constexpr ByteArray<8> kId = {9};
    struct call_size {
        RuntimeCall call;
        uint32_t operator()() const { return call.encoded_size(); }
    };
    using Methods = List<call_size>;
};
using Apis = List<SumApi, OtherApi>;

}  // namespace api_test

namespace {

using namespace api_test;

using RuntimeApiTest = counter::CounterTest;

TEST_F(RuntimeApiTest, MethodsAreFoundByTheirNames) {
    const auto call = [](std::string_view name, Bytes arguments) { return call_runtime_api<Apis>(name, arguments); };
    EXPECT_EQ(call("SumApi_sum", {1, 2, 1}), (Bytes{3, 1, 0, 0}));
    EXPECT_EQ(call("SumApi_nothing", {}), Bytes{});
    EXPECT_EQ(call("OtherApi_call_size", {1, 0, 5, 0, 0, 0}), (Bytes{6, 0, 0, 0}));
    for (const std::string_view none : {"SumApi", "SumApi_", "SumApi_su", "SumApi_summ", "OtherApi_sum", ""}) {
        EXPECT_EQ(call(none, {}), std::nullopt) << none;
    }
}

TEST_F(RuntimeApiTest, ArgumentsMustBeThere) {
    for (const Bytes& wrong : {Bytes{}, Bytes{1}, Bytes{1, 2}}) {
        EXPECT_NE(panic_of([&] { run_method<SumApi, SumApi::sum>(wrong); }).find("bad arguments of SumApi_sum"),
                  std::string::npos);
    }
}

TEST_F(RuntimeApiTest, WhatFollowsArgumentsIsIgnored) {
    EXPECT_EQ((run_method<SumApi, SumApi::sum>(Bytes{1, 2, 1, 0})), (Bytes{3, 1, 0, 0}));
    EXPECT_NE(panic_of([] { run_method<SumApi, SumApi::nothing>(Bytes{0}); }), "") << "behind no arguments it is not";
}

TEST_F(RuntimeApiTest, VersionsAreListedInOrder) {
    EXPECT_EQ(api_versions(Apis{}), (std::vector<ApiIdVersion>{{SumApi::kId, 4}, {OtherApi::kId, 1}}));
}

}  // namespace
}  // namespace serinus::sdk

// The keys of a validator.
#include "runtime/runtimes/kusama/session_keys.hpp"

#include "runtime/runtimes/kusama/api.hpp"
#include "runtime/runtimes/kusama/world_test.hpp"
#include "runtime/sdk/session_keys.hpp"

namespace serinus::kusama {
namespace {

using namespace test;
using Keys = staging_kusama_runtime::SessionKeys;

using Apis = List<kusama::SessionKeys>;

Bytes call(std::string_view method, BytesView arguments = {}) {
    return call_runtime_api<Apis>(method, arguments).value_or(Bytes{});
}

// Source: fellowship runtimes v1.7.1, relay/kusama/src/lib.rs. Six keys, 5 * 32 + 33 bytes.
TEST(SessionKeysOfKusama, AreSixInTheirOrder) {
    const Keys keys = session_keys::generated<Keys>(std::nullopt);
    const Bytes encoded = scale::encode(keys);
    EXPECT_EQ(encoded.size(), 193u);
    const auto raw = session_keys::decode_raw<Keys>(encoded);
    ASSERT_TRUE(raw);
    Bytes joined;
    std::string types;
    for (const auto& [key, type] : *raw) {
        append(joined, key);
        types += as_text(type._0);
    }
    EXPECT_EQ(joined, encoded);
    EXPECT_EQ(types, "granbabeparaasgnaudibeef");
    EXPECT_FALSE(session_keys::decode_raw<Keys>(BytesView(encoded).first(192)));
}

// Spec: sect-runtime-sessionkeys-module
TEST(SessionKeysOfKusama, NodesMakeAndReadThem) {
    const Bytes seed = to_bytes(as_bytes("//Alice"));
    const Bytes made =
        *scale::decode<Bytes>(call("SessionKeys_generate_session_keys", scale::encode(std::optional(seed))));
    EXPECT_EQ(made, scale::encode(session_keys::generated<Keys>(seed)));
    EXPECT_NE(made, scale::encode(session_keys::generated<Keys>(std::nullopt)));
    EXPECT_THROW(session_keys::generated<Keys>(Bytes{0xff}), native::Panic) << "not UTF-8";

    const auto read = call("SessionKeys_decode_session_keys", scale::encode(made));
    EXPECT_EQ(read, scale::encode(session_keys::decode_raw<Keys>(made)));
    EXPECT_EQ(call("SessionKeys_decode_session_keys", scale::encode(Bytes{1})), Bytes{0});
}

}  // namespace
}  // namespace serinus::kusama

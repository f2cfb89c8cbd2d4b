#include "rpc/registry.hpp"

#include <gtest/gtest.h>

namespace serinus::rpc {
namespace {

Method answering(const char* text) {
    return [text](const Call&) -> RpcResult { return Json(text); };
}

TEST(Registry, ListsAllNamesSorted) {
    Registry registry;
    registry.method("system_name", {}, answering("a"));
    registry.subscription("chain_subscribeNewHead", "chain_newHead", "chain_unsubscribeNewHead", {},
                          [](const Call&, const std::shared_ptr<Sink>&) -> Result<void, RpcError> { return {}; });
    registry.alias("subscribe_newHead", "chain_subscribeNewHead");
    EXPECT_EQ(registry.names(), (std::vector<std::string>{"chain_subscribeNewHead", "chain_unsubscribeNewHead",
                                                          "subscribe_newHead", "system_name"}));
}

TEST(Registry, AliasIsTheSameEntry) {
    Registry registry;
    registry.method("chain_getHead", {.safety = Safety::kUnsafe}, answering("a"));
    registry.alias("chain_getBlockHash", "chain_getHead");
    EXPECT_EQ(registry.find("chain_getBlockHash"), registry.find("chain_getHead"));
    EXPECT_EQ(registry.find("chain_getBlockHash")->options.safety, Safety::kUnsafe);
    EXPECT_EQ(registry.find("chain_get"), nullptr);
}

TEST(Registry, SubscriptionHasAnEnd) {
    Registry registry;
    registry.subscription("subscribe", "event", "unsubscribe", {},
                          [](const Call&, const std::shared_ptr<Sink>&) -> Result<void, RpcError> { return {}; });
    EXPECT_FALSE(registry.find("subscribe")->is_unsubscribe);
    EXPECT_EQ(registry.find("subscribe")->notification, "event");
    EXPECT_TRUE(registry.find("unsubscribe")->is_unsubscribe);
    EXPECT_FALSE(registry.find("unsubscribe")->method);
}

TEST(RegistryDeathTest, NameIsTakenOnce) {
    Registry registry;
    registry.method("system_name", {}, answering("a"));
    EXPECT_DEATH(registry.method("system_name", {}, answering("b")), "");
    EXPECT_DEATH(registry.alias("system_name", "system_name"), "");
    EXPECT_DEATH(registry.alias("system_other", "system_version"), "");
}

}  // namespace
}  // namespace serinus::rpc

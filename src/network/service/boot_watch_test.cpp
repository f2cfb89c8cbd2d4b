#include "network/service/boot_watch.hpp"

#include <gtest/gtest.h>

namespace serinus::network {
namespace {

const wire::Multiaddr kA =
    *wire::Multiaddr::parse("/dns/a.example/tcp/443/wss/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
const wire::Multiaddr kAToo =
    *wire::Multiaddr::parse("/dns/a.example/tcp/30333/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
const wire::Multiaddr kB =
    *wire::Multiaddr::parse("/dns/b.example/tcp/1/p2p/12D3KooWBjxpFhVNM9poSsMEfdnXJaSWSZQ7otK9aV1SPA9zJp5W");

TEST(BootWatch, SaysOnceThatNobodyAnswers) {
    BootWatch watch({kA, kAToo, kB});
    EXPECT_EQ(watch.summary(), "2 boot nodes at 3 addresses");
    EXPECT_FALSE(watch.on_failed(kA, "refused"));
    EXPECT_FALSE(watch.on_failed(kAToo, "refused")) << "the same peer";
    const auto line = watch.on_failed(kB, "b.example has no address");
    ASSERT_TRUE(line);
    EXPECT_NE(line->find(kB.to_string() + ": b.example has no address"), line->npos) << *line;
    EXPECT_FALSE(watch.on_failed(kB, "refused"));
}

TEST(BootWatch, IsQuietOnceSomebodyConnected) {
    BootWatch watch({kA});
    watch.on_connected();
    EXPECT_FALSE(watch.on_failed(kA, "refused"));
}

TEST(BootWatch, FailuresOfOthersCountNothing) {
    BootWatch watch({kA});
    EXPECT_EQ(watch.summary(), "1 boot node at 1 address");
    EXPECT_FALSE(watch.on_failed(kB, "refused"));
    EXPECT_TRUE(watch.on_failed(kA, "refused"));
    EXPECT_EQ(BootWatch({}).summary(), "no boot nodes");
}

}  // namespace
}  // namespace serinus::network

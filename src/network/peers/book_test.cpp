#include "network/peers/book.hpp"

#include <gtest/gtest.h>

#include "network/link/test_network.hpp"
#include "tests/support/random.hpp"

namespace serinus::network {
namespace {

using link::test_peer;
using wire::Multiaddr;

Multiaddr address(const std::string& text) { return *Multiaddr::parse(text); }
bool nobody(const wire::PeerId&) { return false; }
std::vector<std::string> texts(const std::vector<Multiaddr>& all) {
    std::vector<std::string> out;
    for (const auto& one : all) out.push_back(one.to_string());
    return out;
}
using Strings = std::vector<std::string>;

TEST(AddressBook, AddressesAreDialedByLastSuccessThenPublicOnesThenByFailures) {
    AddressBook book({});
    for (const char* const text : {"/ip4/10.0.0.1/tcp/1", "/ip4/1.1.1.1/tcp/1", "/ip4/1.1.1.2/tcp/1",
                                   "/dns/a.example/tcp/1", "/ip4/10.0.0.2/tcp/1"}) {
        EXPECT_TRUE(book.add(test_peer(1), address(text), nobody));
        EXPECT_FALSE(book.add(test_peer(1), address(text), nobody));
    }
    book.on_failure(test_peer(1), address("/ip4/1.1.1.1/tcp/1"));
    book.on_success(test_peer(1), address("/ip4/10.0.0.1/tcp/1"), 5);
    book.on_success(test_peer(1), address("/ip4/10.0.0.2/tcp/1"), 7);
    EXPECT_EQ(texts(book.addresses(test_peer(1))),
              (Strings{"/ip4/10.0.0.2/tcp/1", "/ip4/10.0.0.1/tcp/1", "/ip4/1.1.1.2/tcp/1", "/dns/a.example/tcp/1",
                       "/ip4/1.1.1.1/tcp/1"}));
    // An address that served and fails now comes behind those that may serve.
    book.on_failure(test_peer(1), address("/ip4/10.0.0.2/tcp/1"));
    EXPECT_EQ(texts(book.addresses(test_peer(1))).back(), "/ip4/10.0.0.2/tcp/1");
    EXPECT_TRUE(book.addresses(test_peer(2)).empty());
}

TEST(AddressBook, AnAddressOfSomebodyElseIsForgottenUnlessItServed) {
    AddressBook book({});
    (void)book.add(test_peer(1), address("/ip4/1.1.1.1/tcp/1"), nobody);
    (void)book.add(test_peer(2), address("/ip4/1.1.1.1/tcp/1"), nobody);
    book.on_success(test_peer(2), address("/ip4/1.1.1.1/tcp/1"), 1);
    book.on_wrong_peer(test_peer(1), address("/ip4/1.1.1.1/tcp/1"));
    book.on_wrong_peer(test_peer(2), address("/ip4/1.1.1.1/tcp/1"));
    EXPECT_FALSE(book.contains(test_peer(1)));
    EXPECT_TRUE(book.contains(test_peer(2)));
}

TEST(AddressBook, PeersAndAddressesAreBounded) {
    AddressBook book({.max_peers = 2, .max_addresses_per_peer = 2});
    (void)book.add(test_peer(1), address("/ip4/1.1.1.1/tcp/1"), nobody);
    (void)book.add(test_peer(1), address("/ip4/1.1.1.1/tcp/2"), nobody);
    book.on_success(test_peer(1), address("/ip4/1.1.1.1/tcp/1"), 1);
    // The address that never served makes room; then none does.
    EXPECT_TRUE(book.add(test_peer(1), address("/ip4/1.1.1.1/tcp/3"), nobody));
    EXPECT_EQ(texts(book.addresses(test_peer(1))), (Strings{"/ip4/1.1.1.1/tcp/1", "/ip4/1.1.1.1/tcp/3"}));
    book.on_success(test_peer(1), address("/ip4/1.1.1.1/tcp/3"), 2);
    EXPECT_FALSE(book.add(test_peer(1), address("/ip4/1.1.1.1/tcp/4"), nobody));

    EXPECT_TRUE(book.add(test_peer(2), address("/ip4/1.1.1.1/tcp/1"), nobody));
    EXPECT_FALSE(book.add(test_peer(3), address("/ip4/1.1.1.1/tcp/1"), [](const auto&) { return true; }));
    EXPECT_TRUE(book.add(test_peer(3), address("/ip4/1.1.1.1/tcp/1"), nobody));
    EXPECT_TRUE(book.contains(test_peer(1)) && !book.contains(test_peer(2)));
    EXPECT_GT(book.memory_bytes(), 0u);
}

AddressBook sample() {
    AddressBook book({});
    (void)book.add(test_peer(1), address("/ip4/1.1.1.1/tcp/1/ws"), nobody);
    (void)book.add(test_peer(1), address("/ip6/::1/tcp/1"), nobody);
    (void)book.add(test_peer(2), address("/dns/a.example/tcp/443/wss"), nobody);
    (void)book.add(test_peer(3), address("/ip4/3.3.3.3/tcp/3"), nobody);
    book.on_success(test_peer(1), address("/ip6/::1/tcp/1"), 100);
    book.on_success(test_peer(3), address("/ip4/3.3.3.3/tcp/3"), 200);
    return book;
}

TEST(AddressBook, WhatIsWrittenIsReadAndOrderSurvives) {
    const AddressBook book = sample();
    const Bytes encoded = book.encode({test_peer(3), test_peer(1)});
    AddressBook read({});
    const auto anchors = read.restore(encoded);
    ASSERT_TRUE(anchors) << anchors.error();
    EXPECT_EQ(*anchors, (std::vector{test_peer(3), test_peer(1)}));  // by last success
    for (uint8_t i = 1; i <= 3; ++i) {
        EXPECT_EQ(read.addresses(test_peer(i)), book.addresses(test_peer(i)));
        EXPECT_EQ(read.has_served(test_peer(i)), book.has_served(test_peer(i)));
    }
    EXPECT_EQ(read.encode(*anchors), encoded);
}

TEST(AddressBook, ABookThatIsDamagedAddsNothing) {
    const Bytes encoded = sample().encode({});
    for (size_t cut = 0; cut < encoded.size(); ++cut) {
        AddressBook read({});
        EXPECT_FALSE(read.restore(BytesView(encoded).first(cut)));
        EXPECT_EQ(read.size(), 0u);
    }
    for (size_t at = 0; at < encoded.size(); ++at) {
        Bytes damaged = encoded;
        damaged[at] ^= 1;
        AddressBook read({});
        EXPECT_FALSE(read.restore(damaged));
        EXPECT_EQ(read.size(), 0u);
    }
}

TEST(AddressBook, ALargerBookFillsASmallerOneWithWhatServedLast) {
    AddressBook read({.max_peers = 1});
    ASSERT_TRUE(read.restore(sample().encode({})));
    EXPECT_EQ(read.size(), 1u);
    EXPECT_TRUE(read.contains(test_peer(3)));
}

}  // namespace
}  // namespace serinus::network

#include "fork/messages/chain_messages.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "hashing/hashing.hpp"
#include "metadata/metadata.hpp"

namespace serinus::fork {
namespace {

Bytes hex(std::string_view text) { return *from_hex(text); }

/// A state in memory; what is appended is applied.
class Relay {
  public:
    Result<void, std::string> append(const UpwardMessages& messages) {
        const ReadValue read = [this](const Bytes& key) -> Result<std::optional<Bytes>, std::string> {
            if (is_broken) return Err(std::string("no state"));
            const auto found = values.find(key);
            return found == values.end() ? std::nullopt : std::optional(found->second);
        };
        TRY_ASSIGN(const auto changes, append_upward_messages(read, messages));
        for (const auto& [key, value] : changes) values[key] = *value;
        return {};
    }
    static Bytes origin(uint32_t para) { return concat(Bytes{0, 0}, scale::encode(para)); }
    static Bytes book_key(uint32_t para) {
        return concat(metadata::item_prefix("MessageQueue", "BookStateFor"), hashing::twox_64_concat(origin(para)));
    }
    static Bytes page_key(uint32_t para, uint32_t page) {
        return concat(metadata::item_prefix("MessageQueue", "Pages"), hashing::twox_64_concat(origin(para)),
                      hashing::twox_64_concat(scale::encode(page)));
    }
    static Bytes head_key() { return metadata::item_prefix("MessageQueue", "ServiceHead"); }

    std::map<Bytes, Bytes> values;
    bool is_broken = false;
};

TEST(ChainMessages, QueuesOfARelayChainAreRead) {
    EXPECT_EQ(to_hex(downward_queue_key(1000)),
              "63f78c98723ddc9073523ef3beefda0ca95dac46c07a40d91506e7637ec4ba57b6ff6f7d467b87a9e8030000");
    const auto queue =
        decode_downward_queue(hex("08"
                                  "07000000"
                                  "080102"
                                  "08000000"
                                  "00"));
    EXPECT_EQ(queue, (std::vector<DownwardMessage>{{7, {1, 2}}, {8, {}}}));
    EXPECT_EQ(decode_downward_queue(hex("00")), std::vector<DownwardMessage>());
    for (const char* bad : {"", "04", "040700000008", "0407000000040100", "fcffffff"}) {
        EXPECT_FALSE(decode_downward_queue(hex(bad))) << bad;
    }
}

TEST(ChainMessages, WhatAParachainSendsIsRead) {
    EXPECT_EQ(decode_horizontal_messages(hex("04"
                                             "d0070000"
                                             "0c000102")),
              (std::vector<HorizontalMessage>{{2000, {0, 1, 2}}}));
    EXPECT_FALSE(decode_horizontal_messages(hex("04d007")));
    EXPECT_EQ(decode_upward_messages(hex("08"
                                         "0401"
                                         "080203")),
              (std::vector<Bytes>{{1}, {2, 3}}));
    EXPECT_EQ(decode_upward_messages(hex("0c"
                                         "0401"
                                         "00"
                                         "080203")),
              (std::vector<Bytes>{{1}}))
        << "then signals";
    EXPECT_FALSE(decode_upward_messages(hex("0804")));
}

// Observed: two messages that the real Asset Hub 1.0.0 receives; tests/fork_suites has the runtime check all heads.
TEST(ChainMessages, TheHeadOfAQueueHashesEachMessageWithTheOneBefore) {
    const Hash256 first = extend_queue_head({}, 7, Bytes{1, 2});
    EXPECT_EQ(first,
              hashing::blake2b_256(concat(Bytes(32), Bytes{7, 0, 0, 0}, hashing::blake2b_256(Bytes{8, 1, 2}).bytes)));
    EXPECT_NE(extend_queue_head(first, 7, Bytes{1, 2}), first);
    EXPECT_NE(extend_queue_head({}, 8, Bytes{1, 2}), first);
}

TEST(ChainMessages, UpwardMessagesComeIntoAnEmptyQueue) {
    Relay relay;
    ASSERT_TRUE(relay.append({{1000, {{0xaa}, {0xbb, 0xcc}}}}));
    EXPECT_EQ(relay.values[Relay::head_key()], Relay::origin(1000));
    // Pages 0 to 1, one; itself before and behind; two messages, three bytes.
    EXPECT_EQ(to_hex(relay.values[Relay::book_key(1000)]),
              "00000000"
              "01000000"
              "01000000"
              "01"
              "0000e8030000"
              "0000e8030000"
              "0200000000000000"
              "0300000000000000");
    // Two messages of three bytes, the first is number 0 at 0, the last at 6; lengths, not processed.
    EXPECT_EQ(to_hex(relay.values[Relay::page_key(1000, 0)]),
              "02000000"
              "03000000"
              "00000000"
              "00000000"
              "06000000"
              "34"
              "0100000000"
              "aa"
              "0200000000"
              "bbcc");
    EXPECT_EQ(relay.values.size(), 3u);
    EXPECT_TRUE(relay.append({}));
    EXPECT_TRUE(relay.append({{1000, {}}}));
    EXPECT_EQ(relay.values.size(), 3u);
}

TEST(ChainMessages, UpwardMessagesComeBehindThoseThatWait) {
    Relay relay;
    ASSERT_TRUE(relay.append({{1000, {{0xaa}}}}));
    const Bytes first_page = relay.values[Relay::page_key(1000, 0)];
    ASSERT_TRUE(relay.append({{1000, {{0xbb}}}}));
    EXPECT_EQ(relay.values[Relay::page_key(1000, 0)], first_page);
    EXPECT_TRUE(relay.values.contains(Relay::page_key(1000, 1)));
    EXPECT_EQ(to_hex(relay.values[Relay::book_key(1000)]),
              "00000000"
              "02000000"
              "02000000"
              "01"
              "0000e8030000"
              "0000e8030000"
              "0200000000000000"
              "0200000000000000");
    // Those of others stand in a ring: 1000, then 7, then 2000, then 1000.
    ASSERT_TRUE(relay.append({{7, {{1}}}, {2000, {{2}}}}));
    EXPECT_EQ(relay.values[Relay::head_key()], Relay::origin(1000));
    const auto neighbours = [&](uint32_t para) { return to_hex(relay.values[Relay::book_key(para)]).substr(24, 26); };
    const auto ring = [](uint32_t previous, uint32_t next) {
        return "01" + to_hex(Relay::origin(previous)) + to_hex(Relay::origin(next));
    };
    EXPECT_EQ(neighbours(1000), ring(2000, 7));
    EXPECT_EQ(neighbours(7), ring(1000, 2000));
    EXPECT_EQ(neighbours(2000), ring(7, 1000));
}

TEST(ChainMessages, ManyUpwardMessagesFillSeveralPages) {
    Relay relay;
    ASSERT_TRUE(relay.append({{1, std::vector<Bytes>(5, Bytes(20'000))}}));
    for (uint32_t page = 0; page < 5; ++page) EXPECT_TRUE(relay.values.contains(Relay::page_key(1, page))) << page;
    ASSERT_TRUE(relay.append({{2, std::vector<Bytes>(5, Bytes(10'000))}}));
    EXPECT_TRUE(relay.values.contains(Relay::page_key(2, 1)));
    EXPECT_FALSE(relay.values.contains(Relay::page_key(2, 2))) << "three of 10,000 bytes are in one";
}

TEST(ChainMessages, AQueueThatIsNotUnderstoodIsLeftAsItIs) {
    Relay relay;
    relay.values[Relay::book_key(1)] = {1, 2, 3};
    EXPECT_FALSE(relay.append({{1, {{1}}}}));
    relay.values.clear();
    relay.values[Relay::head_key()] = {9};
    EXPECT_FALSE(relay.append({{1, {{1}}}}));
    relay.values[Relay::head_key()] = Relay::origin(2);
    EXPECT_FALSE(relay.append({{1, {{1}}}})) << "the head of the ring is not in it";
    relay.is_broken = true;
    EXPECT_EQ(relay.append({{1, {{1}}}}).error(), "no state");
}

}  // namespace
}  // namespace serinus::fork

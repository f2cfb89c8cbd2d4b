#include "fork/kept_events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace serinus::fork {
namespace {

using testing::HasSubstr;

KeptBlock block_of(uint32_t number) {
    KeptBlock out;
    out.header.number = {number};
    out.changes.top[{1, 2}] = Bytes{3};
    out.changes.top[{1, 3}] = std::nullopt;
    out.changes.children[{7}][{8}] = Bytes{};
    out.sequence = number;
    out.is_best = true;
    return out;
}

/// A file of three events.
Bytes file() {
    kept::Checksum checksum{};
    Bytes records;
    for (const KeptEvent& event :
         {KeptEvent(KeptBeginning{.genesis_hash = {}, .base = {}, .name = "Chain", .overrides = {{{9}, Bytes{1}}}}),
          KeptEvent(block_of(1)), KeptEvent(KeptFinality{})}) {
        const Bytes record = *kept::record(event, checksum);
        records.insert(records.end(), record.begin(), record.end());
    }
    return concat(kept::header(kept::kHeaderBytes + records.size()), records);
}

/// The events that were read, or the error.
struct Outcome {
    std::vector<KeptEvent> events;
    std::string error;
};
Outcome read(BytesView bytes, size_t piece_bytes = SIZE_MAX) {
    Outcome out;
    kept::Reader reader([&](KeptEvent event) -> Result<void, std::string> {
        out.events.push_back(std::move(event));
        return {};
    });
    for (bool goes_on = true; goes_on && !bytes.empty();) {
        const size_t size = std::min(piece_bytes, bytes.size());
        goes_on = reader.feed(bytes.first(size));
        bytes = bytes.subspan(size);
    }
    const auto done = reader.finish();
    if (!done) out.error = done.error();
    return out;
}

TEST(KeptEvents, AreReadAsTheyWereWrittenInPiecesOfAnySize) {
    const Bytes bytes = file();
    for (const size_t size : {size_t{1}, size_t{7}, size_t{100}, bytes.size()}) {
        const Outcome out = read(bytes, size);
        ASSERT_EQ(out.error, "");
        ASSERT_EQ(out.events.size(), 3);
        EXPECT_EQ(std::get<KeptBeginning>(out.events[0]).name, "Chain");
        const auto& block = std::get<KeptBlock>(out.events[1]);
        EXPECT_EQ(block.header.number.value, 1);
        EXPECT_EQ(block.changes.top, block_of(1).changes.top);
        EXPECT_EQ(block.changes.children, block_of(1).changes.children);
        EXPECT_TRUE(std::holds_alternative<KeptFinality>(out.events[2]));
    }
}

TEST(KeptEvents, WhatAnInterruptedWriteLeftIsNotRead) {
    Bytes bytes = file();
    bytes.insert(bytes.end(), {1, 2, 3, 4, 5, 6, 7, 8, 9});
    const Outcome out = read(bytes, 10);
    EXPECT_EQ(out.error, "");
    EXPECT_EQ(out.events.size(), 3);
}

TEST(KeptEvents, AFileThatIsCutOffAnywhereIsRefused) {
    const Bytes bytes = file();
    for (size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_EQ(read(BytesView(bytes).first(size)).error, "it is cut off") << size;
    }
}

TEST(KeptEvents, AFileInWhichAnyByteIsAnotherIsRefused) {
    const Bytes bytes = file();
    for (size_t i = 0; i < bytes.size(); ++i) {
        Bytes damaged = bytes;
        damaged[i] ^= 0x10;
        EXPECT_NE(read(damaged).error, "") << i;
    }
}

TEST(KeptEvents, WhatCameBeforeTheDamageIsGood) {
    Bytes damaged = file();
    damaged.back() ^= 1;
    const Outcome out = read(damaged);
    EXPECT_EQ(out.error, "it is damaged");
    EXPECT_EQ(out.events.size(), 2);
}

TEST(KeptEvents, OtherFilesAreRefused) {
    EXPECT_EQ(read(to_bytes(as_bytes("this is a text of more than 24 bytes"))).error, "it is no file of blocks");
    EXPECT_EQ(read({}).error, "it is cut off");
    EXPECT_EQ(read(kept::header(kept::kHeaderBytes)).error, "it is empty");
}

TEST(KeptEvents, TheBeginningComesFirstAndOnce) {
    kept::Checksum checksum{};
    const Bytes first = *kept::record(block_of(1), checksum);
    EXPECT_EQ(read(concat(kept::header(kept::kHeaderBytes + first.size()), first)).error,
              "it does not begin as it must");
    checksum = {};
    const Bytes beginning = *kept::record(KeptBeginning(), checksum);
    const Bytes second = *kept::record(KeptBeginning(), checksum);
    const Bytes both = concat(beginning, second);
    EXPECT_EQ(read(concat(kept::header(kept::kHeaderBytes + both.size()), both)).error, "it does not begin as it must");
}

}  // namespace
}  // namespace serinus::fork

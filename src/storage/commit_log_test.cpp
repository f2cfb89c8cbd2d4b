// A log of commits: what was appended whole is read again, in order; what is torn, damaged, old or of another log is
// not.
#include "storage/commit_log.hpp"

#include <fstream>

#include "storage/store_test_support.hpp"
#include "tests/support/random.hpp"

namespace serinus::storage {
namespace {

constexpr uint64_t kNumber = 7;

class CommitLogs : public testing::Test {
  protected:
    /// A batch with one key, which is told from others by its value.
    void append(CommitLog& log, uint64_t sequence) {
        CollectedBatch batch;
        batch.put(3, as_bytes("key"), Bytes(100, static_cast<uint8_t>(sequence)));
        batch.remove(4, as_bytes("gone"));
        ASSERT_TRUE(log.append(sequence, batch.sorted()).has_value());
    }
    std::vector<uint64_t> sequences(uint64_t after, uint64_t number = kNumber) {
        const auto logged = read_logs(folder_.path(), number, after);
        EXPECT_TRUE(logged.has_value());
        std::vector<uint64_t> out;
        for (const auto& one : *logged) out.push_back(one.sequence);
        return out;
    }
    std::string content(int file) {
        std::ifstream in(folder_.path() + "/log-" + std::to_string(file), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void set_content(int file, const std::string& bytes) {
        std::ofstream(folder_.path() + "/log-" + std::to_string(file), std::ios::binary) << bytes;
    }

    test::TemporaryFolder folder_;
};

using Sequences = std::vector<uint64_t>;

TEST_F(CommitLogs, WhatWasAppendedIsRead) {
    CommitLog log;
    ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
    for (uint64_t i = 1; i <= 3; ++i) append(log, i);
    EXPECT_EQ(sequences(0), (Sequences{1, 2, 3}));
    const auto store = make_memory_store();
    auto batch = store->batch();
    const auto logged = *read_logs(folder_.path(), kNumber, 0);
    for (const auto& one : logged) ASSERT_TRUE(replay_payload(one.payload, *batch));
    ASSERT_TRUE(store->commit(std::move(batch), Durability::kBuffered).has_value());
    const auto snapshot = *store->snapshot();
    EXPECT_TRUE(equal(**snapshot->get(3, as_bytes("key")), Bytes(100, 3)));
}

TEST_F(CommitLogs, BatchesThatAreInTheDatabaseAreLeftOut) {
    CommitLog log;
    ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
    for (uint64_t i = 1; i <= 3; ++i) append(log, i);
    EXPECT_EQ(sequences(2), Sequences{3});
    EXPECT_EQ(sequences(3), Sequences{});
}

TEST_F(CommitLogs, FilesTakeTurns) {
    CommitLog log;
    ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
    append(log, 1);
    append(log, 2);
    log.turn();
    append(log, 3);
    EXPECT_EQ(sequences(0), (Sequences{1, 2, 3}));
    ASSERT_TRUE(log.clear_other().has_value());  // 1 and 2 are in the database
    EXPECT_EQ(sequences(2), Sequences{3});
    log.turn();
    append(log, 4);
    EXPECT_EQ(sequences(2), (Sequences{3, 4}));
}

TEST_F(CommitLogs, AGapEndsTheLog) {
    CommitLog log;
    ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
    append(log, 2);
    EXPECT_EQ(sequences(0), Sequences{});  // the batch before it is lost
    append(log, 4);
    EXPECT_EQ(sequences(1), Sequences{2});
}

TEST_F(CommitLogs, AnotherLogIsNotTakenForThisOne) {
    CommitLog log;
    ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
    append(log, 1);
    EXPECT_EQ(sequences(0, kNumber + 1), Sequences{});
}

// A process that is killed and a power that fails leave a record in part: all before it count.
TEST_F(CommitLogs, ATornRecordEndsTheLogAtEachByte) {
    {
        CommitLog log;
        ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
        append(log, 1);
        append(log, 2);
    }
    const std::string whole = content(0);
    const size_t first = 16 + (whole.size() - 16) / 2;
    for (size_t size = 0; size < whole.size(); ++size) {
        set_content(0, whole.substr(0, size));
        EXPECT_EQ(sequences(0), size < first ? Sequences{} : Sequences{1}) << size;
        set_content(0, whole.substr(0, size) + std::string(whole.size() - size, '\0'));
        EXPECT_LE(sequences(0).size(), size < first ? 0u : 1u) << size;
    }
}

TEST_F(CommitLogs, ADamagedByteEndsTheLog) {
    {
        CommitLog log;
        ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
        append(log, 1);
        append(log, 2);
    }
    const std::string whole = content(0);
    const size_t first = 16 + (whole.size() - 16) / 2;
    for (size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        set_content(0, damaged);
        EXPECT_EQ(sequences(0), at < first ? Sequences{} : Sequences{1}) << at;
    }
}

TEST_F(CommitLogs, OpeningEmptiesBothFiles) {
    {
        CommitLog log;
        ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
        append(log, 1);
        log.turn();
        append(log, 2);
    }
    CommitLog log;
    ASSERT_TRUE(log.open(folder_.path(), kNumber).has_value());
    EXPECT_EQ(sequences(0), Sequences{});
}

TEST_F(CommitLogs, APayloadThatIsNoneIsRefused) {
    const auto store = make_memory_store();
    const auto replays = [&](const Bytes& payload) { return replay_payload(payload, *store->batch()); };
    const Bytes good{1, 0, 1, 0, 0, 0, 2, 0, 0, 0, 'k', 'v', 'v'};
    EXPECT_TRUE(replays(good));
    EXPECT_TRUE(replays({}));
    for (size_t size = 1; size < good.size(); ++size)
        EXPECT_FALSE(replays(Bytes(good.begin(), good.begin() + static_cast<ptrdiff_t>(size))));
    Bytes bad = good;
    bad[0] = kColumnCount;
    EXPECT_FALSE(replays(bad));
    bad = good;
    bad[1] = 1;  // a removal with a value
    EXPECT_FALSE(replays(bad));
    bad = good;
    bad[1] = 2;
    EXPECT_FALSE(replays(bad));
}

}  // namespace
}  // namespace serinus::storage

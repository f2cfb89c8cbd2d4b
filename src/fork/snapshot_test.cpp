#include "fork/snapshot.hpp"

#include <gtest/gtest.h>

#include "trie/root_builder.hpp"

namespace serinus::fork {
namespace {

/// A state in the cache of an origin, and the file that is made of it.
class SnapshotTest : public testing::Test {
  protected:
    void put(state::Area area, const std::vector<std::pair<Bytes, Bytes>>& content) {
        Cache::Page page{.after = {}, .keys = {}, .is_last = true};
        std::vector<std::optional<Bytes>> values;
        trie::RootBuilder builder(trie::StateVersion::kV1);
        for (const auto& [key, value] : content) {
            EXPECT_TRUE(builder.add(key, value));
            page.keys.push_back(key);
            values.emplace_back(value);
        }
        root = builder.finish();
        ASSERT_TRUE(cache->put_page(area, page));
        ASSERT_TRUE(cache->put_values(area, page.keys, values));
    }
    Result<SnapshotInfo, std::string> write() {
        RemoteOrigin origin(facts, cache, nullptr);
        file.clear();
        return write_snapshot(
            origin, facts,
            [this](BytesView bytes) -> Result<void, std::string> {
                append(file, bytes);
                return {};
            },
            [](uint64_t) { return true; });
    }
    Result<SnapshotInfo, std::string> read(const Bytes& bytes) {
        size_t at = 0;
        entries.clear();
        return read_snapshot(
            [&](MutableBytesView out) -> Result<size_t, std::string> {
                const size_t count = std::min<size_t>({out.size(), bytes.size() - at, 7});
                std::copy_n(bytes.begin() + static_cast<ptrdiff_t>(at), count, out.begin());
                at += count;
                return count;
            },
            [this](const std::optional<Bytes>& child, Bytes key, Bytes value) {
                entries[{child, std::move(key)}] = std::move(value);
            });
    }

    std::shared_ptr<Cache> cache = *Cache::open({});
    ChainFacts facts;
    Hash256 root;
    Bytes file;
    std::map<std::pair<std::optional<Bytes>, Bytes>, Bytes> entries;
};

TEST_F(SnapshotTest, HasTheWholeStateAndChecksItsRoot) {
    const Bytes child = {7, 7};
    put(state::Area::child(child), {{{1}, {2}}});
    put(state::Area::top(), {{{1}, {10}},
                             {concat(as_bytes(":child_storage:default:"), child), to_bytes(root.bytes)},
                             {{0xff}, Bytes(100, 3)}});
    facts.header.state_root = root;
    facts.name = "chain";
    const auto written = write();
    ASSERT_TRUE(written) << written.error();
    EXPECT_EQ(written->has_root, true);
    EXPECT_EQ(written->entries, 4u);
    EXPECT_EQ(written->child_tries, 1u);
    EXPECT_EQ(written->bytes, file.size());
    const auto found = read(file);
    ASSERT_TRUE(found) << found.error();
    EXPECT_EQ(found->has_root, true);
    EXPECT_EQ(found->facts.name, "chain");
    EXPECT_EQ(found->bytes, file.size());
    EXPECT_EQ(entries.size(), 4u);
    EXPECT_EQ((entries[{child, Bytes{1}}]), Bytes{2});

    // Any end that is missing, any byte that is another, and a file of something else.
    for (size_t size = 0; size < file.size(); ++size) {
        EXPECT_FALSE(read(Bytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(size)))) << size;
    }
    EXPECT_EQ(read(Bytes(file.begin(), file.end() - 1)).error(), "the file is truncated");
    for (size_t at = 0; at < file.size(); ++at) {
        Bytes damaged = file;
        damaged[at] ^= 1;
        EXPECT_FALSE(read(damaged)) << at;
    }
    EXPECT_EQ(read(to_bytes(as_bytes("hello"))).error(), "the file is no snapshot of a state");
}

TEST_F(SnapshotTest, SaysThatAStateHasAnotherRoot) {
    put(state::Area::top(), {{{1}, {10}}});
    const auto written = write();
    ASSERT_TRUE(written) << written.error();
    EXPECT_EQ(written->has_root, false);
    EXPECT_EQ(read(file)->has_root, false);
}

}  // namespace
}  // namespace serinus::fork

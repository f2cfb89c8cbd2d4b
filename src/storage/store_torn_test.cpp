// The power goes while a commit is written: of its pages the disk has any, and of some pages a part. The commit before
// is there, whole.
#include <fstream>

#include "storage/store_test_support.hpp"
#include "tests/support/random.hpp"

namespace serinus::storage {
namespace {

constexpr Column kColumn = 1;
constexpr size_t kPage = 4096, kSector = 512;
constexpr size_t kMetaPages = 2;
constexpr uint64_t kKeys = 300;

std::string file_of(const test::TemporaryFolder& folder) { return folder.path() + "/data.mdb"; }

std::string content_of(const test::TemporaryFolder& folder) {
    std::ifstream file(file_of(folder), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Bytes key_of(uint64_t number) {
    Bytes key(8);
    store_le(key.data(), number * 0x9e3779b97f4a7c15);
    return key;
}

/// Rewrites all keys; the sizes of the values follow from the content.
void commit(Store& store, uint8_t content) {
    auto batch = store.batch();
    for (uint64_t i = 0; i < kKeys; ++i) batch->put(kColumn, key_of(i), Bytes(20 + (i * content) % 3000, content));
    ASSERT_TRUE(store.commit(std::move(batch), Durability::kSynced));
}

void expect_whole(const test::TemporaryFolder& folder, uint8_t content) {
    const auto store = test::open_or_fail(folder.path());
    const auto snapshot = *store->snapshot();
    for (uint64_t i = 0; i < kKeys; ++i) {
        const auto value = snapshot->get(kColumn, key_of(i));
        ASSERT_TRUE(value && *value) << i;
        ASSERT_EQ(to_bytes(**value), Bytes(20 + (i * content) % 3000, content)) << i;
    }
    size_t count = 0;
    const auto cursor = snapshot->cursor(kColumn);
    for (auto there = cursor->seek({}); *there; there = cursor->next()) ++count;
    EXPECT_EQ(count, kKeys);
}

TEST(StoreTorn, ACommitWhosePagesAreWrittenInPartNeverWas) {
    auto random = test::seeded_random();
    const test::TemporaryFolder folder;
    // Several, so that the last ones write to pages that were free.
    for (uint8_t content = 1; content <= 4; ++content) commit(*test::open_or_fail(folder.path()), content);
    const std::string before = content_of(folder);
    commit(*test::open_or_fail(folder.path()), 5);
    const std::string after = content_of(folder);
    ASSERT_NE(before.substr(0, kMetaPages * kPage), after.substr(0, kMetaPages * kPage));
    size_t torn_pages = 0;
    for (int run = 0; run < 30; ++run) {
        std::string torn = before;
        // The file grows before or after its pages are there.
        if (after.size() > torn.size() && random() % 2 == 0) torn.resize(after.size());
        for (size_t sector = kMetaPages * kPage; sector < std::min(torn.size(), after.size()); sector += kSector) {
            if (torn.compare(sector, kSector, after, sector, kSector) == 0 || random() % 2 == 0) continue;
            torn.replace(sector, kSector, after, sector, kSector);
            ++torn_pages;
        }
        std::ofstream(file_of(folder), std::ios::binary | std::ios::trunc) << torn;
        expect_whole(folder, 4);
    }
    EXPECT_GT(torn_pages, 1000u);
    std::ofstream(file_of(folder), std::ios::binary | std::ios::trunc) << after;
    expect_whole(folder, 5);
}

}  // namespace
}  // namespace serinus::storage

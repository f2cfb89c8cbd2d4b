#include "pvf/code_cache.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/files.hpp"
#include "platform/process.hpp"
#include "tests/support/killed_child.hpp"
#include "tests/support/random.hpp"

namespace serinus::pvf {
namespace {

CodeKey key_of(uint8_t number, const std::string& version = "1") {
    CodeKey key{.code = {}, .preparation = {}, .version = version};
    key.code.bytes[0] = number;
    return key;
}

class PreparedCodeOnDisk : public testing::Test {
  protected:
    ~PreparedCodeOnDisk() override { (void)platform::remove_tree(folder_); }
    CodeCache open(const CodeCache::Limits& limits = {}) const { return CodeCache::open(path(), limits).value(); }
    std::string path() const { return folder_ + "/pvf"; }
    std::vector<std::string> names() const { return platform::list_directory(path()).value(); }
    static std::optional<Bytes> content(const CodeCache& cache, const CodeKey& key) {
        const auto file = cache.find(key);
        return file ? std::optional(file->read(size_t{1} << 30).value()) : std::nullopt;
    }
    const std::string folder_ = platform::create_temporary_directory("serinus-pvf-").value();
};

TEST_F(PreparedCodeOnDisk, IsFoundByItsKeyAlone) {
    const CodeCache cache = open();
    ASSERT_TRUE(cache.store(key_of(1), Bytes{1, 2, 3}));
    EXPECT_EQ(content(cache, key_of(1)), (Bytes{1, 2, 3}));
    EXPECT_EQ(content(cache, key_of(2)), std::nullopt);
    EXPECT_EQ(content(cache, key_of(1, "2")), std::nullopt);
    CodeKey other = key_of(1);
    other.preparation.bytes[0] = 1;
    EXPECT_EQ(content(cache, other), std::nullopt);
    EXPECT_EQ(content(open(), key_of(1)), (Bytes{1, 2, 3})) << "it outlives the process";
    cache.remove(key_of(1));
    EXPECT_EQ(content(cache, key_of(1)), std::nullopt);
}

TEST_F(PreparedCodeOnDisk, IsItsOwnersAlone) {
    const CodeCache cache = open();
    ASSERT_TRUE(cache.store(key_of(1), Bytes{1}));
    struct stat info{};
    ASSERT_EQ(::stat(path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700u);
    ASSERT_EQ(::stat((path() + "/" + names()[0]).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(PreparedCodeOnDisk, IsCheckedWhenItIsRead) {
    const CodeCache cache = open();
    const Bytes code(300, 7);
    ASSERT_TRUE(cache.store(key_of(1), code));
    const std::string file = path() + "/" + names()[0];
    const std::string good = platform::read_file(file, 10'000).value();
    for (size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 1 << at % 8);
        ASSERT_TRUE(platform::write_file_atomically(file, as_bytes(bad), 0600));
        EXPECT_EQ(content(cache, key_of(1)), std::nullopt) << at;
        EXPECT_FALSE(platform::exists(file)) << "what is damaged goes";
    }
    for (const size_t size : {size_t{0}, size_t{10}, good.size() - 1}) {
        ASSERT_TRUE(platform::write_file_atomically(file, as_bytes(good.substr(0, size)), 0600));
        EXPECT_EQ(content(cache, key_of(1)), std::nullopt) << size;
    }
    ASSERT_TRUE(cache.store(key_of(1), code));
    EXPECT_EQ(content(cache, key_of(1)), code);
}

TEST_F(PreparedCodeOnDisk, OfAnotherKeyUnderItsNameIsNotTaken) {
    const CodeCache cache = open();
    ASSERT_TRUE(cache.store(key_of(1), Bytes{1}));
    const std::string first = names()[0];
    ASSERT_TRUE(cache.store(key_of(2), Bytes{2}));
    const std::string second = names()[0] == first ? names()[1] : names()[0];
    ASSERT_EQ(::rename((path() + "/" + first).c_str(), (path() + "/" + second).c_str()), 0);
    EXPECT_EQ(content(cache, key_of(2)), std::nullopt);
}

// Observed: polkadot-node-core-pvf 36.0.0: what was used within a day stays, however much there is; then the one that
// waits longest goes first.
TEST_F(PreparedCodeOnDisk, GoesByAgeWhenThereIsTooMuch) {
    const CodeCache cache = open({.max_bytes = 3000, .min_stale_s = 100});
    const uint64_t now_s = platform::unix_time_ms() / 1000;
    for (uint8_t i = 1; i <= 5; ++i) ASSERT_TRUE(cache.store(key_of(i), Bytes(936, i)));  // 1,000 with the head
    EXPECT_EQ(cache.prune(now_s), 0u) << "all of them are young";
    // The first two were used long ago, the second one a little later.
    for (const std::string& name : names()) {
        const auto content = platform::read_file(path() + "/" + name, 2000).value();
        const auto number = static_cast<uint8_t>(content.back());
        const timespec times[2] = {{static_cast<time_t>(now_s - 1000 + number), 0},
                                   {static_cast<time_t>(now_s - 1000 + number), 0}};
        ASSERT_EQ(::utimensat(AT_FDCWD, (path() + "/" + name).c_str(), times, 0), 0);
    }
    EXPECT_TRUE(content(cache, key_of(1)).has_value()) << "used again";
    EXPECT_EQ(cache.prune(now_s), 2u);
    EXPECT_TRUE(content(cache, key_of(1)).has_value());
    EXPECT_FALSE(content(cache, key_of(2)).has_value());
    EXPECT_FALSE(content(cache, key_of(3)).has_value());
    EXPECT_TRUE(content(cache, key_of(4)).has_value());
    EXPECT_EQ(cache.prune(now_s), 0u);
}

TEST_F(PreparedCodeOnDisk, AFullDiskFailsTheStoreAndKeepsWhatWasThere) {
    const CodeCache cache = open();
    ASSERT_TRUE(cache.store(key_of(1), Bytes(1000, 1)));
    // The system refuses to make files larger, as a full disk does.
    ::signal(SIGXFSZ, SIG_IGN);
    struct rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit limit{10'000, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto failed = cache.store(key_of(2), Bytes(100'000, 2));
    const auto replaced = cache.store(key_of(1), Bytes(100'000, 3));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    EXPECT_FALSE(failed.has_value());
    EXPECT_FALSE(replaced.has_value());
    EXPECT_EQ(content(cache, key_of(1)), Bytes(1000, 1));
    EXPECT_EQ(content(cache, key_of(2)), std::nullopt);
    EXPECT_EQ(names().size(), 1u) << "nothing half done is left";
    ASSERT_TRUE(cache.store(key_of(2), Bytes(100'000, 2)));
    EXPECT_EQ(content(cache, key_of(2)), Bytes(100'000, 2));
}

TEST_F(PreparedCodeOnDisk, SurvivesAKillAtAnyMoment) {
    std::mt19937_64 random = test::seeded_random();
    test::KilledChildren children(random, 100, 20'000);
    for (int round = 0; round < 20; ++round) {
        const Bytes acknowledged = children.run([&](int acknowledgements) {
            const CodeCache cache = open();
            for (uint32_t i = 0;; ++i) {
                const auto number = static_cast<uint8_t>(i % 4);
                if (!cache.store(key_of(number), Bytes(200'000, number))) ::_exit(1);
                [[maybe_unused]] const ssize_t written = ::write(acknowledgements, &i, sizeof i);
            }
        });
        const CodeCache cache = open();
        const size_t stored = std::min<size_t>(acknowledged.size() / sizeof(uint32_t), 4);
        for (uint8_t number = 0; number < stored; ++number) {
            EXPECT_EQ(content(cache, key_of(number)), Bytes(200'000, number)) << "it was acknowledged";
        }
        for (const std::string& name : names()) EXPECT_TRUE(name.ends_with(".pvf")) << name;
    }
}

TEST_F(PreparedCodeOnDisk, AFolderThatCannotBeMadeIsAReason) {
    ASSERT_TRUE(platform::write_file_atomically(folder_ + "/file", as_bytes("x"), 0600));
    EXPECT_FALSE(CodeCache::open(folder_ + "/file/pvf").has_value());
}

}  // namespace
}  // namespace serinus::pvf

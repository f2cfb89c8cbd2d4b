#include "platform/growing_file.hpp"

#include <gtest/gtest.h>

namespace serinus::platform {
namespace {

struct Folder {
    std::string path = *create_temporary_directory("growing_file_test");
    ~Folder() { (void)remove_tree(path); }
};

TEST(GrowingFile, HasWhatWasAppendedAndOverwritten) {
    const Folder folder;
    const std::string path = folder.path + "/file";
    auto file = GrowingFile::create(path);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->append(as_bytes("one ")));
    ASSERT_TRUE(file->append(as_bytes("two")));
    ASSERT_TRUE(file->overwrite(1, as_bytes("NE")));
    EXPECT_EQ(file->size_bytes(), 7);
    EXPECT_EQ(*read_file(path, 100), "oNE two");
}

TEST(GrowingFile, GrowsFromWhereItIsOpened) {
    const Folder folder;
    const std::string path = folder.path + "/file";
    ASSERT_TRUE(write_file_atomically(path, as_bytes("one two"), 0600));
    auto file = GrowingFile::open(path, 4);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->append(as_bytes("three")));
    EXPECT_EQ(*read_file(path, 100), "one three");
    EXPECT_FALSE(GrowingFile::open(path, 10)) << "it has 9";
    EXPECT_FALSE(GrowingFile::open(folder.path + "/other", 0));
}

TEST(GrowingFile, TakesThePlaceOfAnother) {
    const Folder folder;
    ASSERT_TRUE(write_file_atomically(folder.path + "/a", as_bytes("a"), 0600));
    ASSERT_TRUE(write_file_atomically(folder.path + "/b", as_bytes("b"), 0600));
    ASSERT_TRUE(rename_file(folder.path + "/a", folder.path + "/b"));
    EXPECT_EQ(*read_file(folder.path + "/b", 100), "a");
    ASSERT_TRUE(link_file(folder.path + "/b", folder.path + "/c"));
    EXPECT_EQ(*read_file(folder.path + "/c", 100), "a");
    EXPECT_EQ(*read_file(folder.path + "/b", 100), "a");
    EXPECT_FALSE(rename_file(folder.path + "/a", folder.path + "/b"));
}

}  // namespace
}  // namespace serinus::platform
